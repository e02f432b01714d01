/**
 * The façade: text in, answers out; no transport. What the tests, the command line and the server all call.
 *
 * A service holds the open documents, each as an immutable {@link Snapshot} per version. Every answer is a function
 * of a snapshot, so that one question never sees two versions.
 */
import { URI, Utils } from 'vscode-uri';
import type { Severities } from './analysis/finding-choice.ts';
import type { IncludeReader, Source } from './analysis/lab.ts';
import { type Environment, type Reading, Snapshot } from './analysis/snapshot.ts';
import { codeActions } from './features/code-actions.ts';
import { completion } from './features/completion.ts';
import { definition, implementation, typeDefinition } from './features/definition.ts';
import { diagnostics } from './features/diagnostics.ts';
import { documentLinks } from './features/document-links.ts';
import { documentSymbols } from './features/document-symbols.ts';
import { expectations } from './features/expectations.ts';
import { foldingRanges } from './features/folding.ts';
import { highlights } from './features/highlights.ts';
import { hover } from './features/hover.ts';
import { inlayHints } from './features/inlay-hints.ts';
import { prepareRename, rename } from './features/rename.ts';
import { selectionRanges } from './features/selection-ranges.ts';
import { semanticTokens } from './features/semantic-tokens.ts';
import { drawTopology, nodeAt, rangeOfOrigin, rangeOfStep, topology, topologyDetails } from './features/topology.ts';
import { topologyEdit } from './features/topology-edit.ts';
import { timelineSteps } from './features/topology-timeline.ts';
import { traceInPicture } from './features/topology-trace.ts';
import { convertDockerCommands } from './formats/docker-import.ts';
import { awaited, type FileReader, IncludedFiles } from './included-files.ts';
import { bind, bindInSteps } from './model/bind.ts';
import type { EngineVersion } from './simulation/state.ts';
import type { Steps } from './steps.ts';
import { Lines, type PositionEncoding, type Range } from './syntax/lines.ts';
import { parseInSteps } from './syntax/parser.ts';
import { reparse } from './syntax/reparse.ts';
import type { TextEdit } from './syntax/tree.ts';
import { type FileChange, Workspace } from './workspace.ts';

export { Snapshot };

export interface ServiceOptions {
  /** The text of a file that is not open and that lies below one of the roots; undefined where it cannot be read. */
  readonly readFile?: FileReader;
  /** The folders that `include` may not leave, as URIs. With none of them it stays in the folder of the document. */
  readonly roots?: () => readonly string[];
  /** The labs of the workspace, as URIs, folder by folder; none where they cannot be listed. */
  readonly findFiles?: (roots: readonly string[]) => Iterable<readonly string[]>;
  /** Whether {@link Service.filesChanged} is told of what changes on the disk. */
  readonly watchesFiles?: () => boolean;
  /** In what positions count the characters of a line; UTF-16 if not said otherwise. */
  readonly positionEncoding?: () => PositionEncoding;
  /** The version that every host's engine has, whatever the text says. */
  readonly engine?: EngineVersion;
  /** How the user wants to see findings, by their codes; after a change the documents are to be {@link Service.renewAll renewed}. */
  readonly severities?: () => Severities;
}

/** An edit as LSP sends it: a range in the text that the edits before it made, or without a range the whole text. */
export interface ContentChange {
  readonly range?: Range;
  readonly text: string;
}

export type Service = ReturnType<typeof createService>;

export function createService(options: ServiceOptions = {}) {
  const open = new Map<string, Snapshot>();
  /** Clients escape URIs as they like: how they spell those of the open documents, by how we do. */
  const spellings = new Map<string, string>();
  const opened = (uri: string): Snapshot | undefined => open.get(uri) ?? open.get(spellings.get(uri) ?? '');
  /** Texts that documents are compared with. */
  const readings = new Map<string, Snapshot>();

  const roots = () => (options.roots?.() ?? []).map(normalized);
  const linesOf = (text: string): Lines => Lines.of(text, options.positionEncoding?.());

  const included = new IncludedFiles(
    (uri, folders) => options.readFile?.(uri, folders),
    (uri) => options.watchesFiles?.() === true && roots().some((root) => isBelow(uri, root)),
    linesOf,
  );

  /** The folders that the includes of a document may lead to. */
  const foldersFor = (document: string): readonly string[] =>
    roots().length > 0 ? roots() : [Utils.dirname(URI.parse(document)).toString()];

  const includeFrom =
    (document: string): IncludeReader =>
    (from, path) => {
      const folder = Utils.dirname(URI.parse(from.uri));
      const target = Utils.resolvePath(folder, path).toString();
      const folders = foldersFor(document);
      if (!folders.some((root) => isBelow(target, root))) return 'outside';
      return opened(target) ?? included.source(target, folders) ?? 'missing';
    };

  const environmentOf = (uri: string): Environment => ({
    include: includeFrom(uri),
    ...(options.engine && { engine: options.engine }),
    ...(options.severities && { severities: options.severities() }),
  });

  const look = (uri: string, text: string, version = 0): Snapshot =>
    new Snapshot(uri, version, linesOf(text), readingOf(text), environmentOf(uri));

  /** The same text with its includes read again. */
  const fresh = (snapshot: Snapshot): Snapshot => {
    const { uri, version, lines } = snapshot;
    return new Snapshot(uri, version, lines, snapshot.known, environmentOf(uri), snapshot);
  };
  const renew = (snapshot: Snapshot): Snapshot => {
    const renewed = fresh(snapshot);
    open.set(snapshot.uri, renewed);
    return renewed;
  };
  /** The other open documents that include this one. */
  const dependents = (uri: string): readonly Snapshot[] =>
    [...open.values()].filter((other) => other.uri !== uri && other.dependsOn(uri)).map(renew);

  const workspace = new Workspace({
    find: () => options.findFiles?.(roots()) ?? [],
    read: (uri) => {
      const text = options.readFile?.(uri, roots());
      return text === awaited ? undefined : text;
    },
    isWatched: () => options.watchesFiles?.() ?? false,
    snapshot: look,
    renewed: fresh,
  });

  return {
    foldersFor,

    /** Whether the workspace has more labs than are looked at. */
    hasTooManyLabs: (): boolean => workspace.isCut,

    /** Whether a file is among the labs of the workspace, as far as they have been looked for. */
    isInWorkspace: (uri: string): boolean => workspace.has(normalized(uri)),

    /** Whether one of the labs of the workspace that are not open includes a file, or misses one. */
    isIncludedUnopened: (uri: string): boolean => workspace.includes(uri) || workspace.includes(normalized(uri)),

    /** The labs of the workspace that are not open, as they are on the disk. */
    unopened: (): Steps<Snapshot> => workspace.labs((uri) => opened(uri) !== undefined),

    /** A lab, open or on the disk. */
    lab: (uri: string): Snapshot | undefined => opened(uri) ?? workspace.lab(normalized(uri)),

    /** A lab looked at again, with the files and the settings of this moment; nobody keeps what it works out. */
    again: (snapshot: Snapshot): Snapshot =>
      new Snapshot(snapshot.uri, snapshot.version, snapshot.lines, snapshot.known, environmentOf(snapshot.uri)),

    /** The other labs, open or in the workspace, that share a file with this one. */
    *related(snapshot: Snapshot): Steps<Snapshot> {
      const own = new Set(snapshot.lab.sources.map(({ uri }) => uri));
      const shares = (other: Snapshot) =>
        other.uri !== snapshot.uri && other.lab.sources.some(({ uri }) => own.has(uri)) ? other : undefined;
      for (const other of open.values()) yield shares(other);
      for (const other of this.unopened()) yield other && shares(other);
    },

    /** Takes note that files have changed on the disk. Answers the open documents that include one. */
    filesChanged(told: readonly FileChange[]): readonly Snapshot[] {
      const changes = told.map(({ uri, kind }) => ({ uri: normalized(uri), kind }));
      workspace.filesChanged(changes);
      for (const { uri } of changes) included.changed(uri);
      return [...open.values()]
        .filter((each) => changes.some(({ uri }) => opened(uri) !== each && each.dependsOn(opened(uri)?.uri ?? uri)))
        .map(renew);
    },

    /** Takes note that folders have come, gone or moved. Answers the open documents. */
    foldersChanged(): readonly Snapshot[] {
      workspace.foldersChanged();
      included.allChanged();
      return this.renewAll();
    },

    /** The current version of an open document. */
    snapshot: opened,

    /** The open documents, the files that they include, and the labs of the workspace, each once. */
    *sources(): Steps<Source> {
      const seen = new Set<string>();
      const once = (source: Source) => (seen.has(source.uri) ? undefined : seen.add(source.uri) && source);
      for (const { lab } of open.values()) for (const source of lab.sources) yield once(source);
      for (const other of this.unopened()) yield other && once(other);
    },

    /** A look at a text that is not open in the editor, and that nobody keeps. */
    glance: (uri: string, text: string): Snapshot => look(uri, text),

    /** Takes a document over from the editor. Answers the documents of which something may have changed. */
    open(uri: string, version: number, text: string): readonly Snapshot[] {
      const snapshot = look(uri, text, version);
      open.set(uri, snapshot);
      spellings.set(normalized(uri), uri);
      workspace.documentChanged(normalized(uri));
      included.allChanged();
      return [snapshot, ...dependents(uri)];
    },

    /** Applies the editor's changes, one after another. A document that is not open is left alone. */
    change(uri: string, version: number, changes: readonly ContentChange[]): readonly Snapshot[] {
      const before = open.get(uri);
      if (!before) return [];
      let { lines } = before;
      let tree = before.isRead ? before.tree : undefined;
      for (const change of changes) {
        const edit = change.range ? replacement(lines, change.range, change.text) : difference(lines.text, change.text);
        lines = lines.replace(edit.start, edit.end, edit.newText);
        tree &&= reparse(tree, edit, lines.text);
      }
      const program = tree ? bind(tree, before.program) : readingOf(lines.text);
      const snapshot = new Snapshot(uri, version, lines, program, environmentOf(uri), before);
      open.set(uri, snapshot);
      workspace.documentChanged(normalized(uri));
      return [snapshot, ...dependents(uri)];
    },

    /**
     * Another text of a document, read where the document is, so that its includes are found. It is no version of the
     * document; the last one is kept for the next time.
     */
    read(uri: string, text: string): Snapshot {
      const known = readings.get(uri);
      if (known?.text === text && known.lab.sources.length === 1) return known;
      const reading = look(uri, text);
      readings.set(uri, reading);
      return reading;
    },

    /** Gives a document back to the file system. Answers the other documents that include it. */
    close(uri: string): readonly Snapshot[] {
      readings.delete(uri);
      spellings.delete(normalized(uri));
      workspace.documentChanged(normalized(uri));
      included.allChanged();
      return open.delete(uri) ? dependents(uri) : [];
    },

    /** Looks at every open document again, because a setting has changed. */
    renewAll: (): readonly Snapshot[] => [...open.values()].map(renew),

    codeActions,
    convertDockerCommands,
    completion,
    definition,
    diagnostics,
    documentLinks,
    documentSymbols,
    drawTopology,
    expectations,
    foldingRanges,
    highlights,
    hover,
    implementation,
    inlayHints,
    nodeAt,
    prepareRename,
    rangeOfOrigin,
    rangeOfStep,
    rename,
    selectionRanges,
    semanticTokens,
    timelineSteps,
    topology,
    topologyDetails,
    topologyEdit,
    traceInPicture,
    typeDefinition,
  };
}

/** Reads a text, from what an earlier one of the same document means where that is known. */
const readingOf = (text: string): Reading =>
  function* (earlier) {
    if (!earlier) return yield* bindInSteps(yield* parseInSteps(text));
    return bind(reparse(earlier.tree, difference(earlier.tree.text, text), text), earlier);
  };

/** As `URI` escapes what it makes: the URIs of included files, and of those that are found. */
function normalized(uri: string): string {
  return URI.parse(uri).toString();
}

function isBelow(uri: string, folder: string): boolean {
  return uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** Both as `URI` escapes them. */
export function isBelowOrSame(uri: string, folder: string): boolean {
  return uri === folder || isBelow(uri, folder);
}

/** A client's range may be the wrong way round; it means the text between its ends all the same. */
function replacement(lines: Lines, range: Range, newText: string): TextEdit {
  const a = lines.offsetAt(range.start);
  const b = lines.offsetAt(range.end);
  return { start: Math.min(a, b), end: Math.max(a, b), newText };
}

/** The one replacement that makes `after` of `before`: what is between their common start and their common end. */
function difference(before: string, after: string): TextEdit {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shortest - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { start, end: before.length - tail, newText: after.slice(start, after.length - tail) };
}

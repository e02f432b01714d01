/** Completion inside the path of an `include`: the files and folders that it may lead to. */
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
} from 'vscode-languageserver-types';
import { URI, Utils } from 'vscode-uri';
import type { Snapshot } from '../analysis/snapshot.ts';
import { t } from '../l10n.ts';
import type { FolderEntry } from '../protocol/files.ts';
import type { Position } from '../syntax/lines.ts';
import type { Span } from '../syntax/tree.ts';
import type { CompletionOptions, ItemData } from './completion.ts';
import { completionPlace } from './completion-place.ts';
import { escaped } from './include-paths.ts';

/** The part of a path that the cursor is in. */
export interface PathPlace {
  /** The folder that the part is looked for in; a URI. */
  readonly folder: string;
  /** The part, from one slash to the next, as absolute offsets. */
  readonly part: Span;
  readonly cursor: number;
  /** What stands around it: the path as a bare word, an open string, a closed one. */
  readonly written: 'bare' | 'open' | 'closed';
  /** The parts before it, as they are written. */
  readonly before: string;
  /** Whether another part follows. */
  readonly goesOn: boolean;
}

/** Undefined everywhere but in the path of an `include`. */
export function pathPlace(snapshot: Snapshot, position: Position): PathPlace | undefined {
  const place = completionPlace(snapshot, position);
  const statement = place?.path[0];
  if (place?.kind !== 'argument' || place.path.length !== 1 || statement?.keyword.text !== 'include') return undefined;
  const { text } = snapshot;
  const { cursor, replace } = place;
  const base = cursor - place.offset;
  if (statement.arguments.some(({ start }, index) => index === 0 && base + start !== replace.start)) return undefined;
  const raw = text.slice(replace.start, replace.end);
  const isString = raw.startsWith('"') && cursor > replace.start;
  const isClosed = isString && /^"(?:[^"\\]|\\.)*"$/.test(raw);
  if (isClosed && cursor === replace.end) return undefined;
  const start = replace.start + (isString ? 1 : 0);
  const before = /^.*\//.exec(text.slice(start, cursor))?.[0] ?? '';
  // A string that is never closed goes on to the end of its line.
  const behind = text.slice(cursor, replace.end - (isClosed ? 1 : 0));
  const rest = (isClosed ? /^[^/]*/ : /^[^/\s"]*/).exec(behind)![0];
  return {
    folder: Utils.resolvePath(folderOf(snapshot), unescaped(before) || '.').toString(),
    part: { start: start + before.length, end: cursor + rest.length },
    cursor,
    written: isClosed ? 'closed' : isString ? 'open' : 'bare',
    before,
    goesOn: behind[rest.length] === '/',
  };
}

/** The folder above a folder; URIs. */
export const above = (folder: string): string => Utils.joinPath(URI.parse(folder), '..').toString();

const folderOf = ({ uri }: Snapshot): URI => Utils.dirname(URI.parse(uri));

const unescaped = (text: string): string => text.replace(/\\(.)/g, '$1');

/**
 * @param entries what is in the folder of the place
 * @param leadsUp whether the folder above it is in the workspace, too
 */
export function pathCompletion(
  snapshot: Snapshot,
  place: PathPlace,
  entries: readonly FolderEntry[],
  leadsUp: boolean,
  options: CompletionOptions,
): CompletionList {
  const folder = URI.parse(place.folder);
  const own = URI.parse(snapshot.uri).toString();
  const included = new Set([...snapshot.lab.included.values()].map(({ uri }) => uri));
  const uriOf = (name: string) => Utils.joinPath(folder, name).toString();
  const names = (isFolder: boolean) =>
    entries.filter((entry) => entry.isFolder === isFolder && isShown(entry)).map(({ name }) => name);
  const files = names(false).filter((name) => uriOf(name) !== own);
  const again = (name: string) => included.has(uriOf(name));
  // Above what is not included yet nothing else is wanted. Behind `parts/` a way up leads nowhere new.
  const up = leadsUp && /^(?:\.\.?\/)*$/.test(place.before) ? ['..'] : [];
  const items = [
    ...(place.goesOn ? [] : [...sorted(files.filter((name) => !again(name))), ...sorted(files.filter(again))]).map(
      (name) => item(snapshot, place, name, CompletionItemKind.File, options),
    ),
    ...[...sorted(names(true)), ...up].map((name) => item(snapshot, place, name, CompletionItemKind.Folder, options)),
  ];
  return {
    isIncomplete: false,
    items: items.map((each, index) => ({ ...each, sortText: String(index).padStart(4, '0') })),
  };
}

/** Only labs can be included; hidden folders and installed packages hold none that are meant. */
function isShown({ name, isFolder }: FolderEntry): boolean {
  return isFolder ? !name.startsWith('.') && name !== 'node_modules' : name.endsWith('.dnet');
}

const sorted = (names: readonly string[]): readonly string[] => [...names].sort((a, b) => (a < b ? -1 : 1));

function item(
  { lines, uri }: Snapshot,
  place: PathPlace,
  name: string,
  kind: CompletionItemKind,
  { snippets, insertReplace, suggestCommand }: CompletionOptions,
): CompletionItem {
  const { written, before, part, cursor, goesOn } = place;
  const isFolder = kind === CompletionItemKind.Folder;
  // A bare word is written again as a string, in which any name may stand.
  const start = written === 'bare' ? part.start - before.length : part.start;
  const path = (written === 'bare' ? before : '') + escaped(name) + (isFolder && !goesOn ? '/' : '');
  const isSnippet = isFolder && snippets && written === 'bare';
  const quoted = `${written === 'bare' ? '"' : ''}${path}${isSnippet ? '$0"' : isFolder || written === 'closed' ? '' : '"'}`;
  const newText = isSnippet ? quoted.replace(/[\\}]|\$(?!0"$)/g, '\\$&') : quoted;
  const range = lines.rangeOf(start, part.end);
  return {
    label: isFolder ? `${name}/` : name,
    kind,
    filterText: (written === 'bare' ? before : '') + escaped(name),
    ...(!isFolder && {
      data: {
        uri,
        topic: { of: 'file', uri: Utils.joinPath(URI.parse(place.folder), name).toString() },
      } satisfies ItemData,
    }),
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: insertReplace ? { newText, replace: range, insert: lines.rangeOf(start, cursor) } : { newText, range },
    ...(isFolder && suggestCommand && { command: { title: t('Suggest'), command: 'editor.action.triggerSuggest' } }),
  };
}

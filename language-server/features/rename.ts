/**
 * Renaming of hosts, networks, containers and aliases in every file at hand. A name that Docker refuses is refused in
 * Docker's words, and a new name never takes over what another one means.
 */

import type { TextEdit } from 'vscode-languageserver-types';
import type { Lab, Source } from '../analysis/lab.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { t } from '../l10n.ts';
import { withSymbols } from '../model/bind.ts';
import { declarationOf } from '../model/declaration.ts';
import type { Declaration, SymbolKind } from '../model/program.ts';
import { BUILT_IN_NETWORKS, mentioning } from '../model/symbols.ts';
import { parseAddress } from '../simulation/addresses.ts';
import { containerNamePattern } from '../simulation/containers.ts';
import { messageText } from '../simulation/messages.ts';
import { isCommentStart, wordEnd } from '../syntax/characters.ts';
import type { Position, Range } from '../syntax/lines.ts';
import { parse } from '../syntax/parser.ts';
import type { Span } from '../syntax/tree.ts';
import {
  type Meaning,
  meaningOf,
  nameAt,
  nameOf,
  namesIn,
  type Occurrence,
  occurrences,
  sameMeaning,
} from './symbol-at.ts';

/** Why something cannot be renamed, for the user to read. */
export interface Refused {
  readonly refused: string;
}

export interface Renamable {
  readonly range: Range;
  readonly placeholder: string;
}

/** The edits of each file, by its URI. */
export type FileEdits = ReadonlyMap<string, readonly TextEdit[]>;

export function prepareRename(snapshot: Snapshot, position: Position): Renamable | Refused {
  const name = nameAt(snapshot, position);
  if (!name) return { refused: t('Only names of hosts, networks, containers and aliases can be renamed.') };
  const { meaning, reference } = name;
  if (!meaning) {
    return reference.kind === 'network' && BUILT_IN_NETWORKS.has(reference.name)
      ? { refused: t`\`${reference.name}\` is one of Docker's own networks and keeps its name.` }
      : { refused: t`No ${t(reference.kind)} named \`${reference.name}\` is declared in this lab.` };
  }
  if (meaning.kind === 'alias' && occurrences(snapshot.lab, meaning).every(({ isDefinition }) => !isDefinition)) {
    return { refused: t`\`${meaning.name}\` is given to nothing in this lab.` };
  }
  const { start, end } = ownPart(meaning, name.span);
  return { range: snapshot.lines.rangeOf(start, end), placeholder: snapshot.text.slice(start, end) };
}

/** `others`: the labs, beside the snapshot's own, that may use the name too because they include files of it. */
export function rename(
  snapshot: Snapshot,
  position: Position,
  newName: string,
  others: readonly Snapshot[] = [],
): FileEdits | Refused {
  const prepared = prepareRename(snapshot, position);
  if ('refused' in prepared) return prepared;
  if (newName === prepared.placeholder) return new Map();
  const meaning = nameAt(snapshot, position)!.meaning!;
  const kind = meaning.kind === 'alias' ? 'alias' : meaning.symbol.kind;
  const labs = [snapshot.lab, ...others.map(({ lab }) => lab)];
  const refused = refusalOf(kind, newName) ?? takenBy(labs, kind, newName);
  if (refused !== undefined) return { refused };

  const found = new Map<string, Map<number, Occurrence>>();
  for (const lab of labs) {
    for (const each of occurrences(lab, meaning)) {
      const { uri } = each.source;
      const inFile = found.get(uri) ?? new Map<number, Occurrence>();
      found.set(uri, inFile.set(each.span.start, each));
    }
  }
  const renaming: Renaming = { meaning, newName, places: byStatement(meaning, found) };
  const captured = labs.map((lab) => capture(lab, renaming)).find((name) => name !== undefined);
  if (captured !== undefined)
    return { refused: t`With this name, \`${captured}\` would mean something else than now.` };
  return new Map(
    [...found].map(([uri, places]) => [
      uri,
      [...places.values()].map(({ source, span }): TextEdit => {
        const { start, end } = ownPart(meaning, span);
        return { range: source.lines.rangeOf(start, end), newText: newName };
      }),
    ]),
  );
}

/** The part of a place that is the name itself: without the number of a replica. */
function ownPart(meaning: Meaning, { start, end }: Span): Span {
  return meaning.kind === 'alias' ? { start, end } : { start, end: start + meaning.symbol.name.length };
}

/** Names that expectations understand as something else. */
const PLACES = new Set(['host', 'outside']);

function refusalOf(kind: SymbolKind | 'alias', name: string): string | undefined {
  if (kind === 'container' && !containerNamePattern.test(name)) {
    return docker(messageText('29', 'invalid-container-name', { name }));
  }
  if (kind === 'network' && BUILT_IN_NETWORKS.has(name)) return docker(messageText('29', 'predefined-name', { name }));
  if (kind === 'network' && name === '') return docker(messageText('29', 'network-name-empty', {}));
  if (name === '') return t('A name cannot be empty.');
  if (wordEnd(name, 0) < name.length || isCommentStart(name, 0)) return t`\`${name}\` is not one word of a lab.`;
  if (kind === 'network' && name.startsWith('container:')) return '`container:t` joins the network of a container.';
  if (kind === 'network') return undefined;
  if (PLACES.has(name) && kind !== 'host') return t`In expectations \`${name}\` means a machine, not a container.`;
  if (name === 'outside') return t('In expectations `outside` means a machine on the LAN.');
  return parseAddress(name) ? t`\`${name}\` would be read as an address.` : undefined;
}

function docker(message: string): string {
  return `Docker: “${message}”`;
}

/** The message about another declaration of this name. */
function takenBy(labs: readonly Lab[], kind: SymbolKind | 'alias', name: string): string | undefined {
  const isDeclared = (as: SymbolKind) =>
    labs.some(({ sources }) => sources.some(({ program }) => program.symbols[as].has(name)));
  if (kind === 'container' && isDeclared('container')) {
    return docker(messageText('29', 'container-name-taken', { name, id: '…' }));
  }
  if (kind === 'network' && isDeclared('network')) return docker(messageText('29', 'network-name-taken', { name }));
  if (kind === 'host' && isDeclared('host')) return t`Another host is named \`${name}\`.`;
  const machine = kind === 'host' ? 'container' : 'host';
  if ((kind === 'host' || kind === 'container') && isDeclared(machine)) {
    return t`A ${t(machine)} is named \`${name}\`, and expectations could not tell the two apart.`;
  }
  return undefined;
}

interface Renaming {
  readonly meaning: Meaning;
  readonly newName: string;
  /** Where the name stands, by the URI of the file and the index of the statement; absolute offsets. */
  readonly places: ReadonlyMap<string, ReadonlyMap<number, readonly Span[]>>;
}

function byStatement(
  meaning: Meaning,
  found: ReadonlyMap<string, ReadonlyMap<number, Occurrence>>,
): Renaming['places'] {
  const places = new Map<string, Map<number, Span[]>>();
  for (const [uri, occurrencesOfFile] of found) {
    const statements = new Map<number, Span[]>();
    for (const { declaration, span } of occurrencesOfFile.values()) {
      const spans = statements.get(declaration) ?? [];
      spans.push(ownPart(meaning, span));
      statements.set(declaration, spans);
    }
    places.set(uri, statements);
  }
  return places;
}

/**
 * A name that would mean something else, the renamed one aside; undefined where there is none. Only names that are
 * spelled like the old or the new one can, or that have it as a part.
 */
function capture(lab: Lab, renaming: Renaming): string | undefined {
  const { meaning, newName } = renaming;
  const names = new Set([nameOf(meaning), newName]);
  const sources = lab.sources.map((source) => renamed(source, renaming));
  const after: Lab = { ...lab, sources };
  for (const [position, source] of lab.sources.entries()) {
    const { declarations, chunks } = source.program;
    const statements = renaming.places.get(source.uri);
    for (const index of mentioning(chunks, names)) {
      const declaration = declarations[index]!;
      const spans = statements?.get(index);
      const before = namesIn(lab, source, declaration);
      const now = namesIn(after, sources[position]!, spans ? afterEdits(source, index, spans, newName) : declaration);
      for (const [part, reference] of before.entries()) {
        const was = meaningOf(lab, source, reference);
        const expected = was && sameMeaning(was, meaning) ? identity(asNamed(was, newName)) : identity(was);
        if (expected !== identity(now[part] && meaningOf(after, sources[position]!, now[part]))) return reference.name;
      }
      if (now.length !== before.length) return now[before.length]?.name ?? newName;
    }
  }
  return undefined;
}

/** The file with the new name declared in the place of the old one. */
function renamed(source: Source, { meaning, newName }: Renaming): Source {
  if (meaning.kind === 'alias' || meaning.source.uri !== source.uri) return source;
  const { symbols } = source.program;
  const { kind, name } = meaning.symbol;
  const declared = symbols[kind].with(
    new Map([
      [name, undefined],
      [newName, { ...meaning.symbol, name: newName }],
    ]),
  );
  return {
    uri: source.uri,
    lines: source.lines,
    program: withSymbols(source.program, { ...symbols, [kind]: declared }),
  };
}

/** The declaration of a statement with the new name in it. */
function afterEdits({ lines, program }: Source, index: number, spans: readonly Span[], newName: string): Declaration {
  const start = program.tree.starts[index]!;
  const edited = (from: number, to: number) =>
    [...spans]
      .sort((a, b) => b.start - a.start)
      .reduce(
        (text, span) => text.slice(0, span.start - from) + newName + text.slice(span.end - from),
        lines.text.slice(from, to),
      );
  const { statements } = parse(edited(start, start + program.tree.statements[index]!.end));
  if (statements.length === 1) return declarationOf(statements[0]!);
  // What is damaged may mean something else by itself than in its place.
  return declarationOf(parse(edited(0, lines.text.length)).statements[index] ?? program.tree.statements[index]!);
}

function asNamed(meaning: Meaning, name: string): Meaning {
  return meaning.kind === 'alias' ? { ...meaning, name } : { ...meaning, symbol: { ...meaning.symbol, name } };
}

/** What a name means, as far as it can be told from what others mean. */
function identity(meaning: Meaning | undefined): string | undefined {
  if (meaning?.kind !== 'declared') return meaning?.name;
  return `${meaning.source.uri} ${meaning.symbol.kind} ${meaning.symbol.name}`;
}

/**
 * Renaming of hosts, networks, containers and aliases in every file at hand. A name that Docker refuses is refused in
 * Docker's words, and a new name never takes over what another one means.
 */

import type { TextEdit } from 'vscode-languageserver-types';
import type { Lab, Source } from '../analysis/lab.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { t } from '../l10n.ts';
import { bind } from '../model/bind.ts';
import type { SymbolKind } from '../model/program.ts';
import { BUILT_IN_NETWORKS } from '../model/symbols.ts';
import { parseAddress } from '../simulation/addresses.ts';
import { containerNamePattern } from '../simulation/containers.ts';
import { messageText } from '../simulation/messages.ts';
import { isCommentStart, wordEnd } from '../syntax/characters.ts';
import { Lines, type Position, type Range } from '../syntax/lines.ts';
import { parse } from '../syntax/parser.ts';
import type { Span } from '../syntax/tree.ts';
import { type Meaning, meaningOf, nameAt, namesIn, type Occurrence, occurrences, sameMeaning } from './symbol-at.ts';

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

  const found = new Map<string, Occurrence>();
  for (const lab of labs) {
    for (const each of occurrences(lab, meaning)) found.set(`${each.source.uri} ${each.span.start}`, each);
  }
  const edits = new Map<string, TextEdit[]>();
  for (const { source, span } of found.values()) {
    const { start, end } = ownPart(meaning, span);
    const edit = { range: source.lines.rangeOf(start, end), newText: newName };
    edits.set(source.uri, [...(edits.get(source.uri) ?? []), edit]);
  }
  const captured = labs.map((lab) => capture(lab, edits, meaning, newName)).find((name) => name !== undefined);
  if (captured === undefined) return edits;
  return { refused: t`With this name, \`${captured}\` would mean something else than now.` };
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

/** A name that means something else after the edits, the renamed one aside; undefined where there is none. */
function capture(lab: Lab, edits: FileEdits, meaning: Meaning, newName: string): string | undefined {
  const sources = lab.sources.map((source) => afterEdits(source, edits.get(source.uri) ?? []));
  const after: Lab = { ...lab, sources };
  for (const [index, source] of lab.sources.entries()) {
    const renamed = sources[index]!;
    for (const [at, declaration] of source.program.declarations.entries()) {
      const before = namesIn(lab, source, declaration);
      const now = namesIn(after, renamed, renamed.program.declarations[at] ?? declaration);
      for (const [part, reference] of before.entries()) {
        const was = meaningOf(lab, source, reference);
        const expected = was && sameMeaning(was, meaning) && was.kind === 'alias' ? newName : identity(was);
        if (expected !== identity(now[part] && meaningOf(after, renamed, now[part]))) return reference.name;
      }
      if (now.length !== before.length) return now[before.length]?.name ?? newName;
    }
  }
  return undefined;
}

function afterEdits(source: Source, edits: readonly TextEdit[]): Source {
  if (edits.length === 0) return source;
  const text = edits
    .map(({ range, newText }) => ({
      at: source.lines.offsetAt(range.start),
      end: source.lines.offsetAt(range.end),
      newText,
    }))
    .sort((a, b) => b.at - a.at)
    .reduce((done, { at, end, newText }) => done.slice(0, at) + newText + done.slice(end), source.lines.text);
  return { uri: source.uri, lines: Lines.of(text, source.lines.encoding), program: bind(parse(text)) };
}

/** What a name means, apart from what it is called. */
function identity(meaning: Meaning | undefined): string | undefined {
  if (meaning?.kind !== 'declared') return meaning?.name;
  const { source, symbol } = meaning;
  return `${source.uri} ${symbol.kind} ${source.program.indexOf(symbol)}`;
}

/**
 * From a name to what it has to do with: its definition, the type of what it means, and what implements it. Every
 * answer says which word was asked about, and both the whole statement and the name in it.
 */

import type { Location, LocationLink } from 'vscode-languageserver-types';
import type { Source } from '../analysis/lab.ts';
import { spanAt } from '../analysis/places.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { attachmentsOf } from '../model/attachments.ts';
import type { Declaration, Located } from '../model/program.ts';
import { namesOf } from '../model/symbols.ts';
import type { Position, Range } from '../syntax/lines.ts';
import type { Span } from '../syntax/tree.ts';
import { locate, rangeOf } from './locate.ts';
import { type Meaning, type NameAt, nameAt, type Occurrence, occurrences } from './symbol-at.ts';

/** From a name to its declaration, from an alias to every place that gives it, from an include to its file. */
export function definition(snapshot: Snapshot, position: Position): LocationLink[] {
  const name = nameAt(snapshot, position);
  if (!name) return includedFile(snapshot, position);
  const { meaning } = name;
  if (!meaning) return [];
  if (meaning.kind === 'declared') return declarationsOf(snapshot, name.span, meaning);
  return occurrences(snapshot.lab, meaning)
    .filter(({ isDefinition }) => isDefinition)
    .map(({ source, declaration, span }) => link(snapshot, name.span, source, declaration, span));
}

/** Several where a name is declared more than once. */
function declarationsOf(
  snapshot: Snapshot,
  from: Span,
  { source, symbol }: Extract<Meaning, { kind: 'declared' }>,
): LocationLink[] {
  const { declarations, tree } = source.program;
  const links: LocationLink[] = [];
  declarations.forEach((declaration, index) => {
    if (declaration.kind !== symbol.kind || declaration.name?.value !== symbol.name) return;
    links.push(link(snapshot, from, source, index, spanAt(tree.starts[index]!, declaration.name.span)));
  });
  return links;
}

/** From a container to the networks that it is on, from an alias to the containers that bear it. */
export function typeDefinition(snapshot: Snapshot, position: Position): LocationLink[] {
  const name = nameAt(snapshot, position);
  if (name?.meaning?.kind === 'alias') return bearers(snapshot, name, name.meaning);
  if (name?.meaning?.kind !== 'declared' || name.meaning.symbol.kind !== 'container') return [];
  const { symbol } = name.meaning;
  const networks = new Set<string>();
  for (const { declaration } of snapshot.lab.entries) {
    if (containerOf(declaration)?.value !== symbol.name) continue;
    for (const { network } of attachmentsOf(declaration)) networks.add(network.value);
  }
  return snapshot.lab.sources.flatMap((source) =>
    [...namesOf(source.program, 'network')]
      .filter((network) => networks.has(network))
      .map((network) => source.program.symbols.network.get(network)!)
      .map((network) => at(snapshot, name, source, source.program.indexOf(network), network.span)),
  );
}

/**
 * From a network to the containers that are attached to it, from a container to those that share its namespace, from
 * a host to what is on it, from an alias to the containers that bear it.
 */
export function implementation(snapshot: Snapshot, position: Position): LocationLink[] {
  const name = nameAt(snapshot, position);
  if (!name) return [];
  const { meaning, reference } = name;
  if (meaning?.kind === 'alias') return bearers(snapshot, name, meaning);
  const kind = meaning?.symbol.kind ?? reference.kind;
  const wanted = meaning?.symbol.name ?? reference.name;
  return subjects(snapshot, name, (declaration) => {
    switch (kind) {
      case 'network':
        return isAttachedTo(declaration, wanted);
      case 'container':
        return attachmentsOf(declaration).some(({ network }) => network.value === `container:${wanted}`);
      case 'host':
        return 'on' in declaration && declaration.on?.value === wanted;
      default:
        return false;
    }
  });
}

/** For clients that know no links. */
export function locationsOf(links: readonly LocationLink[]): Location[] {
  return links.map(({ targetUri, targetSelectionRange }) => ({ uri: targetUri, range: targetSelectionRange }));
}

export function toLocation({ source, span }: Occurrence): Location {
  return { uri: source.uri, range: source.lines.rangeOf(span.start, span.end) };
}

function includedFile(snapshot: Snapshot, position: Position): LocationLink[] {
  const place = locate(snapshot, position);
  const declaration = snapshot.program.declarations[place?.declaration ?? -1];
  const source = declaration && snapshot.lab.included.get(declaration);
  if (!place?.token || !source) return [];
  const start = source.lines.rangeOf(0, 0);
  return [
    {
      originSelectionRange: rangeOf(snapshot, place.base, place.token),
      targetUri: source.uri,
      targetRange: start,
      targetSelectionRange: start,
    },
  ];
}

function bearers(snapshot: Snapshot, name: NameAt, { name: alias }: Extract<Meaning, { kind: 'alias' }>) {
  return subjects(snapshot, name, ({ references }) =>
    references.some((each) => each.kind === 'alias' && each.isDefinition && each.name === alias),
  );
}

/** The containers, networks and actions of the lab that fit, each at its name. */
function subjects(snapshot: Snapshot, name: NameAt, fits: (declaration: Declaration) => boolean): LocationLink[] {
  return snapshot.lab.entries.flatMap(({ source, index, declaration }) => {
    const own = fits(declaration) ? containerOf(declaration) : undefined;
    return own ? [at(snapshot, name, source, index, own.span)] : [];
  });
}

/** What a statement is about: the thing that it declares, or the container that it acts on. */
function containerOf(declaration: Declaration): Located<string> | undefined {
  if (declaration.kind === 'connect') return declaration.container;
  return 'name' in declaration ? declaration.name : undefined;
}

/** A container without a network is on the default bridge, which also goes by the name `default`. */
function isAttachedTo(declaration: Declaration, network: string): boolean {
  const names = network === 'bridge' || network === 'default' ? ['bridge', 'default'] : [network];
  const attachments = attachmentsOf(declaration);
  if (declaration.kind === 'container' && attachments.length === 0) return names.includes('bridge');
  return attachments.some((each) => names.includes(each.network.value));
}

/** `span` counts from the start of the declaration's statement. */
function at(snapshot: Snapshot, name: NameAt, source: Source, declaration: number, span: Span): LocationLink {
  return link(snapshot, name.span, source, declaration, spanAt(source.program.tree.starts[declaration]!, span));
}

function link(snapshot: Snapshot, origin: Span, source: Source, declaration: number, span: Span): LocationLink {
  const { tree } = source.program;
  const statement = spanAt(tree.starts[declaration]!, tree.statements[declaration]!);
  const range = ({ start, end }: Span): Range => source.lines.rangeOf(start, end);
  return {
    originSelectionRange: snapshot.lines.rangeOf(origin.start, origin.end),
    targetUri: source.uri,
    targetRange: range(statement),
    targetSelectionRange: range(span),
  };
}

/** The name at a place, and everything that has to do with it, across the files of the lab. */
import type { Lab, Source } from '../analysis/lab.ts';
import { spanAt } from '../analysis/places.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import type { Declaration, DeclaredSymbol, LocalReference } from '../model/program.ts';
import { resolveReference } from '../model/references.ts';
import { mentioning } from '../model/symbols.ts';
import type { Position } from '../syntax/lines.ts';
import type { Span } from '../syntax/tree.ts';
import { contains, locate } from './locate.ts';

/** What a name means: something declared, or an alias, which several containers may share. */
export type Meaning =
  | { readonly kind: 'declared'; readonly source: Source; readonly symbol: DeclaredSymbol }
  | { readonly kind: 'alias'; readonly name: string };

/** A use of a name as absolute offsets in its file. */
export interface Occurrence {
  readonly source: Source;
  /** Index into the source's declarations. */
  readonly declaration: number;
  readonly span: Span;
  readonly isDefinition: boolean;
}

export interface NameAt {
  readonly reference: LocalReference;
  readonly span: Span;
  readonly meaning: Meaning | undefined;
}

/** The name that the place touches. */
export function nameAt(snapshot: Snapshot, position: Position): NameAt | undefined {
  const place = locate(snapshot, position);
  if (!place) return undefined;
  const offset = place.offset - place.base;
  const reference = namesIn(snapshot.lab, snapshot, snapshot.program.declarations[place.declaration]!).findLast(
    ({ span }) => contains(span, offset),
  );
  if (!reference) return undefined;
  return {
    reference,
    span: spanAt(place.base, reference.span),
    meaning: meaningOf(snapshot.lab, snapshot, reference),
  };
}

/** Every place where what is meant is defined or used. */
export function occurrences(lab: Lab, meaning: Meaning): readonly Occurrence[] {
  const isCandidate = namesOf(meaning);
  const names = new Set([nameOf(meaning)]);
  return lab.sources.flatMap((source) => {
    const { declarations, chunks, tree } = source.program;
    const found: Occurrence[] = [];
    for (const declaration of mentioning(chunks, names)) {
      for (const reference of namesIn(lab, source, declarations[declaration]!)) {
        if (!isCandidate(reference.name) || !sameMeaning(meaningOf(lab, source, reference), meaning)) continue;
        const { span, isDefinition } = reference;
        found.push({ source, declaration, span: spanAt(tree.starts[declaration]!, span), isDefinition });
      }
    }
    return found;
  });
}

/** The names in a declaration. A DNS name such as `db.backend` is two: of a container, and of a network it is on. */
export function namesIn(lab: Lab, source: Source, { references }: Declaration): readonly LocalReference[] {
  if (!references.some(({ binding, name }) => binding === 'free' && name.includes('.'))) return references;
  return references.flatMap((reference) => onNetwork(lab, source, reference) ?? [reference]);
}

/** `NAME.NETWORK` as the engine's DNS server reads it; undefined where there is no such network. */
function onNetwork(lab: Lab, from: Source, reference: LocalReference): readonly LocalReference[] | undefined {
  const { name, span, isDefinition, binding } = reference;
  if (binding !== 'free' || isDefinition || meaningOf(lab, from, reference)?.kind === 'declared') return undefined;
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const network: LocalReference = {
      kind: 'network',
      name: name.slice(dot + 1),
      span: { start: span.start + dot + 1, end: span.end },
      isDefinition: false,
      binding: 'exact',
    };
    if (!meaningOf(lab, from, network)) continue;
    return [{ ...reference, name: name.slice(0, dot), span: { start: span.start, end: span.start + dot } }, network];
  }
  return undefined;
}

/** What is meant by the name that it is declared with. */
export function nameOf(meaning: Meaning): string {
  return meaning.kind === 'alias' ? meaning.name : meaning.symbol.name;
}

/** Whether a name can mean this at all: worth a look before what it does mean is looked up. */
function namesOf(meaning: Meaning): (name: string) => boolean {
  const own = nameOf(meaning);
  const hasReplicas = meaning.kind === 'declared' && meaning.symbol.replicas !== undefined;
  return (name) => name === own || (hasReplicas && name.startsWith(`${own}-`));
}

/** The file's own declarations first, then those of the other files of the lab. */
export function meaningOf(lab: Lab, from: Source, reference: LocalReference): Meaning | undefined {
  for (const source of [from, ...lab.sources]) {
    const symbol = resolveReference(source.program.symbols, reference);
    if (symbol && !(reference.kind === 'alias' && reference.isDefinition)) {
      return { kind: 'declared', source, symbol };
    }
  }
  return reference.kind === 'alias' || reference.binding === 'free'
    ? { kind: 'alias', name: reference.name }
    : undefined;
}

export function sameMeaning(a: Meaning | undefined, b: Meaning): boolean {
  if (a?.kind === 'declared' && b.kind === 'declared') {
    return a.symbol.kind === b.symbol.kind && a.symbol.name === b.symbol.name && a.source.uri === b.source.uri;
  }
  return a?.kind === 'alias' && b.kind === 'alias' && a.name === b.name;
}

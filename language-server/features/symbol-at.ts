/** The name at a place, and everything that has to do with it, across the files of the lab. */
import type { Lab, Source } from '../analysis/lab.ts';
import { spanAt } from '../analysis/places.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import type { DeclaredSymbol, LocalReference } from '../model/program.ts';
import { resolveReference } from '../model/references.ts';
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
  const { references } = snapshot.program.declarations[place.declaration]!;
  const reference = references.find(({ span }) => contains(span, offset));
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
  return lab.sources.flatMap((source) => {
    const { declarations, tree } = source.program;
    const found: Occurrence[] = [];
    declarations.forEach(({ references }, declaration) => {
      for (const reference of references) {
        if (!isCandidate(reference.name) || !sameMeaning(meaningOf(lab, source, reference), meaning)) continue;
        const { span, isDefinition } = reference;
        found.push({ source, declaration, span: spanAt(tree.starts[declaration]!, span), isDefinition });
      }
    });
    return found;
  });
}

/** Whether a name can mean this at all: worth a look before what it does mean is looked up. */
function namesOf(meaning: Meaning): (name: string) => boolean {
  const own = meaning.kind === 'alias' ? meaning.name : meaning.symbol.name;
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

function sameMeaning(a: Meaning | undefined, b: Meaning): boolean {
  if (a?.kind === 'declared' && b.kind === 'declared') {
    return a.symbol.kind === b.symbol.kind && a.symbol.name === b.symbol.name && a.source.uri === b.source.uri;
  }
  return a?.kind === 'alias' && b.kind === 'alias' && a.name === b.name;
}

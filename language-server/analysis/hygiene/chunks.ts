/**
 * A lab in chunks of some dozen statements. What is derived from a chunk is remembered with it, so that an edit costs
 * the work on its own chunk. Chunks end at statements that are told by their own content: an insertion moves no border
 * but its own.
 */
import type { Declaration } from '../../model/program.ts';
import { declaredName } from '../../model/symbols.ts';

/** On the average so many statements are one chunk. */
const AVERAGE = 32;
const LONGEST = 256;

export interface Chunk<T> {
  /** Index of its first declaration. */
  readonly start: number;
  readonly value: T;
}

/** Makes a function that derives a value from each chunk of a lab's declarations, and only from new ones. */
export function chunked<T>(derive: (declarations: readonly Declaration[]) => T) {
  const known = new WeakMap<Declaration, { readonly declarations: readonly Declaration[]; readonly value: T }>();
  return (all: readonly Declaration[]): readonly Chunk<T>[] => {
    const chunks: Chunk<T>[] = [];
    for (let start = 0; start < all.length; ) {
      const first = all[start]!;
      let found = known.get(first);
      if (!found || !standsAt(found.declarations, all, start)) {
        const declarations = chunkAt(all, start);
        found = { declarations, value: derive(declarations) };
        known.set(first, found);
      }
      chunks.push({ start, value: found.value });
      start += found.declarations.length;
    }
    return chunks;
  };
}

function standsAt(declarations: readonly Declaration[], all: readonly Declaration[], start: number): boolean {
  for (let i = 0; i < declarations.length; i++) if (all[start + i] !== declarations[i]) return false;
  return declarations.length === LONGEST || isLast(declarations.at(-1)!) || start + declarations.length === all.length;
}

function chunkAt(all: readonly Declaration[], start: number): readonly Declaration[] {
  const declarations: Declaration[] = [];
  for (let i = start; i < all.length && declarations.length < LONGEST; i++) {
    const declaration = all[i]!;
    declarations.push(declaration);
    if (isLast(declaration)) break;
  }
  return declarations;
}

function isLast(declaration: Declaration): boolean {
  const name = declaredName(declaration)?.value ?? '';
  let hash = declaration.statement.end;
  for (let i = Math.max(0, name.length - 4); i < name.length; i++) hash = (hash * 31 + name.charCodeAt(i)) | 0;
  return hash % AVERAGE === 0;
}

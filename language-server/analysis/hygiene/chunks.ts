/**
 * A lab in chunks of some dozen statements. What is derived from a chunk is remembered with it, so that an edit costs
 * the work on its own chunk. Chunks end at statements that are told by their own content: an insertion moves no border
 * but its own.
 */
import type { Declaration } from '../../model/program.ts';
import { declaredName } from '../../model/symbols.ts';
import type { Entry } from '../lab.ts';

/** On the average so many statements are one chunk. */
const AVERAGE = 32;
const LONGEST = 256;

export interface Chunk<T> {
  /** Index of its first entry. */
  readonly start: number;
  readonly value: T;
}

/** Makes a function that derives a value from each chunk of a lab's entries, and only from new ones. */
export function chunked<T>(derive: (declarations: readonly Declaration[]) => T) {
  const known = new WeakMap<Declaration, { readonly declarations: readonly Declaration[]; readonly value: T }>();
  return (entries: readonly Entry[]): readonly Chunk<T>[] => {
    const chunks: Chunk<T>[] = [];
    for (let start = 0; start < entries.length; ) {
      const first = entries[start]!.declaration;
      let found = known.get(first);
      if (!found || !standsAt(found.declarations, entries, start)) {
        const declarations = chunkAt(entries, start);
        found = { declarations, value: derive(declarations) };
        known.set(first, found);
      }
      chunks.push({ start, value: found.value });
      start += found.declarations.length;
    }
    return chunks;
  };
}

function standsAt(declarations: readonly Declaration[], entries: readonly Entry[], start: number): boolean {
  for (let i = 0; i < declarations.length; i++) if (entries[start + i]?.declaration !== declarations[i]) return false;
  return (
    declarations.length === LONGEST || isLast(declarations.at(-1)!) || start + declarations.length === entries.length
  );
}

function chunkAt(entries: readonly Entry[], start: number): readonly Declaration[] {
  const declarations: Declaration[] = [];
  for (let i = start; i < entries.length && declarations.length < LONGEST; i++) {
    const { declaration } = entries[i]!;
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

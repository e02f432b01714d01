/**
 * A lab in chunks of some dozen statements. What is derived from a chunk is kept with it, so that an edit costs the work
 * on its own chunk. Chunks end at statements that are told by their own content: an insertion moves no border but its
 * own.
 */
import type { Declaration } from './program.ts';
import { spliceOf } from './splice.ts';

/** On the average so many statements are one chunk. */
const AVERAGE = 32;
const LONGEST = 256;

export class Chunk {
  readonly declarations: readonly Declaration[];
  readonly #derived = new Map<unknown, unknown>();

  constructor(declarations: readonly Declaration[]) {
    this.declarations = declarations;
  }

  /** What a pure function says of the declarations; asked once. */
  get<T>(derive: (declarations: readonly Declaration[]) => T): T {
    let value = this.#derived.get(derive);
    if (value === undefined) {
      value = derive(this.declarations);
      this.#derived.set(derive, value);
    }
    return value as T;
  }
}

export interface Chunks {
  readonly declarations: readonly Declaration[];
  readonly list: readonly Chunk[];
}

/** The chunks of a list of declarations; those of an earlier list are taken over where they are the same. */
export function chunksOf(declarations: readonly Declaration[], previous?: Chunks): Chunks {
  const before = previous?.list ?? [];
  const { head, tail } = spliceOf(previous?.declarations ?? [], declarations);
  const delta = declarations.length - (previous?.declarations.length ?? 0);
  const list: Chunk[] = [];
  let start = 0;
  let next = 0;
  // A chunk that the end of the list has ended could go on now.
  for (; next < before.length - 1 && start + before[next]!.declarations.length <= head; next++) {
    list.push(before[next]!);
    start += before[next]!.declarations.length;
  }
  let nextStart = start + delta;
  while (start < declarations.length) {
    while (nextStart < start && next < before.length) nextStart += before[next++]!.declarations.length;
    if (nextStart === start && start >= declarations.length - tail && next < before.length) {
      list.push(...before.slice(next));
      break;
    }
    const chunk = new Chunk(chunkAt(declarations, start));
    list.push(chunk);
    start += chunk.declarations.length;
  }
  return { declarations, list };
}

function chunkAt(all: readonly Declaration[], start: number): readonly Declaration[] {
  let end = start;
  while (end < all.length && end - start < LONGEST) if (isLast(all[end++]!)) break;
  return all.slice(start, end);
}

function isLast(declaration: Declaration): boolean {
  const name = ('name' in declaration && declaration.name?.value) || '';
  let hash = declaration.statement.end;
  for (let i = Math.max(0, name.length - 4); i < name.length; i++) hash = (hash * 31 + name.charCodeAt(i)) | 0;
  return hash % AVERAGE === 0;
}

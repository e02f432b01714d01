/**
 * Which addresses of a range are given out, and which free one is next: in logarithmic time, without a note for every
 * address, and without touching older snapshots.
 */
import { Set as PersistentSet } from 'immutable';

/** A range to give addresses out of. Offsets count from its start. */
export interface Addresses {
  readonly size: number;
  /** The canonical text of the address at an offset. */
  at(offset: number): string;
  /** Whether an address is set aside: it is never given out. */
  isReserved(address: string): boolean;
}

export interface FreeAddresses {
  /** Everything below it is given out or set aside. */
  readonly counted: number;
  /** For which that is wrong: those below `counted` that came back, and others that were asked for by number. */
  readonly exceptions: PersistentSet<string>;
  /**
   * The offsets of those that came back. One that was taken by its number since is no exception any more, and is thrown
   * away where it is met. A persistent leftist heap.
   */
  readonly released: Heap | undefined;
  /** Where the next one is looked for when addresses are given out in turn. */
  readonly cursor: number;
  /** How many are given out. */
  readonly count: number;
}

interface Heap {
  readonly offset: number;
  readonly rank: number;
  readonly left: Heap | undefined;
  readonly right: Heap | undefined;
}

export const allFree: FreeAddresses = {
  counted: 0,
  exceptions: PersistentSet(),
  released: undefined,
  cursor: 0,
  count: 0,
};

/** An address that was given out, and what is free after that. */
export interface Taken {
  readonly address: string;
  readonly free: FreeAddresses;
}

function merge(a: Heap | undefined, b: Heap | undefined): Heap | undefined {
  if (!a) return b;
  if (!b) return a;
  const [top, other] = a.offset <= b.offset ? [a, b] : [b, a];
  const merged = merge(top.right, other);
  const [left, right] = (top.left?.rank ?? 0) >= (merged?.rank ?? 0) ? [top.left, merged] : [merged, top.left];
  return { offset: top.offset, rank: (right?.rank ?? 0) + 1, left, right };
}

const isCounted = ({ counted }: FreeAddresses, offset: number): boolean => 0 <= offset && offset < counted;

/** Whether an address is given out; for one that is set aside the answer means nothing. */
export const isGiven = (free: FreeAddresses, offset: number, address: string): boolean =>
  isCounted(free, offset) !== free.exceptions.has(address);

/** Takes the lowest free address; undefined when there is none. */
export function takeLowest(free: FreeAddresses, { size, at, isReserved }: Addresses): Taken | undefined {
  let { counted, exceptions, released } = free;
  const { cursor } = free;
  const count = free.count + 1;
  while (released) {
    const { offset, left, right } = released;
    const address = at(offset);
    released = merge(left, right);
    if (exceptions.has(address))
      return { address, free: { counted, exceptions: exceptions.delete(address), released, cursor, count } };
  }
  while (counted < size) {
    const address = at(counted++);
    if (exceptions.has(address)) exceptions = exceptions.delete(address);
    else if (!isReserved(address)) return { address, free: { counted, exceptions, released, cursor, count } };
  }
  return undefined;
}

/** Takes the first free address from the last one on, and from the start again once the end is reached. */
export function takeNext(free: FreeAddresses, { size, at, isReserved }: Addresses): Taken | undefined {
  for (let tried = 0; tried < size; tried++) {
    const offset = (free.cursor + tried) % size;
    const address = at(offset);
    if (!isGiven(free, offset, address) && !isReserved(address))
      return { address, free: { ...takeOne(free, offset, address), cursor: offset + 1 } };
  }
  return undefined;
}

/** Takes a certain address, which must be free. */
export const takeOne = (free: FreeAddresses, offset: number, address: string): FreeAddresses => ({
  ...free,
  exceptions: isCounted(free, offset) ? free.exceptions.delete(address) : free.exceptions.add(address),
  count: free.count + 1,
});

/** Gives an address back, which must be given out. */
export function giveBack(free: FreeAddresses, offset: number, address: string): FreeAddresses {
  const count = free.count - 1;
  if (!isCounted(free, offset)) return { ...free, exceptions: free.exceptions.delete(address), count };
  const released = merge(free.released, { offset, rank: 1, left: undefined, right: undefined });
  return { ...free, exceptions: free.exceptions.add(address), released, count };
}

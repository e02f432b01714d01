/**
 * Which address of a range is the lowest free one, in logarithmic time and without touching older snapshots.
 *
 * Everything below `next` is in use or in `released`; everything from `next` on was never given out by counting. An
 * entry of `released` can be out of date (taken by its own number since): whoever takes from the heap asks whether the
 * offset is in use, and throws it away if so. The heap is a persistent leftist heap.
 */
export interface FreeAddresses {
  readonly next: number;
  readonly released: Heap | undefined;
}

interface Heap {
  readonly offset: number;
  readonly rank: number;
  readonly left: Heap | undefined;
  readonly right: Heap | undefined;
}

export const allFree: FreeAddresses = { next: 0, released: undefined };

function merge(a: Heap | undefined, b: Heap | undefined): Heap | undefined {
  if (!a) return b;
  if (!b) return a;
  const [top, other] = a.offset <= b.offset ? [a, b] : [b, a];
  const merged = merge(top.right, other);
  const [left, right] = (top.left?.rank ?? 0) >= (merged?.rank ?? 0) ? [top.left, merged] : [merged, top.left];
  return { offset: top.offset, rank: (right?.rank ?? 0) + 1, left, right };
}

/**
 * Takes the lowest free offset below `size`.
 * @param inUse whether an offset is taken or reserved
 * @returns the offset and what is free after it; undefined when every address is in use
 */
export function takeLowest(
  free: FreeAddresses,
  size: number,
  inUse: (offset: number) => boolean,
): { readonly offset: number; readonly free: FreeAddresses } | undefined {
  let { released, next } = free;
  while (released) {
    const { offset, left, right } = released;
    released = merge(left, right);
    if (!inUse(offset)) return { offset, free: { next, released } };
  }
  while (next < size && inUse(next)) next++;
  return next < size ? { offset: next, free: { next: next + 1, released } } : undefined;
}

/**
 * Takes the first free offset from `next` on, and from the start again once the end is reached.
 * @param inUse whether an offset is taken or reserved
 * @returns the offset and what is free after it; undefined when every address is in use
 */
export function takeNext(
  { next }: FreeAddresses,
  size: number,
  inUse: (offset: number) => boolean,
): { readonly offset: number; readonly free: FreeAddresses } | undefined {
  for (let tried = 0; tried < size; tried++) {
    const offset = (next + tried) % size;
    if (!inUse(offset)) return { offset, free: { next: offset + 1, released: undefined } };
  }
  return undefined;
}

/** Gives an offset back. One that was never reached by counting needs no entry: counting will find it free. */
export function giveBack(free: FreeAddresses, offset: number): FreeAddresses {
  if (offset < 0 || offset >= free.next) return free;
  return { next: free.next, released: merge(free.released, { offset, rank: 1, left: undefined, right: undefined }) };
}

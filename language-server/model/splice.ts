/**
 * The one way in which a later version of a text uses what an earlier one has worked out: lists that are the same at
 * both ends. What is derived item by item is taken over there, and what is made of some facts of all items stays as
 * long as the items in between bring the same facts as those whose place they take.
 */
export interface Splice<T> {
  readonly before: readonly T[];
  readonly after: readonly T[];
  /** How many items at the start and at the end are the same objects. */
  readonly head: number;
  readonly tail: number;
}

interface Ends {
  readonly head: number;
  readonly tail: number;
}

/**
 * How lists come about from those before them: several stages ask. Neither of the two is kept for the other, or every
 * version of a text would be kept by the next.
 */
const known = new WeakMap<readonly unknown[], WeakMap<readonly unknown[], Ends>>();

export function spliceOf<T>(before: readonly T[], after: readonly T[]): Splice<T> {
  let answered = known.get(before);
  if (!answered) {
    answered = new WeakMap();
    known.set(before, answered);
  }
  let ends = answered.get(after);
  if (!ends) {
    ends = commonEnds(before, after);
    answered.set(after, ends);
  }
  return { before, after, head: ends.head, tail: ends.tail };
}

function commonEnds(before: readonly unknown[], after: readonly unknown[]): Ends {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { head, tail };
}

export const removed = <T>({ before, head, tail }: Splice<T>): readonly T[] => before.slice(head, before.length - tail);
export const added = <T>({ after, head, tail }: Splice<T>): readonly T[] => after.slice(head, after.length - tail);

/** `known` was derived from the list before, item by item; the same of the list after. */
export function mapAgain<T, R>(splice: Splice<T>, known: readonly R[], derive: (item: T) => R): readonly R[] {
  const { before, after, head, tail } = splice;
  if (head === before.length && head === after.length) return known;
  return replaceItems(known, head, known.length - tail, added(splice).map(derive));
}

/** The list with other items in the place of those `from` … `to - 1`. */
export function replaceItems<T>(list: readonly T[], from: number, to: number, items: readonly T[]): readonly T[] {
  if (items.length !== to - from) return [...list.slice(0, from), ...items, ...list.slice(to)];
  const replaced = list.slice();
  for (let i = 0; i < items.length; i++) replaced[from + i] = items[i]!;
  return replaced;
}

/** Whether the items in between bring the same facts, in the same order, as those whose place they take. */
export function bringsTheSame<T>(splice: Splice<T>, factsOf: (item: T) => readonly unknown[]): boolean {
  return sameItems(removed(splice).flatMap(factsOf), added(splice).flatMap(factsOf));
}

export function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a === b || (a.length === b.length && a.every((item, index) => item === b[index]));
}

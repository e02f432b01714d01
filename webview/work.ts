/** Work that can be put down between any two of its steps. */

/** Yields after each small step. */
export type Work<T> = Generator<void, T>;

/** All of it, at once. */
export function finish<T>(work: Work<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** The items, with a place to put the work down after every hundred. */
export function* walked<T>(items: Iterable<T>, visit: (item: T) => void): Work<void> {
  let count = 0;
  for (const item of items) {
    visit(item);
    if (++count % 100 === 0) yield;
  }
}

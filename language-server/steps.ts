/**
 * Long work as a sequence of short steps, so that whoever has it done may put it down between two of them: to look
 * after something more urgent, to tell how far it is, or for good. Every room may use it; it knows none of them.
 */

/** What the steps find; a step need not find anything. */
export type Steps<T> = Iterable<T | undefined>;

/** All that is found, in one go. */
export function resultsOf<T>(steps: Steps<T>): T[] {
  const found: T[] = [];
  for (const each of steps) if (each !== undefined) found.push(each);
  return found;
}

/** Work that comes to one result, as short steps. */
export type Work<T> = Generator<undefined, T>;

/** The result of work, in one go. */
export function finished<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/**
 * Work on documents that waits until nothing newer is at hand: of several versions of a document that arrive together
 * only the last is worked on, so that no text is analysed of which the next is known already. Long work is done in
 * slices, between which messages have their turn, and is given up when a newer text arrives.
 */
import type { Snapshot } from '../service.ts';
import type { Work } from '../steps.ts';
import { type Later, SLICE } from './long-work.ts';

interface Waiting {
  readonly snapshot: Snapshot;
  /** What is left to do, once it was begun. */
  work?: Work<void>;
}

export class Newest {
  readonly #waiting = new Map<string, Waiting>();
  readonly #later: Later;
  readonly #work: (snapshot: Snapshot) => Work<void>;
  #isAwaited = false;
  #isNew = false;

  /** `work` must not throw. */
  constructor(later: Later, work: (snapshot: Snapshot) => Work<void>) {
    this.#later = later;
    this.#work = work;
  }

  add(snapshot: Snapshot): void {
    this.#waiting.set(snapshot.uri, { snapshot });
    this.#isNew = true;
    this.#await();
  }

  forget(uri: string): void {
    this.#waiting.delete(uri);
  }

  #await(): void {
    if (this.#isAwaited) return;
    this.#isAwaited = true;
    this.#later(() => {
      this.#isAwaited = false;
      if (this.#isNew) {
        // One message is handled between two turns: if the next is a newer text, it is there by then.
        this.#isNew = false;
        this.#await();
      } else this.#next();
    });
  }

  /** A slice of one document a turn. What is not done then comes again when the others had theirs. */
  #next(): void {
    const [next] = this.#waiting.values();
    if (!next) return;
    this.#waiting.delete(next.snapshot.uri);
    if (this.#waiting.size > 0) this.#await();
    next.work ??= this.#work(next.snapshot);
    const until = Date.now() + SLICE;
    while (!next.work.next().done) {
      if (Date.now() < until) continue;
      this.#waiting.set(next.snapshot.uri, next);
      this.#await();
      return;
    }
  }
}

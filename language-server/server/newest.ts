/**
 * Work on documents that waits until nothing newer is at hand: of several versions of a document that arrive together
 * only the last is worked on, so that no text is analysed of which the next is known already.
 */
import type { Snapshot } from '../service.ts';

export class Newest {
  readonly #waiting = new Map<string, Snapshot>();
  readonly #later: (work: () => void) => void;
  readonly #work: (snapshot: Snapshot) => void;
  #isAwaited = false;
  #isNew = false;

  /** `later`: calls once the messages that have arrived had their chance. */
  constructor(later: (work: () => void) => void, work: (snapshot: Snapshot) => void) {
    this.#later = later;
    this.#work = work;
  }

  add(snapshot: Snapshot): void {
    this.#waiting.set(snapshot.uri, snapshot);
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

  /** One document a turn. */
  #next(): void {
    const [next] = this.#waiting.values();
    if (!next) return;
    this.#waiting.delete(next.uri);
    if (this.#waiting.size > 0) this.#await();
    this.#work(next);
  }
}

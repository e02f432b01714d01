/**
 * Work on documents that waits until nothing newer is at hand: of several versions of a document that arrive together
 * only the last is worked on, so that no text is analysed of which the next is known already. Long work is done in
 * slices, between which messages have their turn, and is given up when a newer text arrives; but not again and again.
 */
import type { Snapshot } from '../service.ts';
import type { Work } from '../steps.ts';
import { type Later, SLICE } from './long-work.ts';

/** One document. */
interface Waiting {
  readonly newest: Snapshot;
  /** How many versions were given up since the work on one came to its end. */
  readonly givenUp: number;
  /** What is left to do, for the newest version or for one before it. */
  readonly begun?: { readonly snapshot: Snapshot; readonly work: Work<void> };
}

/**
 * With edits that come faster than the work can end, one version in so many is worked on to its end. Most are not worth
 * it: the next one takes over what has been done, and what is told of it stands where the text is.
 */
const PATIENCE = 50;

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

  add(newest: Snapshot): void {
    const known = this.#waiting.get(newest.uri);
    const givenUp = known ? known.givenUp + 1 : 0;
    if (givenUp < PATIENCE) {
      this.#waiting.set(newest.uri, { newest, givenUp });
      this.#isNew = true;
    } else this.#waiting.set(newest.uri, { ...known, newest, givenUp });
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
    const { newest, begun = { snapshot: newest, work: this.#work(newest) } } = next;
    this.#waiting.delete(newest.uri);
    if (!isDone(begun.work)) this.#waiting.set(newest.uri, { ...next, begun });
    else if (begun.snapshot !== newest) this.#waiting.set(newest.uri, { newest, givenUp: 0 });
    if (this.#waiting.size > 0) this.#await();
  }
}

/** Works for a slice of time. Whether that was all. */
function isDone(work: Work<void>): boolean {
  const until = Date.now() + SLICE;
  while (!work.next().done) if (Date.now() >= until) return false;
  return true;
}

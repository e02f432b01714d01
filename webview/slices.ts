/**
 * Work done a little at a time, so that a picture of tens of thousands of nodes is drawn without holding up a frame.
 * docs/topology-view.md tells why no worker does it.
 */
import type { Work } from './work.ts';

/** Milliseconds of a frame that work takes; what remains is for panning and painting. */
const SLICE = 8;
/** Looking at the clock after each step would cost more than most steps. */
const STEPS = 16;

/** A little at a time, with room for frames in between; then `done` is told the result. */
export function inSlices<T>(work: Work<T>, done: (result: T) => void): void {
  const { port1, port2 } = new MessageChannel();
  const proceed = (): void => {
    const end = performance.now() + SLICE;
    do {
      for (let step = 0; step < STEPS; step++) {
        const { done: isDone, value } = work.next();
        if (!isDone) continue;
        port1.close();
        done(value);
        return;
      }
    } while (performance.now() < end);
    port2.postMessage(undefined);
  };
  port1.onmessage = proceed;
  proceed();
}

/**
 * Gives memory back while nobody works. V8 collects garbage when it needs the room: what editing a large lab has left,
 * as much again as is alive, would stay until somebody edits again.
 */
import { getHeapStatistics } from 'node:v8';

/** As V8 has it where it is started with `--expose-gc`. */
export type Collect = (how: { readonly type: 'major'; readonly execution: 'async' }) => Promise<void>;

export interface Meter {
  /** Milliseconds of processor time that all threads have spent. */
  readonly work: () => number;
  /** Bytes, with the garbage. */
  readonly heap: () => number;
}

/** Milliseconds. Who has paused for so long does not go on in the tenths of a second that a large lab takes. */
const PAUSE = 10_000;
/** So much processor time in a pause is no work. */
const NO_WORK = 50;
/** Bytes; less garbage than this, or than a quarter of what is alive, stays. */
const LITTLE = 16 * 1024 * 1024;

const meter: Meter = {
  work: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  heap: () => getHeapStatistics().used_heap_size,
};

/** Collects in pauses, where V8 lets us. */
export function collectInPauses(collect = (globalThis as { readonly gc?: Collect }).gc): void {
  if (collect) setInterval(pauseWatch(collect, meter), PAUSE).unref();
}

/** To be called once in a while: collects if nothing was done since the last call, and enough has been before. */
export function pauseWatch(collect: Collect, { work, heap }: Meter): () => Promise<void> {
  let done = work();
  let alive = 0;
  return async () => {
    const before = done;
    done = work();
    if (done - before > NO_WORK || heap() < alive * 1.25 + LITTLE) return;
    await collect({ type: 'major', execution: 'async' });
    alive = heap();
    done = work();
  };
}

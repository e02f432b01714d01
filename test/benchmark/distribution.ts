/** How often repeated measurements are summed up, and how a measurement is kept from running for ever. */

/** Milliseconds. */
export interface Distribution {
  readonly median: number;
  readonly p95: number;
  readonly runs: number;
}

/** The smallest value that at least this share of all values does not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('There is no percentile of no values.');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

export function distribution(values: readonly number[]): Distribution {
  return { median: percentile(values, 0.5), p95: percentile(values, 0.95), runs: values.length };
}

/** Nothing was answered in the time that there is for one answer. */
export class LimitExceeded extends Error {
  constructor(readonly limit: number) {
    super(`No answer within ${limit} ms`);
  }
}

/** @throws {LimitExceeded} when the answer takes longer than `limit` milliseconds; it is not waited for any more */
export async function within<T>(limit: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LimitExceeded(limit)), limit);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A measurement, or that it took longer than the limit allows, or that there was no time left for it. */
export type Cell<T> = T | 'over the limit' | 'no time left';

export const isMeasured = <T>(cell: Cell<T>): cell is T => cell !== 'over the limit' && cell !== 'no time left';

export async function cell<T>(measurement: Promise<T>): Promise<Cell<T>> {
  try {
    return await measurement;
  } catch (error) {
    if (error instanceof LimitExceeded) return 'over the limit';
    throw error;
  }
}

/** How long one answer may take, and all of one subject's together: whoever is slow is not waited for all day. */
export class Patience {
  readonly #limit: number;
  readonly #end: number;
  #isLost = false;

  /** @param limit milliseconds for one answer; `total` for all of them */
  constructor({ limit, total }: { readonly limit: number; readonly total: number }) {
    this.#limit = limit;
    this.#end = performance.now() + total;
  }

  get limit(): number {
    return this.#limit;
  }

  /** A measurement, as long as there is time; behind an answer that was given up nothing can be measured any more. */
  async measure<T>(work: () => Promise<T>): Promise<Cell<T>> {
    const left = this.#end - performance.now();
    if (this.#isLost || left <= 0) return 'no time left';
    const began = performance.now();
    const measured = await cell(within(left, work()));
    if (isMeasured(measured)) return measured;
    this.#isLost = true;
    return performance.now() - began < this.#limit ? 'no time left' : measured;
  }
}

export interface Repetition {
  /** At most so many times. */
  readonly runs: number;
  /** No further time once so many milliseconds have gone by. */
  readonly budget: number;
}

/** Repeats a measurement, one after another; `measure` answers milliseconds. */
export async function repeat({ runs, budget }: Repetition, measure: (run: number) => Promise<number>) {
  const end = performance.now() + budget;
  const times: number[] = [];
  for (let run = 0; run < runs && (run === 0 || performance.now() < end); run++) times.push(await measure(run));
  return times;
}

/** Times some work on inputs that are prepared outside of the time, after some runs that are not counted; milliseconds. */
export function time<T>(runs: number, prepare: () => T, work: (input: T) => unknown): Distribution {
  const warmUps = Math.min(3, runs);
  const times: number[] = [];
  for (let run = -warmUps; run < runs; run++) {
    const input = prepare();
    const start = performance.now();
    work(input);
    if (run >= 0) times.push(performance.now() - start);
  }
  return distribution(times);
}

import type { Random } from 'fast-check';
import type { Weighted } from './vocabulary.ts';

/** Draws from fast-check's source of randomness, so that a seed says everything. */
export class Draw {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return this.#random.nextInt(least, most);
  }

  chance(percent: number): boolean {
    return this.between(1, 100) <= percent;
  }

  of<T>(values: readonly T[]): T {
    return values[this.between(0, values.length - 1)] as T;
  }

  weighted<T>(values: Weighted<T>): T {
    let left = this.between(
      1,
      values.reduce((sum, [weight]) => sum + weight, 0),
    );
    for (const [weight, value] of values) {
      left -= weight;
      if (left <= 0) return value;
    }
    throw new Error('Nothing to draw from.');
  }

  /** `count` different ones, or all where there are fewer. */
  some<T>(values: readonly T[], count: number): readonly T[] {
    const left = [...values];
    return Array.from({ length: Math.min(count, left.length) }, () => {
      const [drawn] = left.splice(this.between(0, left.length - 1), 1);
      return drawn as T;
    });
  }

  /** The arguments, or none. */
  maybe(percent: number, args: () => readonly string[]): readonly string[] {
    return this.chance(percent) ? args() : [];
  }
}

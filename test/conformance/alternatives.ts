/** Where an engine draws lots: every observation that it could have made. */

/** One of these, as the engine happens to choose; the comparison takes the one that agrees best. */
export class Alternatives {
  readonly values: readonly unknown[];
  constructor(values: readonly unknown[]) {
    this.values = values;
  }
}

/** Lines that an engine prints in any order. */
export class AnyOrder {
  readonly lines: readonly string[];
  constructor(text: string) {
    this.lines = text.split('\n').toSorted();
  }
}

/** A table whose columns are as wide as their widest value. */
export class Columns {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export function permutations<T>(values: readonly T[]): readonly (readonly T[])[] {
  if (values.length < 2) return [values];
  return values.flatMap((value, i) => permutations(values.toSpliced(i, 1)).map((rest) => [value, ...rest]));
}

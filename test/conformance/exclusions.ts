/** Everything that the comparison leaves out, each with its reason. The runner counts and prints them. */

export interface Exclusion {
  /** The place of the observation: `steps[2].stdout`. */
  readonly place: RegExp;
  /** Only where the recorded value looks like this. */
  readonly recorded?: RegExp;
  readonly reason: string;
}

export const exclusions: readonly Exclusion[] = [];

/** Everything that the comparison leaves out, each with its reason. The runner counts and prints them. */

export interface Exclusion {
  /** The place of the observation: `steps[2].stdout`. */
  readonly place: RegExp;
  /** Only in probes from here. */
  readonly from?: string;
  readonly reason: string;
}

export const exclusions: readonly Exclusion[] = [
  {
    place: /^resolves\[\d+\]\.rcode$/,
    from: 'host',
    reason:
      "the DNS answer to a look-up on the host itself: it was asked of the recording machine's own resolver, which the host's namespace does not reach (that no address is found is compared)",
  },
  {
    place: /^steps\[\d+\]\.slowMs$/,
    reason: 'how long a slow command took on the recording machine (ms): the simulation has no clock',
  },
];

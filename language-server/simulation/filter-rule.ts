/** A rule of the packet filter or of NAT, as `iptables-save` prints it. */

export type Table = 'raw' | 'filter' | 'nat';

/** A value that must match, or with `not` must not. */
export interface Match {
  readonly value: string;
  readonly not?: boolean;
}

export interface Rule {
  readonly table: Table;
  readonly chain: string;
  readonly in?: Match;
  readonly out?: Match;
  /** An address or CIDR block. */
  readonly source?: Match;
  readonly destination?: Match;
  readonly protocol?: string;
  readonly port?: number;
  /** Matches answers of connections that were let through before. */
  readonly established?: boolean;
  /** The destination, or the source, must be an address of the host itself. */
  readonly localDestination?: boolean;
  readonly localSource?: boolean;
  /** `ACCEPT`, `DROP`, `RETURN`, `MASQUERADE`, `DNAT`, or a chain. */
  readonly target: string;
  /** Where DNAT leads: `172.17.0.2:80`. */
  readonly to?: string;
  /** What the rule is for, as half a sentence: "keeps bridges apart". */
  readonly why: string;
}

export const only = (value: string): Match => ({ value });
export const except = (value: string): Match => ({ value, not: true });

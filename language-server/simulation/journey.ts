/** One packet on its way: what it says on the envelope now, and the hops that it has made. */

import { t } from '../l10n.ts';
import type { Host, World } from './state.ts';
import type { Hop, HopKind, ProbeResult, Protocol, Trace, TraceQuery, Verdict } from './trace.ts';

/** How a journey ended. */
export type Outcome = Pick<Trace, 'verdict' | 'probe' | 'reason'> &
  Partial<Pick<Trace, 'answeredBy' | 'seenSource' | 'wayBack'>>;

export class Journey {
  readonly world: World;
  readonly query: TraceQuery;
  readonly protocol: Protocol;
  readonly hops: Hop[] = [];
  /** The address first aimed at, once a name was resolved. */
  address: string | undefined;
  source = '';
  destination: string;
  port: number | undefined;

  constructor(world: World, query: TraceQuery) {
    this.world = world;
    this.query = query;
    this.protocol = query.protocol;
    this.destination = query.to;
    this.port = query.protocol === 'icmp' ? undefined : query.port;
  }

  /** Notes a hop with the packet's addresses as they are now. */
  hop(kind: HopKind, namespace: string, sentence: string, more: Pick<Hop, 'interface' | 'rule'> = {}): void {
    this.hops.push(this.describe(kind, namespace, sentence, more));
  }

  describe(kind: HopKind, namespace: string, sentence: string, more: Pick<Hop, 'interface' | 'rule'> = {}): Hop {
    return {
      kind,
      namespace,
      ...(this.source && { source: this.source }),
      destination: this.destination,
      ...(this.port !== undefined && { port: this.port }),
      ...more,
      sentence,
    };
  }

  /** `172.18.0.2:80`, or the address alone for ping. */
  get target(): string {
    const address = this.destination.includes(':') ? `[${this.destination}]` : this.destination;
    return this.port === undefined ? this.destination : `${address}:${this.port}`;
  }

  /** `tcp port 80`. */
  get service(): string {
    return t`${this.protocol} port ${this.port}`;
  }

  /** `the host`, with its name where there are several. */
  theHost({ name }: Host): string {
    return this.world.hosts.size > 1 ? t`the host ${name}` : t('the host');
  }

  get family(): 4 | 6 {
    return this.destination.includes(':') ? 6 : 4;
  }
}

/** What a client program sees of a verdict, where nothing finer is known. */
const probes: Readonly<Record<Exclude<Verdict, 'unresolved'>, ProbeResult>> = {
  delivered: 'ok',
  refused: 'refused',
  dropped: 'timeout',
  'no route': 'net-unreachable',
  isolated: 'net-unreachable',
  'neighbour unreachable': 'timeout',
};

export const ended = (
  verdict: Exclude<Verdict, 'unresolved'>,
  reason: string,
  more: Partial<Outcome> = {},
): Outcome => ({ verdict, probe: probes[verdict], reason, ...more });

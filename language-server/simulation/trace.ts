/** The result types of the packet tracer and the name resolver: every end state has a name, every hop a reason. */

export type Verdict =
  | 'delivered'
  | 'refused'
  | 'dropped'
  | 'no route'
  | 'unresolved'
  | 'isolated'
  | 'neighbour unreachable';

export type HopKind =
  | 'name lookup'
  | 'interface out'
  | 'veth'
  | 'bridge'
  | 'route'
  | 'DNAT'
  | 'masquerade'
  | 'filter rule'
  | 'userland proxy'
  /** Into or out of a VXLAN packet between the hosts of an overlay network. */
  | 'VXLAN'
  | 'loopback'
  | 'interface in'
  | 'listener';

export interface Hop {
  readonly kind: HopKind;
  /** Whose network namespace: a container's name, `host` names, or `outside`. */
  readonly namespace: string;
  readonly interface?: string;
  /** Addresses as they are at this point, after this hop's translation. */
  readonly source?: string;
  readonly destination?: string;
  readonly port?: number;
  /** The routing entry, filter rule or NAT rule that decided, as the kernel's tools print it. */
  readonly rule?: string;
  /** One sentence a beginner understands. */
  readonly sentence: string;
}

export type Protocol = 'icmp' | 'tcp' | 'udp';

/** Who sends: a container by name, a host by name, or a machine on the LAN. */
export type Sender =
  | { readonly kind: 'container'; readonly name: string }
  | { readonly kind: 'host'; readonly name: string }
  | { readonly kind: 'outside' };

export interface TraceQuery {
  readonly from: Sender;
  /** A name or an address, as the sender would type it; `host`, `outside` and a container's name are resolved by the caller. */
  readonly to: string;
  /** Of several addresses that the name has, the one that the client tries; without it the first. */
  readonly address?: string;
  readonly protocol: Protocol;
  readonly port?: number;
}

/** What a client program would see; finer than the verdict where Docker's proxy makes a difference. */
export type ProbeResult =
  | 'ok'
  | 'timeout'
  | 'refused'
  | 'net-unreachable'
  | 'host-unreachable'
  /** Accepted, then closed without a byte: docker-proxy had nobody to pass it on to. */
  | 'closed'
  /** Accepted, and then nothing: the process is paused. */
  | 'connected-no-answer'
  | 'bad-name'
  | 'no-address'
  | 'not-running';

export interface Trace {
  readonly query: TraceQuery;
  readonly verdict: Verdict;
  readonly probe: ProbeResult;
  /** The address finally aimed at, once a name was resolved. */
  readonly address?: string;
  readonly hops: readonly Hop[];
  /** The answer's way, only where it is lost, is translated back, or takes another path than the question. */
  readonly wayBack?: readonly Hop[];
  /** Who answered: a container's name, a host's name, `outside`. */
  readonly answeredBy?: string;
  /** The client's address as the server sees it. */
  readonly seenSource?: string;
  /** The verdict in one sentence: what happened and why. */
  readonly reason: string;
}

export interface Resolution {
  readonly name: string;
  /** In ascending order; Docker shuffles them per query when `shuffled`. */
  readonly addresses: readonly string[];
  readonly shuffled: boolean;
  /** Where the answer came from: `/etc/hosts`, Docker's embedded DNS, the host's DNS server; `none` when nothing could be asked. */
  readonly source: 'hosts' | 'docker' | 'upstream' | 'none';
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'FORMERR' | 'TIMEOUT' | 'UNREACHABLE' | 'NO-SERVER';
  /** The network whose table answered. */
  readonly network?: string;
  readonly reason: string;
}

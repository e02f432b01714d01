/** What a reader of the picture may ask about it, and what the answers look like: plain text in a fixed structure. */
/** One step of the file: a statement that has happened. */
export interface TopologyStep {
  /** How many commands have happened once it has. */
  readonly step: number;
  /** The `docker` command. */
  readonly label: string;
  /** Docker's refusal. */
  readonly refused?: string;
}

export interface TopologyTimeline {
  readonly steps: readonly TopologyStep[];
}

/** A stop on the way of a packet. */
export interface TopologyHop {
  readonly kind: string;
  /** `web eth0`. */
  readonly where: string;
  readonly sentence: string;
  /** The route, filter rule or NAT rule that decided. */
  readonly rule?: string;
  /** `172.17.0.2 → 172.17.0.3:80`: what the packet says at this stop. */
  readonly packet?: string;
  /** Ids of nodes, the most exact place first: the first one that is drawn is the place. */
  readonly places: readonly string[];
}

/** One packet to one address. */
export interface TopologyJourney {
  readonly title: string;
  readonly delivered: boolean;
  readonly verdict: string;
  readonly reason: string;
  readonly hops: readonly TopologyHop[];
  /** Told where the answer is lost or takes another way. */
  readonly wayBack: readonly TopologyHop[];
}

/** The expectation that says what a trace has shown, with the words in it. */
export interface Pinnable {
  /** `expect web can reach db on 5432/tcp`. */
  readonly text: string;
  readonly from: string;
  readonly to: string;
  readonly on?: string;
  /** Whether the file says so already. */
  readonly stands: boolean;
}

export interface TopologyTrace {
  readonly from: string;
  readonly to: string;
  /** `80/tcp`; absent for a ping. */
  readonly on?: string;
  /** Ports of the target that something listens on. */
  readonly ports: readonly string[];
  readonly journeys: readonly TopologyJourney[];
  /** Why there is no journey. */
  readonly problem?: string;
  /** Absent where neither `can` nor `cannot` holds, or no line of the file stands at that moment. */
  readonly pin?: Pinnable;
}

export interface DetailRow {
  readonly label: string;
  readonly value: string;
  /** A node to go to. */
  readonly node?: string;
}

export interface DetailSection {
  readonly title: string;
  readonly rows: readonly DetailRow[];
}

/** What `docker inspect` and the tools of the kernel would tell about a node. */
export interface TopologyDetails {
  readonly node: string;
  readonly title: string;
  /** `container · running`. */
  readonly subtitle: string;
  readonly problem?: { readonly severity: 'error' | 'warning' | 'information'; readonly message: string };
  readonly sections: readonly DetailSection[];
}

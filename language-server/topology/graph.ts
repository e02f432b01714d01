/**
 * The picture's data: what the webview draws without knowing a Docker rule. Ids are stable over edits (built from
 * names, not positions), so that a patch moves nothing that did not change.
 */

/**
 * What of the text something comes from, by names: `container:web`, `attachment:web/front`, `publish:web/8080:80`. It
 * stays the same wherever that moves to; where it stands is asked for when somebody wants to go there.
 */
export type TopologyOrigin = string;

/** The ids of the nodes that each statement declares, in the order of the text. */
export type TopologyDeclared = readonly (readonly string[])[];

/** A place in a source document, zero-based lines and UTF-16 characters as in LSP. */
export interface SourceRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export type TopologyNodeKind =
  | 'outside'
  | 'host'
  | 'host-interface'
  /** The host's routing table and address translation: what forwards between its bridges and the LAN. */
  | 'router'
  | 'published-port'
  | 'bridge'
  /** A network without a Linux bridge on the host: macvlan, ipvlan, overlay. */
  | 'network'
  /** A network namespace that several containers share: drawn as one shape around them. */
  | 'namespace'
  | 'container'
  | 'interface';

export interface TopologyNode {
  readonly id: string;
  readonly kind: TopologyNodeKind;
  /** The node that this one is drawn inside. */
  readonly parent?: string;
  readonly label: string;
  /** Further lines under the label: address, subnet, driver. */
  readonly details: readonly string[];
  /** In place of `details` where the picture shows the machinery: MAC address, routes, Linux bridge. */
  readonly physical?: readonly string[];
  /** A whole sentence for screen readers and tooltips. */
  readonly description: string;
  readonly status?: 'created' | 'running' | 'paused' | 'exited' | 'failed';
  readonly driver?: string;
  /** Of a container that does not run: the networks that it is on once it does, in which it has no interface now. */
  readonly attachedTo?: readonly string[];
  /** The worst finding about the node's statement. */
  readonly problem?: { readonly severity: 'error' | 'warning' | 'information'; readonly message: string };
  /** Absent where the text does not say it: the network `bridge` is there by itself. */
  readonly origin?: TopologyOrigin;
}

export type TopologyEdgeKind =
  /** A veth pair: container interface – bridge port. */
  | 'veth'
  /** Interface on a network without a veth: macvlan, ipvlan, overlay. */
  | 'attachment'
  /** Bridge – router of its host (routed, masqueraded). */
  | 'uplink'
  /** Router – host interface. */
  | 'forward'
  /** Host interface – outside. */
  | 'wire'
  /** Published port – container interface. */
  | 'publish';

export interface TopologyEdge {
  readonly id: string;
  readonly kind: TopologyEdgeKind;
  readonly source: string;
  readonly target: string;
  readonly label?: string;
  readonly description: string;
  readonly origin?: TopologyOrigin;
}

export interface TopologyGraph {
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
}

/** Applied to the graph of version `from` gives the graph of version `to`. Removed before added. */
export interface TopologyPatch {
  readonly removed: readonly string[];
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
}

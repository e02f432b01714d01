/** What is said about one node or edge. */
import { t, translatable } from '../language-server/l10n.ts';
import type { TopologyEdge, TopologyEdgeKind, TopologyNode, TopologyNodeKind } from '../language-server/protocol.ts';
import type { GraphIndex } from './graph.ts';

/** What a node is called, with what it belongs to: `web eth0`. */
export function nameOf(graph: GraphIndex, id: string): string {
  const node = graph.nodes.get(id);
  if (node === undefined) return id.slice(id.indexOf(':') + 1);
  const isPart = node.kind === 'interface' || node.kind === 'host-interface' || node.kind === 'router';
  const owner = isPart && node.parent !== undefined ? graph.nodes.get(node.parent) : undefined;
  return owner === undefined ? node.label : `${owner.label} ${node.label}`;
}

/** The description, and the finding about its statement. */
export function describe(graph: GraphIndex, id: string): string | undefined {
  const node = graph.nodes.get(id);
  const edge: TopologyEdge | undefined = graph.edges.get(id);
  const problem = node?.problem === undefined ? [] : [problemText(node.problem)];
  const description = node?.description ?? edge?.description;
  return description === undefined ? undefined : [description, ...problem].join('\n');
}

const SEVERITIES = {
  error: translatable('Error'),
  warning: translatable('Warning'),
  information: translatable('Note'),
} as const;

export const problemText = ({ severity, message }: NonNullable<TopologyNode['problem']>): string =>
  `${t(SEVERITIES[severity])}: ${message}`;

const KINDS: Readonly<Record<TopologyNodeKind | TopologyEdgeKind, string>> = {
  outside: translatable('outside'),
  host: translatable('host'),
  'host-interface': translatable('host interface'),
  router: translatable('router'),
  'published-port': translatable('published port'),
  bridge: translatable('bridge'),
  network: translatable('network'),
  namespace: translatable('network namespace'),
  container: translatable('container'),
  interface: translatable('interface'),
  veth: translatable('veth pair'),
  attachment: translatable('attachment'),
  uplink: translatable('uplink'),
  forward: translatable('forwarding'),
  wire: translatable('cable'),
  publish: translatable('published port'),
};

/** What a node or an edge is. */
export const kindName = (kind: TopologyNodeKind | TopologyEdgeKind | undefined): string =>
  kind === undefined ? '' : t(KINDS[kind]);

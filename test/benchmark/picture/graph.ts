/** What is drawn: the picture as the server sends it, and for others the containers and networks of it alone. */
import type { TopologyEdge, TopologyGraph, TopologyNode, TopologyPatch } from '../../../language-server/protocol.ts';
import { createService } from '../../../language-server/service.ts';
import { generateTopology } from '../lab.ts';
import { labText } from '../notations.ts';

export interface Drawn {
  readonly topology: TopologyGraph;
  /** One more container, on two networks. */
  readonly patch: TopologyPatch;
}

/** Nodes and edges by their names. */
export interface PlainGraph {
  readonly nodes: readonly string[];
  readonly edges: readonly (readonly [source: string, target: string])[];
}

export function drawnGraph(containers: number): Drawn {
  const service = createService();
  const topology = service.topology(service.open('file:///lab.dnet', 1, labText(generateTopology(containers)))[0]!);
  return { topology, patch: oneMore(topology, `container:app${containers >> 1}`) };
}

/** A container like one that is there, with interfaces and cables of its own. */
function oneMore({ nodes, edges }: TopologyGraph, like: string): TopologyPatch {
  const rename = (id: string): string => `${id}-copy`;
  const copied = new Set([like, ...nodes.filter(({ parent }) => parent === like).map(({ id }) => id)]);
  const isCable = ({ kind, source }: TopologyEdge): boolean => kind === 'veth' && copied.has(source);
  const copy = (node: TopologyNode): TopologyNode => ({
    ...node,
    id: rename(node.id),
    ...(node.parent !== undefined && copied.has(node.parent) ? { parent: rename(node.parent) } : {}),
  });
  return {
    removed: [],
    nodes: nodes.filter(({ id }) => copied.has(id)).map(copy),
    edges: edges.filter(isCable).map((edge) => ({ ...edge, id: rename(edge.id), source: rename(edge.source) })),
  };
}

export function plainGraph(containers: number): { readonly graph: PlainGraph; readonly added: PlainGraph } {
  const topology = generateTopology(containers);
  const joined = topology.containers.map(({ name, networks }) => ({
    name,
    networks: networks.map((each) => each.name),
  }));
  const like = joined[containers >> 1]!;
  const linked = ({ name, networks }: typeof like) => networks.map((network) => [name, network] as const);
  return {
    graph: {
      nodes: [...topology.networks, ...joined].map(({ name }) => name),
      edges: joined.flatMap(linked),
    },
    added: { nodes: ['copy'], edges: linked({ ...like, name: 'copy' }) },
  };
}

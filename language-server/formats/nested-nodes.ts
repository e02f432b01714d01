/** The nodes of a topology as they are drawn: inside one another. */
import type { TopologyGraph, TopologyNode } from '../topology/graph.ts';

export interface Nested {
  readonly node: TopologyNode;
  readonly children: readonly Nested[];
}

/** The nodes that no other node holds, each with what it holds. */
export function nestedNodes(graph: TopologyGraph): readonly Nested[] {
  const ids = new Set(graph.nodes.map(({ id }) => id));
  const inside = new Map<string, TopologyNode[]>();
  for (const node of graph.nodes) {
    const parent = node.parent !== undefined && ids.has(node.parent) ? node.parent : '';
    inside.set(parent, [...(inside.get(parent) ?? []), node]);
  }
  const within = (parent: string): readonly Nested[] =>
    (inside.get(parent) ?? []).map((node) => ({ node, children: within(node.id) }));
  return within('');
}

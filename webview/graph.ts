/** The graph as the page keeps it: patched in place of a redraw, and indexed for what the page asks of it. */
import type {
  ListEdit,
  TopologyEdge,
  TopologyGraph,
  TopologyNode,
  TopologyPatch,
} from '../language-server/protocol.ts';
import { append } from './lists.ts';
import { inNaturalOrder } from './natural-order.ts';
import { type Work, walked } from './work.ts';

const isEmpty = ({ removed, nodes, edges }: TopologyPatch): boolean =>
  removed.length + nodes.length + edges.length === 0;

/** Removes, then adds or replaces. Order carries no meaning. Where nothing changes it is the same graph. */
export function patchGraph(graph: TopologyGraph, patch: TopologyPatch): TopologyGraph {
  if (isEmpty(patch)) return graph;
  const removed = new Set(patch.removed);
  const merge = <T extends { readonly id: string }>(old: readonly T[], changed: readonly T[]): T[] => {
    const added = new Map(changed.map((item) => [item.id, item]));
    const items: T[] = [];
    for (const item of old) {
      const next = added.get(item.id) ?? (removed.has(item.id) ? undefined : item);
      if (next !== undefined) items.push(next);
      added.delete(item.id);
    }
    return [...items, ...added.values()];
  };
  return { nodes: merge(graph.nodes, patch.nodes), edges: merge(graph.edges, patch.edges) };
}

/** The list after an edit. */
export function editList<T>(list: readonly T[], { start, deleteCount, items }: ListEdit<T>): readonly T[] {
  return [...list.slice(0, start), ...items, ...list.slice(start + deleteCount)];
}

export interface GraphIndex {
  readonly nodes: ReadonlyMap<string, TopologyNode>;
  readonly edges: ReadonlyMap<string, TopologyEdge>;
  /** In natural order of what is written on them. */
  readonly children: ReadonlyMap<string, readonly TopologyNode[]>;
  /** Nodes without a parent, or whose parent is not in the graph. */
  readonly roots: readonly TopologyNode[];
  /** The edges that touch a node. */
  readonly links: ReadonlyMap<string, readonly TopologyEdge[]>;
}

/** Edges without both ends are left out, and so are cycles of parents: a picture is drawn of any graph. */
export function* indexGraph(graph: TopologyGraph): Work<GraphIndex> {
  const nodes = new Map<string, TopologyNode>();
  yield* walked(graph.nodes, (node) => nodes.set(node.id, node));
  const children = new Map<string, TopologyNode[]>();
  const roots: TopologyNode[] = [];
  yield* walked(nodes.values(), (node) => {
    if (isInside(node, nodes)) append(children, node.parent!, node);
    else roots.push(node);
  });
  yield* walked(children, ([id, list]) => children.set(id, inReadingOrder(list)));
  const edges = new Map<string, TopologyEdge>();
  const links = new Map<string, TopologyEdge[]>();
  yield* walked(graph.edges, (edge) => {
    if (!nodes.has(edge.source) || !nodes.has(edge.target)) return;
    edges.set(edge.id, edge);
    append(links, edge.source, edge);
    if (edge.target !== edge.source) append(links, edge.target, edge);
  });
  return { nodes, edges, children, roots: inReadingOrder(roots), links };
}

export const EMPTY_GRAPH: GraphIndex = {
  nodes: new Map(),
  edges: new Map(),
  children: new Map(),
  roots: [],
  links: new Map(),
};

/** True when walking up from the node's parent ends at a root. */
function isInside(node: TopologyNode, nodes: ReadonlyMap<string, TopologyNode>): boolean {
  if (node.parent === undefined || !nodes.has(node.parent)) return false;
  // Most are in a box that is in none.
  if (nodes.get(node.parent)!.parent === undefined) return true;
  const seen = new Set([node.id]);
  for (
    let up = nodes.get(node.parent);
    up !== undefined;
    up = up.parent === undefined ? undefined : nodes.get(up.parent)
  ) {
    if (seen.has(up.id)) return false;
    seen.add(up.id);
  }
  return true;
}

const inReadingOrder = (nodes: readonly TopologyNode[]): TopologyNode[] =>
  nodes.length < 2 ? [...nodes] : inNaturalOrder(nodes, ({ label, id }) => [label, id]);

/** The graph as the page keeps it: patched in place of a redraw, and indexed for what the page asks of it. */
import type { TopologyEdge, TopologyGraph, TopologyNode, TopologyPatch } from '../language-server/protocol.ts';

/** Removes, then adds or replaces. Order carries no meaning. */
export function patchGraph(graph: TopologyGraph, patch: TopologyPatch): TopologyGraph {
  const removed = new Set(patch.removed);
  const merge = <T extends { readonly id: string }>(old: readonly T[], changed: readonly T[]): T[] => {
    const items = new Map<string, T>();
    for (const item of old) if (!removed.has(item.id)) items.set(item.id, item);
    for (const item of changed) items.set(item.id, item);
    return [...items.values()];
  };
  return { nodes: merge(graph.nodes, patch.nodes), edges: merge(graph.edges, patch.edges) };
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
export function indexGraph(graph: TopologyGraph): GraphIndex {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const children = new Map<string, TopologyNode[]>();
  const roots: TopologyNode[] = [];
  for (const node of nodes.values()) {
    if (isInside(node, nodes)) append(children, node.parent!, node);
    else roots.push(node);
  }
  for (const list of [roots, ...children.values()]) list.sort(inReadingOrder);
  const edges = new Map<string, TopologyEdge>();
  const links = new Map<string, TopologyEdge[]>();
  for (const edge of graph.edges) {
    if (!nodes.has(edge.source) || !nodes.has(edge.target)) continue;
    edges.set(edge.id, edge);
    append(links, edge.source, edge);
    if (edge.target !== edge.source) append(links, edge.target, edge);
  }
  return { nodes, edges, children, roots, links };
}

/** True when walking up from the node's parent ends at a root. */
function isInside(node: TopologyNode, nodes: ReadonlyMap<string, TopologyNode>): boolean {
  if (node.parent === undefined || !nodes.has(node.parent)) return false;
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

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

const natural = new Intl.Collator('en', { numeric: true });

function inReadingOrder(a: TopologyNode, b: TopologyNode): number {
  return natural.compare(a.label, b.label) || (a.id < b.id ? -1 : 1);
}

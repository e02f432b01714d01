/** The difference between two pictures, as ids that went and things that came or changed. */
import type { TopologyEdge, TopologyGraph, TopologyNode, TopologyPatch } from './graph.ts';

/** Nodes and edges in order of id, so that equal pictures are equal values however they came about. */
export function canonical({ nodes, edges }: TopologyGraph): TopologyGraph {
  return { nodes: [...nodes].sort(byId), edges: [...edges].sort(byId) };
}

/** What turns `before` into `after`: `applyPatch(before, diffTopology(before, after))` equals `after`. */
export function diffTopology(before: TopologyGraph, after: TopologyGraph): TopologyPatch {
  const nodes = changes(before.nodes, after.nodes);
  const edges = changes(before.edges, after.edges);
  return { removed: [...edges.removed, ...nodes.removed], nodes: nodes.changed, edges: edges.changed };
}

/** Both graphs in canonical order; ids are unique over nodes and edges together. */
export function applyPatch(graph: TopologyGraph, patch: TopologyPatch): TopologyGraph {
  const removed = new Set(patch.removed);
  return canonical({
    nodes: merge(graph.nodes, removed, patch.nodes),
    edges: merge(graph.edges, removed, patch.edges),
  });
}

type Item = TopologyNode | TopologyEdge;

const byId = (a: Item, b: Item): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

function changes<T extends Item>(before: readonly T[], after: readonly T[]): { removed: string[]; changed: T[] } {
  const old = new Map(before.map((item) => [item.id, item]));
  const kept = new Set(after.map((item) => item.id));
  return {
    removed: before.filter((item) => !kept.has(item.id)).map((item) => item.id),
    changed: after.filter((item) => !sameValue(old.get(item.id), item)),
  };
}

function merge<T extends Item>(items: readonly T[], removed: ReadonlySet<string>, changed: readonly T[]): T[] {
  const byIds = new Map(items.filter((item) => !removed.has(item.id)).map((item) => [item.id, item]));
  for (const item of changed) byIds.set(item.id, item);
  return [...byIds.values()];
}

/** Equality of plain values; an absent property equals an undefined one. */
function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => sameValue(left[key], right[key]));
}

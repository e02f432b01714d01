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

/** Goes along both lists at once: they are in the same order. */
function changes<T extends Item>(before: readonly T[], after: readonly T[]): { removed: string[]; changed: T[] } {
  const removed: string[] = [];
  const changed: T[] = [];
  let at = 0;
  for (const item of after) {
    for (; at < before.length && before[at]!.id < item.id; at++) removed.push(before[at]!.id);
    const old = before[at];
    if (old?.id !== item.id) changed.push(item);
    else {
      if (!sameValue(old, item)) changed.push(item);
      at++;
    }
  }
  for (; at < before.length; at++) removed.push(before[at]!.id);
  return { removed, changed };
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
  for (const key in left) if (!sameValue(left[key], right[key])) return false;
  for (const key in right) if (left[key] === undefined && right[key] !== undefined) return false;
  return true;
}

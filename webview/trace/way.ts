/** The way between the stops of a packet, along what is drawn. */
import type { GraphIndex } from '../graph.ts';

/** From one node to the next: along an edge, or across where no edge is drawn. */
export interface Leg {
  readonly from: string;
  readonly to: string;
  readonly edge?: string;
}

/** The first of a hop's places that is drawn. */
export const placeOf = (graph: GraphIndex, places: readonly string[]): string | undefined =>
  places.find((id) => graph.nodes.has(id));

/** The legs from each stop to the next: none where two stops are one place. */
export function legsBetween(graph: GraphIndex, stops: readonly (string | undefined)[]): readonly (readonly Leg[])[] {
  let last: string | undefined;
  return stops.map((stop) => {
    const legs = last === undefined || stop === undefined ? [] : shortestWay(graph, last, stop);
    last = stop ?? last;
    return legs;
  });
}

/** Breadth first. A published port is a rule and not a cable: nothing travels along it. */
function shortestWay(graph: GraphIndex, from: string, to: string): readonly Leg[] {
  if (from === to) return [];
  const before = new Map<string, Leg | undefined>([[from, undefined]]);
  for (const [id] of before) {
    if (id === to) break;
    for (const leg of legsFrom(graph, id)) if (!before.has(leg.to)) before.set(leg.to, leg);
  }
  if (!before.has(to)) return [{ from, to }];
  const legs: Leg[] = [];
  for (let leg = before.get(to); leg !== undefined; leg = before.get(leg.from)) legs.unshift(leg);
  return legs;
}

/** Along cables, and between a box and what is on its border or in it; a host is no short cut. */
function legsFrom(graph: GraphIndex, id: string): Leg[] {
  const cables = (graph.links.get(id) ?? [])
    .filter(({ kind }) => kind !== 'publish')
    .map((edge): Leg => ({ from: id, to: edge.source === id ? edge.target : edge.source, edge: edge.id }));
  const node = graph.nodes.get(id);
  const parent = node?.parent === undefined ? undefined : graph.nodes.get(node.parent);
  const inside = node !== undefined && isShell(node.kind) ? (graph.children.get(id) ?? []) : [];
  const around = parent !== undefined && isShell(parent.kind) ? [parent] : [];
  return [...cables, ...[...inside, ...around].map((other): Leg => ({ from: id, to: other.id }))];
}

const isShell = (kind: string): boolean => kind === 'container' || kind === 'namespace';

/** The container and the namespace around an interface. */
export function shellsOf(graph: GraphIndex, id: string): string[] {
  const parent = graph.nodes.get(graph.nodes.get(id)?.parent ?? '');
  return parent !== undefined && isShell(parent.kind) ? [parent.id, ...shellsOf(graph, parent.id)] : [];
}

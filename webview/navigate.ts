/**
 * Where an arrow key leads. Up and down walk along the cables and into boxes and out of them; left and right go through
 * everything of one kind in the order of reading, row after row, so that nothing is out of reach.
 */
import type { TopologyNode, TopologyNodeKind } from '../language-server/protocol.ts';
import type { GraphIndex } from './graph.ts';
import { centreX, centreY, type Rect } from './layout/geometry.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';

type Places = ReadonlyMap<string, Rect>;

/** What lies straight ahead comes before what is nearer and to the side. */
const SIDEWAYS = 2;
/** Boxes whose upper borders are nearly at one height are a row. */
const ROW = 12;

/** What is passed in one go from left to right: what is on a host's border, networks, containers … */
const SERIES: Readonly<Record<TopologyNodeKind, string>> = {
  outside: 'root',
  host: 'root',
  'host-interface': 'border',
  'published-port': 'border',
  router: 'router',
  bridge: 'network',
  network: 'network',
  namespace: 'namespace',
  container: 'container',
  interface: 'interface',
};

/** The node to go to from a node or a cable, or undefined when there is nothing that way. */
export function nextNode(graph: GraphIndex, rects: Places, from: string, direction: Direction): string | undefined {
  const edge = graph.edges.get(from);
  if (edge !== undefined) return nearerEnd(rects, [edge.source, edge.target], direction);
  const node = graph.nodes.get(from);
  if (node === undefined || !rects.has(from)) return undefined;
  return direction === 'left' || direction === 'right'
    ? besides(graph, rects, node, direction)
    : along(graph, rects, node, direction);
}

/** Of a cable's two ends, the one that lies that way. */
function nearerEnd(rects: Places, ends: readonly [string, string], direction: Direction): string | undefined {
  const [a, b] = ends.map((id) => rects.get(id));
  if (a === undefined || b === undefined) return undefined;
  const by = direction === 'up' || direction === 'down' ? centreY(b) - centreY(a) : centreX(b) - centreX(a);
  if (Math.abs(by) < 1) return undefined;
  return by > 0 === (direction === 'down' || direction === 'right') ? ends[1] : ends[0];
}

/** Up or down: along a cable, or else to the box around it or what is in it, or else to whatever comes there. */
function along(graph: GraphIndex, rects: Places, node: TopologyNode, direction: 'up' | 'down'): string | undefined {
  const linked = (graph.links.get(node.id) ?? []).map(({ source, target }) => (source === node.id ? target : source));
  const inside = graph.children.get(node.id) ?? [];
  const around = node.parent === undefined ? [] : [node.parent];
  // From an interface it is into its card, or out of it to its network, wherever that is.
  if (node.kind === 'interface' && around.length > 0) {
    if (directionTo(rects, node.id, around[0]!) === direction) return around[0];
    const plug = graph.links.get(node.id)?.find(({ source }) => source === node.id);
    if (plug !== undefined) return plug.target;
  }
  if (direction === 'down' && node.kind !== 'container') {
    const first = firstInside(inside, rects);
    if (first !== undefined) return first;
  }
  const near = [linked, [...inside.map(({ id }) => id), ...around], graph.nodes.keys()];
  for (const ids of near) {
    const next = nearest(rects, node.id, ids, direction);
    if (next !== undefined) return next;
  }
  return undefined;
}

/** A box is entered at the first of its networks or containers: what is on its border is passed from the outside. */
function firstInside(inside: readonly TopologyNode[], rects: Places): string | undefined {
  for (const series of ['network', 'container']) {
    const [first] = inOrder(
      inside.filter(({ kind }) => SERIES[kind] === series),
      rects,
    );
    if (first !== undefined) return first.id;
  }
  return undefined;
}

/** Left or right: the next of its kind; before the first one comes the box that it is in. */
function besides(
  graph: GraphIndex,
  rects: Places,
  node: TopologyNode,
  direction: 'left' | 'right',
): string | undefined {
  const series = [...graph.nodes.values()].filter(
    ({ id, kind }) => SERIES[kind] === SERIES[node.kind] && rects.has(id),
  );
  const order = inOrder(series, rects);
  const at = order.findIndex(({ id }) => id === node.id);
  if (direction === 'right') return order[at + 1]?.id;
  return at === 0 ? node.parent : order[at - 1]?.id;
}

/** Row by row, each from left to right. */
function inOrder(nodes: readonly TopologyNode[], rects: Places): readonly TopologyNode[] {
  const placed = nodes
    .flatMap((node) => {
      const rect = rects.get(node.id);
      return rect === undefined ? [] : [{ node, rect, row: 0 }];
    })
    .sort((a, b) => a.rect.y - b.rect.y);
  let top = Number.NEGATIVE_INFINITY;
  for (const each of placed) {
    if (each.rect.y - top > ROW) top = each.rect.y;
    each.row = top;
  }
  return placed
    .sort((a, b) => a.row - b.row || a.rect.x - b.rect.x || (a.node.id < b.node.id ? -1 : 1))
    .map(({ node }) => node);
}

/** Of some nodes that lie a way, the one that lies nearest and most nearly straight ahead. */
function nearest(rects: Places, from: string, ids: Iterable<string>, direction: 'up' | 'down'): string | undefined {
  const start = rects.get(from)!;
  let best: { readonly id: string; readonly cost: number } | undefined;
  for (const id of ids) {
    const rect = rects.get(id);
    if (rect === undefined || id === from) continue;
    const [ahead, aside] = distances(start, rect, direction);
    // Less than a pixel is the rounding of two middles that are meant to be one.
    if (ahead < 1) continue;
    const cost = ahead + SIDEWAYS * aside;
    if (best === undefined || cost < best.cost || (cost === best.cost && id < best.id)) best = { id, cost };
  }
  return best?.id;
}

const directionTo = (rects: Places, from: string, to: string): 'up' | 'down' => {
  const [start, end] = [rects.get(from), rects.get(to)];
  return start !== undefined && end !== undefined && centreY(end) < centreY(start) ? 'up' : 'down';
};

/**
 * How far ahead the middle of `to` lies, and how far beside the way. A wide box is met at its nearest point; the box
 * that `from` itself lies in, at its border.
 */
function distances(from: Rect, to: Rect, direction: 'up' | 'down'): [ahead: number, aside: number] {
  const [dx, dy] = [centreX(to) - centreX(from), centreY(to) - centreY(from)];
  const [depth, half] = [to.height / 2, to.width / 2];
  const isInside = Math.abs(dy) < depth && Math.abs(dx) < half;
  return [(direction === 'up' ? -dy : dy) + (isInside ? depth : 0), Math.max(0, Math.abs(dx) - half)];
}

/** All nodes in reading order: from the top left, what is inside a box right after it. */
export function readingOrder(graph: GraphIndex): string[] {
  const order: string[] = [];
  const stack = [...graph.roots].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    order.push(node.id);
    stack.push(...[...(graph.children.get(node.id) ?? [])].reverse());
  }
  return order;
}

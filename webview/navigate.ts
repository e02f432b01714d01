/** Where an arrow key leads: to what lies that way, along a cable or into a box rather than across empty space. */
import type { GraphIndex } from './graph.ts';
import { centreX, centreY, type Rect } from './layout/geometry.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';

/** Sideways distance counts double: what lies straight ahead comes first. */
const SIDEWAYS = 2;
/** A stranger has to be this much nearer than a neighbour. */
const STRANGER = 4;
/** Of two that lie much the same way, the one of the same kind is meant. */
const OTHER_KIND = 1.15;

/** The node to go to from `from`, or undefined when there is nothing that way. */
export function nextNode(
  graph: GraphIndex,
  rects: ReadonlyMap<string, Rect>,
  from: string,
  direction: Direction,
): string | undefined {
  const start = rects.get(from);
  if (start === undefined) return undefined;
  const related = relatives(graph, from);
  let best: { id: string; cost: number } | undefined;
  for (const [id, rect] of rects) {
    if (id === from || !graph.nodes.has(id)) continue;
    const [ahead, aside] = distances(start, rect, direction);
    // Less than a pixel is the rounding of two middles that are meant to be one.
    if (ahead < 1) continue;
    const isSameKind = graph.nodes.get(id)!.kind === graph.nodes.get(from)?.kind;
    const distance = ahead + SIDEWAYS * aside;
    const cost = distance * (related.has(id) ? 1 : STRANGER) * (isSameKind ? 1 : OTHER_KIND);
    if (best === undefined || cost < best.cost || (cost === best.cost && id < best.id)) best = { id, cost };
  }
  return best?.id;
}

/** Linked nodes, what they are drawn in, what is drawn in it, and its siblings. */
function relatives(graph: GraphIndex, id: string): Set<string> {
  const result = new Set<string>();
  const node = graph.nodes.get(id);
  for (const { source, target } of graph.links.get(id) ?? []) result.add(source === id ? target : source);
  for (const child of graph.children.get(id) ?? []) result.add(child.id);
  if (node?.parent !== undefined) {
    result.add(node.parent);
    for (const sibling of graph.children.get(node.parent) ?? []) result.add(sibling.id);
  }
  return result;
}

/**
 * How far ahead the middle of `to` lies, and how far beside the way. A wide box is met at its nearest point; the box
 * that `from` itself lies in, at its border.
 */
function distances(from: Rect, to: Rect, direction: Direction): [ahead: number, aside: number] {
  const [dx, dy] = [centreX(to) - centreX(from), centreY(to) - centreY(from)];
  const isVertical = direction === 'up' || direction === 'down';
  const sign = direction === 'up' || direction === 'left' ? -1 : 1;
  const [along, across] = isVertical ? [dy, dx] : [dx, dy];
  const [depth, half] = isVertical ? [to.height / 2, to.width / 2] : [to.width / 2, to.height / 2];
  const isInside = Math.abs(along) < depth && Math.abs(across) < half;
  return [sign * along + (isInside ? depth : 0), Math.max(0, Math.abs(across) - half)];
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

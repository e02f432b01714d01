/**
 * Hosts and the outside, each with all that is on it: where they have been dragged to, and apart from each other.
 */
import type { Arrangement } from './arrangement.ts';
import type { DraggedPlaces } from './dragged.ts';
import { bottom, grow, moved, overlap, type Point, type Rect, right } from './geometry.ts';
import type { HostScene, Scene, Unit } from './scene.ts';
import { BOX_TO_WAY } from './way-around.ts';

/** There is room for a cable on both sides. */
const FRAME_GAP = 2 * BOX_TO_WAY;

/** Places what has been dragged first, in place; what is in the way makes room. */
export function placeFrames(scene: Scene, into: Arrangement, places: DraggedPlaces): void {
  const frames = [
    ...scene.hosts.map((host) => ({ id: host.id, moveBy: (by: Point) => moveHost(host, by, into) })),
    ...scene.units.map((unit) => ({ id: unit.id, moveBy: (by: Point) => moveUnit(unit, by, into) })),
  ];
  const dragged = frames.filter(({ id }) => places.has(id));
  const placed: Rect[] = [];
  for (const { id, moveBy } of new Set([...dragged, ...frames])) {
    const rect = into.rects.get(id)!;
    const { x, y } = nearestApart({ ...rect, ...places.get(id) }, placed);
    if (x !== rect.x || y !== rect.y) moveBy({ x: x - rect.x, y: y - rect.y });
    placed.push({ ...rect, x, y });
  }
}

/** The place nearest to a rectangle that keeps its distance from others. */
function nearestApart(wished: Rect, others: readonly Rect[]): Rect {
  const isApart = (rect: Rect): boolean => others.every((other) => !overlap(grow(other, FRAME_GAP), rect));
  if (isApart(wished)) return wished;
  const xs = others.flatMap((other) => [right(other) + FRAME_GAP, other.x - FRAME_GAP - wished.width]);
  const ys = others.flatMap((other) => [bottom(other) + FRAME_GAP, other.y - FRAME_GAP - wished.height]);
  const distance = ({ x, y }: Point): number => Math.abs(x - wished.x) + Math.abs(y - wished.y);
  return [wished.x, ...xs]
    .flatMap((x) => [wished.y, ...ys].map((y) => ({ ...wished, x, y })))
    .filter(isApart)
    .reduce((nearest, rect) => (distance(rect) < distance(nearest) ? rect : nearest));
}

function moveRect(id: string, by: Point, { rects }: Arrangement): void {
  const rect = rects.get(id);
  if (rect !== undefined) rects.set(id, moved(rect, by));
}

function moveUnit(unit: Unit, by: Point, into: Arrangement): void {
  for (const { id } of [unit, ...unit.pills, ...unit.ports]) moveRect(id, by, into);
  for (const member of unit.members) moveUnit(member, by, into);
  const { upper, lower } = into.trunks.get(unit.id) ?? {};
  into.trunks.set(unit.id, {
    ...(upper === undefined ? {} : { upper: upper + by.x }),
    ...(lower === undefined ? {} : { lower: lower + by.x }),
  });
}

function moveHost({ id, pills, bars, units, router }: HostScene, by: Point, into: Arrangement): void {
  for (const part of [{ id }, ...pills, ...bars, ...(router === undefined ? [] : [router])])
    moveRect(part.id, by, into);
  for (const unit of units) moveUnit(unit, by, into);
  for (const bar of bars) {
    const way = into.ways.get(bar.id);
    if (way === undefined) continue;
    const beside = way.beside === undefined ? {} : { beside: way.beside + by.x };
    into.ways.set(bar.id, { lane: way.lane + by.y, ...beside });
  }
  const bus = into.buses.get(id);
  if (bus !== undefined) into.buses.set(id, moved(bus, by));
}

/** Places that the reader has dragged things to. They hold before all others: what is in the way makes room. */
import type { Arrangement } from './arrangement.ts';
import { type Point, type Rect, right } from './geometry.ts';
import type { HostScene, Scene, Unit } from './scene.ts';

/** By node id: the top left corner, relative to that of the host's frame, which may lie elsewhere another time. */
export type DraggedPlaces = ReadonlyMap<string, Point>;

/** A network moves with the containers that are on it alone; what lies in no host, or is on a border, stays. */
export function movingWith(scene: Scene, id: string): readonly string[] {
  for (const { bars, units } of scene.hosts) {
    const holder = units.find((unit) => unit.id === id || unit.members.some((member) => member.id === id));
    if (holder !== undefined) return [holder.id];
    if (bars.some((bar) => bar.id === id)) {
      const own = units.filter((unit) => unit.bars.length === 1 && unit.bars[0] === id);
      return [id, ...own.map((unit) => unit.id)];
    }
  }
  return [];
}

/** The dragged places after things have been moved from where they are. */
export function moveBy(
  scene: Scene,
  { rects }: Arrangement,
  ids: readonly string[],
  by: Point,
  places: DraggedPlaces,
): DraggedPlaces {
  const result = new Map(places);
  for (const host of scene.hosts) {
    const frame = rects.get(host.id)!;
    for (const { id } of inside(host)) {
      const rect = rects.get(id)!;
      if (ids.includes(id)) {
        result.set(id, { x: Math.round(rect.x - frame.x + by.x), y: Math.round(rect.y - frame.y + by.y) });
      }
    }
  }
  return result;
}

/** The same things, where they are in an arrangement. */
export function draggedTo(scene: Scene, { rects }: Arrangement, places: DraggedPlaces): DraggedPlaces {
  const result = new Map(places);
  for (const host of scene.hosts) {
    const frame = rects.get(host.id)!;
    for (const { id } of inside(host)) {
      const rect = rects.get(id)!;
      if (places.has(id)) result.set(id, { x: rect.x - frame.x, y: rect.y - frame.y });
    }
  }
  return result;
}

/**
 * An arrangement in which everything dragged is where it was dragged to, and may lie on other things; undefined where
 * it is there already.
 */
export function withDragged(
  scene: Scene,
  arrangement: Arrangement,
  places: DraggedPlaces,
  innerOf: (host: HostScene) => Point,
): Arrangement | undefined {
  const rects = new Map(arrangement.rects);
  const trunks = new Map(arrangement.trunks);
  const ways = new Map(arrangement.ways);
  let isMoved = false;
  for (const host of scene.hosts) {
    const frame = rects.get(host.id)!;
    const inner = innerOf(host);
    for (const { id } of inside(host)) {
      const place = places.get(id);
      const rect = rects.get(id);
      if (place === undefined || rect === undefined) continue;
      const at = { x: Math.max(inner.x, frame.x + place.x), y: Math.max(inner.y, frame.y + place.y) };
      if (at.x === rect.x && at.y === rect.y) continue;
      isMoved = true;
      rects.set(id, { ...rect, ...at });
      trunks.delete(id);
      ways.delete(id);
    }
  }
  return isMoved ? { ...arrangement, rects, trunks, ways } : undefined;
}

/** Hosts that have grown push those at their right away. */
export function spreadHosts(scene: Scene, into: Arrangement, gap: number): void {
  const inOrder = scene.hosts.toSorted((a, b) => into.rects.get(a.id)!.x - into.rects.get(b.id)!.x);
  let end = Number.NEGATIVE_INFINITY;
  for (const host of inOrder) {
    const by = Math.max(0, end + gap - into.rects.get(host.id)!.x);
    if (by > 0) shiftHost(host, by, into);
    end = right(into.rects.get(host.id)!);
  }
}

function shiftHost(host: HostScene, by: number, { rects, trunks, ways, buses }: Arrangement): void {
  const shift = (id: string): void => {
    const rect: Rect | undefined = rects.get(id);
    if (rect !== undefined) rects.set(id, { ...rect, x: rect.x + by });
  };
  const shiftUnit = (unit: Unit): void => {
    for (const { id } of [unit, ...unit.pills, ...unit.ports]) shift(id);
    unit.members.forEach(shiftUnit);
    const { upper, lower } = trunks.get(unit.id) ?? {};
    trunks.set(unit.id, {
      ...(upper === undefined ? {} : { upper: upper + by }),
      ...(lower === undefined ? {} : { lower: lower + by }),
    });
  };
  for (const { id } of [host, ...host.pills, ...host.bars, ...(host.router === undefined ? [] : [host.router])])
    shift(id);
  host.units.forEach(shiftUnit);
  for (const { id } of host.bars) {
    const way = ways.get(id);
    if (way?.beside !== undefined) ways.set(id, { ...way, beside: way.beside + by });
  }
  const bus = buses.get(host.id);
  if (bus !== undefined) buses.set(host.id, { ...bus, x: bus.x + by });
}

const inside = ({ bars, units }: HostScene): readonly { readonly id: string }[] => [...bars, ...units];

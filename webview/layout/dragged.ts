/** Places that the reader has dragged things to. They hold before all others: what is in the way makes room. */
import type { Arrangement } from './arrangement.ts';
import type { Point } from './geometry.ts';
import type { HostScene, Scene } from './scene.ts';

/**
 * By node id the top left corner: of what is in a host relative to that of the host's frame, which may lie elsewhere
 * another time.
 */
export type DraggedPlaces = ReadonlyMap<string, Point>;

/**
 * A network moves with the containers that are on it alone, a host with all that is in it. What is on a host's border
 * stays, and so does a network that spans hosts.
 */
export function movingWith(scene: Scene, id: string): readonly string[] {
  if (framesOf(scene).some((frame) => frame.id === id)) return [id];
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
  for (const [id, { x, y }] of placesIn(scene, rects)) {
    if (ids.includes(id)) result.set(id, { x: Math.round(x + by.x), y: Math.round(y + by.y) });
  }
  return result;
}

/** The same things, where they are in an arrangement. */
export function draggedTo(scene: Scene, { rects }: Arrangement, places: DraggedPlaces): DraggedPlaces {
  const result = new Map(places);
  for (const [id, place] of placesIn(scene, rects)) if (places.has(id)) result.set(id, place);
  return result;
}

/** The places of all that can be dragged. */
function* placesIn(scene: Scene, rects: Arrangement['rects']): Generator<readonly [string, Point]> {
  for (const { id } of framesOf(scene)) {
    const { x, y } = rects.get(id)!;
    yield [id, { x, y }];
  }
  for (const host of scene.hosts) {
    const frame = rects.get(host.id)!;
    for (const { id } of inside(host)) {
      const rect = rects.get(id)!;
      yield [id, { x: rect.x - frame.x, y: rect.y - frame.y }];
    }
  }
}

/**
 * An arrangement in which everything dragged in a host is where it was dragged to, and may lie on other things; undefined
 * where it is there already.
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

const inside = ({ bars, units }: HostScene): readonly { readonly id: string }[] => [...bars, ...units];
const framesOf = ({ hosts, units }: Scene): readonly { readonly id: string }[] => [...hosts, ...units];

/**
 * Scene → arrangement. From scratch every time the picture is a new one; otherwise what is on the picture keeps its
 * place, and only what is new is given one.
 */
import { inNaturalOrder } from '../natural-order.ts';
import { type Work, walked } from '../work.ts';
import type { Arrangement } from './arrangement.ts';
import { emptyArrangement } from './arrangement.ts';
import { wereDocked } from './docking.ts';
import { type DraggedPlaces, withDragged } from './dragged.ts';
import { placeFrames } from './frames.ts';
import { bottom, centreX, enclosing, grow, overlap, type Point, right, rowLength } from './geometry.ts';
import { HOST_PADDING, keepPills, PILL_ROW, placePills, rowWidth } from './host-border.ts';
import { keepHost } from './keep.ts';
import { BAR_HEIGHT, type HostScene, PADDING, ROUTER_HEIGHT, type Scene } from './scene.ts';
import { arrangeHost, LANE_TO_SHELF, placeUnit, UNIT_GAP } from './tiers.ts';
import { shapeUnit } from './unit-shape.ts';

/** At the left of a host's content: where lanes of lower shelves go up. */
const GUTTER = 18;
/** At the top of a host. */
export const TITLE_ROOM = 44;
/** From the title to the line that gathers the uplinks: room for the router. */
const HEADER_TO_BUS = 46;
/** Two published ports can pass there. */
const ROUTER_TO_BUS = 20;
const HOST_GAP = 72;
const OUTSIDE_GAP = 64;
const SHARED_BAR_GAP = 72;
/** Colours for networks; more networks share them. */
export const TONES = 6;

const NOTHING_DRAGGED: DraggedPlaces = new Map();

/**
 * Lays out a scene, keeping the places of `previous` as far as that gives a picture without overlaps. What the reader
 * has dragged somewhere is there; what it would lie on goes elsewhere.
 */
export function* layOut(scene: Scene, previous?: Arrangement, dragged = NOTHING_DRAGGED): Work<Arrangement> {
  const isFresh = previous === undefined || isMostlyNew(scene, previous) || haveMoved(scene, previous);
  const kept = isFresh ? undefined : yield* keep(scene, previous);
  const free = kept !== undefined && areApart(scene, kept) ? kept : yield* arrange(scene);
  const wanted = dragged.size === 0 ? undefined : withDragged(scene, free, dragged, (host) => innerOf(host, free));
  const arrangement = (wanted && (yield* settle(scene, wanted, new Set(dragged.keys())))) ?? free;
  if (dragged.size > 0) {
    placeFrames(scene, arrangement, dragged);
    placeSharedBars(scene, arrangement);
  }
  assignTones(scene, arrangement, previous);
  return arrangement;
}

/** When most of the picture is new, old places are worth less than a clear order. */
function isMostlyNew(scene: Scene, previous: Arrangement): boolean {
  const ids = [
    ...scene.hosts.flatMap(({ id, bars, units }) => [id, ...[...bars, ...units].map((each) => each.id)]),
    ...scene.bars.map(({ id }) => id),
  ];
  const known = ids.filter((id) => previous.rects.has(id)).length;
  return known * 2 < ids.length;
}

/** From a host's border to its containers or back, published ports change the size of every card. */
const haveMoved = (scene: Scene, previous: Arrangement): boolean =>
  scene.hosts.some(({ id, isDocked, pills, units }) => {
    const onCards = units.flatMap((unit) => [unit, ...unit.members].flatMap(({ ports }) => ports));
    const ports = [...pills.filter(({ leadsTo }) => leadsTo !== undefined), ...onCards];
    return (
      wereDocked(
        id,
        ports.map((port) => port.id),
        previous,
      ) === !isDocked
    );
  });

function* arrange(scene: Scene): Work<Arrangement> {
  const result = emptyArrangement();
  let x = 0;
  for (const host of scene.hosts) {
    const header = headerOf(host);
    // How many rows the pills take depends on the width, which is known once the inside is arranged: that is done at
    // the origin of a header with one row, and moved down when there are more.
    const inside = emptyArrangement();
    const busY = header.height + headerToBus(host);
    const origin = { x: x + HOST_PADDING + GUTTER, y: busY + LANE_TO_SHELF };
    const size = yield* arrangeHost(host, origin, busY, inside);
    const inner = Math.max(size.width + GUTTER, header.left + header.needed, MIN_HOST_WIDTH);
    const width = inner + 2 * HOST_PADDING;
    const pills = placePills(host.pills, header.left, { x: x + HOST_PADDING, width: inner }, inside.rects);
    const down = Math.max(0, pills.rows - 1) * PILL_ROW;
    yield* shiftDown(inside, down, result);
    yield* walked(pills.rects, ([id, rect]) => result.rects.set(id, rect));
    const height = origin.y + down + size.height + HOST_PADDING;
    result.rects.set(host.id, { x, y: 0, width, height });
    result.buses.set(host.id, { x: x + HOST_PADDING, y: busY + down });
    placeRouter(host, result);
    x += width + HOST_GAP;
  }
  placeOutside(scene, result);
  placeSharedBars(scene, result);
  return result;
}

const MIN_HOST_WIDTH = 320;

/** From the title's row to the bus: the taller the router, the more. */
const headerToBus = ({ router }: HostScene): number =>
  HEADER_TO_BUS + Math.max(0, (router?.height ?? 0) - ROUTER_HEIGHT);

interface Header {
  /** From the host's inner left edge to where the pills begin. */
  readonly left: number;
  readonly height: number;
  readonly longest: number;
  /** The width that the pills want: a row's, of a few of them. */
  readonly needed: number;
}

/** So many pills stand in one row, however wide that is. */
const ONE_ROW = 6;

function headerOf(host: HostScene): Header {
  const left = Math.ceil(host.title.width + host.details.width) + TITLE_ROOM + 3 * PADDING;
  const longest = Math.max(0, ...host.pills.map(({ width }) => width));
  const needed = host.pills.length <= ONE_ROW ? rowWidth(host.pills) : longest;
  return { left, height: TITLE_ROOM, longest, needed };
}

/** Between the bus and the interface that it forwards to; without one at the bus's own end. */
function placeRouter({ id, router }: HostScene, into: Arrangement): void {
  if (router === undefined) return;
  const bus = into.buses.get(id)!;
  const frame = into.rects.get(id)!;
  const door = router.door === undefined ? undefined : into.rects.get(router.door);
  const middle = door === undefined ? frame.x + frame.width / 2 : centreX(door);
  const y = bus.y - ROUTER_TO_BUS - router.height;
  into.rects.set(router.id, {
    x: Math.round(middle - router.width / 2),
    y,
    width: router.width,
    height: router.height,
  });
}

function* shiftDown(from: Arrangement, down: number, into: Arrangement): Work<void> {
  yield* walked(from.rects, ([id, rect]) => into.rects.set(id, down === 0 ? rect : { ...rect, y: rect.y + down }));
  yield* walked(from.trunks, ([id, trunks]) => into.trunks.set(id, trunks));
  for (const [id, way] of from.ways) into.ways.set(id, { ...way, lane: way.lane + down });
}

/** Above the hosts, over their interfaces. */
function placeOutside(scene: Scene, into: Arrangement): void {
  const shapes = scene.units.map((unit) => ({ unit, shape: shapeUnit(unit, () => true) }));
  const width = rowLength(
    shapes.map(({ shape }) => shape.width),
    UNIT_GAP,
  );
  const doors = scene.hosts.flatMap(({ pills }) => pills.slice(0, 1).flatMap(({ id }) => into.rects.get(id) ?? []));
  const hosts = enclosing(scene.hosts.map(({ id }) => into.rects.get(id)!));
  const centre = doors.length > 0 ? doors.reduce((sum, rect) => sum + centreX(rect), 0) / doors.length : width / 2;
  let x = hosts === undefined ? 0 : Math.max(hosts.x, centre - width / 2);
  for (const { unit, shape } of shapes) {
    placeUnit(unit, shape, { x, y: (hosts?.y ?? 0) - OUTSIDE_GAP - shape.height }, into);
    x += shape.width + UNIT_GAP;
  }
}

/** Below the hosts, as wide as all of them. */
function placeSharedBars({ hosts, units, bars }: Scene, into: Arrangement): void {
  const frames = [...hosts, ...units].map(({ id }) => into.rects.get(id)!);
  const all = enclosing(frames) ?? { x: 0, y: 0, width: 0, height: 0 };
  bars.forEach((bar, i) => {
    const y = bottom(all) + SHARED_BAR_GAP + i * (BAR_HEIGHT + SHARED_BAR_GAP / 2);
    into.rects.set(bar.id, { x: all.x, y, width: Math.max(all.width, bar.minWidth), height: BAR_HEIGHT });
  });
}

/** What makes room moves bars, by which interfaces change sides: so often is the outcome laid out anew at most. */
const MOST_PASSES = 5;

/** With everything dragged in its place: an arrangement that is kept as it is from then on. */
function* settle(scene: Scene, wanted: Arrangement, dragged: ReadonlySet<string>): Work<Arrangement | undefined> {
  let result = yield* keep(scene, wanted, dragged);
  for (let pass = 1; result !== undefined && pass < MOST_PASSES; pass++) {
    const before = result;
    result = yield* keep(scene, before);
    if (result === undefined || isSame(before, result)) return before;
  }
  return result;
}

const isSame = ({ rects }: Arrangement, other: Arrangement): boolean =>
  [...rects].every(([id, { x, y, width, height }]) => {
    const rect = other.rects.get(id);
    return rect?.x === x && rect.y === y && rect.width === width && rect.height === height;
  });

/** The upper left corner of what a host holds. */
const innerOf = ({ id }: HostScene, { rects, buses }: Arrangement): Point => ({
  x: rects.get(id)!.x + HOST_PADDING + GUTTER,
  y: buses.get(id)!.y + LANE_TO_SHELF,
});

/**
 * The previous arrangement with what is new added to it; undefined where that has no place in it. What is dragged keeps
 * its place before everything else.
 */
function* keep(scene: Scene, previous: Arrangement, dragged?: ReadonlySet<string>): Work<Arrangement | undefined> {
  const result = emptyArrangement();
  for (const host of scene.hosts) {
    const frame = previous.rects.get(host.id);
    const bus = previous.buses.get(host.id);
    if (frame === undefined || bus === undefined) return undefined;
    const content = yield* keepHost(host, previous, innerOf(host, previous), result, dragged);
    const header = headerOf(host);
    const needed = Math.max(right(content) + HOST_PADDING, frame.x + 2 * HOST_PADDING + header.left + header.longest);
    const width = Math.max(frame.width, needed - frame.x);
    const pillRoom = bus.y - headerToBus(host);
    const left = frame.x + HOST_PADDING + header.left;
    if (!(yield* keepPills(host.pills, { ...frame, width }, left, pillRoom, previous, result))) return undefined;
    const height = Math.max(frame.height, bottom(content) + HOST_PADDING - frame.y);
    result.rects.set(host.id, { x: frame.x, y: frame.y, width, height });
    result.buses.set(host.id, bus);
    placeRouter(host, result);
  }
  for (const unit of scene.units) {
    const rect = previous.rects.get(unit.id);
    if (rect === undefined) return undefined;
    placeUnit(
      unit,
      shapeUnit(unit, () => true),
      rect,
      result,
    );
  }
  for (const bar of scene.bars) {
    const rect = previous.rects.get(bar.id);
    if (rect === undefined) return undefined;
    result.rects.set(bar.id, { ...rect, width: Math.max(rect.width, bar.minWidth) });
  }
  return result;
}

/** Hosts may have grown. */
function areApart({ hosts, units, bars }: Scene, { rects }: Arrangement): boolean {
  const frames = [...hosts, ...units, ...bars].map(({ id }) => grow(rects.get(id)!, PADDING / 2));
  return !frames.some((a, i) => frames.some((b, j) => i < j && overlap(a, b)));
}

/** A network keeps its colour; a new one gets the colour that fewest have. */
function assignTones(scene: Scene, into: Arrangement, previous: Arrangement | undefined): void {
  const bars = [...scene.hosts.flatMap((host) => host.bars), ...scene.bars];
  const uses = new Array<number>(TONES).fill(0);
  for (const { id } of bars) {
    const old = previous?.tones.get(id);
    if (old === undefined) continue;
    into.tones.set(id, old);
    uses[old % TONES]!++;
  }
  const added = bars.filter(({ id }) => !into.tones.has(id));
  for (const { id } of inNaturalOrder(added, ({ sortKey }) => [sortKey])) {
    const tone = uses.indexOf(Math.min(...uses));
    into.tones.set(id, tone);
    uses[tone]!++;
  }
}

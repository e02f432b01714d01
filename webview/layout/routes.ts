/** Where the cables run between the places of an arrangement: right-angled along the tiers, or one smooth curve. */
import type { TopologyEdge } from '../../language-server/protocol.ts';
import { type Work, walked } from '../work.ts';
import type { Arrangement } from './arrangement.ts';
import { bottom, centreX, centreY, clamp, Occupancy, type Point, type Rect, right } from './geometry.ts';
import { type Descent, type Entry, portEntries } from './port-entries.ts';
import type { Scene, Unit } from './scene.ts';
import { BOX_TO_WAY, runsThrough, wayAround } from './way-around.ts';

export interface Route {
  readonly shape: 'line' | 'curve';
  /** From the edge's source to its target, both ends included. */
  readonly points: readonly Point[];
}

/** From a pill to the row's lane. */
const PILL_TO_LANE = 8;
/** From a bar's left end to where its uplink leaves. */
const UPLINK_INSET = 16;
const BAR_TO_LANE = 14;
/** From a bar to where the cables run that come from elsewhere, and the ways of published ports. */
const BAR_TO_FOREIGN = 10;
/** The same from a card with an interface on its border, in the middle between two rows. */
const CARD_TO_FOREIGN = 13;
/** Cables stay clear of the rounded ends of a bar. */
const BAR_END = 6;
/** The room that a cable wants to either side of it, and the steps in which that is looked for. */
const CLEARANCE = 6;
const COLUMN_STEP = 6;
const MOST_STEPS = 400;
/** Inside a host's frame, beside everything: where tunnels go up to an interface of the host. */
const FRAME_TO_TUNNEL = 14;
const DOOR_TO_TUNNEL = 27;
/** Around the place where an uplink leaves a bar: the line, and the word at it. */
const UPLINK_ROOM = { left: 4, width: 40, height: 22 };

export type Routes = (edge: TopologyEdge) => Route | undefined;

/** Answers the route of an edge; undefined when one of its ends is not on the picture, or is drawn on the other. */
export function* routesOf(scene: Scene, arrangement: Arrangement): Work<Routes> {
  const { rects } = arrangement;
  const obstacles = new Occupancy();
  const uplinks = new Occupancy();
  const unitOf = new Map<string, Unit>();
  const hostOf = new Map<string, string>();
  const entries = new Map<string, Entry>();
  const docked = new Set<string>();
  const frames = [...scene.hosts, ...scene.units].map(({ id }) => rects.get(id)!);
  for (const host of scene.hosts) {
    for (const pill of host.pills) hostOf.set(pill.id, host.id);
    for (const bar of host.bars) hostOf.set(bar.id, host.id);
    if (host.router !== undefined) {
      hostOf.set(host.router.id, host.id);
      obstacles.add(rects.get(host.router.id)!);
    }
    for (const { id } of host.bars) {
      const bar = rects.get(id)!;
      obstacles.add(bar);
      const { left, width, height } = UPLINK_ROOM;
      uplinks.add({ x: bar.x + UPLINK_INSET - left, y: bar.y - height, width, height });
    }
    yield* walked(host.units, (unit) => {
      obstacles.add(rects.get(unit.id)!);
      for (const pill of unit.pills) unitOf.set(pill.id, unit);
      for (const { ports } of [unit, ...unit.members]) for (const { id } of ports) docked.add(id);
    });
  }

  const isOpen = (x: number, from: number, to: number): boolean =>
    obstacles.isFree({
      x: x - CLEARANCE,
      y: Math.min(from, to),
      width: 2 * CLEARANCE,
      height: Math.abs(to - from),
    });

  /**
   * The x nearest to one that is wished for at which a cable can run up or down between two heights.
   * @param isFit whether such a column will do; where none will, the nearest is taken
   */
  const columnNear = (x: number, from: number, to: number, isFit = (_at: number): boolean => true): number => {
    let nearest: number | undefined;
    for (let step = 0; step < MOST_STEPS; step++) {
      for (const at of [x + step * COLUMN_STEP, x - step * COLUMN_STEP]) {
        if (!isOpen(at, from, to)) continue;
        if (isFit(at)) return at;
        nearest ??= at;
      }
    }
    return nearest ?? x;
  };

  /** To a network elsewhere: out of the row, up or down where nothing is in the way, and along the bar's border. */
  const detour = (start: Point, up: boolean, bar: Rect): Route => {
    const lane = up ? start.y - PILL_TO_LANE : start.y + PILL_TO_LANE;
    const isAbove = bottom(bar) <= lane;
    const approach = isAbove ? bottom(bar) + BAR_TO_FOREIGN : bar.y - BAR_TO_FOREIGN;
    const column = columnNear(start.x, lane, approach);
    const end = clamp(column, bar.x + BAR_END, right(bar) - BAR_END);
    return line(
      start,
      { x: start.x, y: lane },
      { x: column, y: lane },
      { x: column, y: approach },
      { x: end, y: approach },
      { x: end, y: isAbove ? bottom(bar) : bar.y },
    );
  };

  /** Down to what a port leads to, behind the bar that this is plugged into. */
  const descent: Descent = (x, lane, top, bar) => {
    const above = bar === undefined ? undefined : rects.get(bar);
    const isBehindBar = above !== undefined && above.y < top && isOpen(x, bottom(above) + 1, top - 1);
    const approach = isBehindBar ? above.y - BAR_TO_FOREIGN : top - CARD_TO_FOREIGN;
    const isFit = (at: number): boolean => {
      const along = { x: Math.min(at, x), y: approach, width: Math.abs(at - x), height: 1 };
      return uplinks.isFree(along) && obstacles.isFree(along);
    };
    return { column: columnNear(x, lane, Math.max(lane, approach), isFit), approach };
  };
  for (const host of scene.hosts) {
    for (const entry of portEntries(host, arrangement, descent)) entries.set(entry.port, entry);
    yield;
  }

  /** From a host's border. */
  const publish = ({ lane, column, approach, x }: Entry, port: Rect, target: Rect): Route => {
    const start = { x: centreX(port), y: bottom(port) };
    return line(
      start,
      { x: start.x, y: lane },
      { x: column, y: lane },
      { x: column, y: approach },
      { x, y: approach },
      { x, y: facing(start, target) },
    );
  };

  const plug = (edge: TopologyEdge, pill: Rect, bar: Rect): Route => {
    const unit = unitOf.get(edge.source)!;
    const unitRect = rects.get(unit.id)!;
    const up = pill.y < unitRect.y;
    const x = centreX(pill);
    const start = { x, y: up ? pill.y : bottom(pill) };
    const end = { x, y: up ? bottom(bar) : bar.y };
    const isAcross = (at: number): boolean => at >= bar.x + BAR_END && at <= right(bar) - BAR_END;
    const faces = up ? end.y < start.y : end.y > start.y;
    const between = { x: x - 2, y: Math.min(start.y, end.y) + 1, width: 4, height: Math.abs(end.y - start.y) - 2 };
    // The pill is half on its own unit, which is no obstacle to what leaves it outward.
    if (faces && isAcross(x) && obstacles.isFree(between)) return line(start, end);
    const trunk = arrangement.trunks.get(unit.id)?.[up ? 'upper' : 'lower'];
    if (!faces || trunk === undefined || !isAcross(trunk)) return detour(start, up, bar);
    const lane = up ? start.y - PILL_TO_LANE : start.y + PILL_TO_LANE;
    return line(start, { x, y: lane }, { x: trunk, y: lane }, { x: trunk, y: end.y });
  };

  /** From a network of no host into one: up inside its frame and below its title. */
  const tunnel = (edge: TopologyEdge, bar: Rect, door: Rect): Route => {
    const frame = rects.get(hostOf.get(edge.target) ?? '') ?? door;
    const column = clamp(frame.x + FRAME_TO_TUNNEL, bar.x + BAR_END, right(bar) - BAR_END);
    const lane = bottom(door) + DOOR_TO_TUNNEL;
    const x = door.x + door.width / 4;
    const below = { x: column, y: bottom(frame) + BOX_TO_WAY };
    const straight = [{ x: column, y: bar.y }, below];
    const way = runsThrough(straight, frames)
      ? (wayAround({ x: column, y: bar.y - BOX_TO_WAY }, below, frames) ?? straight)
      : straight;
    return line({ x: column, y: bar.y }, ...way, { x: column, y: lane }, { x, y: lane }, { x, y: bottom(door) });
  };

  const uplink = (edge: TopologyEdge, bar: Rect, door: Rect): Route => {
    const way = arrangement.ways.get(edge.source);
    const bus = arrangement.buses.get(hostOf.get(edge.source) ?? '');
    if (way === undefined || bus === undefined) return tunnel(edge, bar, door);
    const out = { x: bar.x + UPLINK_INSET, y: bar.y };
    const aside =
      way.beside === undefined
        ? []
        : [
            { x: out.x, y: bar.y - BAR_TO_LANE },
            { x: way.beside, y: bar.y - BAR_TO_LANE },
            { x: way.beside, y: way.lane },
          ];
    const joined =
      way.lane <= bus.y
        ? []
        : [
            { x: aside.at(-1)?.x ?? out.x, y: way.lane },
            { x: bus.x, y: way.lane },
          ];
    const last = [out, ...aside, ...joined].at(-1)!;
    return line(
      out,
      ...aside,
      ...joined,
      { x: last.x, y: bus.y },
      { x: centreX(door), y: bus.y },
      { x: centreX(door), y: bottom(door) },
    );
  };

  /** Up from the host's border to the outside, or, where something has been dragged in between, around that. */
  const wire = (door: Rect, outside: Rect): Route => {
    const start = { x: centreX(door), y: door.y };
    const end = { x: clamp(start.x, outside.x + 2 * BAR_END, right(outside) - 2 * BAR_END), y: bottom(outside) };
    const middle = (start.y + end.y) / 2;
    const upright = [start, { x: start.x, y: middle }, { x: end.x, y: middle }, end];
    if (end.y < start.y && !runsThrough(upright, frames)) return line(...upright);
    const above = { x: start.x, y: centreY(door) - BOX_TO_WAY };
    const ways = sidesOf(outside).flatMap(({ side, before }) => {
      const way = wayAround(above, before, frames);
      return way === undefined ? [] : [[start, ...way, side]];
    });
    return line(...(ways.sort((a, b) => a.length - b.length || lengthOf(a) - lengthOf(b))[0] ?? upright));
  };

  return (edge) => {
    const [source, target] = [rects.get(edge.source), rects.get(edge.target)];
    if (source === undefined || target === undefined) return undefined;
    if (edge.kind === 'wire') return wire(source, target);
    if (edge.kind === 'forward') {
      return line({ x: centreX(source), y: source.y }, { x: centreX(target), y: bottom(target) });
    }
    if (edge.kind === 'publish') {
      const entry = entries.get(edge.source);
      if (docked.has(edge.source)) return undefined;
      if (entry !== undefined) return publish(entry, source, target);
    } else if (unitOf.has(edge.source)) return plug(edge, source, target);
    if (edge.kind === 'uplink' || (edge.kind === 'attachment' && target.y < source.y))
      return uplink(edge, source, target);
    return {
      shape: 'curve',
      points: [
        { x: centreX(source), y: facing({ x: 0, y: target.y }, source) },
        { x: centreX(target), y: facing({ x: 0, y: source.y }, target) },
      ],
    };
  };
}

/** The middles of a box's sides, and where a way to each comes from. */
function sidesOf(box: Rect): readonly { readonly side: Point; readonly before: Point }[] {
  const [x, y] = [centreX(box), centreY(box)];
  return [
    { side: { x, y: bottom(box) }, before: { x, y: bottom(box) + BOX_TO_WAY } },
    { side: { x: box.x, y }, before: { x: box.x - BOX_TO_WAY, y } },
    { side: { x: right(box), y }, before: { x: right(box) + BOX_TO_WAY, y } },
    { side: { x, y: box.y }, before: { x, y: box.y - BOX_TO_WAY } },
  ];
}

const lengthOf = (points: readonly Point[]): number =>
  points.reduce((sum, { x, y }, i) => sum + (i === 0 ? 0 : Math.hypot(x - points[i - 1]!.x, y - points[i - 1]!.y)), 0);

/** The y of the side of a rectangle that faces a point. */
const facing = (point: Point, rect: Rect): number => (point.y <= rect.y ? rect.y : bottom(rect));

/** A right-angled line without the points that lie on a straight piece of it. */
function line(...points: readonly Point[]): Route {
  const bends: Point[] = [];
  for (const point of points) {
    const [before, last] = [bends.at(-2), bends.at(-1)];
    if (last !== undefined && last.x === point.x && last.y === point.y) continue;
    const isStraight =
      before !== undefined &&
      last !== undefined &&
      ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y));
    if (isStraight) bends.pop();
    bends.push(point);
  }
  return { shape: 'line', points: bends };
}

/** The two points that draw a curve away from its ends: it leaves and arrives upright. */
export function curveControls(start: Point, end: Point): Point[] {
  const middle = (start.y + end.y) / 2;
  return [
    { x: start.x, y: middle },
    { x: end.x, y: middle },
  ];
}

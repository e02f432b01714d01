/** Where the cables run between the places of an arrangement: right-angled along the tiers, or one smooth curve. */
import type { TopologyEdge } from '../../language-server/protocol.ts';
import { type Work, walked } from '../work.ts';
import type { Arrangement } from './arrangement.ts';
import { bottom, centreX, clamp, entryX, Occupancy, type Point, type Rect, right } from './geometry.ts';
import type { Scene, Unit } from './scene.ts';

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
/** Cables stay clear of the rounded ends of a bar. */
const BAR_END = 6;

export type Routes = (edge: TopologyEdge) => Route | undefined;

/** Answers the route of an edge; undefined when one of its ends is not on the picture. */
export function* routesOf(scene: Scene, arrangement: Arrangement): Work<Routes> {
  const { rects } = arrangement;
  const obstacles = new Occupancy();
  const unitOf = new Map<string, Unit>();
  const hostOf = new Map<string, string>();
  for (const host of scene.hosts) {
    for (const pill of host.pills) hostOf.set(pill.id, host.id);
    for (const bar of host.bars) hostOf.set(bar.id, host.id);
    if (host.router !== undefined) hostOf.set(host.router.id, host.id);
    for (const { id } of host.bars) obstacles.add(rects.get(id)!);
    yield* walked(host.units, (unit) => {
      obstacles.add(rects.get(unit.id)!);
      for (const pill of unit.pills) unitOf.set(pill.id, unit);
    });
  }

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
    if (!faces || trunk === undefined || !isAcross(trunk)) {
      return {
        shape: 'curve',
        points: [start, { x: clamp(x, bar.x + BAR_END, right(bar) - BAR_END), y: facing(start, bar) }],
      };
    }
    const lane = up ? start.y - PILL_TO_LANE : start.y + PILL_TO_LANE;
    return line(start, { x, y: lane }, { x: trunk, y: lane }, { x: trunk, y: end.y });
  };

  const uplink = (edge: TopologyEdge, bar: Rect, door: Rect): Route => {
    const way = arrangement.ways.get(edge.source);
    const bus = arrangement.buses.get(hostOf.get(edge.source) ?? '');
    if (way === undefined || bus === undefined) {
      return {
        shape: 'curve',
        points: [
          { x: centreX(bar), y: bar.y },
          { x: centreX(door), y: bottom(door) },
        ],
      };
    }
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

  const wire = (door: Rect, outside: Rect): Route => {
    const start = { x: centreX(door), y: door.y };
    const end = { x: clamp(start.x, outside.x + 2 * BAR_END, right(outside) - 2 * BAR_END), y: bottom(outside) };
    const middle = (start.y + end.y) / 2;
    return line(start, { x: start.x, y: middle }, { x: end.x, y: middle }, end);
  };

  return (edge) => {
    const [source, target] = [rects.get(edge.source), rects.get(edge.target)];
    if (source === undefined || target === undefined) return undefined;
    if (edge.kind === 'wire') return wire(source, target);
    if (edge.kind === 'forward') {
      return line({ x: centreX(source), y: source.y }, { x: centreX(target), y: bottom(target) });
    }
    if (unitOf.has(edge.source) && edge.kind !== 'publish') return plug(edge, source, target);
    if (edge.kind === 'uplink' || (edge.kind === 'attachment' && target.y < source.y))
      return uplink(edge, source, target);
    return {
      shape: 'curve',
      points: [
        { x: centreX(source), y: facing({ x: 0, y: target.y }, source) },
        { x: edge.kind === 'publish' ? entryX(target) : centreX(target), y: facing({ x: 0, y: source.y }, target) },
      ],
    };
  };
}

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

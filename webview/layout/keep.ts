/** The inside of one host when most of it has its place already. */
import { type Work, walked } from '../work.ts';
import type { Arrangement } from './arrangement.ts';
import { bottom, enclosing, Occupancy, type Point, type Rect, right } from './geometry.ts';
import { BAR_HEIGHT, type Bar, type HostScene, PILL_HEIGHT, type Unit } from './scene.ts';
import { BAR_TO_UNITS, LANE_TO_SHELF, placeUnit, ROW_GAP, UNIT_GAP, UNITS_TO_BAR } from './tiers.ts';
import { shapeUnit, type UnitShape } from './unit-shape.ts';

/** Half the distance that is kept between units. */
const MARGIN = UNIT_GAP / 2;
/** The room that a unit claims: half the distance to the next, and what its pills stick out. */
const around = ({ x, y, width, height }: Rect): Rect => {
  const above = PILL_HEIGHT / 2 + 3;
  return { x: x - MARGIN + 1, y: y - above, width: width + 2 * MARGIN - 2, height: height + 2 * above };
};

/** So many rows below a bar are searched for a place before it is looked for elsewhere. */
const ROWS = 4;
/** So many units a bar may grow to hold in a row. */
const SHORT_ROW = 5;
/** A row of units without a network is at least so long before another is begun. */
const MIN_ROW = 640;

/**
 * Places bars and units, `first` those that have been dragged to their places. Answers the rectangle that encloses them,
 * at least the point `inner`.
 */
export function* keepHost(
  host: HostScene,
  previous: Arrangement,
  inner: Point,
  into: Arrangement,
  first: ReadonlySet<string> = new Set(),
): Work<Rect> {
  const taken = new Occupancy();
  let content: Rect = { ...inner, width: 0, height: 0 };
  const claim = (rect: Rect): void => {
    taken.add(around(rect));
    content = enclosing([content, rect])!;
  };
  const isFree = (rect: Rect): boolean => taken.isFree(around(rect));

  const unitsOn = new Map<string, Unit[]>(host.bars.map(({ id }) => [id, []]));
  yield* walked(host.units, (unit) => {
    for (const bar of unit.bars) unitsOn.get(bar)?.push(unit);
  });

  const newBars: Bar[] = [];
  const keepBar = (bar: Bar): void => {
    const old = previous.rects.get(bar.id);
    const isDragged = first.has(bar.id);
    const wished = old === undefined ? undefined : { ...old, width: Math.max(old.width, bar.minWidth) };
    const rect = isDragged && wished !== undefined ? nearestFree(wished, inner, isFree) : wished;
    if (rect === undefined || !isFree(rect)) {
      newBars.push(bar);
      return;
    }
    claim(rect);
    into.rects.set(bar.id, rect);
    const way = isDragged ? { lane: rect.y - LANE_TO_SHELF } : previous.ways.get(bar.id);
    if (way !== undefined) into.ways.set(bar.id, way);
  };

  const newUnits: Unit[] = [];
  const put = (unit: Unit, shape: UnitShape, at: Point): void => {
    placeUnit(unit, shape, at, into);
    claim({ x: at.x, y: at.y, width: shape.width, height: shape.height });
  };
  const keepUnit = (unit: Unit): void => {
    const old = previous.rects.get(unit.id);
    const shape = old === undefined ? undefined : shapeUnit(unit, isBelowAt(old, into, previous));
    const wished = old === undefined || shape === undefined ? undefined : { ...shape, x: old.x, y: old.y };
    const rect = first.has(unit.id) && wished !== undefined ? nearestFree(wished, inner, isFree) : wished;
    if (rect === undefined || shape === undefined || !isFree(rect)) {
      newUnits.push(unit);
      return;
    }
    put(unit, shape, rect);
    const trunks = previous.trunks.get(unit.id);
    if (trunks !== undefined) into.trunks.set(unit.id, trunks);
  };
  const isFirst = ({ id }: { readonly id: string }): boolean => first.has(id);
  const isOther = (each: { readonly id: string }): boolean => !isFirst(each);
  host.bars.filter(isFirst).forEach(keepBar);
  host.units.filter(isFirst).forEach(keepUnit);
  for (const bar of host.bars.filter(isOther)) {
    keepBar(bar);
    yield;
  }
  for (const unit of host.units.filter(isOther)) {
    keepUnit(unit);
    yield;
  }

  const loneRow = (): Row | undefined => {
    const lone = host.units.flatMap(({ bars, id }) => (bars.length === 0 ? (into.rects.get(id) ?? []) : []));
    const y = Math.max(...lone.map((rect) => rect.y));
    const x = Math.min(...lone.filter((rect) => rect.y === y).map((rect) => rect.x));
    return lone.length === 0 ? undefined : { x, y, end: Math.max(x + MIN_ROW, right(content)) };
  };
  for (const bar of newBars) {
    const rect = placeNewBar(bar, unitsOn.get(bar.id) ?? [], inner, bottom(content), into, isFree);
    claim(rect);
    into.rects.set(bar.id, rect);
    into.ways.set(bar.id, { lane: rect.y - LANE_TO_SHELF });
  }
  for (const unit of newUnits) {
    const bar = unit.bars.map((id) => into.rects.get(id)).find((rect) => rect !== undefined);
    const shape = shapeUnit(unit, isBelowAt({ x: 0, y: bar?.y ?? 0 }, into));
    const rows = bar === undefined ? ownRow(loneRow()) : rowsBelow(bar, shape);
    put(unit, shape, placeFor(shape, rows, { x: inner.x, y: bottom(content) + ROW_GAP }, isFree));
    yield;
  }
  for (const bar of host.bars) {
    stretch(bar, unitsOn.get(bar.id) ?? [], into, taken);
    yield;
  }
  return content;
}

/** Bars that are not placed yet are where they were; new ones, or those in no host, come below everything. */
const isBelowAt =
  ({ y }: Point, into: Arrangement, previous?: Arrangement) =>
  (bar: string): boolean =>
    (into.rects.get(bar)?.y ?? previous?.rects.get(bar)?.y ?? Number.POSITIVE_INFINITY) > y;

/** So far around a place that is taken is looked for another, in steps of half a gap. */
const RINGS = 60;

/** The free place that is nearest to the one that is wished for; that one itself where there is none. */
function nearestFree(wished: Rect, inner: Point, isFree: (rect: Rect) => boolean): Rect {
  for (let ring = 0; ring <= RINGS; ring++) {
    for (let side = -ring; side <= ring; side++) {
      for (const [across, down] of [
        [side, ring],
        [ring, side],
        [-ring, side],
        [side, -ring],
      ] as const) {
        const rect = { ...wished, x: wished.x + across * MARGIN, y: wished.y + down * MARGIN };
        if (rect.x >= inner.x && rect.y >= inner.y && isFree(rect)) return rect;
      }
    }
  }
  return wished;
}

/** Above the units that are plugged into it where there is room, else below everything. */
function placeNewBar(
  bar: Bar,
  units: readonly Unit[],
  inner: Point,
  end: number,
  into: Arrangement,
  isFree: (rect: Rect) => boolean,
): Rect {
  const members = enclosing(units.flatMap(({ id }) => into.rects.get(id) ?? []));
  const size = { width: Math.max(bar.minWidth, members?.width ?? 0), height: BAR_HEIGHT };
  const above = members && { ...size, x: members.x, y: members.y - BAR_TO_UNITS - BAR_HEIGHT };
  if (above !== undefined && above.y >= inner.y && isFree(above)) return above;
  return { ...size, x: inner.x, y: end + UNITS_TO_BAR };
}

/** A stretch of a row in which a unit may stand. */
interface Row extends Point {
  readonly end: number;
  /** The bar that has to be able to reach that far. */
  readonly bar?: Rect;
}

/** Of a unit without a bar: that of its like. */
const ownRow = (row: Row | undefined): Row[] => (row === undefined ? [] : [row]);

/** The rows below a unit's bar. */
function rowsBelow(bar: Rect, { width, height }: UnitShape): Row[] {
  const end = Math.max(right(bar), bar.x + SHORT_ROW * (width + UNIT_GAP));
  return Array.from({ length: ROWS }, (_, row) => {
    return { x: bar.x, y: bottom(bar) + BAR_TO_UNITS + row * (height + ROW_GAP), end, bar };
  });
}

/** The first free place in the rows, else a new row. */
function placeFor(shape: UnitShape, rows: readonly Row[], newRow: Point, isFree: (rect: Rect) => boolean): Point {
  for (const { x: start, y, end, bar } of rows) {
    for (let x = start; x + shape.width <= end; x += MARGIN) {
      if (isFree({ ...shape, x, y }) && (bar === undefined || canReach(bar, x + shape.width, isFree))) return { x, y };
    }
  }
  return newRow;
}

function canReach(bar: Rect, end: number, isFree: (rect: Rect) => boolean): boolean {
  const start = right(bar) + 2 * MARGIN;
  return end <= start || isFree({ x: start, y: bar.y, width: end - start, height: bar.height });
}

/** A bar grows to the right over its units of the row below it, as far as there is room. */
function stretch(bar: Bar, units: readonly Unit[], into: Arrangement, taken: Occupancy): void {
  const rect = into.rects.get(bar.id)!;
  const reach = units
    .map(({ id }) => into.rects.get(id)!)
    .filter(({ x, y }) => x >= rect.x && y > rect.y && y - bottom(rect) <= BAR_TO_UNITS + 1)
    .reduce((end, unit) => Math.max(end, right(unit)), right(rect));
  const added = { x: right(rect) + MARGIN, y: rect.y, width: reach - right(rect), height: rect.height };
  if (added.width > 0 && taken.isFree(added)) {
    into.rects.set(bar.id, { ...rect, width: reach - rect.x });
    taken.add({ ...added, x: right(rect) });
  }
}

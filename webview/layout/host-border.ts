/** What sits on a host's upper border: its interfaces, and the ports that it publishes. */
import type { Work } from '../work.ts';
import type { Arrangement } from './arrangement.ts';
import { clamp, entryX, grow, Occupancy, type Point, type Rect, right, rowLength } from './geometry.ts';
import { PILL_HEIGHT, type Pill } from './scene.ts';

export const HOST_PADDING = 28;
const PILL_GAP = 10;
/** From one row to the next. */
export const PILL_ROW = PILL_HEIGHT + 10;

/**
 * Pills along a host's upper border: its interfaces beside the title, published ports each above what it leads to
 * where there is room for all in one row, else in rows beside the title.
 */
export function placePills(
  pills: readonly Pill[],
  besideTitle: number,
  span: { x: number; width: number },
  places: ReadonlyMap<string, Rect>,
): { rects: Map<string, Rect>; rows: number } {
  const rects = new Map<string, Rect>();
  const put = ({ id, width, height }: Pill, x: number, row: number): void => {
    rects.set(id, { x, y: row * PILL_ROW - PILL_HEIGHT / 2, width, height });
  };
  const start = span.x + besideTitle;
  if (rowWidth(pills) > span.width - besideTitle) {
    let [x, row] = [start, 0];
    for (const pill of pills) {
      if (x > start && x + pill.width > span.x + span.width) {
        x = start;
        row++;
      }
      put(pill, x, row);
      x += pill.width + PILL_GAP;
    }
    return { rects, rows: row + 1 };
  }
  const wishes = pills
    .map((pill) => {
      const target = pill.leadsTo === undefined ? undefined : places.get(pill.leadsTo);
      return { pill, middle: target === undefined ? start + pill.width / 2 : entryX(target) };
    })
    .sort((a, b) => a.middle - b.middle);
  // From the right: how far right each may stand so that those after it still have room.
  let limit = span.x + span.width;
  const latest = wishes.map(({ pill }) => pill.width);
  for (let i = latest.length - 1; i >= 0; i--) {
    limit -= latest[i]!;
    latest[i] = limit;
    limit -= PILL_GAP;
  }
  let x = start;
  wishes.forEach(({ pill, middle }, i) => {
    const at = Math.round(clamp(middle - pill.width / 2, x, latest[i]!));
    put(pill, at, 0);
    x = at + pill.width + PILL_GAP;
  });
  return { rects, rows: 1 };
}

export const rowWidth = (pills: readonly Pill[]): number =>
  rowLength(
    pills.map(({ width }) => width),
    PILL_GAP,
  );

/** Old pills stay, new ones take the first gap in the rows that are there. False when there is none. */
export function* keepPills(
  pills: readonly Pill[],
  frame: Rect,
  left: number,
  /** The y that pills have to stay above. */
  pillRoom: number,
  previous: Arrangement,
  into: Arrangement,
): Work<boolean> {
  const taken = new Occupancy();
  const isFree = (rect: Rect): boolean => taken.isFree(rect);
  const put = (pill: Pill, at: Point): void => {
    const rect = { x: at.x, y: at.y, width: pill.width, height: pill.height };
    taken.add(grow(rect, PILL_GAP - 2));
    into.rects.set(pill.id, rect);
  };
  const added: Pill[] = [];
  for (const pill of pills) {
    const old = previous.rects.get(pill.id);
    if (old !== undefined && isFree({ ...old, width: pill.width })) put(pill, old);
    else added.push(pill);
    yield;
  }
  for (const pill of added) {
    const at = yield* gapFor(pill, frame, left, pillRoom, isFree, into);
    if (at === undefined) return false;
    put(pill, at);
  }
  return true;
}

function* gapFor(
  pill: Pill,
  frame: Rect,
  left: number,
  pillRoom: number,
  isFree: (rect: Rect) => boolean,
  places: Arrangement,
): Work<Point | undefined> {
  const target = pill.leadsTo === undefined ? undefined : places.rects.get(pill.leadsTo);
  const last = right(frame) - HOST_PADDING - pill.width;
  const wished = clamp(target === undefined ? left : entryX(target) - pill.width / 2, left, Math.max(left, last));
  for (let y = frame.y - PILL_HEIGHT / 2; y + PILL_HEIGHT < pillRoom; y += PILL_ROW) {
    for (let step = 0; wished - step >= left || wished + step <= last; step += PILL_GAP) {
      for (const x of [wished + step, wished - step]) {
        const rect = { x, y, width: pill.width, height: pill.height };
        if (x >= left && x <= last && isFree(rect)) return rect;
      }
    }
    yield;
  }
  return undefined;
}

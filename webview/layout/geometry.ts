/** Rectangles, and which places are taken. Lengths are CSS pixels at zoom 1, y grows downward. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** `x`, `y`: the top left corner. */
export interface Rect extends Point, Size {}

export const right = (rect: Rect): number => rect.x + rect.width;
export const bottom = (rect: Rect): number => rect.y + rect.height;
export const centreX = (rect: Rect): number => rect.x + rect.width / 2;
export const centreY = (rect: Rect): number => rect.y + rect.height / 2;

/** Where a published port leads into an interface: beside the cable that leaves it in the middle. */
export const entryX = (rect: Rect): number => rect.x + rect.width * 0.75;

export const moved = <P extends Point>(point: P, by: Point): P => ({ ...point, x: point.x + by.x, y: point.y + by.y });

/** Of things in a row. */
export const rowLength = (lengths: readonly number[], gap: number): number =>
  lengths.reduce((sum, length) => sum + length, gap * Math.max(0, lengths.length - 1));

export const overlap = (a: Rect, b: Rect): boolean =>
  a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);

export function enclosing(rects: Iterable<Rect>): Rect | undefined {
  let [x0, y0, x1, y1] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (const rect of rects) {
    x0 = Math.min(x0, rect.x);
    y0 = Math.min(y0, rect.y);
    x1 = Math.max(x1, right(rect));
    y1 = Math.max(y1, bottom(rect));
  }
  return x0 > x1 ? undefined : { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
}

export const grow = (rect: Rect, margin: number): Rect => ({
  x: rect.x - margin,
  y: rect.y - margin,
  width: rect.width + 2 * margin,
  height: rect.height + 2 * margin,
});

export const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high));

const CELL = 160;

/** The places that are taken, in a grid of cells, so that asking costs the same however much is taken. */
export class Occupancy {
  private readonly cells = new Map<string, Rect[]>();

  add(rect: Rect): void {
    for (const key of cellsOf(rect)) {
      const cell = this.cells.get(key);
      if (cell === undefined) this.cells.set(key, [rect]);
      else cell.push(rect);
    }
  }

  isFree(rect: Rect): boolean {
    for (const key of cellsOf(rect)) if (this.cells.get(key)?.some((taken) => overlap(taken, rect))) return false;
    return true;
  }
}

function* cellsOf(rect: Rect): Generator<string> {
  for (let x = Math.floor(rect.x / CELL); x * CELL < right(rect); x++) {
    for (let y = Math.floor(rect.y / CELL); y * CELL < bottom(rect); y++) yield `${x},${y}`;
  }
}

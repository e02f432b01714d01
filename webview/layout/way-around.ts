/** Cables that would run through a box otherwise. */
import { grow, overlap, type Point, type Rect } from './geometry.ts';

/** From a box to what runs along it. */
export const BOX_TO_WAY = 18;

interface Way {
  /** Numbers of its last point's column and row. */
  readonly column: number;
  readonly row: number;
  readonly points: readonly Point[];
  readonly length: number;
}

/** Whether a right-angled line comes into one of these boxes. */
export const runsThrough = (points: readonly Point[], boxes: readonly Rect[]): boolean =>
  points.some((point, i) => i > 0 && !isOpen(points[i - 1]!, point, boxes, 0));

/**
 * The right-angled way between two points that has the fewest bends, of several the shortest, and stays clear of boxes;
 * undefined where there is none.
 */
export function wayAround(start: Point, end: Point, boxes: readonly Rect[]): readonly Point[] | undefined {
  const columns = inOrder([start.x, end.x, ...boxes.flatMap(({ x, width }) => besides(x, width))]);
  const rows = inOrder([start.y, end.y, ...boxes.flatMap(({ y, height }) => besides(y, height))]);
  /** Points that are reached upright, and those that are reached sideways. */
  const reached = [new Set<string>(), new Set<string>()];
  const first: Way = { column: columns.indexOf(start.x), row: rows.indexOf(start.y), points: [start], length: 0 };
  let ways: readonly (readonly Way[])[] = [[first], [first]];
  while (ways.some((some) => some.length > 0)) {
    const next = [
      shortest(ways[1]!.flatMap((way) => straightOn(way, 0))),
      shortest(ways[0]!.flatMap((way) => straightOn(way, 1))),
    ];
    const arrived = shortest(next.flat().filter(({ points }) => isSame(points.at(-1)!, end)));
    if (arrived[0] !== undefined) return arrived[0].points;
    ways = next.map((some, direction) => some.filter((way) => isNew(way, reached[direction]!)));
  }
  return undefined;

  /** To every point that is in sight upright (0) or sideways (1). */
  function straightOn(way: Way, direction: 0 | 1): Way[] {
    const from = way.points.at(-1)!;
    const found: Way[] = [];
    for (const step of [1, -1]) {
      for (let { column, row } = way; ; ) {
        if (direction === 0) row += step;
        else column += step;
        const [x, y] = [columns[column], rows[row]];
        if (x === undefined || y === undefined || !isOpen(from, { x, y }, boxes, BOX_TO_WAY - 1)) break;
        const length = way.length + Math.abs(x - from.x) + Math.abs(y - from.y);
        found.push({ column, row, points: [...way.points, { x, y }], length });
      }
    }
    return found;
  }
}

function isOpen(from: Point, to: Point, boxes: readonly Rect[], margin: number): boolean {
  const piece: Rect = {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  };
  return boxes.every((box) => !overlap(grow(box, margin), piece));
}

const besides = (start: number, length: number): readonly number[] => [start - BOX_TO_WAY, start + length + BOX_TO_WAY];

const inOrder = (numbers: readonly number[]): readonly number[] => [...new Set(numbers)].sort((a, b) => a - b);

const isSame = (a: Point, b: Point): boolean => a.x === b.x && a.y === b.y;

const keyOf = ({ column, row }: Way): string => `${column},${row}`;

/** To each point the shortest, the shortest of all first. */
function shortest(ways: readonly Way[]): readonly Way[] {
  const found = new Map<string, Way>();
  for (const way of ways.toSorted((a, b) => a.length - b.length))
    if (!found.has(keyOf(way))) found.set(keyOf(way), way);
  return [...found.values()];
}

/** Notes it as reached. */
function isNew(way: Way, reached: Set<string>): boolean {
  const key = keyOf(way);
  if (reached.has(key)) return false;
  reached.add(key);
  return true;
}

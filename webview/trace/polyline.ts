/** Lines of points, to travel along. */
import type { Point } from '../layout/geometry.ts';

const CURVE_PIECES = 16;

/** A curve that leaves and arrives upright, as points. */
export function curvePoints(start: Point, end: Point): Point[] {
  const middle = (start.y + end.y) / 2;
  return Array.from({ length: CURVE_PIECES + 1 }, (_, i) => {
    const t = i / CURVE_PIECES;
    const u = 1 - t;
    return {
      x: u * u * u * start.x + 3 * u * u * t * start.x + 3 * u * t * t * end.x + t * t * t * end.x,
      y: u * u * u * start.y + 3 * u * u * t * middle + 3 * u * t * t * middle + t * t * t * end.y,
    };
  });
}

export function lengthOf(points: readonly Point[]): number {
  return points.slice(1).reduce((sum, point, i) => sum + distance(points[i]!, point), 0);
}

/** The point at a share of the way, from 0 to 1. */
export function pointAt(points: readonly Point[], share: number): Point {
  let rest = lengthOf(points) * Math.max(0, Math.min(1, share));
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1]!, points[i]!];
    const length = distance(from, to);
    if (rest <= length && length > 0) {
      const part = rest / length;
      return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
    }
    rest -= length;
  }
  return points.at(-1)!;
}

const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

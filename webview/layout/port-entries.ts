/** How the published ports on a host's border get to what they lead to: none along the line of another one. */
import { append } from '../lists.ts';
import type { Arrangement } from './arrangement.ts';
import { bottom, centreX, grow, type Point, type Rect, right } from './geometry.ts';
import type { HostScene, Pill, Unit } from './scene.ts';

export interface Entry {
  readonly port: string;
  /** The y at which its line turns aside. */
  readonly lane: number;
  /** The x at which it goes down from there. */
  readonly column: number;
  /** Where it arrives. */
  readonly x: number;
  /** The bar that it passes behind on its last piece. */
  readonly bar?: string;
  /** The y at which it leaves the column for where it arrives. */
  readonly approach: number;
}

/** Where a line that arrives at `x` comes from, seen from the lanes: below the bar that it is plugged into, if any. */
export type Descent = (
  x: number,
  lane: number,
  top: number,
  bar: string | undefined,
) => { readonly column: number; readonly approach: number };

/** From the host's border: below the title. */
const FIRST_LANE = 45;
const LANE_GAP = 6;
/** From the router to the first lane below it. */
const ROUTER_TO_LANE = 6;
/** From the last lane to the bus. */
const LANES_TO_BUS = 8;
/** The part of an interface's width where ports arrive: beside the cable, which leaves in the middle. */
const ENTRY = { from: 0.62, to: 0.92 };

interface Line {
  readonly port: string;
  readonly from: number;
  /** Where it arrives. */
  readonly x: number;
  readonly column: number;
  readonly approach: number;
}

/** @param descent how a line gets to its end from the height of the first lane */
export function portEntries(
  { id, pills, units, router }: HostScene,
  { rects, buses }: Arrangement,
  descent: Descent,
): readonly Entry[] {
  const [frame, bus] = [rects.get(id), buses.get(id)];
  const ports = pills.filter(({ leadsTo }) => leadsTo !== undefined && rects.has(leadsTo));
  if (frame === undefined || bus === undefined || ports.length === 0) return [];
  const barOf = new Map(units.flatMap((unit) => unit.pills.map((pill) => [pill.id, pill.bars[0]] as const)));
  const cards = new Map(units.flatMap((unit) => partsOf(unit).map((part) => [part, unit] as const)));
  const topOf = (target: string): number => {
    const card = cards.get(target);
    const parts = card === undefined ? [target] : [card.id, ...card.pills.map((pill) => pill.id)];
    return Math.min(...parts.map((part) => rects.get(part)!.y));
  };
  const first = frame.y + FIRST_LANE;
  const byTarget = new Map<string, Pill[]>();
  for (const port of ports) append(byTarget, port.leadsTo!, port);
  const lines = [...byTarget].flatMap(([target, same]): Line[] => {
    const inOrder = same.toSorted((a, b) => rects.get(a.id)!.x - rects.get(b.id)!.x);
    return inOrder.map((port, i) => {
      const x = entryX(rects.get(target)!, i, same.length);
      const from = centreX(rects.get(port.id)!);
      return { port: port.id, from, x, ...descent(x, first, topOf(target), barOf.get(target)) };
    });
  });
  const obstacle = router === undefined ? undefined : grow(rects.get(router.id)!, ROUTER_TO_LANE);
  const isBlocked = ({ from, column }: Line): boolean =>
    obstacle !== undefined && Math.min(from, column) < right(obstacle) && obstacle.x < Math.max(from, column);
  const below = obstacle === undefined ? first : bottom(obstacle);
  return [
    ...inLanes(
      lines.filter((line) => !isBlocked(line)),
      first,
      bus,
    ),
    ...inLanes(lines.filter(isBlocked), below, bus),
  ];
}

const partsOf = ({ id, pills, members }: Unit): readonly string[] => [
  id,
  ...pills.map((pill) => pill.id),
  ...members.map((member) => member.id),
];

const entryX = ({ x, width }: Rect, index: number, count: number): number =>
  Math.round(x + width * (ENTRY.from + ((ENTRY.to - ENTRY.from) * (index + 0.5)) / count));

/** Of lines to one side, those that begin further on turn aside further down: then they do not cross. */
function inLanes(lines: readonly Line[], first: number, bus: Point): readonly Entry[] {
  const last = Math.max(0, Math.floor((bus.y - LANES_TO_BUS - first) / LANE_GAP));
  const toLeft = lines.filter(({ from, column }) => column <= from).toSorted((a, b) => a.from - b.from);
  const toRight = lines.filter(({ from, column }) => column > from).toSorted((a, b) => b.from - a.from);
  const lanes = new Map<Line, number>();
  for (const line of [...toLeft, ...toRight]) {
    const beside = [...lanes].filter(([other]) => isOverlapping(other, line));
    lanes.set(line, Math.max(-1, ...beside.map(([, lane]) => lane)) + 1);
  }
  return [...lanes].map(([line, lane]) => ({ ...line, lane: first + Math.min(lane, last) * LANE_GAP }));
}

const isOverlapping = (a: Line, b: Line): boolean =>
  Math.min(a.from, a.column) <= Math.max(b.from, b.column) && Math.min(b.from, b.column) <= Math.max(a.from, a.column);

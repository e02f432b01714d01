/** How the published ports on a host's border get to what they lead to: none along the line of another one. */
import { append } from '../lists.ts';
import type { Arrangement } from './arrangement.ts';
import { centreX, type Rect } from './geometry.ts';
import type { HostScene, Pill, Unit } from './scene.ts';

export interface Entry {
  readonly port: string;
  /** The y at which its line turns aside. */
  readonly lane: number;
  /** Where it arrives. */
  readonly x: number;
  /** The bar that it passes behind on its last piece. */
  readonly bar?: string;
  /** The upper end of the card that it arrives at, with what sits on its border. */
  readonly top: number;
  /** What stands in the lanes' way. */
  readonly router?: string;
}

/** From the host's border: below the title. */
const FIRST_LANE = 45;
const LANE_GAP = 6;
/** From the last lane to the bus. */
const LANES_TO_BUS = 8;
/** The part of an interface's width where ports arrive: beside the cable, which leaves in the middle. */
const ENTRY = { from: 0.62, to: 0.92 };

interface Line {
  readonly port: string;
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bar?: string;
}

export function portEntries({ id, pills, units, router }: HostScene, { rects, buses }: Arrangement): readonly Entry[] {
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
  const byTarget = new Map<string, Pill[]>();
  for (const port of ports) append(byTarget, port.leadsTo!, port);
  const lines = [...byTarget].flatMap(([target, same]): Line[] => {
    const bar = barOf.get(target);
    const inOrder = same.toSorted((a, b) => rects.get(a.id)!.x - rects.get(b.id)!.x);
    return inOrder.map((port, i) => ({
      port: port.id,
      from: centreX(rects.get(port.id)!),
      top: topOf(target),
      to: entryX(rects.get(target)!, i, same.length),
      ...(bar === undefined ? {} : { bar }),
    }));
  });
  const lanes = Math.max(1, Math.floor((bus.y - LANES_TO_BUS - (frame.y + FIRST_LANE)) / LANE_GAP) + 1);
  return inLanes(lines).map(({ line: { port, to, top, bar }, lane }) => ({
    port,
    lane: frame.y + FIRST_LANE + Math.min(lane, lanes - 1) * LANE_GAP,
    x: to,
    top,
    ...(router === undefined ? {} : { router: router.id }),
    ...(bar === undefined ? {} : { bar }),
  }));
}

const partsOf = ({ id, pills, members }: Unit): readonly string[] => [
  id,
  ...pills.map((pill) => pill.id),
  ...members.map((member) => member.id),
];

const entryX = ({ x, width }: Rect, index: number, count: number): number =>
  Math.round(x + width * (ENTRY.from + ((ENTRY.to - ENTRY.from) * (index + 0.5)) / count));

/** Of lines to one side, those that begin further on turn aside further down: then they do not cross. */
function inLanes(lines: readonly Line[]): { readonly line: Line; readonly lane: number }[] {
  const toLeft = lines.filter(({ from, to }) => to <= from).toSorted((a, b) => a.from - b.from);
  const toRight = lines.filter(({ from, to }) => to > from).toSorted((a, b) => b.from - a.from);
  const placed: { readonly line: Line; readonly lane: number }[] = [];
  for (const line of [...toLeft, ...toRight]) {
    const beside = placed.filter((other) => isOverlapping(other.line, line));
    placed.push({ line, lane: Math.max(-1, ...beside.map(({ lane }) => lane)) + 1 });
  }
  return placed;
}

const isOverlapping = (a: Line, b: Line): boolean =>
  Math.min(a.from, a.to) <= Math.max(b.from, b.to) && Math.min(b.from, b.to) <= Math.max(a.from, a.to);

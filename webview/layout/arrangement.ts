/** Where everything is: plain data, kept between pictures and over a reload of the page. */
import { type Work, walked } from '../work.ts';
import type { Point, Rect } from './geometry.ts';

/** Where the cables of a unit go that is not next to its bar: along its row to a trunk, along that to the bar. */
export interface Trunks {
  /** The x of the trunk for pills on the upper border. */
  readonly upper?: number;
  readonly lower?: number;
}

/** How a bar's uplink finds the host's bus: up to its lane, along it to the gutter. */
export interface Way {
  /** The x at which a bar of a lower tier goes up beside its component. */
  readonly beside?: number;
  /** The y of the lane above the component. */
  readonly lane: number;
}

/** The line that gathers a host's uplinks: its y, and the x at which lanes further down join it. */
export type Bus = Point;

export interface Arrangement {
  /** By node id; absolute. */
  readonly rects: Map<string, Rect>;
  readonly trunks: Map<string, Trunks>;
  readonly ways: Map<string, Way>;
  readonly buses: Map<string, Bus>;
  /** The colour of each bar, as a number in order of appearance. */
  readonly tones: Map<string, number>;
}

export const emptyArrangement = (): Arrangement => ({
  rects: new Map(),
  trunks: new Map(),
  ways: new Map(),
  buses: new Map(),
  tones: new Map(),
});

/** Adds the places of `newer` to those that are remembered, in place. */
export function* rememberPlaces(remembered: Arrangement, newer: Arrangement): Work<void> {
  for (const name of Object.keys(newer) as (keyof Arrangement)[]) {
    const into = remembered[name] as Map<string, unknown>;
    yield* walked(newer[name] as Map<string, unknown>, ([id, place]) => into.set(id, place));
  }
}

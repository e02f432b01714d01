/** What VS Code keeps for the page while it is hidden and over a reload of the window. */
import type { TopologyState } from '../language-server/protocol.ts';
import { EVERYTHING, type Visibility } from './filter/visible-graph.ts';
import type { Arrangement } from './layout/arrangement.ts';
import type { Point, Rect } from './layout/geometry.ts';
import type { Level } from './layout/scene.ts';
import { isNumber, isObject, isTopologyState } from './messages.ts';
import type { TraceState } from './trace/trace-control.ts';
import type { ViewportState } from './viewport.ts';

export interface SavedState {
  readonly title: string;
  readonly picture: TopologyState;
  readonly arrangement: Arrangement;
  /** Absent: the whole picture is in view. */
  readonly viewport?: ViewportState;
  readonly selected?: string;
  readonly following: boolean;
  readonly detailsOpen: boolean;
  readonly detailsClosed: boolean;
  readonly trace: TraceState;
  readonly visibility: Visibility;
  readonly level: Level;
}

/** Maps become arrays of entries: the state is kept as JSON. */
export function packState({ arrangement, visibility, ...rest }: SavedState): unknown {
  const entries = Object.entries(arrangement).map(([name, map]) => [name, [...(map as Map<string, unknown>)]]);
  const sets = Object.entries(visibility).map(([name, set]) => [name, [...(set as Set<string>)]]);
  return { ...rest, arrangement: Object.fromEntries(entries), visibility: Object.fromEntries(sets) };
}

type Check<T> = (value: unknown) => value is T;

const isString = (value: unknown): value is string => typeof value === 'string';
const isMaybeNumber = (value: unknown): value is number => value === undefined || isNumber(value);

const isPoint = isObject<Point>({ x: isNumber, y: isNumber });
const isRect = isObject<Rect>({ x: isNumber, y: isNumber, width: isNumber, height: isNumber });
const isViewport = isObject<ViewportState>({ pan: isPoint, zoom: isNumber });

const isMaybeString = (value: unknown): value is string => value === undefined || isString(value);
const isTrace = isObject<TraceState>({ from: isMaybeString, to: isMaybeString, on: isMaybeString });

function unpackMap<T>(value: unknown, isValue: Check<T>): Map<string, T> | undefined {
  const isEntry = (entry: unknown): entry is [string, T] =>
    Array.isArray(entry) && entry.length === 2 && isString(entry[0]) && isValue(entry[1]);
  return Array.isArray(value) && value.every(isEntry) ? new Map(value) : undefined;
}

function unpackVisibility(value: unknown): Visibility {
  const packed = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const set = (name: keyof Visibility): ReadonlySet<string> => {
    const items = packed[name];
    return new Set(Array.isArray(items) ? items.filter(isString) : []);
  };
  const names = Object.keys(EVERYTHING) as (keyof Visibility)[];
  return Object.fromEntries(names.map((name) => [name, set(name)])) as unknown as Visibility;
}

/** Undefined for anything that this version of the page did not write. */
export function unpackState(value: unknown): SavedState | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const {
    title,
    picture,
    arrangement,
    viewport,
    selected,
    following,
    detailsOpen,
    detailsClosed,
    trace,
    visibility,
    level,
  } = value as Record<string, unknown>;
  if (typeof arrangement !== 'object' || arrangement === null) return undefined;
  const packed = arrangement as Record<string, unknown>;
  const rects = unpackMap(packed.rects, isRect);
  const trunks = unpackMap(packed.trunks, isObject({ upper: isMaybeNumber, lower: isMaybeNumber }));
  const ways = unpackMap(packed.ways, isObject({ lane: isNumber, beside: isMaybeNumber }));
  const buses = unpackMap(packed.buses, isPoint);
  const tones = unpackMap(packed.tones, isNumber);
  if (!isString(title) || !isTopologyState(picture) || !rects || !trunks || !ways || !buses || !tones) return undefined;
  return {
    title,
    picture,
    arrangement: { rects, trunks, ways, buses, tones },
    following: following !== false,
    detailsOpen: detailsOpen === true,
    detailsClosed: detailsClosed === true,
    trace: isTrace(trace) ? trace : {},
    visibility: unpackVisibility(visibility),
    level: level === 'physical' ? 'physical' : 'logical',
    ...(isViewport(viewport) ? { viewport } : {}),
    ...(isString(selected) ? { selected } : {}),
  };
}

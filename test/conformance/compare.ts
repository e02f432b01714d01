/**
 * Holds what was simulated against what was recorded, observation by observation. Objects and lists of steps and
 * probes are taken apart; what remains is a leaf, and a leaf is one observation.
 */
import { DRAWN_PREFIX } from '../../language-server/simulation/ipam.ts';
import { Alternatives, AnyOrder, Columns } from './alternatives.ts';
import { type Exclusion, exclusions } from './exclusions.ts';

export interface Disagreement {
  /** Where: `steps[2].stderr`. */
  readonly place: string;
  readonly recorded: unknown;
  readonly simulated: unknown;
}

export interface Comparison {
  readonly agreed: number;
  readonly total: number;
  readonly disagreements: readonly Disagreement[];
  readonly excluded: ReadonlyMap<Exclusion, number>;
  /** Of the observations compared, those of what a packet came to. */
  readonly reach: number;
}

/**
 * What the simulation says where an engine draws a value at random, and every value that the engine could draw.
 * `<random MAC>`: locally administered and unicast; the prefix of automatic IPv6 subnets: unique local.
 */
const randomValues: readonly (readonly [token: string, pattern: string])[] = [
  ['<random MAC>', '[0-9a-f][26ae](?::[0-9a-f]{2}){5}'],
  [DRAWN_PREFIX, 'fd[0-9a-f]{2}:[0-9a-f]{1,4}:[0-9a-f]{1,4}:'],
];

/**
 * What differs between two runs of one engine: times, random names, packet counters, and the order in which 20.10 lists the
 * members of a Go map in a message.
 */
function withoutNoise(text: string): string {
  return (
    text
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, '<time>')
      .replace(/\/netns\/[0-9a-f]{12}/g, '/netns/<id12>')
      .replace(/^# .*iptables-save.*\n?|^# Completed on .*\n?/gm, '')
      .replace(/\[\d+:\d+\]/g, '[0:0]')
      // `docker run` waits for the container's end besides, and may notice that it was told not to any more.
      .replace(/^time="[^"]*" level=error msg="error waiting for container: context canceled"\n?/gm, '')
      .replace(/(?<=cannot be connected to network endpoints: ).*?(?=\.?$)/gm, (names) =>
        names.split(', ').sort().join(', '),
      )
      .trimEnd()
  );
}

/** Columns are as wide as their widest value. */
const withoutPadding = (text: string): string =>
  text
    .replace(/ +/g, ' ')
    .replace(/ $/gm, '')
    .replace(/@if\d+/g, '');

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The bridge of a network whose id a recording does not show by name. */
const withoutBridgeNames = (text: string) => text.replace(/\bbr-(?:[0-9a-f]{12}\b|<id12:[^>]*>)/g, 'br-<id12>');
const unnamedBridge = /\bbr-[0-9a-f]{12}\b/;

function sameText(recorded: string, simulated: string): boolean {
  const withUnnamedBridges = (text: string) => (unnamedBridge.test(recorded) ? withoutBridgeNames(text) : text);
  const [a, b] = [recorded, simulated].map((text) => withUnnamedBridges(withoutNoise(text))) as [string, string];
  if (a === b) return true;
  if (!randomValues.some(([token]) => b.includes(token))) return false;
  const pattern = randomValues.reduce((p, [token, values]) => p.replaceAll(escaped(token), values), escaped(b));
  return new RegExp(`^${pattern}$`).test(a);
}

/** Bridges without a name stand in another order than those with one. */
const withoutBridgeOrder = (list: unknown): unknown =>
  Array.isArray(list) && list.every((item) => typeof item === 'string')
    ? list.map((item) => withoutBridgeNames(item)).sort()
    : list;

function sameLeaf(recorded: unknown, simulated: unknown): boolean {
  if (Array.isArray(recorded) && recorded.some((item) => typeof item === 'string' && unnamedBridge.test(item)))
    return sameText(JSON.stringify(withoutBridgeOrder(recorded)), JSON.stringify(withoutBridgeOrder(simulated)));
  if (typeof recorded === 'string' && typeof simulated === 'string') return sameText(recorded, simulated);
  return sameText(JSON.stringify(sorted(recorded)) ?? '', JSON.stringify(sorted(simulated)) ?? '');
}

/** Objects with their keys in order, so that two equal ones have one text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Lists whose members are observations of their own. */
const takenApart = /^(?:steps|reach|resolves|errors)$/;

/** Whether an observation is of what became of a packet: its verdict, who answered, from which address it was seen. */
export const isReach = (place: string): boolean => place.startsWith('reach[');

/** Lists that an engine gives in any order (the recordings' legend). */
const unordered = /^containers\.[^.]+\.ports\.[^.]+$/;

/** Compares one scenario's observations. */
export function compare(recorded: unknown, simulated: unknown): Comparison {
  return compareAt('', recorded, simulated);
}

function compareAt(start: string, recorded: unknown, simulated: unknown): Comparison {
  let total = 0;
  let reach = 0;
  const disagreements: Disagreement[] = [];
  const excluded = new Map<Exclusion, number>();

  let probeFrom: unknown;

  const leaf = (place: string, a: unknown, b: unknown) => {
    const exclusion = exclusions.find((e) => e.place.test(place) && (e.from === undefined || e.from === probeFrom));
    if (exclusion) {
      excluded.set(exclusion, (excluded.get(exclusion) ?? 0) + 1);
      return;
    }
    total++;
    if (isReach(place)) reach++;
    if (!sameLeaf(inOrder(place, a, b), inOrder(place, b, b)))
      disagreements.push({ place, recorded: a, simulated: plain(b) });
  };
  const walk = (place: string, a: unknown, b: unknown) => {
    if (b instanceof Alternatives) {
      const best = b.values
        .map((value) => compareAt(place, a, value))
        .reduce((x, y) => (y.disagreements.length < x.disagreements.length ? y : x));
      total += best.total;
      reach += best.reach;
      disagreements.push(...best.disagreements);
      for (const [exclusion, count] of best.excluded) excluded.set(exclusion, (excluded.get(exclusion) ?? 0) + count);
    } else if (Array.isArray(a) && takenApart.test(place)) {
      const other = Array.isArray(b) ? b : [];
      for (let i = 0; i < Math.max(a.length, other.length); i++) walk(`${place}[${i}]`, a[i], other[i]);
    } else if (isObject(a) && (isObject(b) || b === undefined)) {
      if ('from' in a) probeFrom = a.from;
      const keys = new Set([...Object.keys(a), ...Object.keys(b ?? {})]);
      if (keys.size === 0) leaf(place, a, b);
      else for (const key of keys) walk(place ? `${place}.${key}` : key, a[key], b?.[key]);
    } else leaf(place, a, b);
  };
  walk(start, recorded, simulated);
  return { agreed: total - disagreements.length, total, disagreements, excluded, reach };
}

const plain = (value: unknown): unknown =>
  value instanceof AnyOrder ? value.lines.join('\n') : value instanceof Columns ? value.text : value;

/** Sorts what has no order and narrows what is padded, on both sides alike. */
function inOrder(place: string, value: unknown, simulated: unknown): unknown {
  if (value instanceof AnyOrder) return value.lines;
  if (value instanceof Columns) return withoutPadding(value.text);
  if (simulated instanceof Columns && typeof value === 'string') return withoutPadding(value);
  if (simulated instanceof AnyOrder && typeof value === 'string') return new AnyOrder(withoutPadding(value)).lines;
  return unordered.test(place) && Array.isArray(value) ? value.map((v) => JSON.stringify(v)).sort() : value;
}

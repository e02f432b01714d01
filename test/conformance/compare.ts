/**
 * Holds what was simulated against what was recorded, observation by observation. Objects and lists of steps and
 * probes are taken apart; what remains is a leaf, and a leaf is one observation.
 */
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
}

/**
 * What the simulation says where an engine draws a value at random, and every value that the engine could draw.
 * `<random MAC>`: locally administered and unicast.
 */
const randomValues: readonly (readonly [token: string, pattern: string])[] = [
  ['<random MAC>', '[0-9a-f][26ae](?::[0-9a-f]{2}){5}'],
];

/** What differs between two runs of one engine and says nothing about networks. */
function withoutNoise(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, '<time>')
    .replace(/\/netns\/[0-9a-f]{12}/g, '/netns/<rand>');
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function sameText(recorded: string, simulated: string): boolean {
  const [a, b] = [withoutNoise(recorded), withoutNoise(simulated)];
  if (a === b) return true;
  if (!randomValues.some(([token]) => b.includes(token))) return false;
  const pattern = randomValues.reduce((p, [token, values]) => p.replaceAll(escaped(token), values), escaped(b));
  return new RegExp(`^${pattern}$`).test(a);
}

function sameLeaf(recorded: unknown, simulated: unknown): boolean {
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

/** Lists that an engine gives in any order (the recordings' legend). */
const unordered = /^containers\.[^.]+\.ports\.[^.]+$/;

/** Compares one scenario's observations. */
export function compare(recorded: unknown, simulated: unknown): Comparison {
  let total = 0;
  const disagreements: Disagreement[] = [];
  const excluded = new Map<Exclusion, number>();

  const leaf = (place: string, a: unknown, b: unknown) => {
    const exclusion = exclusions.find((e) => e.place.test(place) && (e.recorded?.test(String(a)) ?? true));
    if (exclusion) {
      excluded.set(exclusion, (excluded.get(exclusion) ?? 0) + 1);
      return;
    }
    total++;
    const inOrder = (value: unknown) =>
      unordered.test(place) && Array.isArray(value) ? value.map((v) => JSON.stringify(v)).sort() : value;
    if (!sameLeaf(inOrder(a), inOrder(b))) disagreements.push({ place, recorded: a, simulated: b });
  };
  const walk = (place: string, a: unknown, b: unknown) => {
    if (Array.isArray(a) && takenApart.test(place)) {
      const other = Array.isArray(b) ? b : [];
      for (let i = 0; i < Math.max(a.length, other.length); i++) walk(`${place}[${i}]`, a[i], other[i]);
    } else if (isObject(a) && isObject(b) && (Object.keys(a).length > 0 || Object.keys(b).length > 0)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
        walk(place ? `${place}.${key}` : key, a[key], b[key]);
    } else if (isObject(a) && Object.keys(a).length > 0) {
      for (const key of Object.keys(a)) walk(`${place}.${key}`, a[key], undefined);
    } else leaf(place, a, b);
  };
  walk('', recorded, simulated);
  return { agreed: total - disagreements.length, total, disagreements, excluded };
}

/**
 * Who can talk to whom in one world and no more in another: pairs lost, gained and changed, told by classes. Endpoints
 * are the same on both sides when they have the same name.
 *
 * Only pairs of which one end has changed are compared. What a class reaches depends on nothing but the shapes of both
 * classes, the networks that they share and the hosts' surroundings; so where those are the same, so is the cell.
 */
import { t } from '../../l10n.ts';
import { locate } from '../../simulation/locations.ts';
import type { World } from '../../simulation/state.ts';
import { finished, type Work } from '../../steps.ts';
import type { EndpointClass } from './classes.ts';
import { type Endpoint, isUp, serviceText } from './endpoints.ts';
import { buildingMatrix, type Matrix, type Relation, relationOf, type Sending } from './matrix.ts';
import type { Observation } from './probe.ts';
import { resultText, wayText } from './text.ts';

export interface PairChange {
  readonly kind: 'lost' | 'gained' | 'changed';
  /** Names of endpoints. Who is among the targets, too, is meant with the others and not with itself. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** `ping`, `80/tcp` …; none where the target is itself a port. */
  readonly on: readonly string[];
  /** What came of it, or, for a change of the way, by which way. */
  readonly before: string;
  readonly after: string;
}

export interface AddressChange {
  readonly container: string;
  readonly network: string;
  readonly before: string;
  readonly after: string;
}

export interface ReachabilityDifference {
  /** What is lost first, then what is gained and what goes another way. */
  readonly pairs: readonly PairChange[];
  readonly addresses: readonly AddressChange[];
}

/** What `after` changes about who can talk to whom. */
export const reachabilityDifference = (before: World, after: World): ReachabilityDifference =>
  finished(comparing(before, after));

/** So many pairs of classes are compared, or endpoints looked at, in one step. */
const PAIRS_A_STEP = 16;
const ENDPOINTS_A_STEP = 512;

/** The same in steps: with ten thousand containers it takes longer than a keystroke may wait. */
export function* comparing(before: World, after: World): Work<ReachabilityDifference> {
  if (before === after) return { pairs: [], addresses: [] };
  const [a, b] = [yield* buildingMatrix(before), yield* buildingMatrix(after)];
  const joint = yield* joiningClasses(a, b, surroundings(before) !== surroundings(after));
  yield;
  const found: Found[] = [];
  const senders = joint.filter(({ kind }) => kind !== 'port');
  const changed = joint.filter((each) => each.changed);
  let compared = 0;
  for (const from of senders)
    for (const to of from.changed ? joint : changed) {
      for (const change of compare(a, b, from, to)) found.push(change);
      if (++compared % PAIRS_A_STEP === 0) yield;
    }
  const pairs = merged(found);
  yield;
  return { pairs, addresses: yield* findingAddressChanges(before, after) };
}

/** Endpoints that are of one class before and of one class after. */
interface JointClass {
  readonly index: number;
  readonly kind: Endpoint['kind'];
  readonly names: string[];
  readonly a: EndpointClass | undefined;
  readonly b: EndpointClass | undefined;
  readonly changed: boolean;
}

function* joiningClasses(a: Matrix, b: Matrix, allChanged: boolean): Work<readonly JointClass[]> {
  const byKey = new Map<string, JointClass>();
  const add = (endpoint: Endpoint, one: EndpointClass | undefined, other: EndpointClass | undefined): void => {
    const key = `${one?.index} ${other?.index}`;
    let joint = byKey.get(key);
    if (!joint) {
      const changed = allChanged || !one || !other || differs(one, other);
      joint = { index: byKey.size, kind: endpoint.kind, names: [], a: one, b: other, changed };
      byKey.set(key, joint);
    }
    joint.names.push(endpoint.name);
  };
  let seen = 0;
  for (const one of a.classes.all)
    for (const endpoint of one.members) {
      if (++seen % ENDPOINTS_A_STEP === 0) yield;
      const again = b.classes.find(endpoint.kind, endpoint.name);
      add(endpoint, one, again && b.classes.of(again));
    }
  for (const other of b.classes.all)
    for (const endpoint of other.members) {
      if (++seen % ENDPOINTS_A_STEP === 0) yield;
      if (!a.classes.find(endpoint.kind, endpoint.name)) add(endpoint, undefined, other);
    }
  return [...byKey.values()];
}

function differs(a: EndpointClass, b: EndpointClass): boolean {
  return !a.regular || !b.regular || a.shape !== b.shape || a.networks.join('\n') !== b.networks.join('\n');
}

/** What the shapes of endpoints do not say, because it is the same for all. */
function surroundings({ hosts, outside }: World): string {
  const parts = [...hosts.values()].map(
    ({ name, engine, daemon, kernel, interfaces, routes, nameservers, hostsFile }) => ({
      ...{ name, engine, daemon, kernel, interfaces, routes, nameservers, hostsFile },
    }),
  );
  return JSON.stringify([parts, outside]);
}

/** One difference of two joint classes in one service. */
interface Found extends Omit<PairChange, 'from' | 'to' | 'on'> {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly on: string;
}

function compare(a: Matrix, b: Matrix, from: JointClass, to: JointClass): readonly Found[] {
  if (isPlain(a, from, to, 'a') && isPlain(b, from, to, 'b')) {
    if (from === to && from.names.length === 1) return [];
    const [one, other] = [cellOf(a, from.a, to.a, 'apart'), cellOf(b, from.b, to.b, 'apart')];
    return changesOf(to, one, other).map((change) => ({ ...change, from: from.names, to: to.names }));
  }
  return pairwise(a, b, from, to);
}

type Results = ReadonlyMap<string, Observation>;

/** The observations of a cell by service. */
function cellOf(
  matrix: Matrix,
  from: EndpointClass | undefined,
  to: EndpointClass | undefined,
  relation: Relation,
): Results {
  const observations = from && to ? (matrix.cell(from, to)[relation] ?? []) : [];
  return new Map(
    observations.map((observation, index) => [to!.owner ? '' : serviceText(to!.services[index]!), observation]),
  );
}

/** Whether all pairs of two classes, other than an endpoint with itself, stand apart. */
function isPlain(matrix: Matrix, from: JointClass, to: JointClass, side: 'a' | 'b'): boolean {
  const [one, other] = [from[side], to[side]];
  if (!one || !other) return true;
  return other.owner !== one && !(matrix.crowded.has(one) && matrix.crowded.has(other.owner ?? other));
}

/** Where members stand to each other in several ways: pair by pair. */
function pairwise(a: Matrix, b: Matrix, from: JointClass, to: JointClass): readonly Found[] {
  const known = new Map<string, readonly Omit<Found, 'from' | 'to'>[]>();
  return from.names.flatMap((sender) =>
    to.names.flatMap((target) => {
      if (from.kind === to.kind && sender === target) return [];
      const between = (matrix: Matrix): Relation | undefined => {
        const one = matrix.classes.find(from.kind, sender) as Sending | undefined;
        const other = matrix.classes.find(to.kind, target);
        return one && other && relationOf(one, other);
      };
      const [before, after] = [between(a), between(b)];
      const key = `${before} ${after}`;
      const changes =
        known.get(key) ??
        changesOf(
          to,
          before ? cellOf(a, from.a, to.a, before) : new Map(),
          after ? cellOf(b, from.b, to.b, after) : new Map(),
        );
      known.set(key, changes);
      return changes.map((change) => ({ ...change, from: [sender], to: [target] }));
    }),
  );
}

/** How much of a target is reached: by its name, by its address, by some of its addresses, or not at all. */
const RANKS: Readonly<Record<Observation['reach'], number>> = {
  reached: 3,
  'by address': 2,
  'in part': 1,
  'another answers': 0,
  'not reached': 0,
};

function changesOf(to: JointClass, before: Results, after: Results): readonly Omit<Found, 'from' | 'to'>[] {
  const services = new Set([...before.keys(), ...after.keys()]);
  return [...services].flatMap((on): readonly Omit<Found, 'from' | 'to'>[] => {
    const [one, other] = [before.get(on), after.get(on)];
    const [rank, rankAfter] = [one ? RANKS[one.reach] : 0, other ? RANKS[other.reach] : 0];
    if (rank === 0 && rankAfter === 0) return [];
    if (rank !== rankAfter) {
      const gone = (side: EndpointClass | undefined) => (side ? t('not tried') : t('gone'));
      return [
        {
          kind: rank > rankAfter ? 'lost' : 'gained',
          on,
          before: one ? resultText(one) : gone(to.a),
          after: other ? resultText(other) : gone(to.b),
        },
      ];
    }
    const [way, wayAfter] = [wayText(to.a!, one!), wayText(to.b!, other!)];
    return way === wayAfter ? [] : [{ kind: 'changed', on, before: way, after: wayAfter }];
  });
}

const ORDER: readonly PairChange['kind'][] = ['lost', 'gained', 'changed'];

/** Puts together what can be told in one line: services of one pair, then senders, then targets. */
function merged(found: readonly Found[]): readonly PairChange[] {
  const changes = found.map((each): PairChange => ({ ...each, on: each.on === '' ? [] : [each.on] }));
  const key = ({ kind, before, after }: PairChange) => `${kind}|${before}|${after}`;
  const byService = gather(
    changes,
    (each) => `${key(each)}|${each.from.join()}|${each.to.join()}`,
    (one, other) => ({ ...one, on: [...one.on, ...other.on] }),
  );
  const bySender = gather(
    byService,
    (each) => `${key(each)}|${each.to.join()}|${each.on.join()}`,
    (one, other) => ({ ...one, from: [...one.from, ...other.from] }),
  );
  const byTarget = gather(
    bySender,
    (each) => `${key(each)}|${each.from.join()}|${each.on.join()}`,
    (one, other) => ({ ...one, to: [...one.to, ...other.to] }),
  );
  return [...byTarget].sort(
    (one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind) || weight(other) - weight(one),
  );
}

/** What concerns many comes first, and a port before a mere ping. */
const weight = ({ from, to, on }: PairChange): number =>
  from.length * to.length + (on.length === 1 && on[0] === 'ping' ? 0 : 1_000_000);

function gather<T>(values: readonly T[], key: (value: T) => string, join: (one: T, other: T) => T): readonly T[] {
  const groups = new Map<string, T>();
  for (const value of values) {
    const known = groups.get(key(value));
    groups.set(key(value), known === undefined ? value : join(known, value));
  }
  return [...groups.values()];
}

/** Addresses of containers that run on both sides. */
function* findingAddressChanges(before: World, after: World): Work<readonly AddressChange[]> {
  const changes: AddressChange[] = [];
  let seen = 0;
  for (const host of after.hosts.values()) {
    const earlier = before.hosts.get(host.name);
    if (!earlier || earlier === host) continue;
    for (const container of host.containers.values()) {
      if (++seen % ENDPOINTS_A_STEP === 0) yield;
      const id = earlier.containerIds.get(container.name);
      const known = id === undefined ? undefined : earlier.containers.get(id);
      if (!known || !isUp(known) || !isUp(container) || container.namespace.kind !== 'own') continue;
      const links = locate(earlier).namespace(known).links;
      for (const { network, endpoint } of locate(host).namespace(container).links) {
        const { address } = endpoint;
        const was = links.find((link) => link.network.name === network.name)?.endpoint.address;
        if (was !== undefined && address !== undefined && was !== address)
          changes.push({ container: container.name, network: network.name, before: was, after: address });
      }
    }
  }
  return changes;
}

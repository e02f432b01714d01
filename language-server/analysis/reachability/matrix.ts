/**
 * Who can talk to whom: every pair of endpoints by every declared or published port and by ping, by classes. One pair
 * stands for all pairs of its classes, and for all pairs of classes that look the same.
 */
import { preparingFirewall } from '../../simulation/filter.ts';
import type { World } from '../../simulation/state.ts';
import { finished, type Work } from '../../steps.ts';
import { type Classes, classifying, type EndpointClass, namespaceOf } from './classes.ts';
import type { Endpoint, PortEndpoint } from './endpoints.ts';
import { servicesOf } from './endpoints.ts';
import { type Observation, probe } from './probe.ts';

/** How two members of one pair of classes stand to each other. */
export type Relation =
  /** One and the same container, or a container and a port that leads to itself. */
  | 'self'
  /** They share a network namespace. */
  | 'namespace'
  | 'apart';

/** One observation for each service of the target's class, for each relation that occurs. */
export type Cell = { readonly [R in Relation]?: readonly Observation[] };

export interface Matrix {
  readonly classes: Classes;
  /** Classes that send, in order. */
  readonly rows: readonly EndpointClass[];
  readonly columns: readonly EndpointClass[];
  /** Classes of which some members share a network namespace with somebody. */
  readonly crowded: ReadonlySet<EndpointClass>;
  /** What comes of it when a member of `from` tries a member of `to`. */
  readonly cell: (from: EndpointClass, to: EndpointClass) => Cell;
  /** Two members of two classes to look at: apart from each other, if there are such. */
  readonly pair: (from: EndpointClass, to: EndpointClass) => readonly [Sending, Endpoint] | undefined;
  readonly observe: (from: Sending, to: Endpoint) => readonly Observation[];
}

export type Sending = Exclude<Endpoint, PortEndpoint>;

const known = new WeakMap<World, Matrix>();

/** The matrix of a world. Classes are sorted at once, cells are worked out when they are asked for. */
export const matrixOf = (world: World): Matrix => finished(buildingMatrix(world));

export function* buildingMatrix(world: World): Work<Matrix> {
  let matrix = known.get(world);
  if (!matrix) {
    const classes = yield* classifying(world);
    for (const host of world.hosts.values()) yield* preparingFirewall(host);
    matrix = build(world, classes);
    known.set(world, matrix);
  }
  return matrix;
}

function build(world: World, classes: Classes): Matrix {
  const { all, housemates } = classes;
  /** By relation, shapes and shared networks, or by the classes themselves. */
  const observed = new Map<string, readonly Observation[]>();
  /** Cells of pairs that share no network, by the shapes of both. */
  const strangers: Cell[][] = [];
  const crowded = new Set([...housemates.values()].flat().map(classes.of));
  const isCrowded = all.map((each) => crowded.has(each.owner ?? each));

  const trace = (from: Sending, to: Endpoint): readonly Observation[] =>
    servicesOf(to, world).map((service) => probe(world, from, to, service));
  const cell = (from: EndpointClass, to: EndpointClass): Cell => {
    const same = from === to || to.owner === from;
    const housed = isCrowded[from.index]! && isCrowded[to.index]!;
    // Who is known by its name may be somebody else on another network: then the classes themselves count.
    const regular = from.regular && to.regular;
    const pattern = sharedNetworks(from, to);
    if (!same && !housed && regular && pattern === '') {
      strangers[from.shapeNumber] ??= [];
      const row = strangers[from.shapeNumber]!;
      row[to.shapeNumber] ??= { apart: trace(from.members[0] as Sending, to.members[0]!) };
      return row[to.shapeNumber]!;
    }
    const found: { [R in Relation]?: readonly Observation[] } = {};
    for (const relation of relations) {
      if (relation === 'self' && !same) continue;
      if (relation === 'namespace' && !housed) continue;
      // Whether there is such a pair is a matter of the members, and not of the shapes.
      const pair = pairOf(relation, from, to, classes);
      if (!pair) continue;
      const key = regular
        ? `${relation} ${from.shapeNumber} ${to.shapeNumber} ${pattern}`
        : `${relation} of ${from.index} ${to.index}`;
      let observations = observed.get(key);
      if (!observations) {
        observations = trace(...pair);
        observed.set(key, observations);
      }
      found[relation] = observations;
    }
    return found;
  };
  return {
    classes,
    rows: all.filter(({ members }) => members[0]!.kind !== 'port'),
    columns: all,
    crowded,
    cell,
    pair: (from, to) =>
      relations.reduce<Pair | undefined>((found, relation) => found ?? pairOf(relation, from, to, classes), undefined),
    observe: (from, to) => cell(classes.of(from), classes.of(to))[relationOf(from, to)] ?? trace(from, to),
  };
}

type Pair = readonly [Sending, Endpoint];

const relations: readonly Relation[] = ['apart', 'namespace', 'self'];

/** Where two classes share networks: `0=1` for the first of one and the second of the other. */
function sharedNetworks({ networkNumbers: a }: EndpointClass, { networkNumbers: b }: EndpointClass): string {
  let pattern = '';
  for (let i = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) if (a[i] === b[j]) pattern += `${i}=${j} `;
  return pattern;
}

export function relationOf(from: Endpoint, to: Endpoint): Relation {
  if (from === to) return 'self';
  if (from.kind === 'container' && to.kind === 'port' && from.container === to.container) return 'self';
  const namespace = namespaceOf(from);
  return namespace !== undefined && namespace === namespaceOf(to) ? 'namespace' : 'apart';
}

/** Two members of two classes that stand in a relation to each other, if there are any. */
function pairOf(relation: Relation, from: EndpointClass, to: EndpointClass, classes: Classes): Pair | undefined {
  const senders = from.members as readonly Sending[];
  const among = (candidates: Iterable<Sending>, target: Endpoint): Pair | undefined => {
    for (const one of candidates) if (relationOf(one, target) === relation) return [one, target];
    return undefined;
  };
  switch (relation) {
    case 'self':
      return among(senders, to.members[0]!);
    case 'apart': {
      const other = to.members.find((each) => relationOf(senders[0]!, each) === 'apart');
      // Where the first sender has all targets beside it, another sender may live elsewhere.
      return other ? [senders[0]!, other] : among(senders, to.members[0]!);
    }
    case 'namespace':
      for (const target of to.members) {
        const beside = classes.housemates.get(namespaceOf(target)!) ?? [];
        const found = among(beside.filter((each) => classes.of(each) === from) as Sending[], target);
        if (found) return found;
      }
      return undefined;
  }
}

/** What a cell shows first: members that stand apart, or whatever there is. */
export const mainOf = (cell: Cell): readonly Observation[] => cell.apart ?? cell.namespace ?? cell.self ?? [];

/**
 * What differs between two runs of one lab: what the engines accept and refuse, what containers get, what comes of
 * expectations. Every difference is told at the statement at which it first shows.
 */
import { findContainer, resolve } from '../simulation/names.ts';
import { namespaceOf } from '../simulation/namespace.ts';
import type { EngineError, World } from '../simulation/state.ts';
import type { Outcome } from './expectation.ts';
import { macText } from './facts.ts';
import type { Lab } from './lab.ts';
import type { ExpectationOutcome } from './outcomes.ts';
import { readable } from './readable.ts';
import { type Timeline, worldAt } from './timeline.ts';

export type Topic =
  | 'command'
  | 'subnets'
  | 'status'
  | 'addresses'
  | 'MAC addresses'
  | 'interfaces'
  | 'default route'
  | 'published ports'
  | 'names resolved'
  | 'expectation';

export interface Difference {
  /** Index into the lab's entries. */
  readonly entry: number;
  readonly topic: Topic;
  /** The container or network; empty for an expectation. */
  readonly subject: string;
  readonly before: string;
  readonly after: string;
}

/** One run of the lab. */
export interface Run {
  readonly lab: Lab;
  readonly timeline: Timeline;
  readonly outcomes: readonly ExpectationOutcome[];
}

/** The differences in the order of the timeline, then those of names at its end, then expectations. */
export function differencesBetween(before: Run, after: Run): readonly Difference[] {
  return [
    ...stepDifferences(before.timeline, after.timeline),
    ...nameDifferences(before.timeline, after.timeline),
    ...expectationDifferences(before, after),
  ];
}

/** Says the same of two differences that are about the same thing. */
export function identityOf({ entry, topic, subject }: Difference): string {
  return `${entry} ${topic} ${subject}`;
}

function stepDifferences(before: Timeline, after: Timeline): readonly Difference[] {
  const found: Difference[] = [];
  /** What was told of a topic and a subject, so that it is told once and not at every later statement. */
  let told = new Map<string, string>();
  before.steps.forEach(({ entry, command, result: one }, index) => {
    const { result: two } = after.steps[index]!;
    const [answer, otherAnswer] = [answerText(one.error), answerText(two.error)];
    const acted = 'name' in command ? command.name : 'container' in command ? command.container : undefined;
    if (answer !== otherAnswer) {
      found.push({ entry, topic: 'command', subject: acted ?? '', before: answer, after: otherAnswer });
    }
    // That something is there goes without saying where the command that makes it succeeds on one side alone.
    const oneSided = (one.error === undefined) !== (two.error === undefined);
    const now = new Map<string, string>();
    for (const [key, { topic, subject, values }] of paired(factsOf(one.world), factsOf(two.world))) {
      const [a, b] = values;
      if (a === b) continue;
      now.set(key, `${a} → ${b}`);
      const obvious = oneSided && subject === acted && (a === NONE || b === NONE || topic === 'status');
      if (!obvious && told.get(key) !== now.get(key)) found.push({ entry, topic, subject, before: a, after: b });
    }
    told = now;
  });
  return found;
}

function answerText(error: EngineError | undefined): string {
  return error ? `refused: “${readable(error.message)}”` : 'accepted';
}

interface Fact {
  readonly topic: Topic;
  readonly subject: string;
  readonly value: string;
}

const NONE = 'none';

/** Facts of both worlds by topic and subject. What one world does not have at all is `none` there. */
function paired(before: readonly Fact[], after: readonly Fact[]) {
  const pairs = new Map<string, { topic: Topic; subject: string; values: [string, string] }>();
  [before, after].forEach((facts, side) => {
    for (const { topic, subject, value } of facts) {
      const key = `${topic} ${subject}`;
      const pair = pairs.get(key) ?? { topic, subject, values: [NONE, NONE] };
      pair.values[side] = value;
      pairs.set(key, pair);
    }
  });
  return pairs;
}

function factsOf(world: World): readonly Fact[] {
  return [...world.hosts.values()].flatMap((host) => [
    ...[...host.networks.values()].map(({ name, pools }) => ({
      topic: 'subnets' as const,
      subject: name,
      value: listed(
        pools.map(({ subnet, gateway, random }) =>
          random ? 'random' : gateway ? `${subnet} gateway ${gateway}` : subnet,
        ),
      ),
    })),
    ...[...host.containers.values()].flatMap((container) => {
      const { kind, owner, interfaces, routes } = namespaceOf(host, container);
      const own = kind === 'own' && owner?.id === container.id;
      const linked = own ? interfaces.filter(({ network }) => network !== undefined) : [];
      const byNetwork = [...linked].sort((a, b) => (a.network! < b.network! ? -1 : 1));
      const gateway = own ? routes.find(({ destination }) => destination === 'default') : undefined;
      const facts: readonly (readonly [Topic, string])[] = [
        ['status', container.status],
        ['addresses', listed(byNetwork.map(({ network, addresses }) => `${addresses.join(', ')} on ${network}`))],
        ['MAC addresses', listed(byNetwork.map(({ network, mac }) => `${mac ? macText(mac) : NONE} on ${network}`))],
        [
          'interfaces',
          listed(
            byNetwork.map(({ network, name, order }) => `${order === 'random' ? 'any ethN' : name} on ${network}`),
          ),
        ],
        ['default route', gateway?.via ? `via ${gateway.via}` : NONE],
        [
          'published ports',
          listed(container.ports.map((p) => `${p.hostIp}:${p.hostPort}->${p.containerPort}/${p.protocol}`).sort()),
        ],
      ];
      return facts.map(([topic, value]) => ({ topic, subject: container.name, value }));
    }),
  ]);
}

function listed(values: readonly string[]): string {
  return values.join(', ') || NONE;
}

/** Names as each container that runs on both sides resolves them at the end, told at the statement that last did something to it. */
function nameDifferences(before: Timeline, after: Timeline): readonly Difference[] {
  const [one, two] = [worldAt(before), worldAt(after)];
  const names = [...new Set([...namesIn(one), ...namesIn(two)])].sort();
  return [...one.hosts.values()].flatMap((host) =>
    [...host.containers.values()].flatMap(({ name: container }) => {
      if (![one, two].every((world) => findContainer(world, container)?.container.status === 'running')) return [];
      const entry = before.steps.findLast(({ command }) => JSON.stringify(command).includes(`"${container}"`))?.entry;
      return names.flatMap((name): readonly Difference[] => {
        const [a, b] = [one, two].map((world) =>
          listed(resolve(world, { kind: 'container', name: container }, name).addresses),
        ) as [string, string];
        const subject = `${container} asks ${name}`;
        return a === b || entry === undefined ? [] : [{ entry, topic: 'names resolved', subject, before: a, after: b }];
      });
    }),
  );
}

function namesIn(world: World): readonly string[] {
  return [...world.hosts.values()].flatMap((host) =>
    [...host.networks.values()].flatMap((network) =>
      [...network.endpoints.values()].flatMap(({ dnsNames }) => dnsNames.filter((name) => !name.startsWith('<'))),
    ),
  );
}

function expectationDifferences(before: Run, after: Run): readonly Difference[] {
  return before.outcomes.flatMap(({ entry, outcome }, index): readonly Difference[] => {
    const { outcome: other } = after.outcomes[index]!;
    const [a, b] = [outcomeText(outcome), outcomeText(other)];
    if (a === b) return [];
    return [{ entry: before.lab.entries.indexOf(entry), topic: 'expectation', subject: '', before: a, after: b }];
  });
}

function outcomeText({ holds, verdict }: Outcome): string {
  return `${holds ? 'met' : 'not met'} (${verdict})`;
}

/**
 * What differs between two runs of one lab: what the engines accept and refuse, what containers get, what comes of
 * expectations. Every difference is told at the statement at which it first shows.
 */
import { t, translatable } from '../l10n.ts';

import { findContainer, resolve } from '../simulation/names.ts';
import { namespaceOf } from '../simulation/namespace.ts';
import type { Container, EngineError, Host, Network, World } from '../simulation/state.ts';
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

/** How topics are called; to programs their names are stable. */
export const topicText: Readonly<Record<Topic, string>> = {
  command: translatable('command'),
  subnets: translatable('subnets'),
  status: translatable('status'),
  addresses: translatable('addresses'),
  'MAC addresses': translatable('MAC addresses'),
  interfaces: translatable('interfaces'),
  'default route': translatable('default route'),
  'published ports': translatable('published ports'),
  'names resolved': translatable('names resolved'),
  expectation: translatable('expectation'),
};

export interface Difference {
  /** Index into the lab's entries. */
  readonly entry: number;
  readonly topic: Topic;
  /** The container or network; empty for an expectation. */
  readonly subject: string;
  readonly before: string;
  readonly after: string;
  /** Of a command that is refused both times, in other words. */
  readonly bothRefused?: true;
}

/** One run of the lab. */
export interface Run {
  readonly lab: Lab;
  readonly timeline: Timeline;
  readonly outcomes: readonly ExpectationOutcome[];
}

/**
 * The differences in the order of the timeline, then those of names at its end, then expectations.
 * @param asked the questions for names that are of interest (`CONTAINER asks NAME`); all of them if not said otherwise
 */
export function differencesBetween(before: Run, after: Run, asked?: ReadonlySet<string>): readonly Difference[] {
  return [
    ...stepDifferences(before.timeline, after.timeline),
    ...(asked?.size === 0 ? [] : nameDifferences(before.timeline, after.timeline, asked)),
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
  const told = new Map<string, string>();
  const [left, right] = [new Facts(before.initial), new Facts(after.initial)];
  before.steps.forEach(({ entry, command, result: one }, index) => {
    const { result: two } = after.steps[index]!;
    const [answer, otherAnswer] = [answerText(one.error), answerText(two.error)];
    const acted = 'name' in command ? command.name : 'container' in command ? command.container : undefined;
    if (answer !== otherAnswer) {
      const bothRefused = one.error && two.error ? ({ bothRefused: true } as const) : {};
      found.push({ entry, topic: 'command', subject: acted ?? '', before: answer, after: otherAnswer, ...bothRefused });
    }
    // That something is there goes without saying where the command that makes it succeeds on one side alone.
    const oneSided = (one.error === undefined) !== (two.error === undefined);
    const changed = new Map([...left.advance(worldAt(before, index + 1)), ...right.advance(worldAt(after, index + 1))]);
    for (const [key, { topic, subject }] of changed) {
      const [a, b] = [left.values.get(key) ?? none(), right.values.get(key) ?? none()];
      const pair = a === b ? undefined : `${a} → ${b}`;
      const obvious = oneSided && subject === acted && (a === none() || b === none() || topic === 'status');
      if (pair !== undefined && !obvious && told.get(key) !== pair) {
        found.push({ entry, topic, subject, before: a, after: b });
      }
      if (pair === undefined) told.delete(key);
      else told.set(key, pair);
    }
  });
  return found;
}

function answerText(error: EngineError | undefined): string {
  return error ? t`refused: “${readable(error.message)}”` : t('accepted');
}

interface Fact {
  readonly topic: Topic;
  readonly subject: string;
  readonly value: string;
}

const none = () => t('none');

/** The facts of a world by topic and subject, kept up to date from step to step. */
class Facts {
  readonly values = new Map<string, string>();
  #world: World;

  constructor(initial: World) {
    this.#world = initial;
    for (const host of initial.hosts.values())
      for (const network of host.networks.values()) this.#put(subnets(network));
  }

  /** Goes on to the next world. Answers the facts that may have changed, by their keys. */
  advance(world: World): ReadonlyMap<string, Fact> {
    const changed = new Map<string, Fact>();
    for (const host of world.hosts.values()) {
      const earlier = this.#world.hosts.get(host.name);
      if (host === earlier) continue;
      for (const network of host.networks.values()) {
        if (network !== earlier?.networks.get(network.id)) this.#put(subnets(network), changed);
      }
      for (const container of host.containers.values()) {
        if (container === earlier?.containers.get(container.id)) continue;
        for (const fact of containerFacts(host, container)) this.#put(fact, changed);
      }
      for (const container of earlier?.containers.values() ?? []) {
        if (host.containers.has(container.id)) continue;
        for (const fact of containerFacts(host, { ...container, status: 'exited' })) this.#remove(fact, changed);
      }
    }
    this.#world = world;
    return changed;
  }

  #put(fact: Fact, changed?: Map<string, Fact>): void {
    this.values.set(keyOf(fact), fact.value);
    changed?.set(keyOf(fact), fact);
  }

  #remove(fact: Fact, changed: Map<string, Fact>): void {
    this.values.delete(keyOf(fact));
    changed.set(keyOf(fact), fact);
  }
}

function keyOf({ topic, subject }: Fact): string {
  return `${topic} ${subject}`;
}

function subnets({ name, pools }: Network): Fact {
  const texts = pools.map(({ subnet, gateway, random }) => {
    if (random) return t('random');
    return gateway ? t`${subnet} gateway ${gateway}` : subnet;
  });
  return { topic: 'subnets', subject: name, value: listed(texts) };
}

/** A change of an endpoint is always one of its container too: its attachments, its status or its incarnation. */
function containerFacts(host: Host, container: Container): readonly Fact[] {
  const { kind, owner, interfaces, routes } = namespaceOf(host, container);
  const own = kind === 'own' && owner?.id === container.id;
  const linked = own ? interfaces.filter(({ network }) => network !== undefined) : [];
  const byNetwork = [...linked].sort((a, b) => (a.network! < b.network! ? -1 : 1));
  const gateway = own ? routes.find(({ destination }) => destination === 'default') : undefined;
  const ports = container.ports.map((p) => `${p.hostIp}:${p.hostPort}->${p.containerPort}/${p.protocol}`).sort();
  const facts: readonly (readonly [Topic, string])[] = [
    ['status', t(container.status)],
    ['addresses', listed(byNetwork.map(({ network, addresses }) => t`${addresses.join(', ')} on ${network}`))],
    ['MAC addresses', listed(byNetwork.map(({ network, mac }) => t`${mac ? t(macText(mac)) : none()} on ${network}`))],
    [
      'interfaces',
      listed(
        byNetwork.map(({ network, name, order }) => t`${order === 'random' ? t('any ethN') : name} on ${network}`),
      ),
    ],
    ['default route', gateway?.via ? t`via ${gateway.via}` : none()],
    ['published ports', listed(ports)],
  ];
  return facts.map(([topic, value]) => ({ topic, subject: container.name, value }));
}

function listed(values: readonly string[]): string {
  return values.join(', ') || none();
}

/** Names as each container that runs on both sides resolves them at the end, told at the statement that last did something to it. */
function nameDifferences(before: Timeline, after: Timeline, asked?: ReadonlySet<string>): readonly Difference[] {
  const [one, two] = [worldAt(before), worldAt(after)];
  const names = [...new Set([...namesIn(one), ...namesIn(two)])].sort();
  return [...one.hosts.values()].flatMap((host) =>
    [...host.containers.values()].flatMap(({ name: container }) => {
      if (![one, two].every((world) => findContainer(world, container)?.container.status === 'running')) return [];
      return names.flatMap((name): readonly Difference[] => {
        const subject = `${container} asks ${name}`;
        if (asked && !asked.has(subject)) return [];
        const [a, b] = [one, two].map((world) =>
          listed(resolve(world, { kind: 'container', name: container }, name).addresses),
        ) as [string, string];
        if (a === b) return [];
        const entry = before.steps.findLast(({ command }) => JSON.stringify(command).includes(`"${container}"`))?.entry;
        return entry === undefined ? [] : [{ entry, topic: 'names resolved', subject, before: a, after: b }];
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
  return holds ? t`met (${t(verdict)})` : t`not met (${t(verdict)})`;
}

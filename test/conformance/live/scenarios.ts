/** Random scenarios as a fast-check arbitrary: drawn from a seed, shrunk by leaving out commands, options and probes. */
import * as fc from 'fast-check';
import type { Reach, Resolve, Scenario } from '../recording.ts';
import { drawCommands } from './commands.ts';
import { Draw } from './draw.ts';
import { Model } from './model.ts';
import { ports, type Weighted } from './vocabulary.ts';

export type AskedReach = Pick<Reach, 'after' | 'from' | 'to' | 'proto' | 'port'>;
export type AskedResolve = Pick<Resolve, 'after' | 'from' | 'name' | 'ptr'>;

/** A scenario to be recorded: of its expectations there are only the probes. */
export interface Question extends Pick<Scenario, 'id' | 'topic' | 'title' | 'commands'> {
  readonly expect: { readonly reach: readonly AskedReach[]; readonly resolves: readonly AskedResolve[] };
}

const reachCount = 40;
const resolveCount = 16;

const outside: Weighted<string> = [
  [1, '127.0.0.1'],
  [1, 'internet'],
  [1, 'lanip'],
];

function drawReach(draw: Draw, model: Model, after: number): AskedReach {
  const from = draw.chance(85) ? model.container(draw, true) : draw.of(['host', 'lan']);
  const container = model.container(draw, draw.chance(92) ? true : undefined);
  const on = [...(model.containers.get(container)?.networks ?? [])].filter((network) => !network.includes(':'));
  // The recordings' LAN machine, its router and the internet are one machine.
  const beyond: Weighted<string> = from === 'lan' ? [] : outside;
  const to = draw.weighted<string>([
    [8, `@${container}`],
    [6, on.length > 0 ? `@${container}/${draw.of(on)}` : `@${container}`],
    [3, `gw:${draw.chance(70) ? model.network(draw) : 'bridge'}`],
    [4, 'hostip'],
    ...beyond,
  ]);
  if (draw.chance(25)) return { after, from, to, proto: 'icmp' };
  const [proto, port] = draw.weighted(ports);
  return { after, from, to, proto, port };
}

function drawResolve(draw: Draw, model: Model, after: number): AskedResolve {
  const from = model.container(draw, true);
  const container = model.container(draw, draw.chance(85) ? true : undefined);
  if (draw.chance(10)) return { after, from, ptr: `@${container}` };
  const name = draw.weighted<string>([
    [8, container],
    [2, `${container}.${model.network(draw)}`],
    [2, `id12:${container}`],
    [5, model.aliases.size > 0 ? draw.of([...model.aliases]) : container.toUpperCase()],
    [2, 'peer'],
    [1, 'printer'],
    [1, 'alpha'],
  ]);
  // A name that stands for an id needs a container to take it from.
  return { after, from, name: name.startsWith('id12:') && !model.containers.has(container) ? container : name };
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function draw(random: fc.Random, longest: number): Question {
  const drawn = new Draw(random);
  const model = new Model();
  const commands = drawCommands(drawn, model, drawn.between(Math.min(4, longest), longest));
  const after = commands.length;
  const many = <T>(count: number, one: () => T) => distinct(Array.from({ length: count }, one));
  return {
    id: 'live',
    topic: 'live',
    title: 'random commands',
    commands,
    expect: {
      reach: many(reachCount, () => drawReach(drawn, model, after)),
      resolves: many(resolveCount, () => drawResolve(drawn, model, after)),
    },
  };
}

/** The first `count` commands, with the probes that were made by then and those of the end. */
function firstCommands(question: Question, count: number): Question {
  const until = <T extends { readonly after: number }>(probes: readonly T[]) =>
    probes.map((probe) => (probe.after > count ? { ...probe, after: count } : probe));
  const { reach, resolves } = question.expect;
  return {
    ...question,
    commands: question.commands.slice(0, count),
    expect: { reach: until(reach), resolves: until(resolves) },
  };
}

function withoutCommand(question: Question, index: number): Question {
  const earlier = <T extends { readonly after: number }>(probes: readonly T[]) =>
    probes.map((probe) => (probe.after > index ? { ...probe, after: probe.after - 1 } : probe));
  const { reach, resolves } = question.expect;
  return {
    ...question,
    commands: question.commands.toSpliced(index, 1),
    expect: { reach: earlier(reach), resolves: earlier(resolves) },
  };
}

/** The ways to leave one option out of a command: a flag, and its value where it has one. */
function withoutOptions(command: readonly string[]): readonly (readonly string[])[] {
  return command.flatMap((word, i) => {
    if (!word.startsWith('-') || ['-d', '--name', '-f'].includes(word)) return [];
    return [command.toSpliced(i, ['-P', '--internal'].includes(word) ? 1 : 2)];
  });
}

function* smaller(question: Question): Generator<Question> {
  const { commands, expect } = question;
  for (const count of [Math.ceil(commands.length / 2), commands.length - 1])
    if (count < commands.length) yield firstCommands(question, count);
  const noProbes = { reach: [], resolves: [] };
  if (expect.reach.length + expect.resolves.length > 0) yield { ...question, expect: noProbes };
  for (const key of ['reach', 'resolves'] as const) {
    const probes = expect[key];
    if (probes.length === 0) continue;
    yield { ...question, expect: { ...expect, [key]: [] } };
    const half = Math.ceil(probes.length / 2);
    if (half < probes.length) {
      yield { ...question, expect: { ...expect, [key]: probes.slice(0, half) } };
      yield { ...question, expect: { ...expect, [key]: probes.slice(half) } };
    }
  }
  for (let i = commands.length - 2; i >= 0; i--) yield withoutCommand(question, i);
  for (const [i, command] of commands.entries())
    for (const shorter of withoutOptions(command)) yield { ...question, commands: commands.with(i, shorter) };
}

class Questions extends fc.Arbitrary<Question> {
  readonly #longest: number;

  constructor(longest: number) {
    super();
    this.#longest = longest;
  }

  override generate(random: fc.Random): fc.Value<Question> {
    return new fc.Value(draw(random, this.#longest), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Question {
    return typeof value === 'object' && value !== null && 'commands' in value;
  }

  override shrink(question: Question): fc.Stream<fc.Value<Question>> {
    return fc.stream(smaller(question)).map((each) => new fc.Value(each, undefined));
  }
}

/** Scenarios of up to `longest` commands. */
export const questions = (longest: number): fc.Arbitrary<Question> => new Questions(longest);

/**
 * What happens in a lab, step by step: hosts form their swarm, networks are created in the order in which they are
 * written, then containers and actions happen from top to bottom. Every step is one engine command with the world
 * after it.
 */
import type { Declaration } from '../model/program.ts';
import { type Execution, executeAgain, sameCommand } from '../simulation/rebase.ts';
import type { EngineVersion, World } from '../simulation/state.ts';
import type { Lab } from './lab.ts';
import { lower } from './lower.ts';
import type { Members } from './members.ts';
import { hostsOf, initialWorld, swarmCommands } from './setup.ts';

/** One command on one host's engine. */
export interface Step extends Execution {
  /** Index into the lab's entries. */
  readonly entry: number;
}

export interface Timeline {
  /** The hosts with their engines, before the first command. */
  readonly initial: World;
  readonly steps: readonly Step[];
  /** Parallel to the lab's entries: how many steps have happened once the entry has. */
  readonly moments: readonly number[];
}

/** The world once that many steps have happened; all of them if not said otherwise. */
export function worldAt(timeline: Timeline, moment = timeline.steps.length): World {
  return moment > 0 ? timeline.steps[moment - 1]!.result.world : timeline.initial;
}

/** The steps that one entry stands for: none for an expectation, several for a container with replicas. */
export function stepsOf(timeline: Timeline, entry: number): readonly Step[] {
  const end = timeline.moments[entry] ?? 0;
  let start = end;
  while (start > 0 && timeline.steps[start - 1]!.entry === entry) start--;
  return timeline.steps.slice(start, end);
}

/**
 * Simulates a lab. Of the steps of `previous` those are taken over that would do the same again; the others are
 * executed.
 * @param engine the version that every host has instead of its own
 */
export function simulate(lab: Lab, members: Members, previous?: Timeline, engine?: EngineVersion): Timeline {
  const initial = initialWorld(lab, previous?.initial, engine);
  const { planned, moments } = plan(lab, members);
  const known = counterparts(previous?.steps ?? [], planned);
  const steps: Step[] = [];
  let world = initial;
  planned.forEach(({ entry, host, command }, index) => {
    const before = known(index);
    const execution = executeAgain(before, world, host, command);
    steps.push(before === execution && before.entry === entry ? before : { ...execution, entry });
    world = execution.result.world;
  });
  return { initial, steps, moments };
}

type PlannedStep = Pick<Step, 'entry' | 'host' | 'command'>;

/** The commands in the order in which they happen. */
function plan(
  lab: Lab,
  members: Members,
): { readonly planned: readonly PlannedStep[]; readonly moments: readonly number[] } {
  const hosts = hostsOf(lab);
  const planned: PlannedStep[] = [];
  const moments: number[] = new Array(lab.entries.length).fill(0);
  const happen = (entry: number, declaration: Declaration, commands = lower(declaration, members)): void => {
    const host = hosts.of(declaration);
    for (const command of commands) planned.push({ entry, host, command });
    moments[entry] = planned.length;
  };

  for (const [declaration, command] of swarmCommands(lab)) {
    happen(
      lab.entries.findIndex((entry) => entry.declaration === declaration),
      declaration,
      [command],
    );
  }
  const phases = [isNetwork, isLater];
  for (const isNow of phases) {
    lab.entries.forEach(({ declaration }, entry) => {
      if (isNow(declaration)) happen(entry, declaration);
    });
  }
  return { planned, moments };
}

/**
 * Which earlier step stands where a step now stands: the same ones at the start and at the end, and those between them
 * one by one where they are as many as before.
 */
function counterparts(before: readonly Step[], after: readonly PlannedStep[]): (index: number) => Step | undefined {
  const shorter = Math.min(before.length, after.length);
  const longer = after.length - before.length;
  let head = 0;
  while (head < shorter && sameStep(before[head]!, after[head]!)) head++;
  let tail = after.length;
  while (tail > after.length - shorter + head && sameStep(before[tail - 1 - longer]!, after[tail - 1]!)) tail--;
  return (index) => {
    if (index < head || longer === 0) return before[index];
    return index >= tail ? before[index - longer] : undefined;
  };
}

function sameStep(a: PlannedStep, b: PlannedStep): boolean {
  return a.host === b.host && sameCommand(a.command, b.command);
}

function isNetwork({ kind }: Declaration): boolean {
  return kind === 'network';
}

function isLater({ kind }: Declaration): boolean {
  return kind !== 'network' && kind !== 'host';
}

/**
 * What happens in a lab, step by step: hosts form their swarm, networks are created in the order in which they are
 * written, then containers and actions happen from top to bottom. Every step is one engine command with the world
 * after it.
 */
import type { Declaration } from '../model/program.ts';
import type { EngineCommand } from '../simulation/command.ts';
import { type Execution, type Planned, type Run, run, runAgain, worldAfter } from '../simulation/run.ts';
import type { CommandAnswer, EngineVersion, World } from '../simulation/state.ts';
import type { Lab } from './lab.ts';
import { lower } from './lower.ts';
import type { Members } from './members.ts';
import { hostsOf, initialWorld, swarmCommands } from './setup.ts';

/** One command on one host's engine, and what the engine answered. */
export interface Step {
  /** Index into the lab's entries. */
  readonly entry: number;
  readonly host: string;
  readonly command: EngineCommand;
  readonly result: CommandAnswer;
}

export interface Timeline {
  /** The hosts with their engines, before the first command. */
  readonly initial: World;
  readonly steps: readonly Step[];
  /** Parallel to the lab's entries: how many steps have happened once the entry has. */
  readonly moments: readonly number[];
  readonly run: Run;
}

/** The world once that many steps have happened; all of them if not said otherwise. */
export function worldAt({ run, steps }: Timeline, moment = steps.length): World {
  return worldAfter(run, moment);
}

/** The steps that one entry stands for: none for an expectation, several for a container with replicas. */
export function stepsOf(timeline: Timeline, entry: number): readonly Step[] {
  const end = timeline.moments[entry] ?? 0;
  let start = end;
  while (start > 0 && timeline.steps[start - 1]!.entry === entry) start--;
  return timeline.steps.slice(start, end);
}

/**
 * Simulates a lab. What `previous` has executed is taken over as far as it would do the same again.
 * @param engine the version that every host has instead of its own
 */
export function simulate(lab: Lab, members: Members, previous?: Timeline, engine?: EngineVersion): Timeline {
  const initial = initialWorld(lab, previous?.initial, engine);
  const { planned, moments } = plan(lab, members);
  const made = previous ? runAgain(previous.run, initial, planned) : run(initial, planned);
  const steps = planned.map(({ entry }, index): Step => {
    const execution = made.executions[index]!;
    const known = previous && counterpart(previous, execution, index, planned.length);
    if (known?.entry === entry) return known;
    const { host, command, result } = execution;
    return { entry, host, command, result };
  });
  return { initial, steps, moments, run: made };
}

/** The step of an earlier timeline that stands in the same place, counted from the start or from the end. */
function counterpart({ run, steps }: Timeline, execution: Execution, index: number, count: number): Step | undefined {
  if (run.executions[index] === execution) return steps[index];
  const fromEnd = index - count + steps.length;
  return run.executions[fromEnd] === execution ? steps[fromEnd] : undefined;
}

interface PlannedStep extends Planned {
  readonly entry: number;
}

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

function isNetwork({ kind }: Declaration): boolean {
  return kind === 'network';
}

function isLater({ kind }: Declaration): boolean {
  return kind !== 'network' && kind !== 'host';
}

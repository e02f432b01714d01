/**
 * What happens in a lab, step by step: hosts form their swarm, networks are created in the order in which they are
 * written, then containers and actions happen from top to bottom. Every step is one engine command with the world
 * after it.
 */
import type { Declaration } from '../model/program.ts';
import type { EngineCommand } from '../simulation/command.ts';
import { execute } from '../simulation/engine.ts';
import type { CommandResult, EngineVersion, World } from '../simulation/state.ts';
import type { Lab } from './lab.ts';
import { lower } from './lower.ts';
import type { Members } from './members.ts';
import { hostsOf, initialWorld, swarmCommands } from './setup.ts';

export interface Step {
  /** Index into the lab's entries. */
  readonly entry: number;
  /** The host whose engine executes the command. */
  readonly host: string;
  readonly command: EngineCommand;
  readonly result: CommandResult;
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
 * Simulates a lab. Steps that `previous` has executed already, up to the first command that is another one, are not
 * executed again.
 * @param engine the version that every host has instead of its own
 */
export function simulate(lab: Lab, members: Members, previous?: Timeline, engine?: EngineVersion): Timeline {
  const initial = initialWorld(lab, previous?.initial, engine);
  const hosts = hostsOf(lab);
  const steps: Step[] = [];
  const moments: number[] = new Array(lab.entries.length).fill(0);
  let world = initial;
  let unchanged = previous?.initial === initial ? previous : undefined;

  /** The step of the earlier timeline at this place, as long as everything before it was the same. */
  const known = (host: string, command: EngineCommand): Step | undefined => {
    const step = unchanged?.steps[steps.length];
    if (step?.host === host && sameCommand(step.command, command)) return step;
    unchanged = undefined;
    return undefined;
  };
  const happen = (entry: number, declaration: Declaration, commands = lower(declaration, members)): void => {
    const host = hosts.of(declaration);
    for (const command of commands) {
      const before = known(host, command);
      const result = before?.result ?? execute(world, host, command);
      steps.push(before?.entry === entry && before.command === command ? before : { entry, host, command, result });
      world = result.world;
    }
    moments[entry] = steps.length;
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
  return { initial, steps, moments };
}

function isNetwork({ kind }: Declaration): boolean {
  return kind === 'network';
}

function isLater({ kind }: Declaration): boolean {
  return kind !== 'network' && kind !== 'host';
}

/** A statement that was not touched has the same command as before; one that was may still mean the same. */
function sameCommand(a: EngineCommand, b: EngineCommand): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/**
 * What happens in a lab, step by step: hosts form their swarm, networks are created in the order in which they are
 * written, then containers and actions happen from top to bottom. Every step is one engine command with the world
 * after it.
 */
import type { EngineCommand } from '../simulation/command.ts';
import { type Run, runAgain, runInSteps, worldAfter } from '../simulation/run.ts';
import type { CommandAnswer, EngineVersion, World } from '../simulation/state.ts';
import { finished, type Work } from '../steps.ts';
import type { Lab } from './lab.ts';
import { type Plan, planInSteps } from './plan.ts';
import { initialWorld } from './setup.ts';

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
  readonly plan: Plan;
  readonly run: Run;
  /** One of the steps, without all the others. */
  step(index: number): Step;
}

/** The world once that many steps have happened; all of them if not said otherwise. */
export function worldAt({ run }: Timeline, moment = run.executions.length): World {
  return worldAfter(run, moment);
}

/** The steps that one entry stands for: none for an expectation, several for a container with replicas. */
export function stepsOf(timeline: Timeline, entry: number): readonly Step[] {
  const { entries, moments } = timeline.plan;
  const end = moments[entry] ?? 0;
  let start = end;
  while (start > 0 && entries[start - 1] === entry) start--;
  return Array.from({ length: end - start }, (_, index) => timeline.step(start + index));
}

/**
 * Simulates a lab. What `previous` has executed is taken over as far as it would do the same again.
 * @param engine the version that every host has instead of its own
 */
export function simulate(lab: Lab, previous?: Timeline, engine?: EngineVersion): Timeline {
  return finished(simulateInSteps(lab, previous, engine));
}

/** As {@link simulate}, in steps where nothing is known of an earlier version. */
export function* simulateInSteps(lab: Lab, previous?: Timeline, engine?: EngineVersion): Work<Timeline> {
  const plan = yield* planInSteps(lab, previous?.plan);
  const initial = initialWorld(plan, previous?.initial, engine);
  const { commands } = plan;
  const run = previous ? runAgain(previous.run, initial, commands) : yield* runInSteps(initial, commands);
  return new Simulated(initial, plan, run);
}

/** A timeline whose steps are put together for who asks for them. */
class Simulated implements Timeline {
  readonly initial: World;
  readonly plan: Plan;
  readonly run: Run;
  #steps: readonly Step[] | undefined;

  constructor(initial: World, plan: Plan, run: Run) {
    this.initial = initial;
    this.plan = plan;
    this.run = run;
  }

  get moments(): readonly number[] {
    return this.plan.moments;
  }

  step(index: number): Step {
    const { host, command, result } = this.run.executions[index]!;
    return { entry: this.plan.entries[index]!, host, command, result };
  }

  get steps(): readonly Step[] {
    this.#steps ??= this.run.executions.map((_, index) => this.step(index));
    return this.#steps;
  }
}

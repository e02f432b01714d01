/** Runs random scenarios on a real engine and on the simulation, and shrinks what they disagree on. */
import * as fc from 'fast-check';
import type { Disagreement } from '../compare.ts';
import type { Recording, Scenario } from '../recording.ts';
import { describeDisagreement, run, type ScenarioResult } from '../report.ts';
import { type Defect, defectOf } from './defects.ts';
import { type Question, questions } from './scenarios.ts';

/** Milliseconds that observations wait. */
export interface Pace {
  readonly answer: number;
  readonly name: number;
  readonly afterDaemonRestart: number;
}

/** A real engine that starts anew for each scenario. */
export interface RealEngine {
  head(): Promise<Omit<Recording, 'scenarios'>>;
  record(question: Question, pace: Pace): Promise<Scenario>;
}

export interface Options {
  readonly seed: number;
  readonly runs: number;
  /** The most commands of a scenario. */
  readonly length: number;
  /** Scenarios at a time. */
  readonly jobs: number;
  /** No scenario begins after so many milliseconds. */
  readonly time: number;
  /** How many milliseconds to spend on making one failing scenario smaller. */
  readonly shrinking: number;
  readonly onFailure: (failure: Failure, head: Omit<Recording, 'scenarios'>) => void;
}

export interface Failure {
  /** With this seed and one run the same scenario is drawn again. */
  readonly seed: number;
  readonly scenario: Scenario;
  readonly disagreements: readonly Disagreement[];
}

export interface Outcome {
  readonly runs: number;
  readonly commands: number;
  readonly observations: number;
  readonly milliseconds: number;
  readonly failures: readonly Failure[];
  /** How often a defect of the engine ended a comparison. */
  readonly defects: ReadonlyMap<Defect, number>;
  /** Scenarios in which the engine disagreed with itself, and where. */
  readonly unsteady: readonly { readonly seed: number; readonly disagreements: readonly Disagreement[] }[];
}

const quick: Pace = { answer: 500, name: 800, afterDaemonRestart: 0 };
const patient: Pace = { answer: 1500, name: 3000, afterDaemonRestart: 0 };

/** What kind of disagreement it is, whatever the container and the step. */
const kindOf = ({ place }: Disagreement): string =>
  place
    .replace(/\[\d+\]/g, '[]')
    .replace(/^((?:containers|networks|steps\[\]\.ips|steps\[\]\.status|ips|status)\.)[^.]+/, '$1*');

class Run {
  readonly #engine: RealEngine;
  readonly #head: Omit<Recording, 'scenarios'>;
  /** The kinds of the first failure: smaller scenarios must fail alike. */
  #kinds: ReadonlySet<string> | undefined;
  readonly found = new Map<Question, Omit<Failure, 'seed'>>();
  commands = 0;
  observations = 0;
  unsteady: readonly Disagreement[] = [];
  defect: Defect | undefined;

  constructor(engine: RealEngine, head: Omit<Recording, 'scenarios'>) {
    this.#engine = engine;
    this.#head = head;
  }

  async #attempt(question: Question, pace: Pace) {
    // Once more where an engine could not be started, as on a machine that is too busy.
    const record = () => this.#engine.record(question, pace);
    const scenario = await record().catch(record);
    const report = run({ ...this.#head, scenarios: [scenario] });
    return { scenario, disagreements: report.scenarios[0]?.disagreements ?? [], total: report.all.total };
  }

  /** Whether engine and simulation agree. What disagrees counts when it does so again, with more patience. */
  async agrees(question: Question): Promise<boolean> {
    const first = await this.#attempt(question, quick);
    const defect = defectOf(first.scenario);
    if (defect) {
      if (!this.#kinds) this.defect = defect;
      return true;
    }
    if (!this.#kinds) {
      this.commands = question.commands.length;
      this.observations = first.total;
    }
    if (first.disagreements.length === 0) return true;
    const second = await this.#attempt(question, patient);
    const places = new Set(first.disagreements.map(({ place }) => place));
    const steady = second.disagreements.filter(
      (each) => places.has(each.place) && (!this.#kinds || this.#kinds.has(kindOf(each))),
    );
    if (steady.length === 0) {
      if (!this.#kinds) this.unsteady = first.disagreements;
      return true;
    }
    this.#kinds ??= new Set(steady.map(kindOf));
    this.found.set(question, { scenario: second.scenario, disagreements: steady });
    return false;
  }
}

/** Runs scenarios seed by seed: `seed`, `seed + 1` … */
export async function campaign(engine: RealEngine, options: Options): Promise<Outcome> {
  const head = await engine.head();
  const begin = Date.now();
  const failures: Failure[] = [];
  const defects = new Map<Defect, number>();
  const unsteady: Outcome['unsteady'][number][] = [];
  const totals = { runs: 0, commands: 0, observations: 0 };
  let next = 0;
  const worker = async () => {
    while (next < options.runs && Date.now() - begin < options.time) {
      const seed = options.seed + next++;
      const one = new Run(engine, head);
      const property = fc.asyncProperty(questions(options.length), (question) => one.agrees(question));
      const limit = { interruptAfterTimeLimit: options.shrinking, markInterruptAsFailure: false };
      const { counterexample } = await fc.check(property, { seed, numRuns: 1, ...limit });
      const found = counterexample && one.found.get(counterexample[0]);
      totals.runs++;
      totals.commands += one.commands;
      totals.observations += one.observations;
      if (one.defect) defects.set(one.defect, (defects.get(one.defect) ?? 0) + 1);
      if (one.unsteady.length > 0) unsteady.push({ seed, disagreements: one.unsteady });
      if (!found) continue;
      const id = `live-${seed}`;
      const failure = { seed, ...found, scenario: { ...found.scenario, id } };
      failures.push(failure);
      options.onFailure(failure, head);
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, worker));
  return { ...totals, milliseconds: Date.now() - begin, failures, defects, unsteady };
}

/** A failing scenario as a reader wants it: what to type, and what differs then. */
export function describeFailure({ seed, scenario, disagreements }: Failure): string {
  const commands = scenario.commands.map((words) => `  docker ${words.join(' ')}`);
  const results = scenarioResult(scenario, disagreements);
  return [`seed ${seed}`, ...commands, ...disagreements.map((each) => describeDisagreement(results, each))].join('\n');
}

const scenarioResult = (scenario: Scenario, disagreements: readonly Disagreement[]): ScenarioResult => ({
  scenario,
  disagreements,
  agreed: 0,
  total: disagreements.length,
  excluded: new Map(),
  reach: 0,
  took: 0,
});

export function describeOutcome({
  runs,
  commands,
  observations,
  milliseconds,
  failures,
  defects,
  unsteady,
}: Outcome): string {
  const perMinute = (60_000 * runs) / milliseconds;
  return [
    ...unsteady.flatMap(({ seed, disagreements }) => [
      `seed ${seed}: the engine did otherwise the second time:`,
      ...disagreements.map(
        ({ place, recorded, simulated }) => `  ${place}: ${json(recorded)}, simulated ${json(simulated)}`,
      ),
    ]),
    ...failures.map(({ seed, disagreements }) => `seed ${seed}: disagreement in ${places(disagreements)}`),
    ...[...defects].map(([{ reason }, count]) => `left out: ${count} — ${reason}`),
    `${runs} scenarios, ${commands} commands, ${observations} observations in ${(milliseconds / 1000).toFixed(0)} s ` +
      `(${perMinute.toFixed(1)} scenarios a minute): ${failures.length} disagree, ${unsteady.length} unsteady`,
  ].join('\n');
}

const places = (disagreements: readonly Disagreement[]): string => disagreements.map(({ place }) => place).join(', ');

const json = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** Runs recordings and counts agreements, by topic and in all. */
import { type Comparison, compare, type Disagreement, isReach } from './compare.ts';
import type { Exclusion } from './exclusions.ts';
import type { Recording, Scenario } from './recording.ts';
import { replay } from './replay.ts';

export interface Count {
  agreed: number;
  total: number;
}

export interface ScenarioResult extends Comparison {
  readonly scenario: Scenario;
  /** Milliseconds of the replay, comparison left out. */
  readonly took: number;
}

export interface Report {
  readonly scenarios: readonly ScenarioResult[];
  readonly topics: ReadonlyMap<string, Count>;
  readonly all: Count;
  /** What packets came to, as the tracer has it, in all topics. */
  readonly reach: Count;
  readonly commands: number;
}

/** Replays the scenarios that `wanted` accepts. A scenario that the simulation dies of disagrees in every observation. */
export function run(recording: Recording, wanted: (scenario: Scenario) => boolean = () => true): Report {
  const topics = new Map<string, Count>();
  const all: Count = { agreed: 0, total: 0 };
  const reach: Count = { agreed: 0, total: 0 };
  const scenarios: ScenarioResult[] = [];
  let commands = 0;
  for (const scenario of recording.scenarios.filter(wanted)) {
    const start = performance.now();
    const observed = attempt(() => replay(recording, scenario));
    const took = performance.now() - start;
    const comparison = compare(scenario.expect, observed.value ?? {});
    const crash: readonly Disagreement[] = observed.error
      ? [{ place: 'simulation', recorded: 'an answer', simulated: observed.error }]
      : [];
    scenarios.push({ ...comparison, disagreements: [...crash, ...comparison.disagreements], scenario, took });
    commands += scenario.commands.length;
    reach.total += comparison.reach;
    reach.agreed += comparison.reach - comparison.disagreements.filter(({ place }) => isReach(place)).length;
    const topic = topics.get(scenario.topic) ?? { agreed: 0, total: 0 };
    topics.set(scenario.topic, topic);
    for (const count of [topic, all]) {
      count.agreed += comparison.agreed;
      count.total += comparison.total;
    }
  }
  return { scenarios, topics, all, reach, commands };
}

function attempt<T>(step: () => T): { readonly value?: T; readonly error?: string } {
  try {
    return { value: step() };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Every exclusion that applied, with how often. */
export function exclusionsOf({ scenarios }: Report): ReadonlyMap<Exclusion, number> {
  const counts = new Map<Exclusion, number>();
  for (const { excluded } of scenarios)
    for (const [exclusion, count] of excluded) counts.set(exclusion, (counts.get(exclusion) ?? 0) + count);
  return counts;
}

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return text.replaceAll('\n', '\n             ');
};

/** A disagreement as a reader wants it: what was done, what a real engine showed, what the simulation shows. */
export function describeDisagreement(
  { scenario }: ScenarioResult,
  { place, recorded, simulated }: Disagreement,
): string {
  const step = /^steps\[(\d+)\]/.exec(place)?.[1];
  const command = step === undefined ? '' : `  after ${(scenario.commands[Number(step)] ?? []).join(' ')}`;
  const probe = /^(reach|resolves)\[(\d+)\]/.exec(place);
  const probed = probe ? JSON.stringify(scenario.expect[probe[1] as 'reach' | 'resolves']?.[Number(probe[2])]) : '';
  return [
    `${scenario.id} ${place}${command}`,
    ...(probed ? [`  probe      ${probed}`] : []),
    `  recorded   ${shown(recorded)}`,
    `  simulated  ${shown(simulated)}`,
  ].join('\n');
}

/**
 * A real engine beside the simulation: random scenarios on both, and recorded ones once more. `SEED=… SECONDS=…` repeat
 * or prolong it; `npm run conformance:live` does it at length.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FreshEngines } from '../../../scripts/docker/fresh-engines.mjs';
import { keepRecording } from '../../../scripts/docker/recording-file.mjs';
import { engineAvailable } from '../../../scripts/docker/requirements.mjs';
import { compare } from '../compare.ts';
import type { Recording } from '../recording.ts';
import { campaign, describeFailure, describeOutcome, type RealEngine } from './campaign.ts';

/** The same scenarios in every run of the tests; `npm run conformance:live` looks for new ones. */
const seed = Number(process.env.SEED ?? 65494254);
const seconds = Number(process.env.SECONDS ?? 20);
const shrinking = 20;
const jobs = 2;
const available = await engineAvailable();

describe.runIf(available.available)('a real engine', () => {
  let engines: FreshEngines & RealEngine;

  beforeAll(() => {
    engines = new FreshEngines({}, jobs) as typeof engines;
  });
  afterAll(() => engines?.down());

  it.each(['I04', 'C10', 'N16', 'P01', 'R11'])('does again what was recorded of it: %s', async (id) => {
    const file = join(import.meta.dirname, '../recorded/20.10.json');
    const { scenarios } = JSON.parse(readFileSync(file, 'utf8')) as Recording;
    const scenario = scenarios.find((each) => each.id === id);
    expect(scenario).toBeDefined();
    const again = await engines.record(scenario as never, undefined as never);
    expect(compare(scenario?.expect, again.expect).disagreements).toEqual([]);
  });

  it(
    `does what the simulation does, seed ${seed}`,
    async () => {
      const outcome = await campaign(engines, {
        seed,
        runs: Number.POSITIVE_INFINITY,
        length: 12,
        jobs,
        time: seconds * 1000,
        shrinking: shrinking * 1000,
        onFailure: ({ scenario }, head) => void keepRecording(head, scenario),
      });
      console.log(describeOutcome(outcome));
      expect(outcome.runs).toBeGreaterThan(0);
      expect(outcome.failures.map(describeFailure)).toEqual([]);
    },
    (seconds + shrinking) * 1000 + 60_000,
  );
});

/** Every observation of the recordings, replayed through the simulation. `npm run conformance` shows the disagreements. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Recording } from './recording.ts';
import { describeDisagreement, run } from './report.ts';

const folder = join(import.meta.dirname, 'recorded');
const recordings = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Recording);

describe.each(recordings.map((recording) => [recording.recordedFrom.engine, recording] as const))(
  'Docker Engine %s',
  (_, recording) => {
    const report = run(recording);
    it('what packets come to, in all topics: the verdict, who answered, the address it was seen from', () => {
      expect(report.reach.agreed).toBe(report.reach.total);
      const recorded = recording.scenarios.flatMap(({ expect: { reach = [] } }) => reach);
      expect(report.reach.total).toBeGreaterThan(recorded.length);
    });

    it.each([...report.topics])('%s', (topic, { agreed, total }) => {
      const disagreements = report.scenarios
        .filter(({ scenario }) => scenario.topic === topic)
        .flatMap((result) => result.disagreements.map((one) => describeDisagreement(result, one)));
      expect(disagreements.join('\n')).toBe('');
      expect(agreed).toBe(total);
      expect(total).toBeGreaterThan(0);
    });
  },
);

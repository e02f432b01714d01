/** The stages of one keystroke as tables: one for each size, beside `JSON.parse` of the same topology. */
import type { Measurement } from '../stages.ts';
import { duration, ratio, type Table } from './table.ts';

const BASELINE = 'JSON.parse';

export function stageTables(measurements: readonly Measurement[]): readonly Table[] {
  return measurements.map(({ containers, characters, stages }, i) => {
    const before = measurements[i - 1];
    return {
      title: `${containers.toLocaleString('en')} containers, ${Math.round(characters / 1024)} KiB`,
      columns: [
        'stage',
        'median',
        'p95',
        `× ${BASELINE}`,
        ...(before ? [`× ${before.containers.toLocaleString('en')}`] : []),
      ],
      rows: Object.entries(stages).map(([stage, { median, p95 }]) => [
        stage,
        duration(median),
        duration(p95),
        ratio(median, stages[BASELINE]!.median),
        ...(before ? [ratio(median, before.stages[stage]!.median)] : []),
      ]),
    };
  });
}

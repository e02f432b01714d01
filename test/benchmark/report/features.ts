/** The answers of all features as one table for each size, the slowest first. */
import type { FeatureMeasurement } from '../features.ts';
import { duration, type Table } from './table.ts';

export function featureTables(measurements: readonly FeatureMeasurement[]): readonly Table[] {
  return measurements.map(({ containers, answers }) => {
    const sorted = Object.entries(answers).sort(([, a], [, b]) => b.slowest - a.slowest);
    const [[name, slowest]] = sorted as [(typeof sorted)[0]];
    return {
      title: `Features, ${containers.toLocaleString('en')} containers: the slowest answer takes ${duration(slowest.slowest)} (${name})`,
      columns: ['feature', 'median', 'p95', 'slowest'],
      rows: sorted.map(([feature, { median, p95, slowest: most }]) => [
        feature,
        duration(median),
        duration(p95),
        duration(most),
      ]),
    };
  });
}

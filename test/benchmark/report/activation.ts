/** How long the extension takes to get ready, as a table. */
import type { ActivationMeasurement } from '../activation/measure.ts';
import { duration, type Table } from './table.ts';

export function activationTable({ activated, answered }: ActivationMeasurement): Table {
  return {
    title: `The start in VS Code, ${activated.runs} windows`,
    columns: ['from activation to', 'median', 'slowest'],
    rows: [
      ['the end of activation', duration(activated.median), duration(activated.p95)],
      ['the first diagnostics', duration(answered.median), duration(answered.p95)],
    ],
  };
}

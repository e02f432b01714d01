/** How long the extension takes to get ready, as a table. */
import type { ActivationMeasurement } from '../activation/measure.ts';
import type { Distribution } from '../distribution.ts';
import { duration, ratio, type Table } from './table.ts';

export function activationTable({ empty, activated, answered }: ActivationMeasurement): Table {
  const row = (name: string, { median, p95 }: Distribution) => [
    name,
    duration(median),
    duration(p95),
    ratio(median, empty.median),
  ];
  return {
    title: `The start in VS Code, ${activated.runs} windows each`,
    columns: ['from activation to', 'median', 'slowest', '× VS Code’s own'],
    rows: [
      row('the end of activation of an extension that does nothing', empty),
      row('the end of activation', activated),
      row('the first diagnostics', answered),
    ],
  };
}

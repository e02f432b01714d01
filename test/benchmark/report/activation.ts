/** How long the extension takes to get ready, as a table. */
import type { ActivationMeasurement, Start } from '../activation/measure.ts';
import { duration, NOTHING, ratio, type Table } from './table.ts';

const ROWS: readonly (readonly [time: keyof Start, name: string])[] = [
  ['loading', 'loading its code'],
  ['calling', '`activate`'],
  ['activated', 'until it is active'],
  ['opened', 'until a document is open'],
  ['answered', 'until that has diagnostics'],
];

export function activationTable({ empty, dnet }: ActivationMeasurement): Table {
  const rows = ROWS.map(([time, name]) => {
    const own = dnet[time];
    const none = empty[time];
    return [
      name,
      own ? duration(own.median) : NOTHING,
      own ? duration(own.p95) : NOTHING,
      none ? duration(none.median) : NOTHING,
      own && none && none.median >= 1 ? ratio(own.median, none.median) : NOTHING,
    ];
  });
  return {
    title: `The start in VS Code, ${dnet.activated?.runs} windows each`,
    columns: ['', 'dnet, median', 'slowest', 'an extension that does nothing', '×'],
    rows,
  };
}

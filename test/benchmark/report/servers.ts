/** Measurements of language servers as tables: one for each size. */
import { type Cell, isMeasured } from '../distribution.ts';
import type { ServerMeasurement } from '../servers/measure.ts';
import type { Chart } from './chart.ts';
import { cellText, compare, duration, mebibytes, NOTHING, type Table } from './table.ts';

export function serverTables(
  measurements: readonly ServerMeasurement[],
  limits: { readonly limit: number; readonly total: number },
): readonly Table[] {
  const sizes = [...new Set(measurements.map(({ containers }) => containers))];
  const show = cellText(limits);
  return sizes.map((containers) => {
    const rows = measurements.filter((each) => each.containers === containers);
    const baseline = rows[0]!;
    return {
      title: `${containers.toLocaleString('en')} containers`,
      columns: [
        'server',
        'open',
        'edit → diagnostics',
        'p95',
        'of it own delay',
        'without delay, × dnet',
        'CPU per edit',
        '× dnet',
        'hover',
        'completion',
        'memory',
      ],
      rows: rows.map((row) => [
        `${row.server} ${row.version}`.trim(),
        show(row.open, duration),
        show(row.edit, ({ median }) => duration(median)),
        show(row.edit, ({ p95 }) => duration(p95)),
        row.ownDelay === 0 ? NOTHING : duration(row.ownDelay),
        show(compare(workOf(row), workOf(baseline)), (text) => text),
        show(row.editCpu, duration),
        show(compare(row.editCpu, baseline.editCpu), (text) => text),
        show(row.hover, ({ median }) => duration(median)),
        show(row.completion, ({ median }) => duration(median)),
        row.memory === undefined ? NOTHING : mebibytes(row.memory),
      ]),
    };
  });
}

/** What an edit takes in the median, apart from waiting on purpose. */
export function workOf({ edit, ownDelay }: ServerMeasurement): Cell<number> {
  return isMeasured(edit) ? Math.max(0, edit.median - ownDelay) : edit;
}

/** One frame of a screen with 60 of them in a second. */
const FRAME = { value: 1000 / 60, label: 'one frame' };

/** Edit → diagnostics in the median, by size. */
export function editChart(measurements: readonly ServerMeasurement[], limit: number): Chart {
  const sizes = [...new Set(measurements.map(({ containers }) => containers))];
  return {
    title: 'From a keystroke to its diagnostics (median; dashed: the server’s own delay)',
    groups: sizes.map((containers) => ({
      title: `${containers.toLocaleString('en')} containers`,
      bars: measurements
        .filter((each) => each.containers === containers)
        .map((each) => {
          const work = workOf(each);
          const value = isMeasured(work) ? work : undefined;
          return { label: each.server, value, delay: each.ownDelay, own: each.server.startsWith('dnet') };
        }),
    })),
    goal: FRAME,
    limit,
  };
}

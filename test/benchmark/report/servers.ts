/** Measurements of language servers as tables: one for each size. */
import type { Cell, ServerMeasurement } from '../servers/measure.ts';
import type { Chart } from './chart.ts';
import { duration, mebibytes, ratio, type Table } from './table.ts';

const NOTHING = '–';

export function serverTables(measurements: readonly ServerMeasurement[], limit: number): readonly Table[] {
  const sizes = [...new Set(measurements.map(({ containers }) => containers))];
  const over = `> ${duration(limit)}`;
  const show = <T>(cell: Cell<T> | undefined, text: (value: T) => string): string =>
    cell === undefined ? NOTHING : cell === 'over the limit' ? over : text(cell as T);
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
        show(comparison(workOf(row), workOf(baseline)), (text) => text),
        show(row.editCpu, duration),
        show(comparison(row.editCpu, baseline.editCpu), (text) => text),
        show(row.hover, ({ median }) => duration(median)),
        show(row.completion, ({ median }) => duration(median)),
        row.memory === undefined ? NOTHING : mebibytes(row.memory),
      ]),
    };
  });
}

/** What an edit takes in the median, apart from waiting on purpose. */
export function workOf({ edit, ownDelay }: ServerMeasurement): Cell<number> {
  return edit === 'over the limit' ? edit : Math.max(0, edit.median - ownDelay);
}

function comparison(value: Cell<number> | undefined, baseline: Cell<number> | undefined): Cell<string> | undefined {
  if (value === undefined || baseline === undefined || value === 'over the limit') return value as Cell<string>;
  return baseline === 'over the limit' || baseline === 0 ? undefined : ratio(value, baseline);
}

/** One frame of a screen with 60 of them in a second. */
const FRAME = { value: 1000 / 60, label: 'one frame' };

/** Edit → diagnostics in the median, by size. */
export function editChart(measurements: readonly ServerMeasurement[], limit: number): Chart {
  const sizes = [...new Set(measurements.map(({ containers }) => containers))];
  return {
    title: 'From a keystroke to its diagnostics (median, logarithmic; dashed: the server’s own delay)',
    groups: sizes.map((containers) => ({
      title: `${containers.toLocaleString('en')} containers`,
      bars: measurements
        .filter((each) => each.containers === containers)
        .map((each) => {
          const work = workOf(each);
          const value = work === 'over the limit' ? undefined : work;
          return { label: each.server, value, delay: each.ownDelay, own: each.server.startsWith('dnet') };
        }),
    })),
    goal: FRAME,
    limit,
  };
}

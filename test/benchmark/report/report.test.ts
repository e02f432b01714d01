import { describe, expect, it } from 'vitest';
import type { ServerMeasurement } from '../servers/measure.ts';
import { chart } from './chart.ts';
import { fillIn } from './document.ts';
import { editChart, serverTables } from './servers.ts';
import { duration, markdown, ratio } from './table.ts';

const edit = (median: number) => ({ median, p95: 2 * median, runs: 9 });
const measurement = (more: Partial<ServerMeasurement>): ServerMeasurement => ({
  server: 'dnet',
  version: '1.0.0',
  containers: 100,
  characters: 5,
  open: 80,
  edit: edit(2),
  ownDelay: 0,
  editCpu: 1,
  hover: edit(1),
  completion: edit(3),
  memory: 64 * 1024 * 1024,
  ...more,
});
const measurements = [
  measurement({}),
  measurement({ server: 'slow', edit: edit(250), ownDelay: 200, editCpu: 24, memory: undefined }),
  measurement({ server: 'stuck', edit: 'over the limit', editCpu: 'over the limit', completion: 'no time left' }),
];

describe('a table', () => {
  it('gives durations in three digits', () => {
    expect([0.1234, 9.994, 9.996, 99.94, 99.96, 999.4, 999.6, 9_994, 9_996].map(duration)).toEqual([
      '0.12 ms',
      '9.99 ms',
      '10.0 ms',
      '99.9 ms',
      '100 ms',
      '999 ms',
      '1.00 s',
      '9.99 s',
      '10.0 s',
    ]);
    expect([ratio(3, 2), ratio(50, 2)]).toEqual(['1.5×', '25×']);
  });

  it('is Markdown with numbers to the right', () => {
    expect(
      markdown({
        title: '',
        columns: ['what', 'time'],
        rows: [
          ['a', '1 ms'],
          ['longer', '12 ms'],
        ],
      }),
    ).toBe(['| what   |  time |', '| ------ | ----: |', '| a      |  1 ms |', '| longer | 12 ms |'].join('\n'));
  });

  it('compares servers with the first, without their own delay', () => {
    const [table] = serverTables(measurements, { limit: 60_000, total: 90_000 });
    const cells = (row: number) =>
      Object.fromEntries(table!.columns.map((column, i) => [column, table!.rows[row]![i]]));
    expect(cells(0)).toMatchObject({
      server: 'dnet 1.0.0',
      'edit → diagnostics': '2.00 ms',
      memory: '64 MiB',
    });
    expect(cells(1)).toMatchObject({
      'edit → diagnostics': '250 ms',
      'of it own delay': '200 ms',
      'without delay, × dnet': '25×',
      '× dnet': '24×',
      memory: '–',
    });
    expect(cells(2)).toMatchObject({
      'edit → diagnostics': '> 60.0 s',
      '× dnet': '> 60.0 s',
      completion: 'not within 90.0 s',
    });
  });
});

describe('the chart', () => {
  const svg = chart(editChart(measurements, 60_000));
  const widths = [...svg.matchAll(/class="(?:own|peer)" x="[\d.]+" y="[\d.]+" width="([\d.]+)"/g)].map((m) =>
    Number(m[1]),
  );

  it('has a bar for each server, longer for the slower, and one for a delay', () => {
    expect(widths).toHaveLength(3);
    expect(widths).toEqual(widths.toSorted((a, b) => a - b));
    expect(svg.match(/class="own"/g)).toHaveLength(1);
    expect(svg.match(/<rect class="delay"/g)).toHaveLength(1);
    expect(svg).toContain('50.0 ms + 200 ms');
    expect(svg).toContain('&#62; 60.0 s');
  });

  it('is well-formed whatever the names are', () => {
    const hostile = chart({
      title: '<script>"&',
      groups: [{ title: 'a', bars: [{ label: '</svg>', value: 1, own: true }] }],
      goal: { value: 16, label: 'one frame' },
      limit: 10,
    });
    expect(hostile).not.toMatch(/<script>|<\/svg>./);
    expect(hostile.match(/<text/g)!.length).toBe(hostile.match(/<\/text>/g)!.length);
  });
});

describe('the document', () => {
  const document = 'a\n<!-- benchmark: x -->\nold\n<!-- /benchmark -->\nb\n';
  it('gets what was measured, and keeps what was written', () => {
    const filled = 'a\n<!-- benchmark: x -->\n\nnew\n\n<!-- /benchmark -->\nb\n';
    expect(fillIn(document, 'x', 'new')).toBe(filled);
    expect(fillIn(filled, 'x', 'new\n')).toBe(filled);
  });

  it('must have the place', () => {
    expect(() => fillIn(document, 'y', 'new')).toThrow('no place');
  });
});

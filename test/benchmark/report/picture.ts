/** Measurements of pictures as tables: one for each size. */
import { isMeasured } from '../distribution.ts';
import type { PictureMeasurement } from '../picture/measure.ts';
import type { Chart } from './chart.ts';
import { cellText, compare, duration, type Table } from './table.ts';

export function pictureTables(measurements: readonly PictureMeasurement[], limit: number): readonly Table[] {
  const show = cellText({ limit, total: limit });
  return sizesOf(measurements).map((containers) => {
    const rows = measurements.filter((each) => each.containers === containers);
    const baseline = rows[0]!;
    return {
      title: `The picture of ${containers.toLocaleString('en')} containers`,
      columns: [
        'drawn by',
        'data → first paint',
        '× dnet',
        'of it layout',
        'patch → paint',
        '× dnet',
        'a frame while panning',
        'p95',
      ],
      rows: rows.map((row) => [
        `${row.painter} ${row.version}`.trim(),
        show(row.firstPaint, duration),
        show(compare(row.firstPaint, baseline.firstPaint), (text) => text),
        show(row.layout, duration),
        show(row.patch, duration),
        show(compare(row.patch, baseline.patch), (text) => text),
        show(row.panning, ({ median }) => duration(median)),
        show(row.panning, ({ p95 }) => duration(p95)),
      ]),
    };
  });
}

/** Data → first paint, by size. */
export function paintChart(measurements: readonly PictureMeasurement[], limit: number): Chart {
  return {
    title: 'From data to the first paint (logarithmic)',
    groups: sizesOf(measurements).map((containers) => ({
      title: `${containers.toLocaleString('en')} containers`,
      bars: measurements
        .filter((each) => each.containers === containers)
        .map(({ painter, firstPaint }) => ({
          label: painter,
          value: isMeasured(firstPaint) ? firstPaint : undefined,
          own: painter === 'dnet',
        })),
    })),
    goal: { value: 100, label: '0.1 s' },
    limit,
  };
}

const sizesOf = (measurements: readonly PictureMeasurement[]): readonly number[] => [
  ...new Set(measurements.map(({ containers }) => containers)),
];

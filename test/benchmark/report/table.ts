/** Tables for the terminal and for Markdown; they read the same. */
import { type Cell, isMeasured } from '../distribution.ts';

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly string[])[];
}

/** Milliseconds with three significant digits, and the unit. */
export function duration(milliseconds: number): string {
  if (milliseconds >= 9_995) return `${(milliseconds / 1000).toFixed(1)} s`;
  if (milliseconds >= 999.5) return `${(milliseconds / 1000).toFixed(2)} s`;
  if (milliseconds >= 99.95) return `${milliseconds.toFixed(0)} ms`;
  return `${milliseconds.toFixed(milliseconds >= 9.995 ? 1 : 2)} ms`;
}

export const mebibytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;

/** How many times the baseline; two significant digits. */
export function ratio(value: number, baseline: number): string {
  const times = value / baseline;
  return `${times < 10 ? times.toFixed(1) : times.toFixed(0)}×`;
}

export const NOTHING = '–';

/** How a cell is written: what took longer than `limit` milliseconds, and what there was no time for within `total`. */
export const cellText =
  ({ limit, total }: { readonly limit: number; readonly total: number }) =>
  <T>(cell: Cell<T> | undefined, text: (value: T) => string): string => {
    if (cell === undefined) return NOTHING;
    if (isMeasured(cell)) return text(cell);
    return cell === 'over the limit' ? `> ${duration(limit)}` : `not within ${duration(total)}`;
  };

/** As `ratio`, of cells: of what was given up it is only known that it took longer. */
export function compare(value: Cell<number> | undefined, baseline: Cell<number> | undefined): Cell<string> | undefined {
  if (value === undefined || !isMeasured(value)) return value;
  return baseline === undefined || !isMeasured(baseline) || baseline === 0 ? undefined : ratio(value, baseline);
}

export function markdown({ columns, rows }: Table): string {
  const widths = columns.map((column, i) => Math.max(3, ...[column, ...rows.map((row) => row[i]!)].map(widthOf)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => pad(cell, widths[i]!, i)).join(' | ')} |`;
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(columns), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

const widthOf = (text: string): number => [...text].length;

/** Names to the left, numbers to the right. */
function pad(text: string, width: number, column: number): string {
  const room = ' '.repeat(width - widthOf(text));
  return column === 0 ? text + room : room + text;
}

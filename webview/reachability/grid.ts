/**
 * A table with a row for each class that sends and a column for each that is reached. Only what is in view is in the
 * document, so that thousands of classes cost no more than a screenful. One cell is in the tab order; arrows move it.
 */
import { t, translatable } from '../../language-server/l10n.ts';
import type { ReachabilityCell, ReachabilityClass } from '../../language-server/protocol.ts';
import { element } from './page.ts';

/** In pixels, as in reachability.css. */
const ROW = 28;
const COLUMN = 132;
const ROW_HEADER = 168;
const COLUMN_HEADER = 44;
/** Rows and columns beyond the edge of the view that are made all the same. */
const MARGIN = 4;

const MARKS: Readonly<Record<ReachabilityCell['reached'], string>> = { all: '✓', some: '◐', none: '✗' };

export interface GridOwner {
  readonly cellOf: (from: ReachabilityClass, to: ReachabilityClass) => ReachabilityCell | undefined;
  readonly activate: (from: ReachabilityClass, to: ReachabilityClass) => void;
  /** Whether the details are about this cell. */
  readonly isChosen: (from: ReachabilityClass, to: ReachabilityClass) => boolean;
  /** These rows are in view. */
  readonly needs: (rows: readonly ReachabilityClass[]) => void;
}

export class Grid {
  private readonly table = element('table');
  private rows: readonly ReachabilityClass[] = [];
  private columns: readonly ReachabilityClass[] = [];
  /** The cell that was focused last. */
  private at = { row: 0, column: 0 };
  /** The cell in the tab order: that one, or while it is out of view the nearest that is not. */
  private stop = this.at;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly owner: GridOwner,
  ) {
    this.table.setAttribute('role', 'grid');
    this.table.setAttribute('aria-label', t`Who can talk to whom: rows from, columns to`);
    scroller.append(this.table);
    scroller.addEventListener('scroll', () => this.render(), { passive: true });
    new ResizeObserver(() => this.render()).observe(scroller);
    this.table.addEventListener('keydown', (event) => this.keyDown(event));
    // Tabbing into the grid lands on a cell in view, wherever the last one was.
    this.table.addEventListener('focusin', ({ target }) => {
      this.at = placeOf(target) ?? this.at;
    });
    this.table.addEventListener('click', ({ target }) => {
      const place = placeOf(target);
      if (!place) return;
      this.moveTo(place.row, place.column);
      this.activate();
    });
  }

  show(rows: readonly ReachabilityClass[], columns: readonly ReachabilityClass[]): void {
    this.rows = rows;
    this.columns = columns;
    this.at = {
      row: Math.min(this.at.row, Math.max(0, rows.length - 1)),
      column: Math.min(this.at.column, Math.max(0, columns.length - 1)),
    };
    this.table.setAttribute('aria-rowcount', String(rows.length + 1));
    this.table.setAttribute('aria-colcount', String(columns.length + 1));
    this.table.style.width = `${ROW_HEADER + columns.length * COLUMN}px`;
    this.render();
  }

  /** Makes what is in view. */
  render(): void {
    const { scrollTop, scrollLeft, clientHeight, clientWidth } = this.scroller;
    const rows = windowOf(scrollTop, clientHeight - COLUMN_HEADER, ROW, this.rows.length);
    const columns = windowOf(scrollLeft, clientWidth - ROW_HEADER, COLUMN, this.columns.length);
    const focused = this.table.contains(document.activeElement);
    this.stop = {
      row: clamp(this.at.row, rows.start, rows.end),
      column: clamp(this.at.column, columns.start, columns.end),
    };
    this.table.replaceChildren(this.head(columns), this.body(rows, columns));
    if (focused) this.current()?.focus({ preventScroll: true });
    this.owner.needs(this.rows.slice(rows.start, rows.end));
  }

  focus(): void {
    this.current()?.focus();
  }

  private head(columns: Window): HTMLElement {
    const corner = element('th', { scope: 'col', className: 'corner', textContent: t`from ╲ to` });
    corner.setAttribute('aria-colindex', '1');
    const headers = this.columns.slice(columns.start, columns.end).map((each, index) => {
      const header = element('th', { scope: 'col', title: titleOf(each) }, [
        element('span', { textContent: each.label }),
      ]);
      header.setAttribute('aria-colindex', String(columns.start + index + 2));
      return header;
    });
    const row = element('tr', {}, [corner, ...padding(columns, this.columns.length, headers, 'th')]);
    row.setAttribute('aria-rowindex', '1');
    return element('thead', {}, [row]);
  }

  private body(rows: Window, columns: Window): HTMLElement {
    const made = this.rows
      .slice(rows.start, rows.end)
      .map((from, index) => this.row(from, rows.start + index, columns));
    const spacer = (count: number): readonly HTMLElement[] => {
      if (count <= 0) return [];
      const row = element('tr', { className: 'spacer' });
      row.setAttribute('aria-hidden', 'true');
      row.style.height = `${count * ROW}px`;
      return [row];
    };
    return element('tbody', {}, [...spacer(rows.start), ...made, ...spacer(this.rows.length - rows.end)]);
  }

  private row(from: ReachabilityClass, row: number, columns: Window): HTMLElement {
    const header = element('th', { scope: 'row', title: titleOf(from) }, [
      element('span', { textContent: from.label }),
    ]);
    header.setAttribute('aria-colindex', '1');
    const cells = this.columns
      .slice(columns.start, columns.end)
      .map((to, index) => this.cell(from, to, row, columns.start + index));
    const made = element('tr', {}, [header, ...padding(columns, this.columns.length, cells, 'td')]);
    made.setAttribute('aria-rowindex', String(row + 2));
    return made;
  }

  private cell(from: ReachabilityClass, to: ReachabilityClass, row: number, column: number): HTMLElement {
    const content = this.owner.cellOf(from, to);
    const cell = element('td', { className: content?.reached ?? 'unknown' });
    cell.setAttribute('role', 'gridcell');
    cell.setAttribute('aria-colindex', String(column + 2));
    cell.dataset.row = String(row);
    cell.dataset.column = String(column);
    cell.tabIndex = row === this.stop.row && column === this.stop.column ? 0 : -1;
    if (!content) {
      cell.textContent = '…';
      return cell;
    }
    cell.setAttribute('aria-selected', String(this.owner.isChosen(from, to)));
    cell.title = `${from.label} → ${to.label}: ${content.text}`;
    cell.setAttribute('aria-label', `${t(WORDS[content.reached])}: ${content.text}`);
    const mark = element('span', { className: 'mark', textContent: MARKS[content.reached] });
    cell.append(mark, ` ${content.text}`);
    return cell;
  }

  /** After another cell was chosen, or none is any more. */
  markChosen(): void {
    for (const cell of this.table.querySelectorAll<HTMLElement>('td[aria-selected]')) {
      const [from, to] = [this.rows[Number(cell.dataset.row)], this.columns[Number(cell.dataset.column)]];
      cell.setAttribute(
        'aria-selected',
        String(from !== undefined && to !== undefined && this.owner.isChosen(from, to)),
      );
    }
  }

  private current(): HTMLElement | null {
    return this.table.querySelector(`td[data-row="${this.at.row}"][data-column="${this.at.column}"]`);
  }

  private activate(): void {
    const [from, to] = [this.rows[this.at.row], this.columns[this.at.column]];
    if (from && to) this.owner.activate(from, to);
    this.markChosen();
  }

  private keyDown(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor((this.scroller.clientHeight - COLUMN_HEADER) / ROW) - 1);
    const { row, column } = this.at;
    const all = event.ctrlKey || event.metaKey;
    const last = { row: this.rows.length - 1, column: this.columns.length - 1 };
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      PageUp: [row - page, column],
      PageDown: [row + page, column],
      Home: [all ? 0 : row, 0],
      End: [all ? last.row : row, last.column],
    };
    const move = moves[event.key];
    if (move) this.moveTo(...move);
    else if (event.key === 'Enter' || event.key === ' ') this.activate();
    else return;
    event.preventDefault();
  }

  private moveTo(row: number, column: number): void {
    this.at = { row: clamp(row, 0, this.rows.length), column: clamp(column, 0, this.columns.length) };
    this.bringIntoView();
    this.render();
    this.current()?.focus({ preventScroll: true });
  }

  /** The headers stick to the edges and cover what is behind them. */
  private bringIntoView(): void {
    const { scroller } = this;
    const near = (position: number, size: number, start: number, room: number) =>
      position < start ? position : position + size > start + room ? position + size - room : start;
    scroller.scrollTop = near(this.at.row * ROW, ROW, scroller.scrollTop, scroller.clientHeight - COLUMN_HEADER);
    scroller.scrollLeft = near(this.at.column * COLUMN, COLUMN, scroller.scrollLeft, scroller.clientWidth - ROW_HEADER);
  }
}

const WORDS: Readonly<Record<ReachabilityCell['reached'], string>> = {
  all: translatable('reached'),
  some: translatable('reached in part'),
  none: translatable('not reached'),
};

const clamp = (value: number, start: number, end: number) => Math.max(start, Math.min(value, end - 1));

/** A range of rows or columns. */
interface Window {
  readonly start: number;
  readonly end: number;
}

function windowOf(scrolled: number, room: number, size: number, count: number): Window {
  const start = Math.max(0, Math.min(Math.floor(scrolled / size) - MARGIN, count));
  const end = Math.min(count, Math.ceil((scrolled + Math.max(room, 0)) / size) + MARGIN);
  return { start, end: Math.max(start, end) };
}

/** Empty cells as wide as the columns that are out of view, so that those in view stand where they belong. */
function padding(
  { start, end }: Window,
  count: number,
  cells: readonly HTMLElement[],
  tag: 'td' | 'th',
): readonly HTMLElement[] {
  const spacer = (columns: number): readonly HTMLElement[] => {
    if (columns <= 0) return [];
    const made = element(tag, { className: 'spacer', colSpan: columns });
    made.setAttribute('aria-hidden', 'true');
    return [made];
  };
  return [...spacer(start), ...cells, ...spacer(count - end)];
}

function titleOf({ members, networks, label }: ReachabilityClass): string {
  const names = members.length > 30 ? `${members.slice(0, 30).join(', ')} …` : members.join(', ');
  return [
    label === names ? '' : `${label}: `,
    names,
    networks.length > 0 ? `\n${t`on ${networks.join(', ')}`}` : '',
  ].join('');
}

function placeOf(target: EventTarget | null): { readonly row: number; readonly column: number } | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('td[data-row]') : null;
  return cell ? { row: Number(cell.dataset.row), column: Number(cell.dataset.column) } : undefined;
}

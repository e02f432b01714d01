/**
 * The state of a lab in cells: one for each entry of each of its maps, and one for the plain fields of each host.
 *
 * A cell stays the same object for good while what it holds changes, so that "what a command has read" is a list of
 * cells, "what it has written" is a list of cells with two values each, and both are as short as the command is small.
 */
import { Map as PersistentMap } from 'immutable';

export interface Cell {
  readonly table: Table;
  readonly key: string;
  /** Undefined: there is no such entry. */
  value: unknown;
  /** Unlike what it held at this point of an earlier run. Of {@link Table.whole}: how many of the entries are. */
  differs: number;
  /** The recording that has noted it as read. */
  notedIn: number;
  /** Written since its table was last looked at as a whole. */
  isNews: boolean;
}

/** What a command has done to a cell. */
export interface Write {
  readonly cell: Cell;
  readonly before: unknown;
  readonly after: unknown;
}

/** Notes which cells are read. */
export class Recorder {
  #number = 0;
  #reads: Cell[] = [];

  /** The cells that `work` reads, each once. */
  record<T>(work: () => T): { readonly value: T; readonly reads: readonly Cell[] } {
    this.#number++;
    const reads: Cell[] = [];
    this.#reads = reads;
    const value = work();
    return { value, reads };
  }

  note(cell: Cell): void {
    if (cell.notedIn === this.#number) return;
    cell.notedIn = this.#number;
    this.#reads.push(cell);
  }
}

/** Up to this size a map of Immutable.js keeps its entries in the order in which they came. */
const orderedSize = 8;

/** One map of the state. */
export class Table {
  readonly recorder: Recorder;
  /** Stands for everything that all entries have a part in: the size, the order, a search. */
  readonly whole: Cell;
  readonly #cells = new Map<string, Cell>();
  readonly #news: Cell[] = [];
  #map: PersistentMap<string, unknown> = PersistentMap();

  constructor(recorder: Recorder) {
    this.recorder = recorder;
    this.whole = this.#newCell('');
  }

  #newCell(key: string): Cell {
    return { table: this, key, value: undefined, differs: 0, notedIn: 0, isNews: false };
  }

  cell(key: string): Cell {
    let cell = this.#cells.get(key);
    if (!cell) {
      cell = this.#newCell(key);
      this.#cells.set(key, cell);
    }
    return cell;
  }

  get cells(): Iterable<Cell> {
    return this.#cells.values();
  }

  put(cell: Cell, value: unknown): void {
    cell.value = value;
    if (cell.isNews) return;
    cell.isNews = true;
    this.#news.push(cell);
  }

  /** The map as it is now, as a value that stays; its order is the same however it came about. */
  get map(): PersistentMap<string, unknown> {
    if (this.#news.length === 0) return this.#map;
    this.#map = this.#map.withMutations((map) => {
      for (const cell of this.#news) {
        cell.isNews = false;
        if (cell.value === undefined) map.delete(cell.key);
        else map.set(cell.key, cell.value);
      }
    });
    this.#news.length = 0;
    if (this.#map.size <= orderedSize) this.#map = PersistentMap([...this.#map].sort(byAge));
    return this.#map;
  }
}

function byAge([key, value]: [string, unknown], [otherKey, other]: [string, unknown]): number {
  const created = (of: unknown) => (of as { readonly created?: number }).created ?? 0;
  return created(value) - created(other) || (key < otherKey ? -1 : 1);
}

/**
 * A map that a command works on: it does what a {@link PersistentMap} does, notes what is read, and keeps what is
 * written to itself; `draftOf` gives it the other's type.
 */
export class DraftMap {
  readonly table: Table;
  readonly #before: DraftMap | undefined;
  readonly #key: string;
  readonly #value: unknown;

  constructor(table: Table, before?: DraftMap, key = '', value?: unknown) {
    this.table = table;
    this.#before = before;
    this.#key = key;
    this.#value = value;
  }

  get(key: string, otherwise?: unknown): unknown {
    for (let at: DraftMap = this; at.#before; at = at.#before) if (at.#key === key) return at.#value ?? otherwise;
    const cell = this.table.cell(key);
    this.table.recorder.note(cell);
    return cell.value ?? otherwise;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  set(key: string, value: unknown): DraftMap {
    return new DraftMap(this.table, this, key, value);
  }

  delete(key: string): DraftMap {
    return new DraftMap(this.table, this, key);
  }

  /** What was written, by key; undefined for what was taken away. */
  get written(): ReadonlyMap<string, unknown> {
    const written = new Map<string, unknown>();
    for (let at: DraftMap = this; at.#before; at = at.#before)
      if (!written.has(at.#key)) written.set(at.#key, at.#value);
    return written;
  }

  get whole(): PersistentMap<string, unknown> {
    this.table.recorder.note(this.table.whole);
    return this.table.map.withMutations((map) => {
      for (const [key, value] of this.written) {
        if (value === undefined) map.delete(key);
        else map.set(key, value);
      }
    });
  }
}

/** Everything else that a map can be asked looks at the whole of it. */
function forward(name: string | symbol): void {
  if (name in DraftMap.prototype) return;
  Object.defineProperty(DraftMap.prototype, name, {
    get(this: DraftMap) {
      const { whole } = this;
      const member: unknown = Reflect.get(whole, name);
      return typeof member === 'function' ? member.bind(whole) : member;
    },
  });
}

forward('size');
for (let level: object | null = PersistentMap.prototype; level; level = Object.getPrototypeOf(level))
  if (level !== Object.prototype) Reflect.ownKeys(level).forEach(forward);

export const draftOf = <T>(table: Table): PersistentMap<string, T> =>
  new DraftMap(table) as unknown as PersistentMap<string, T>;

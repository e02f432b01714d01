/**
 * The state of a lab in cells: one for each entry of each of its maps, and one for the plain fields of each host.
 *
 * A cell knows what it has held and since when, so that every moment can be looked at without being made. And it stays
 * the same object for good, so that "what a command has read" is a list of cells, and "what it has written" is a list
 * of cells with a value each.
 */
import { Map as PersistentMap } from 'immutable';

/** What a cell holds from the moment after `time` on. */
interface Version {
  readonly time: number;
  /** Undefined: there is no such entry. */
  value: unknown;
  earlier: Version | undefined;
}

/** Before everything that is ever written. */
const never = Number.NEGATIVE_INFINITY;

/** In the place of a value: nothing was written at that time. */
export const nothing = Symbol('nothing');

export class Cell {
  readonly table: Table;
  readonly key: string;
  /**
   * The times of the commands that have read or written it, ascending; perhaps of some that no longer do. The command
   * that wrote what it holds now need not be among them: most cells are used by no other. One time stands for itself.
   */
  #uses: number | number[] | undefined;
  /** Unlike what it held at this point of an earlier run. Of {@link Table.whole}: how many of the entries are. */
  differs = 0;
  /** The recording that has noted it as read. */
  notedIn = 0;
  /** Written since its table was last looked at as a whole. */
  isNews = false;
  // The latest version: most cells have one.
  #time = never;
  #value: unknown;
  #earlier: Version | undefined;

  constructor(table: Table, key: string) {
    this.table = table;
    this.key = key;
  }

  /** What it holds before `time`. */
  before(time: number): unknown {
    if (this.#time < time) return this.#value;
    let version = this.#earlier;
    while (version && version.time >= time) version = version.earlier;
    return version?.value;
  }

  /** What it holds in the end. */
  get last(): unknown {
    return this.#value;
  }

  /** What was written at a time, {@link nothing} where nothing was. */
  at(time: number): unknown {
    if (this.#time === time) return this.#value;
    let version = this.#earlier;
    while (version && version.time > time) version = version.earlier;
    return version?.time === time ? version.value : nothing;
  }

  /** Writes at a time, or takes back what was written then; answers what was written then before. */
  write(time: number, value: unknown): unknown {
    this.table.hear(this);
    if (this.#time === time) {
      const known = this.#value;
      if (value === nothing) this.#forgetLatest();
      else this.#value = value;
      return known;
    }
    if (this.#time < time) {
      if (value === nothing) return nothing;
      if (this.#time !== never) {
        this.#note(this.#time);
        this.#earlier = { time: this.#time, value: this.#value, earlier: this.#earlier };
      }
      this.#time = time;
      this.#value = value;
      return nothing;
    }
    let later: Version | undefined;
    let version = this.#earlier;
    while (version && version.time > time) {
      later = version;
      version = version.earlier;
    }
    const follow = (next: Version | undefined): void => {
      if (later) later.earlier = next;
      else this.#earlier = next;
    };
    if (version?.time === time) {
      const known = version.value;
      if (value === nothing) follow(version.earlier);
      else version.value = value;
      return known;
    }
    if (value !== nothing) follow({ time, value, earlier: version });
    return nothing;
  }

  #forgetLatest(): void {
    const { time, value, earlier } = this.#earlier ?? { time: never, value: undefined, earlier: undefined };
    this.#time = time;
    this.#value = value;
    this.#earlier = earlier;
  }

  /** Notes that the command of this time has to do with it. */
  use(time: number): void {
    if (this.#time !== time) this.#note(time);
  }

  #note(time: number): void {
    const uses = this.#uses;
    if (uses === time) return;
    if (uses === undefined) this.#uses = time;
    else if (typeof uses === 'number') this.#uses = uses < time ? [uses, time] : [time, uses];
    else {
      let at = uses.length;
      while (at > 0 && uses[at - 1]! > time) at--;
      if (uses[at - 1] === time) return;
      if (at < uses.length) this.#uses = uses.toSpliced(at, 0, time);
      else uses.push(time);
    }
  }

  /** The time of the first use from `time` on. */
  nextUse(time: number): number {
    const noted = this.#nextNoted(time);
    return this.#time >= time && this.#time < noted ? this.#time : noted;
  }

  #nextNoted(time: number): number {
    const uses = this.#uses;
    if (typeof uses !== 'object') return uses !== undefined && uses >= time ? uses : Number.POSITIVE_INFINITY;
    let low = 0;
    let high = uses.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (uses[middle]! < time) low = middle + 1;
      else high = middle;
    }
    return uses[low] ?? Number.POSITIVE_INFINITY;
  }
}

/** Notes which cells are read. */
export class Recorder {
  #number = 0;
  #records = false;
  /** One list for all recordings: what is kept of each is a copy, which has no more room than it needs. */
  readonly #reads: Cell[] = [];

  /** From now on what is read is noted. */
  start(): void {
    this.#number++;
    this.#records = true;
    this.#reads.length = 0;
  }

  /** From now on nothing is noted but what is told by {@link note}. */
  stop(): void {
    this.#records = false;
  }

  /** The cells that were read, each once. */
  get reads(): readonly Cell[] {
    return this.#reads.slice();
  }

  heard(cell: Cell): void {
    if (this.#records) this.note(cell);
  }

  note(cell: Cell): void {
    if (cell.notedIn === this.#number) return;
    cell.notedIn = this.#number;
    this.#reads.push(cell);
  }
}

/** Where somebody stands who looks at cells. */
export interface Moment {
  /** The time before which everything has happened. */
  readonly time: number;
  /** What the engines' clocks show. */
  readonly clock: number;
  /** False while commands are executed one after another: the time goes on. */
  readonly stays: boolean;
  /** Makes sure that the cells hold what is looked at. */
  enter(): void;
}

const FEW = 8;

/** Up to this size a map of Immutable.js keeps its entries in the order in which they came. */
const orderedSize = 8;

/** Takes what a cell is to hold; undefined for an entry that is to go. */
export type Tell = (cell: Cell, value: unknown) => void;

/** One map of the state. */
export class Table {
  /** What its entries are, in a word: `containers`. */
  readonly name: string;
  readonly recorder: Recorder;
  /** Stands for everything that all entries have a part in: the size, the order, a search. */
  readonly whole: Cell;
  readonly #cells = new Map<string, Cell>();
  readonly #news: Cell[] = [];
  #map: PersistentMap<string, unknown> = PersistentMap();
  #inOrder = this.#map;

  constructor(name: string, recorder: Recorder) {
    this.name = name;
    this.recorder = recorder;
    this.whole = new Cell(this, '');
  }

  /** The table as it is seen at a moment. */
  view(moment: Moment): MapView {
    return new MapView(this, moment);
  }

  /** Tells what cells are to hold so that an entry is seen as `value`; undefined takes it away. */
  eachCell(_time: number, key: string, value: unknown, tell: Tell): void {
    tell(this.cell(key), value);
  }

  /** As {@link eachCell} for all entries, of which there are no others then: whoever makes a map anew has read it all. */
  eachCellOfAll(time: number, map: PersistentMap<string, unknown>, tell: Tell): void {
    for (const cell of this.#cells.values())
      if (!map.has(cell.key) && cell.before(time) !== undefined) this.eachCell(time, cell.key, undefined, tell);
    for (const [key, value] of map) this.eachCell(time, key, value, tell);
  }

  cell(key: string): Cell {
    let cell = this.#cells.get(key);
    if (!cell) {
      cell = new Cell(this, key);
      this.#cells.set(key, cell);
    }
    return cell;
  }

  hear(cell: Cell): void {
    if (cell.isNews) return;
    cell.isNews = true;
    this.#news.push(cell);
  }

  /** The whole map at a time, as a value; its order is the same however it came about. */
  map(time: number): PersistentMap<string, unknown> {
    if (time !== Number.POSITIVE_INFINITY) return inOrder(this.#at(time));
    const before = this.#map;
    // In the end the same map as before, as long as nothing else is written.
    if (this.#last() !== before) this.#inOrder = inOrder(this.#map);
    return this.#inOrder;
  }

  #at(time: number): PersistentMap<string, unknown> {
    return PersistentMap<string, unknown>().withMutations((map) => {
      for (const cell of this.#cells.values()) {
        const value = cell.before(time);
        if (value !== undefined) map.set(cell.key, value);
      }
    });
  }

  #last(): PersistentMap<string, unknown> {
    this.#map = this.#map.withMutations((map) => {
      for (const cell of this.#news) {
        cell.isNews = false;
        if (cell.last === undefined) map.delete(cell.key);
        else map.set(cell.key, cell.last);
      }
    });
    this.#news.length = 0;
    return this.#map;
  }
}

function inOrder(map: PersistentMap<string, unknown>): PersistentMap<string, unknown> {
  return map.size > orderedSize ? map : PersistentMap([...map].sort(byAge));
}

function byAge([key, value]: [string, unknown], [otherKey, other]: [string, unknown]): number {
  const created = (of: unknown) => (of as { readonly created?: number }).created ?? 0;
  return created(value) - created(other) || (key < otherKey ? -1 : 1);
}

/**
 * A table at a moment: it does what a {@link PersistentMap} does, notes what is read, and keeps what is written to
 * itself; `viewOf` gives it the other's type.
 */
export class MapView {
  readonly table: Table;
  protected readonly moment: Moment;
  readonly #before: MapView | undefined;
  readonly #key: string;
  readonly #value: unknown;
  #whole: PersistentMap<string, unknown> | undefined;

  constructor(table: Table, moment: Moment, before?: MapView, key = '', value?: unknown) {
    this.table = table;
    this.moment = moment;
    this.#before = before;
    this.#key = key;
    this.#value = value;
  }

  get(key: string, otherwise?: unknown): unknown {
    let at: MapView = this;
    for (; at.#before; at = at.#before) if (at.#key === key) return at.#value ?? otherwise;
    return at.held(key) ?? otherwise;
  }

  /** What the table holds at the moment, whatever has been written to the view. */
  protected held(key: string): unknown {
    const cell = this.table.cell(key);
    this.table.recorder.heard(cell);
    this.moment.enter();
    return cell.before(this.moment.time);
  }

  protected heldMap(): PersistentMap<string, unknown> {
    this.moment.enter();
    return this.table.map(this.moment.time);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  set(key: string, value: unknown): MapView {
    return new MapView(this.table, this.moment, this, key, value);
  }

  delete(key: string): MapView {
    return new MapView(this.table, this.moment, this, key);
  }

  /** Tells what was written, each key once; undefined for what was taken away. */
  eachWritten(tell: (key: string, value: unknown) => void): void {
    let length = 0;
    for (let at: MapView = this; at.#before; at = at.#before) length++;
    // Most commands write a few entries, which are looked through sooner than noted.
    const told = length > FEW ? new Set<string>() : undefined;
    for (let at: MapView = this; at.#before; at = at.#before) {
      if (told ? told.has(at.#key) : this.#isWrittenBehind(at)) continue;
      told?.add(at.#key);
      tell(at.#key, at.#value);
    }
  }

  /** Whether the same key was written again later than by `earlier`. */
  #isWrittenBehind(earlier: MapView): boolean {
    for (let at: MapView = this; at !== earlier; at = at.#before!) if (at.#key === earlier.#key) return true;
    return false;
  }

  get whole(): PersistentMap<string, unknown> {
    this.table.recorder.heard(this.table.whole);
    if (!this.#whole) {
      let root: MapView = this;
      while (root.#before) root = root.#before;
      const map = root.heldMap();
      if (!this.#before && !this.moment.stays) return map;
      this.#whole = map.withMutations((changing) => {
        this.eachWritten((key, value) => {
          if (value === undefined) changing.delete(key);
          else changing.set(key, value);
        });
      });
    }
    return this.#whole;
  }
}

/** Everything else that a map can be asked looks at the whole of it. */
function forward(name: string | symbol): void {
  if (name in MapView.prototype) return;
  Object.defineProperty(MapView.prototype, name, {
    get(this: MapView) {
      const { whole } = this;
      const member: unknown = Reflect.get(whole, name);
      return typeof member === 'function' ? member.bind(whole) : member;
    },
  });
}

forward('size');
for (let level: object | null = PersistentMap.prototype; level; level = Object.getPrototypeOf(level))
  if (level !== Object.prototype) Reflect.ownKeys(level).forEach(forward);

export const viewOf = <T>(table: Table, moment: Moment): PersistentMap<string, T> =>
  table.view(moment) as unknown as PersistentMap<string, T>;

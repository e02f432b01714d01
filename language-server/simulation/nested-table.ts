/**
 * A table whose entries have maps in turn: each of those has a table of its own. So what happens in one of the maps
 * leaves the entry and the rest of the maps as they were, and concerns only who has looked there.
 */
import { Map as PersistentMap } from 'immutable';
import { MapView, type Moment, type Recorder, Table, type Tell, viewOf } from './cells.ts';

type Entry = Readonly<Record<string, unknown>>;
type Maps = readonly PersistentMap<string, unknown>[];

/** An entry as it was last seen, and what it was put together from. */
interface Seen {
  readonly held: unknown;
  readonly maps: Maps;
  readonly entry: Entry;
}

const noMap = PersistentMap<string, unknown>();

export class NestedTable extends Table {
  /** The fields of an entry that are maps. */
  readonly fields: readonly string[];
  readonly #inner = new Map<string, readonly Table[]>();
  /** In the end: the same object as before, as long as nothing of it is another one. */
  readonly #last = new Map<string, Seen>();
  readonly #empty: Readonly<Record<string, typeof noMap>>;

  constructor(name: string, recorder: Recorder, fields: readonly string[]) {
    super(name, recorder);
    this.fields = fields;
    this.#empty = Object.fromEntries(fields.map((field) => [field, noMap]));
  }

  /** The tables of an entry, in the order of the fields. */
  inner(key: string): readonly Table[] {
    let tables = this.#inner.get(key);
    if (!tables) {
      tables = this.fields.map((field) => new Table(field, this.recorder));
      this.#inner.set(key, tables);
    }
    return tables;
  }

  override view(moment: Moment): MapView {
    return new NestedView(this, moment);
  }

  /** An entry with its maps. */
  together(held: unknown, maps: Maps): Entry {
    const entry: Record<string, unknown> = { ...(held as Entry) };
    for (let i = 0; i < maps.length; i++) entry[this.fields[i]!] = maps[i];
    return entry;
  }

  /** An entry as it is in the end. */
  last(key: string, held: unknown): Entry {
    const maps = this.inner(key).map((table) => table.map(Number.POSITIVE_INFINITY));
    const seen = this.#last.get(key);
    if (seen && seen.held === held && seen.maps.every((map, i) => map === maps[i])) return seen.entry;
    const entry = this.together(held, maps);
    this.#last.set(key, { held, maps, entry });
    return entry;
  }

  override eachCell(time: number, key: string, value: unknown, tell: Tell): void {
    const cell = this.cell(key);
    const before = cell.before(time) as Entry | undefined;
    const entry = value as Entry | undefined;
    tell(cell, entry && (before && this.#isSame(before, entry) ? before : { ...entry, ...this.#empty }));
    const tables = this.inner(key);
    for (let i = 0; i < tables.length; i++) {
      const table = tables[i]!;
      const map = entry ? entry[this.fields[i]!] : noMap;
      if (map instanceof MapView && map.table === table)
        map.eachWritten((name, inner) => table.eachCell(time, name, inner, tell));
      else table.eachCellOfAll(time, map as typeof noMap, tell);
    }
  }

  /** Whether two entries have the same fields besides the maps. */
  #isSame(before: Entry, entry: Entry): boolean {
    for (const field in entry) if (entry[field] !== before[field] && !(field in this.#empty)) return false;
    return true;
  }
}

class NestedView extends MapView {
  readonly #nested: NestedTable;
  /** Every entry is one object for those who look at it more than once. */
  readonly #seen = new Map<string, { readonly held: unknown; readonly entry: Entry }>();

  constructor(table: NestedTable, moment: Moment) {
    super(table, moment);
    this.#nested = table;
  }

  protected override held(key: string): unknown {
    const held = super.held(key);
    return held === undefined ? undefined : this.#entry(key, held);
  }

  protected override heldMap(): PersistentMap<string, unknown> {
    return super.heldMap().map((held, key) => this.#entry(key, held));
  }

  #entry(key: string, held: unknown): Entry {
    const seen = this.#seen.get(key);
    if (seen && seen.held === held) return seen.entry;
    const entry =
      this.moment.time === Number.POSITIVE_INFINITY ? this.#nested.last(key, held) : this.#together(key, held);
    this.#seen.set(key, { held, entry });
    return entry;
  }

  #together(key: string, held: unknown): Entry {
    return this.#nested.together(
      held,
      this.#nested.inner(key).map((table) => viewOf<unknown>(table, this.moment)),
    );
  }
}

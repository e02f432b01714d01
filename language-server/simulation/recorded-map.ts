/** A persistent map that notes what is read of it, and every version of it what was written to make it. */
import { Map as PersistentMap } from 'immutable';

/** What has been read of one map, whichever of its versions was asked. */
export interface Reads {
  /** In the order in which they were asked for; a key can stand here more than once. */
  readonly keys: string[];
  /** Set once something was asked that every entry has a part in: the size, the order, a search. */
  whole: boolean;
}

/** One entry as it was set, or taken away: `value` is absent then. */
export interface Write {
  readonly key: string;
  readonly entry?: { readonly value: unknown };
}

/** Does what a {@link PersistentMap} does; `recordedMap` gives it that type. */
export class RecordedMap {
  readonly map: PersistentMap<string, unknown>;
  readonly reads: Reads;
  readonly #before: RecordedMap | undefined;
  readonly #write: Write | undefined;

  constructor(map: PersistentMap<string, unknown>, reads: Reads, before?: RecordedMap, write?: Write) {
    this.map = map;
    this.reads = reads;
    this.#before = before;
    this.#write = write;
  }

  /** In the order in which they happened; of several to one key in a row only the last. */
  get writes(): readonly Write[] {
    const writes: Write[] = [];
    for (let at: RecordedMap | undefined = this; at; at = at.#before) {
      const write = at.#write;
      const later = writes.at(-1);
      const isOverwritten = later?.entry && write?.entry && later.key === write.key;
      if (write && !isOverwritten) writes.push(write);
    }
    return writes.reverse();
  }

  get(key: string, otherwise?: unknown): unknown {
    this.reads.keys.push(key);
    return this.map.get(key, otherwise);
  }

  has(key: string): boolean {
    this.reads.keys.push(key);
    return this.map.has(key);
  }

  set(key: string, value: unknown): RecordedMap {
    return new RecordedMap(this.map.set(key, value), this.reads, this, { key, entry: { value } });
  }

  delete(key: string): RecordedMap {
    return new RecordedMap(this.map.delete(key), this.reads, this, { key });
  }
}

/** Everything else that a map can be asked looks at the whole of it. */
function forward(name: string | symbol): void {
  if (name in RecordedMap.prototype) return;
  Object.defineProperty(RecordedMap.prototype, name, {
    get(this: RecordedMap) {
      this.reads.whole = true;
      const member: unknown = Reflect.get(this.map, name);
      return typeof member === 'function' ? member.bind(this.map) : member;
    },
  });
}

forward('size');
for (let level: object | null = PersistentMap.prototype; level; level = Object.getPrototypeOf(level))
  if (level !== Object.prototype) Reflect.ownKeys(level).forEach(forward);

export const recordedMap = <T>(map: PersistentMap<string, T>, reads: Reads): PersistentMap<string, T> =>
  new RecordedMap(map, reads) as unknown as PersistentMap<string, T>;

/** The map as it would be had the writes happened to this one. */
export const replay = <T>(map: PersistentMap<string, T>, writes: readonly Write[]): PersistentMap<string, T> =>
  writes.reduce((after, { key, entry }) => (entry ? after.set(key, entry.value as T) : after.delete(key)), map);

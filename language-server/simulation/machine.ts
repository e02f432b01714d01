/**
 * A world that can be moved: forward by executing commands or by repeating what they wrote, and back by taking it away.
 * Moving costs what was written on the way, and nothing is copied; a world as a value is made only for who asks.
 */
import { Map as PersistentMap } from 'immutable';
import { type Cell, DraftMap, draftOf, Recorder, Table, type Write } from './cells.ts';
import type { EngineCommand } from './command.ts';
import { execute } from './engine.ts';
import type { CommandAnswer, Host, World } from './state.ts';

const mapFields = [
  'networks',
  'networkIds',
  'containers',
  'containerIds',
  'hostPorts',
  'portCursors',
  'bridges',
  'addressSpaces',
  'namesakes',
] as const;
type MapField = (typeof mapFields)[number];
type PerMap<T> = Record<MapField, T>;

/** Written out, so that all of them have one shape. */
const perMap = <T>(make: (field: MapField) => T): PerMap<T> => ({
  networks: make('networks'),
  networkIds: make('networkIds'),
  containers: make('containers'),
  containerIds: make('containerIds'),
  hostPorts: make('hostPorts'),
  portCursors: make('portCursors'),
  bridges: make('bridges'),
  addressSpaces: make('addressSpaces'),
  namesakes: make('namesakes'),
});

/** What a host has besides maps; its clock is the caller's. */
type PlainHost = Omit<Host, MapField | 'clock'>;

function plainFields(host: Host): PlainHost {
  const plain: Record<string, unknown> = { ...host, clock: undefined };
  for (const field of mapFields) delete plain[field];
  delete plain.clock;
  return plain as unknown as PlainHost;
}

/** Whether a command has left the plain fields of a host alone. */
function samePlainFields(plain: PlainHost, before: Host, after: Host): boolean {
  for (const field in plain) if (before[field as keyof Host] !== after[field as keyof Host]) return false;
  return before.swarm === after.swarm;
}

/** The plain part of a world. */
interface PlainWorld {
  readonly outside: World['outside'];
  readonly registry: World['registry'];
  /** The names of the hosts, in order. */
  readonly hosts: readonly string[];
}

interface HostTables {
  readonly maps: PerMap<Table>;
  readonly drafts: PerMap<PersistentMap<string, unknown>>;
  readonly plain: Cell;
}

/** What one command has read and written. */
export interface Trail {
  readonly reads: readonly Cell[];
  readonly writes: readonly Write[];
}

export class Machine {
  readonly #recorder = new Recorder();
  readonly #hosts = new Map<string, HostTables>();
  readonly #plain = new Table(this.#recorder);
  readonly #world = this.#plain.cell('');
  readonly #images = new Table(this.#recorder);
  readonly #imageDraft = draftOf<never>(this.#images);
  /** The world for commands to work on, as long as the plain parts are these. */
  #draft: { readonly world: World; readonly plain: readonly unknown[] } | undefined;

  #tablesOf(name: string): HostTables {
    let tables = this.#hosts.get(name);
    if (!tables) {
      const maps = perMap(() => new Table(this.#recorder));
      tables = { maps, drafts: perMap((field) => draftOf(maps[field])), plain: this.#plain.cell(`host ${name}`) };
      this.#hosts.set(name, tables);
    }
    return tables;
  }

  /** What has to be written to make this world of what is there now. */
  load(world: World): Trail {
    const writes: Write[] = [];
    const { outside, registry } = world;
    const hosts = [...world.hosts.keys()];
    write(writes, this.#world, { outside, registry, hosts } satisfies PlainWorld);
    replace(writes, this.#images, world.images);
    for (const name of new Set([...this.#hosts.keys(), ...hosts])) {
      const host = world.hosts.get(name);
      const { maps, plain } = this.#tablesOf(name);
      write(writes, plain, host && plainFields(host));
      for (const field of mapFields) replace(writes, maps[field], host?.[field] ?? PersistentMap());
    }
    return { reads: [], writes };
  }

  /** Executes a command; what it writes is not there yet: that takes `write`. */
  execute(
    host: string,
    command: EngineCommand,
    clock: number,
  ): { readonly answer: CommandAnswer; readonly trail: Trail } {
    const draft = this.#draftWorld();
    const on = draft.hosts.get(host);
    const world = on ? { ...draft, hosts: draft.hosts.set(host, { ...on, clock }) } : draft;
    const recorded = this.#recorder.record(() => {
      this.#recorder.note(this.#world);
      // A node of a swarm hears of the others, and commands of the swarm ask them.
      const isAlone = on !== undefined && !on.swarm && !command.kind.startsWith('swarm');
      for (const name of isAlone ? [host] : draft.hosts.keys()) this.#recorder.note(this.#tablesOf(name).plain);
      return execute(world, host, command);
    });
    const { world: after, ...answer } = recorded.value;
    return { answer, trail: { reads: recorded.reads, writes: this.#difference(world, after) } };
  }

  #difference(before: World, after: World): readonly Write[] {
    const writes: Write[] = [];
    if (after === before) return writes;
    for (const [name, was] of before.hosts) {
      const now = after.hosts.get(name);
      if (!now || now === was) continue;
      const { maps, plain } = this.#tablesOf(name);
      for (const field of mapFields) {
        if (now[field] === was[field]) continue;
        const map: unknown = now[field];
        if (map instanceof DraftMap)
          for (const [key, value] of map.written) write(writes, maps[field].cell(key), value);
        else replace(writes, maps[field], map as PersistentMap<string, unknown>);
      }
      if (!samePlainFields(plain.value as PlainHost, was, now)) write(writes, plain, plainFields(now));
    }
    if (after.outside !== before.outside)
      write(writes, this.#world, { ...(this.#world.value as PlainWorld), outside: after.outside });
    return writes;
  }

  #draftWorld(): World {
    const { outside, registry, hosts } = this.#world.value as PlainWorld;
    const tables = hosts.map((name) => this.#tablesOf(name));
    const plain = [this.#world.value, ...tables.map((each) => each.plain.value)];
    if (this.#draft && plain.every((value, i) => value === this.#draft!.plain[i])) return this.#draft.world;
    const drafted = hosts.map((name, i): [string, Host] => [
      name,
      { ...(tables[i]!.plain.value as PlainHost), ...(tables[i]!.drafts as Pick<Host, MapField>), clock: 0 },
    ]);
    const world: World = { outside, registry, images: this.#imageDraft, hosts: PersistentMap(drafted) };
    this.#draft = { world, plain };
    return world;
  }

  /** Writes what a command has written. */
  redo(writes: readonly Write[]): void {
    for (let i = 0; i < writes.length; i++) {
      const { cell, after } = writes[i]!;
      cell.table.put(cell, after);
    }
  }

  /** Takes away what a command has written, the last of all. */
  undo(writes: readonly Write[]): void {
    for (let i = 0; i < writes.length; i++) {
      const { cell, before } = writes[i]!;
      cell.table.put(cell, before);
    }
  }

  /** What is there now as a value. */
  world(clock: number): World {
    const { outside, registry, hosts } = this.#world.value as PlainWorld;
    const made = hosts.map((name): [string, Host] => {
      const { maps, plain } = this.#tablesOf(name);
      const now = perMap((field) => maps[field].map);
      return [name, { ...(plain.value as PlainHost), ...(now as unknown as Pick<Host, MapField>), clock }];
    });
    const images = this.#images.map as World['images'];
    return { outside, registry, images, hosts: PersistentMap(made) };
  }
}

function write(writes: Write[], cell: Cell, after: unknown): void {
  if (cell.value !== after) writes.push({ cell, before: cell.value, after });
}

/** Writes a whole map: what is in it, and that the rest is gone. */
function replace(writes: Write[], table: Table, map: PersistentMap<string, unknown>): void {
  for (const cell of table.cells) if (!map.has(cell.key)) write(writes, cell, undefined);
  for (const [key, value] of map) write(writes, table.cell(key), value);
}

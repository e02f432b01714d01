/** The cells of a lab, and the world that they make up at any moment: for commands to work on, and to look at. */
import { Map as PersistentMap } from 'immutable';
import { type Cell, MapView, type Moment, Recorder, Table, type Tell, viewOf } from './cells.ts';
import type { EngineCommand } from './command.ts';
import { execute } from './engine.ts';
import { NestedTable } from './nested-table.ts';
import type { CommandAnswer, Host, Network, World } from './state.ts';

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

/** What containers change of the networks that they are on. */
const networkFields: readonly (keyof Network)[] = ['endpoints', 'free'];

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

/** What a host has besides maps; its clock is the moment's. */
type PlainHost = Omit<Host, MapField | 'clock'>;

const plainFieldNames: readonly (keyof PlainHost)[] = [
  'name',
  'hostname',
  'hostsFile',
  'engine',
  'daemon',
  'kernel',
  'interfaces',
  'routes',
  'nameservers',
  'swarm',
];

const plainFields = (host: PlainHost): PlainHost => ({
  name: host.name,
  hostname: host.hostname,
  hostsFile: host.hostsFile,
  engine: host.engine,
  daemon: host.daemon,
  kernel: host.kernel,
  interfaces: host.interfaces,
  routes: host.routes,
  nameservers: host.nameservers,
  swarm: host.swarm,
});

/** Written out, so that all of them have one shape: copies of such a host are quickly made. */
const hostOf = (plain: PlainHost, maps: Pick<Host, MapField>, clock: number): Host => ({
  name: plain.name,
  hostname: plain.hostname,
  hostsFile: plain.hostsFile,
  engine: plain.engine,
  daemon: plain.daemon,
  kernel: plain.kernel,
  interfaces: plain.interfaces,
  routes: plain.routes,
  nameservers: plain.nameservers,
  networks: maps.networks,
  networkIds: maps.networkIds,
  containers: maps.containers,
  containerIds: maps.containerIds,
  hostPorts: maps.hostPorts,
  portCursors: maps.portCursors,
  bridges: maps.bridges,
  addressSpaces: maps.addressSpaces,
  namesakes: maps.namesakes,
  clock,
  swarm: plain.swarm,
});

/** Whether a command has left the plain fields of a host alone. */
function samePlainFields(before: Host, after: Host): boolean {
  for (const field of plainFieldNames) if (before[field] !== after[field]) return false;
  return true;
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
  readonly plain: Cell;
}

/** What a command gives to a cell: a value, or `undefined` where it takes an entry away. */
export interface Write {
  readonly cell: Cell;
  readonly value: unknown;
}

/** What came of a command. */
interface Done {
  readonly answer: CommandAnswer;
  readonly reads: readonly Cell[];
  /** Good until the next command. */
  readonly writes: readonly Write[];
}

/** A world at a moment, and from which plain values it was put together. */
interface Assembled {
  readonly world: World;
  readonly plain: readonly unknown[];
}

export class Machine {
  readonly recorder = new Recorder();
  readonly #hosts = new Map<string, HostTables>();
  readonly #plain = new Table('plain fields', this.recorder);
  readonly #world = this.#plain.cell('');
  readonly #images = new Table('images', this.recorder);
  /** The moment of the command that is executed. */
  readonly #now = { time: 0, clock: 0, stays: false, enter: () => {} };
  #workspace: Assembled | undefined;
  /** One list for all commands. */
  readonly #writes: Write[] = [];

  #tablesOf(name: string): HostTables {
    let tables = this.#hosts.get(name);
    if (!tables) {
      const { recorder } = this;
      const maps = perMap((field) =>
        field === 'networks' ? new NestedTable(field, recorder, networkFields) : new Table(field, recorder),
      );
      tables = { maps, plain: this.#plain.cell(`host ${name}`) };
      this.#hosts.set(name, tables);
    }
    return tables;
  }

  /** What has to be written before all commands to make a world. */
  load(world: World): readonly Write[] {
    const { outside, registry } = world;
    const hosts = [...world.hosts.keys()];
    const writes: Write[] = [{ cell: this.#world, value: { outside, registry, hosts } satisfies PlainWorld }];
    const add = (table: Table, map: PersistentMap<string, unknown>): void => {
      for (const [key, value] of map) table.eachCell(0, key, value, (cell, held) => writes.push({ cell, value: held }));
    };
    add(this.#images, world.images);
    for (const [name, host] of world.hosts) {
      const { maps, plain } = this.#tablesOf(name);
      writes.push({ cell: plain, value: plainFields(host) });
      for (const field of mapFields) add(maps[field], host[field]);
    }
    return writes;
  }

  /** Executes a command as of a time. What it writes is the caller's to write. */
  execute(host: string, command: EngineCommand, time: number): Done {
    this.#now.time = time;
    this.#workspace = this.#assemble(this.#now, this.#workspace);
    const { world: workspace } = this.#workspace;
    const on = workspace.hosts.get(host);
    const world = on ? { ...workspace, hosts: workspace.hosts.set(host, { ...on, clock: time }) } : workspace;
    const { recorder } = this;
    recorder.start();
    recorder.note(this.#world);
    // A node of a swarm hears of the others, and commands of the swarm ask them.
    const isAlone = on !== undefined && !on.swarm && !command.kind.startsWith('swarm');
    if (isAlone) recorder.note(this.#tablesOf(host).plain);
    else for (const name of workspace.hosts.keys()) recorder.note(this.#tablesOf(name).plain);
    const { answer, world: after } = this.#answer(world, host, command);
    const writes = this.#writes;
    writes.length = 0;
    this.#differences(world, after, (cell, held) => {
      if (cell.before(time) !== held) writes.push({ cell, value: held });
      // That it holds the same already is something that the command counts on.
      else recorder.note(cell);
    });
    return { answer, reads: recorder.reads, writes };
  }

  #answer(world: World, host: string, command: EngineCommand): { answer: CommandAnswer; world: World } {
    try {
      const { world: after, exitCode, stdout, stderr, error, notes } = execute(world, host, command);
      return { answer: { exitCode, stdout, stderr, error, notes }, world: after };
    } finally {
      this.recorder.stop();
    }
  }

  /** Tells what a command has written into a world that it was given. */
  #differences(before: World, after: World, tell: Tell): void {
    if (after === before) return;
    const { time } = this.#now;
    for (const [name, was] of before.hosts) {
      const now = after.hosts.get(name);
      if (!now || now === was) continue;
      const { maps, plain } = this.#tablesOf(name);
      for (const field of mapFields) {
        const map: unknown = now[field];
        if (map === was[field]) continue;
        const table = maps[field];
        if (map instanceof MapView) map.eachWritten((key, value) => table.eachCell(time, key, value, tell));
        else table.eachCellOfAll(time, map as PersistentMap<string, unknown>, tell);
      }
      if (!samePlainFields(was, now)) tell(plain, plainFields(now));
    }
    if (after.outside !== before.outside) {
      const plain = this.#world.before(time) as PlainWorld;
      tell(this.#world, { ...plain, outside: after.outside } satisfies PlainWorld);
    }
  }

  /** The world at a moment; the same as a known one at the same moment, unless plain fields have changed. */
  #assemble(moment: Moment, known?: Assembled): Assembled {
    const { time } = moment;
    const plainWorld = this.#world.before(time) as PlainWorld;
    const { outside, registry, hosts } = plainWorld;
    const plain = [plainWorld, ...hosts.map((name) => this.#tablesOf(name).plain.before(time))];
    if (known && plain.length === known.plain.length && plain.every((value, i) => value === known.plain[i]))
      return known;
    const made = hosts.map((name, i): [string, Host] => {
      const { maps } = this.#tablesOf(name);
      const views = perMap((field) => viewOf<never>(maps[field], moment));
      return [name, hostOf(plain[i + 1] as PlainHost, views, moment.clock)];
    });
    return { world: { outside, registry, images: viewOf(this.#images, moment), hosts: PersistentMap(made) }, plain };
  }

  world(moment: Moment): World {
    return this.#assemble(moment).world;
  }
}

/**
 * Executing a command again without executing it, where nothing that it looks at has changed.
 *
 * A host is a handful of maps and a few plain fields. While a command is executed its maps note which entries it reads
 * and which it writes. In another world in which the entries that it read are the same objects, the command would do
 * the same: so its writes are repeated there. Where it has to be executed after all, what comes out the same as before
 * is the same object as before, so that the commands after it find their entries unchanged.
 *
 * The entries are whole networks and whole containers: a command on a network that has changed is executed again.
 */
import type { Map as PersistentMap } from 'immutable';
import type { EngineCommand } from './command.ts';
import { execute } from './engine.ts';
import { equal } from './equal.ts';
import { type Reads, RecordedMap, recordedMap, replay, type Write } from './recorded-map.ts';
import type { CommandResult, Host, World } from './state.ts';

const mapFields = [
  'networks',
  'networkIds',
  'containers',
  'containerIds',
  'hostPorts',
  'portCursors',
  'bridges',
] as const;
type MapField = (typeof mapFields)[number];
const isMapField: ReadonlySet<string> = new Set(mapFields);

type PerMap<T> = Readonly<Record<MapField, T>>;
/** Written out, so that all of them have one shape. */
const perMap = <T>(make: (field: MapField) => T): PerMap<T> => ({
  networks: make('networks'),
  networkIds: make('networkIds'),
  containers: make('containers'),
  containerIds: make('containerIds'),
  hostPorts: make('hostPorts'),
  portCursors: make('portCursors'),
  bridges: make('bridges'),
});

interface Footprint {
  readonly reads: PerMap<Reads>;
  readonly images: Reads;
  readonly writes: PerMap<readonly Write[]>;
}

/** A command that was executed. */
export interface Execution {
  readonly before: World;
  readonly host: string;
  readonly command: EngineCommand;
  readonly result: CommandResult;
  /** Absent where more than one host takes part, or all entries of a map are made anew. */
  readonly footprint?: Footprint;
}

const noReads = (): Reads => ({ keys: [], whole: false });

/** Commands that look at other hosts or at the LAN. */
const isLocal = ({ kind }: EngineCommand): boolean => !kind.startsWith('swarm') && kind !== 'lanRouteAdd';

/** As `execute`, and notes what was read and written. */
function executeAndNote(before: World, host: string, command: EngineCommand): Execution {
  const from = before.hosts.get(host);
  if (!from || from.swarm || !isLocal(command))
    return { before, host, command, result: execute(before, host, command) };
  const reads = perMap(noReads);
  const images = noReads();
  const noted: World = {
    ...before,
    images: recordedMap(before.images, images),
    hosts: before.hosts.set(host, {
      ...from,
      ...perMap((field) => recordedMap<unknown>(from[field], reads[field])),
    } as Host),
  };
  const result = execute(noted, host, command);
  const after = result.world.hosts.get(host)!;
  const maps = perMap((field) => after[field] as unknown);
  const isNoted = mapFields.every((field) => maps[field] instanceof RecordedMap);
  const writes = isNoted ? perMap((field) => (maps[field] as RecordedMap).writes) : undefined;
  const plain = perMap((field) => (maps[field] instanceof RecordedMap ? maps[field].map : maps[field]));
  const world =
    result.world === noted ? before : { ...before, hosts: before.hosts.set(host, { ...after, ...plain } as Host) };
  return {
    before,
    host,
    command,
    result: { ...result, world },
    ...(writes && { footprint: { reads, images, writes } }),
  };
}

function plainFieldsAlike(a: Host, b: Host): boolean {
  for (const field in a) if (!isMapField.has(field) && a[field as keyof Host] !== b[field as keyof Host]) return false;
  return true;
}

type Entries = { get(key: string): unknown };
const readsAlike = (a: Entries, b: Entries, { keys, whole }: Reads): boolean =>
  a === b || (!whole && keys.every((key) => a.get(key) === b.get(key)));

/** The execution moved to another world; undefined where the command would find something changed there. */
function rebase(known: Execution, before: World): Execution | undefined {
  const { footprint, host } = known;
  const [from, done, to] = [known.before, known.result.world, before].map(({ hosts }) => hosts.get(host));
  if (!footprint || !from || !done || !to) return undefined;
  if (known.before.registry !== before.registry || !readsAlike(known.before.images, before.images, footprint.images))
    return undefined;
  if (!plainFieldsAlike(to, from)) return undefined;
  if (!mapFields.every((field) => readsAlike(from[field], to[field], footprint.reads[field]))) return undefined;
  const maps = perMap((field) =>
    from[field] === to[field] ? done[field] : replay<unknown>(to[field], footprint.writes[field]),
  );
  const after = from === done ? to : ({ ...done, ...maps } as Host);
  const world = after === to ? before : { ...before, hosts: before.hosts.set(host, after) };
  return { ...known, before, result: { ...known.result, world } };
}

/** Puts the objects of an earlier execution in the place of equal ones. */
function settle(known: Execution, execution: Execution): Execution {
  const { host, before, result, footprint } = execution;
  const [from, done, to, after] = [known.before, known.result.world, before, result.world].map(({ hosts }) =>
    hosts.get(host),
  );
  if (!footprint || !known.footprint || !from || !done || !to || !after || to === after) return execution;
  const writes = perMap((field) =>
    footprint.writes[field].map(({ key, entry }): Write => {
      const old: unknown = done[field].get(key);
      // What differed before is taken to differ still: comparing it would cost more than it could save.
      const settled = entry && from[field].get(key) === to[field].get(key) && equal(old, entry.value);
      return settled ? { key, entry: { value: old } } : { key, ...(entry && { entry }) };
    }),
  );
  const maps = perMap((field) =>
    from[field] === to[field] && sameWrites(known.footprint!.writes[field], writes[field])
      ? done[field]
      : replay<unknown>(to[field], writes[field]),
  );
  const fields = Object.entries(after).map(([field, value]) => {
    const old = done[field as keyof Host];
    return [field, !isMapField.has(field) && equal(old, value) ? old : value];
  });
  const settled = { ...Object.fromEntries(fields), ...maps } as Host;
  const same = plainFieldsAlike(settled, done) && mapFields.every((field) => maps[field] === done[field]);
  const world = { ...before, hosts: before.hosts.set(host, same ? done : settled) };
  return {
    ...execution,
    result: { ...result, world: sameWorld(known.result.world, world) ? known.result.world : world },
    footprint: { ...footprint, writes },
  };
}

const sameWrites = (a: readonly Write[], b: readonly Write[]): boolean =>
  a.length === b.length &&
  a.every(({ key, entry }, i) => key === b[i]!.key && entry?.value === b[i]!.entry?.value && !entry === !b[i]!.entry);

const sameWorld = (a: World, b: World): boolean =>
  a.hosts.equals(b.hosts) && a.outside === b.outside && a.images === b.images && a.registry === b.registry;

const keepEqual = <T>(known: PersistentMap<string, T>, map: PersistentMap<string, T>): PersistentMap<string, T> =>
  map.map((value, key) => {
    const old = known.get(key);
    return old !== undefined && equal(old, value) ? old : value;
  });

/** A world before any command, with the objects of an earlier one in the place of equal ones. */
export const settleWorld = (known: World, world: World): World => ({
  hosts: keepEqual(known.hosts, world.hosts),
  outside: equal(known.outside, world.outside) ? known.outside : world.outside,
  images: keepEqual(known.images, world.images),
  registry: world.registry,
});

/** The same text or the same object: a statement that was not touched has the same command as before. */
export const sameCommand = (a: EngineCommand, b: EngineCommand): boolean => a === b || equal(a, b);

/**
 * Executes a command, or takes what came of an earlier execution as far as it still holds.
 * @param known what was executed in this place before, if anything: the same command or another one
 */
export function executeAgain(
  known: Execution | undefined,
  before: World,
  host: string,
  command: EngineCommand,
): Execution {
  if (known?.host === host && sameCommand(known.command, command)) {
    const moved = known.before === before ? known : rebase(known, before);
    if (moved) return moved.command === command ? moved : { ...moved, command };
  }
  const execution = executeAndNote(before, host, command);
  return known?.host === host ? settle(known, execution) : execution;
}

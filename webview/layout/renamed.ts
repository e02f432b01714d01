/** Things that are called something else than before: they keep their places, and whatever else is remembered of them. */
import type { TopologyDeclared } from '../../language-server/protocol.ts';
import { append } from '../lists.ts';
import type { Arrangement } from './arrangement.ts';

/** The id now of an id of before. */
export type NewId = (id: string) => string;

/** Kinds of ids that begin with the name of something declared. */
const OWNERS: Readonly<Record<string, string>> = {
  interface: 'container',
  namespace: 'container',
  router: 'host',
  'host-interface': 'host',
  'published-port': 'host',
};

/**
 * What came instead of what went between the same two statements that stayed. Undefined where nothing has another name.
 * A statement of several replicas that has as many as before has renamed each.
 */
export function renamesBetween(before: TopologyDeclared, after: TopologyDeclared): NewId | undefined {
  const [gone, come] = [changedStatements(before, after), changedStatements(after, before)];
  const renames = new Map<string, string>();
  for (const [neighbour, old] of gone) {
    const now = come.get(neighbour) ?? [];
    if (now.length !== old.length) continue;
    for (const [i, ids] of old.entries()) {
      if (!isLike(ids, now[i]!)) continue;
      for (const [j, id] of ids.entries()) renames.set(id, now[i]![j]!);
    }
  }
  return renames.size === 0 ? undefined : (id) => renames.get(id) ?? ofOwner(id, renames);
}

/** The statements of which the other text has nothing, by the nearest one before them that it has. */
function changedStatements(
  text: TopologyDeclared,
  other: TopologyDeclared,
): ReadonlyMap<string, readonly (readonly string[])[]> {
  const known = new Set(other.flat());
  const changed = new Map<string, (readonly string[])[]>();
  let neighbour = '';
  for (const ids of text) {
    const kept = ids.find((id) => known.has(id));
    if (kept === undefined) append(changed, neighbour, ids);
    else neighbour = kept;
  }
  return changed;
}

const kindOf = (id: string): string => id.slice(0, id.indexOf(':'));

const isLike = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && kindOf(a[0]!) === kindOf(b[0]!);

/** In place. */
export function renameArrangement(arrangement: Arrangement, newId: NewId): void {
  for (const places of Object.values(arrangement) as Map<string, unknown>[]) {
    for (const [id, place] of [...places]) {
      const now = newId(id);
      if (now === id) continue;
      places.delete(id);
      places.set(now, place);
    }
  }
}

/** `interface:web/eth0` belongs to `container:web`, and so does `container:web@host2`. */
function ofOwner(id: string, renames: ReadonlyMap<string, string>): string {
  const [, kind = '', name = '', rest = ''] = /^([^:]*):([^/@]*)(.*)$/s.exec(id) ?? [];
  const owner = renames.get(`${OWNERS[kind] ?? kind}:${name}`);
  return owner === undefined ? id : `${kind}:${owner.slice(owner.indexOf(':') + 1)}${rest}`;
}

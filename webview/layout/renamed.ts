/** Things that are called something else than before: they keep their places, and whatever else is remembered of them. */
import type { TopologyNode, TopologyPatch } from '../../language-server/protocol.ts';
import { append } from '../lists.ts';
import { inNaturalOrder } from '../natural-order.ts';
import type { Arrangement } from './arrangement.ts';

/** The id now of an id of before. */
export type NewId = (id: string) => string;

/** The ids of the nodes that each statement declares, in the order of the text. */
export type Declared = readonly (readonly string[])[];

/** Kinds of ids that begin with the name of something declared. */
const OWNERS: Readonly<Record<string, string>> = {
  interface: 'container',
  namespace: 'container',
  router: 'host',
  'host-interface': 'host',
  'published-port': 'host',
};

/** Reads what is declared from a picture of the whole text. */
export function declaredIn(nodes: Iterable<TopologyNode>): Declared {
  const found = new Map<string, { readonly place: Place; readonly nodes: TopologyNode[] }>();
  for (const node of nodes) {
    if (!isDeclared(node.id) || node.source === undefined) continue;
    const { line, character } = node.source.start;
    const key = `${kindOf(node.id)} ${line}:${character}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { place: node.source.start, nodes: [node] });
    else known.nodes.push(node);
  }
  return [...found.values()]
    .sort(({ place: a }, { place: b }) => a.line - b.line || a.character - b.character)
    .map(({ nodes: [...declared] }) =>
      (declared.length === 1 ? declared : inNaturalOrder(declared, ({ label, id }) => [label, id])).map(({ id }) => id),
    );
}

type Place = NonNullable<TopologyNode['source']>['start'];

/** Whether something that statements declare goes and something comes: worth a closer look. */
export function mayRename({ removed, nodes }: TopologyPatch): boolean {
  return removed.some(isDeclared) && nodes.some(({ id }) => isDeclared(id));
}

/**
 * What came instead of what went between the same two statements that stayed. Undefined where nothing has another name.
 * A statement of several replicas that has as many as before has renamed each.
 */
export function renamesBetween(before: Declared, after: Declared): NewId | undefined {
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
function changedStatements(text: Declared, other: Declared): ReadonlyMap<string, readonly (readonly string[])[]> {
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

const isDeclared = (id: string): boolean => /^(?:container|network|host):/.test(id);

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

/** `interface:web/eth0` belongs to `container:web`. */
function ofOwner(id: string, renames: ReadonlyMap<string, string>): string {
  const [, kind = '', name = '', rest = ''] = /^([^:]*):([^/]*)(.*)$/s.exec(id) ?? [];
  const owner = renames.get(`${OWNERS[kind]}:${name}`);
  return owner === undefined ? id : `${kind}:${owner.slice(owner.indexOf(':') + 1)}${rest}`;
}

/** Things that are called something else than before: they keep their places, and whatever else is remembered of them. */
import type { TopologyGraph, TopologyNode, TopologyNodeKind, TopologyPatch } from '../../language-server/protocol.ts';
import { append } from '../lists.ts';
import { inNaturalOrder } from '../natural-order.ts';
import type { Arrangement } from './arrangement.ts';

/** The id now of an id of before. */
export type NewId = (id: string) => string;

/** What a statement declares. */
const DECLARED: ReadonlySet<TopologyNodeKind> = new Set(['container', 'bridge', 'network', 'host']);
/** Kinds of ids that begin with the name of something declared. */
const OWNERS: Readonly<Record<string, string>> = {
  interface: 'container',
  namespace: 'container',
  router: 'host',
  'host-interface': 'host',
  'published-port': 'host',
};

/**
 * What went and what came instead in the statement at the same place. Undefined where nothing has another name. A
 * statement of several replicas that has as many as before has renamed each.
 */
function renamesBetween(gone: Iterable<TopologyNode>, come: Iterable<TopologyNode>): NewId | undefined {
  const [before, after] = [byStatement(gone), byStatement(come)];
  const renames = new Map<string, string>();
  for (const [statement, old] of before) {
    const now = after.get(statement) ?? [];
    if (now.length !== old.length) continue;
    const inOrder = (nodes: readonly TopologyNode[]) => inNaturalOrder(nodes, ({ label, id }) => [label, id]);
    const renamed = inOrder(now);
    for (const [i, { id }] of inOrder(old).entries()) renames.set(id, renamed[i]!.id);
  }
  return renames.size === 0 ? undefined : (id) => renames.get(id) ?? ofOwner(id, renames);
}

/** What a patch of a picture renames. */
export function renamesInPatch(before: TopologyGraph, { removed, nodes }: TopologyPatch): NewId | undefined {
  if (removed.length === 0) return undefined;
  const [gone, known] = [new Set(removed), new Set(before.nodes.map(({ id }) => id))];
  return renamesBetween(
    before.nodes.filter(({ id }) => gone.has(id)),
    nodes.filter(({ id }) => !known.has(id)),
  );
}

/** What another picture of the same document renames. */
export function renamesInGraphs(before: TopologyGraph, after: TopologyGraph): NewId | undefined {
  const ids = (graph: TopologyGraph) => new Set(graph.nodes.map(({ id }) => id));
  const [old, now] = [ids(before), ids(after)];
  return renamesBetween(
    before.nodes.filter(({ id }) => !now.has(id)),
    after.nodes.filter(({ id }) => !old.has(id)),
  );
}

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

function byStatement(nodes: Iterable<TopologyNode>): ReadonlyMap<string, readonly TopologyNode[]> {
  const found = new Map<string, TopologyNode[]>();
  for (const node of nodes) {
    if (!DECLARED.has(node.kind) || node.source === undefined) continue;
    const { line, character } = node.source.start;
    const kind = node.kind === 'bridge' ? 'network' : node.kind;
    append(found, `${kind} ${line}:${character}`, node);
  }
  return found;
}

/** `interface:web/eth0` belongs to `container:web`. */
function ofOwner(id: string, renames: ReadonlyMap<string, string>): string {
  const [, kind = '', name = '', rest = ''] = /^([^:]*):([^/]*)(.*)$/s.exec(id) ?? [];
  const owner = renames.get(`${OWNERS[kind]}:${name}`);
  return owner === undefined ? id : `${kind}:${owner.slice(owner.indexOf(':') + 1)}${rest}`;
}

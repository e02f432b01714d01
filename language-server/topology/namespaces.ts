/** Which containers live in one network namespace. */
import type { Container, ContainerId, Host } from '../simulation/state.ts';

export interface NamespaceGroup {
  /**
   * `own`: made by the first member's start. `host`: the host's. `orphaned`: made by a container that has stopped
   * since; only `lo` is left in it. `stopped`: no process, no namespace.
   */
  readonly kind: 'own' | 'host' | 'orphaned' | 'stopped';
  /** Never empty; the container that made the namespace first. In the host's namespace and stopped: one each. */
  readonly members: readonly [Container, ...Container[]];
}

/** Whether a container shares its namespace with nobody, as most do. */
export const isAlone = ({ namespace, joined }: Container): boolean => namespace.kind === 'own' && joined.length === 0;

/** Groups the containers of a host that are not alone by the network namespace that their processes live in. */
export function groupByNamespace(host: Host, sharing: readonly Container[]): Iterable<NamespaceGroup> {
  const groups = new Map<string, { kind: NamespaceGroup['kind']; members: [Container, ...Container[]] }>();
  for (const container of sharing.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const { kind, key } = namespaceOf(host, container);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { kind, members: [container] });
    else if (container.namespace.kind === 'own') group.members.unshift(container);
    else group.members.push(container);
  }
  return groups.values();
}

export const isAlive = (container: Container): boolean =>
  container.status === 'running' || container.status === 'paused';

function namespaceOf(host: Host, container: Container): { kind: NamespaceGroup['kind']; key: string } {
  if (!isAlive(container)) return { kind: 'stopped', key: `stopped ${container.id}` };
  let current = container;
  const seen = new Set<ContainerId>();
  while (current.namespace.kind === 'container') {
    seen.add(current.id);
    const { container: joined, incarnation } = current.namespace;
    const target = host.containers.get(joined);
    if (target === undefined || seen.has(joined) || !isAlive(target) || target.incarnation !== incarnation) {
      return { kind: 'orphaned', key: `orphaned ${joined} ${incarnation}` };
    }
    current = target;
  }
  return current.namespace.kind === 'host'
    ? { kind: 'host', key: `host ${container.id}` }
    : { kind: 'own', key: `own ${current.id}` };
}

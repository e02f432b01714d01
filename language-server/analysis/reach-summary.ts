/** What one container can and cannot reach, in short: one packet for each kind of neighbour, not for each neighbour. */
import { locate, type Namespace } from '../simulation/locations.ts';
import { resolve } from '../simulation/names.ts';
import type { Container, Host, PortBinding, World } from '../simulation/state.ts';
import type { Sender, Trace } from '../simulation/trace.ts';
import { trace } from '../simulation/tracer.ts';
import { outsideAddress } from './actors.ts';
import { findContainer, reachableAddresses } from './facts.ts';

export interface ReachSummary {
  /** Containers that answer its ping, by their names. */
  readonly byName: readonly string[];
  /** Those that answer, but whose names it cannot resolve. */
  readonly byAddress: readonly string[];
  readonly unreached: readonly string[];
  readonly outside: Trace;
  /** Ports of the host that lead into it from outside. */
  readonly publishedOutside: readonly PortBinding[];
}

/** Beside more containers a summary would come too late for a hover, and be too long to read. */
const MOST_CONTAINERS = 500;

/**
 * Undefined for a container that does not run, and in large labs. Costs one or two traces for each combination of
 * networks.
 */
export function reachSummary(world: World, name: string): ReachSummary | undefined {
  const found = findContainer(world, name);
  if (found?.container.status !== 'running') return undefined;
  if ([...world.hosts.values()].some(({ containers }) => containers.size > MOST_CONTAINERS)) return undefined;
  const from: Sender = { kind: 'container', name: found.container.name };
  const byName: string[] = [];
  const byAddress: string[] = [];
  const unreached: string[] = [];
  for (const alike of classesOf(world, found.container)) {
    const [first] = alike;
    const ping = (to: string | undefined) =>
      to !== undefined && trace(world, { from, to, protocol: 'icmp' }).verdict === 'delivered';
    const resolved = resolve(world, from, first!).addresses.length > 0;
    if (resolved && ping(first)) byName.push(...alike);
    else if (ping(reachableAddresses(world, first!)[0])) byAddress.push(...alike);
    else unreached.push(...alike);
  }
  return {
    byName,
    byAddress,
    unreached,
    outside: trace(world, { from, to: outsideAddress(world), protocol: 'icmp' }),
    publishedOutside: found.container.ports.filter((binding) => leadsIn(world, found.host, binding)),
  };
}

function leadsIn(world: World, host: Host, { hostIp, hostPort, protocol }: PortBinding): boolean {
  if (hostIp.includes(':') || (protocol !== 'tcp' && protocol !== 'udp')) return false;
  const lan = host.interfaces.find(({ name }) => name !== 'lo')?.addresses[0]?.replace(/\/.*$/, '');
  const to = hostIp === '' || hostIp === '0.0.0.0' ? lan : hostIp;
  return (
    to !== undefined &&
    trace(world, { from: { kind: 'outside' }, to, protocol, port: hostPort }).verdict === 'delivered'
  );
}

/** The other running containers, together where they are on the same networks: one of them answers for all. */
function classesOf(world: World, own: Container): readonly (readonly string[])[] {
  const classes = new Map<string, string[]>();
  const linked = new Set(own.links.map(({ target }) => target));
  for (const host of world.hosts.values()) {
    const { namespace } = locate(host);
    for (const container of host.containers.values()) {
      if (container.id === own.id || container.status !== 'running') continue;
      const key = `${host.name} ${linked.has(container.id)} ${placeOf(namespace(container), container)}`;
      const alike = classes.get(key);
      if (alike) alike.push(container.name);
      else classes.set(key, [container.name]);
    }
  }
  return [...classes.values()];
}

/** Who lives in another one's namespace has no name of its own in DNS. */
function placeOf({ kind, links }: Namespace, container: Container): string {
  return [kind, container.namespace.kind, ...links.map(({ network }) => network.id)].join(' ');
}

/** Where on the picture a packet stops. */
import { contains, parseAddress, parseCidr } from '../simulation/addresses.ts';
import { namespaceOwner } from '../simulation/processes.ts';
import type { Host, Network, World } from '../simulation/state.ts';
import { isOverlay } from '../simulation/swarm-state.ts';
import type { Hop } from '../simulation/trace.ts';
import { drawnNetworks, OUTSIDE, PictureIds } from './ids.ts';

/** On the way through the host itself; other hops of a host are at the interface that they name. */
const IN_ROUTER: ReadonlySet<Hop['kind']> = new Set([
  'route',
  'DNAT',
  'masquerade',
  'filter rule',
  'userland proxy',
  'loopback',
  'VXLAN',
  'listener',
]);

/** Answers the ids of nodes at which a hop is shown, the most exact one first. */
export function hopPlaces(world: World): (hop: Hop) => readonly string[] {
  const ids = new PictureIds(world);
  return (hop) => {
    if (hop.namespace === OUTSIDE) return [OUTSIDE];
    const host = world.hosts.get(hop.namespace);
    return host ? placesInHost(ids, host, hop) : placesInContainer(ids, world, hop);
  };
}

function placesInHost(ids: PictureIds, host: Host, hop: Hop): readonly string[] {
  const inside = [ids.router(host), ids.host(host)];
  if (IN_ROUTER.has(hop.kind) || hop.interface === undefined) return inside;
  const networks = drawnNetworks(host);
  const own = networks.filter(({ bridge }) => bridge !== undefined && bridge === hop.interface);
  if (own.length > 0) return [...own.map((network) => ids.network(network, host)), ...inside];
  if (host.interfaces.some(({ name }) => name === hop.interface))
    return [ids.hostInterface(host, hop.interface), ...inside];
  // The bridge of an overlay lies in a namespace of its own, under one name for all overlays.
  const overlays = networks.filter((network) => isOverlay(network) && holds(network, hop.destination));
  return [...overlays.map((network) => ids.network(network, host)), ...inside];
}

function holds({ pools }: Network, destination = ''): boolean {
  const address = parseAddress(destination);
  if (!address) return false;
  return pools.some(({ subnet }) => {
    const cidr = parseCidr(subnet);
    return cidr?.address.family === address.family && contains(cidr.prefix, address.ordinal);
  });
}

function placesInContainer(ids: PictureIds, world: World, { namespace, interface: name }: Hop): readonly string[] {
  for (const host of world.hosts.values()) {
    const id = host.containerIds.get(namespace);
    const container = id === undefined ? undefined : host.containers.get(id);
    if (!container) continue;
    const owner = namespaceOwner(host, container) ?? container;
    return [
      ...(name === undefined ? [] : [ids.interface(host, owner, name)]),
      ids.container(host, container),
      ids.namespace(host, owner),
    ];
  }
  return [];
}

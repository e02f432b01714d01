/** Who answers to an alias: the members of a network that bear it. */
import type { Host, Network, World } from '../simulation/state.ts';
import { findContainer, findNetwork } from './facts.ts';

const known = new WeakMap<Network, ReadonlyMap<string, readonly string[]>>();

/** The names of the containers on a network of a host by the names under which its DNS knows them, in lower case. */
function bearers(host: Host, network: Network): ReadonlyMap<string, readonly string[]> {
  let found = known.get(network);
  if (!found) {
    const building = new Map<string, string[]>();
    for (const { container, dnsNames } of network.endpoints.values()) {
      const own = host.containers.get(container)?.name;
      for (const name of own === undefined ? [] : new Set(dnsNames.map((each) => each.toLowerCase()))) {
        const others = building.get(name);
        if (others) others.push(own!);
        else building.set(name, [own!]);
      }
    }
    found = building;
    known.set(network, found);
  }
  return found;
}

/** The running containers that bear a name on one network, on whichever host. */
export function bearersOn(world: World, network: string, name: string): readonly string[] {
  return [...world.hosts.values()].flatMap((host) => {
    const found = findNetwork(host, network);
    return (found && bearers(host, found).get(name.toLowerCase())) ?? [];
  });
}

/** The running containers that a name means to a container: those that bear it on one of its networks. */
export function bearersFor(world: World, container: string, name: string): readonly string[] {
  const found = findContainer(world, container);
  if (!found) return [];
  const { namespace } = found.container;
  const owner = namespace.kind === 'container' ? found.host.containers.get(namespace.container) : found.container;
  const networks = [...(owner?.attachments ?? [])].map(({ networkName }) => networkName);
  return [...new Set(networks.flatMap((network) => bearersOn(world, network, name)))];
}

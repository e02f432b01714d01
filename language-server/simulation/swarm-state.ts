/**
 * A swarm as its nodes know it. The state is one value that every node of the swarm holds (`Host.swarm.cluster`), as
 * real nodes hold copies of what the managers' Raft log and the gossip between nodes say: so a command on one host can
 * ask about another one without leaving the host that it runs on. `swarm.ts` hands a changed value to the other nodes.
 *
 * All of this is known from Docker Engine 20.10 and taken to hold for later versions: what they may do otherwise in a
 * swarm was never observed.
 */
import type { Map as PersistentMap } from 'immutable';
import type { AddressRange } from './addresses.ts';
import type { ContainerId, Endpoint, Host, Network, NetworkId } from './state.ts';

export type SwarmRole = 'manager' | 'worker';

export interface SwarmNode {
  readonly role: SwarmRole;
  /** Where the other nodes reach it: also the ends of the VXLAN tunnels. */
  readonly address: string;
}

/** A network of swarm scope. */
export interface SwarmNetwork {
  /** What all nodes agree on: the definition and which addresses are given out. It has no endpoints of its own. */
  readonly network: Network;
  /** The endpoints on each node, by the name of its host; nodes without any are absent. */
  readonly endpoints: PersistentMap<string, Network['endpoints']>;
}

export interface Swarm {
  /** The address of its first manager with a number: it tells swarms apart. */
  readonly id: string;
  /** By the name of the host. */
  readonly nodes: PersistentMap<string, SwarmNode>;
  readonly networks: PersistentMap<NetworkId, SwarmNetwork>;
  readonly networkIds: PersistentMap<string, NetworkId>;
  /** The subnets of its overlay networks, and the index of the next automatic one to try. */
  readonly subnets: readonly AddressRange[];
  readonly poolCursor: number;
  /** VXLAN network numbers given out so far. */
  readonly vxlans: number;
  /** Makes the ids of its networks unique. */
  readonly created: number;
}

export interface SwarmMembership {
  readonly role: SwarmRole;
  readonly cluster: Swarm;
}

/** A network by name as the swarm's managers know it, whether or not this node lists it. */
export function swarmNetworkNamed(host: Host, name: string): Network | undefined {
  const id = host.swarm?.cluster.networkIds.get(name);
  return id === undefined ? undefined : networkById(host, id);
}

/** A network by id: one of the host, or one of its swarm that the host does not list yet. */
export const networkById = (host: Host, id: NetworkId): Network | undefined =>
  host.networks.get(id) ?? host.swarm?.cluster.networks.get(id)?.network;

export const isOverlay = (network: Pick<Network, 'driver'>): boolean => network.driver === 'overlay';

/** Keys of the endpoints that belong to no container: the engine's own sandboxes. */
const sandboxKey = /^(?:lb-|ingress-sbox$)/;
export const isSandbox = (key: ContainerId): boolean => sandboxKey.test(key);

/** The node's own endpoint on an overlay network, which spreads a service's packets over its tasks. */
export const balancerKey = (network: Pick<Network, 'name' | 'ingress'>): ContainerId =>
  network.ingress ? ingressSandbox : `lb-${network.name}`;

/** The sandbox by which published ports of services come in; it stands on `ingress` and on `docker_gwbridge`. */
export const ingressSandbox: ContainerId = 'ingress-sbox';

/** What inspect calls the endpoint of such a sandbox. */
export const sandboxName = (network: Network, key: ContainerId): string =>
  network.driver === 'bridge' ? `gateway_${key}` : `${network.name}-endpoint`;

/** The local bridge by which containers on overlay networks reach what is outside. */
export const gatewayBridge = 'docker_gwbridge';

/** Whether containers, not only the engine's own sandboxes, are on the network on some node. */
export const hasContainers = ({ endpoints }: SwarmNetwork): boolean =>
  endpoints.some((local) => local.some((_, key) => !isSandbox(key)));

/**
 * The host with a network of swarm scope as it now is, and with the swarm told: addresses given out and endpoints. A
 * worker lists a network only while something on it uses it.
 */
export function withSwarmNetwork(host: Host, network: Network): Host {
  const { swarm } = host;
  const entry = swarm?.cluster.networks.get(network.id);
  if (!swarm || !entry) return host;
  // The swarm outlives the moment: it keeps the maps themselves, and no view of them.
  const endpoints = network.endpoints.toMap();
  const told: SwarmNetwork = {
    network: isOverlay(network)
      ? { ...network, endpoints: endpoints.clear(), free: network.free.toMap() }
      : entry.network,
    endpoints: endpoints.size ? entry.endpoints.set(host.name, endpoints) : entry.endpoints.delete(host.name),
  };
  const cluster = { ...swarm.cluster, networks: swarm.cluster.networks.set(network.id, told) };
  const listed = swarm.role === 'manager' || endpoints.size > 0;
  return {
    ...host,
    swarm: { ...swarm, cluster },
    networks: listed ? host.networks.set(network.id, network) : host.networks.delete(network.id),
  };
}

export interface SwarmEndpoint {
  /** The name of the host that it is on. */
  readonly host: string;
  readonly key: ContainerId;
  readonly endpoint: Endpoint;
}

/** The endpoints of an overlay network on all nodes. */
export function swarmEndpoints(host: Host, network: Network): readonly SwarmEndpoint[] {
  const entry = host.swarm?.cluster.networks.get(network.id);
  return [...(entry?.endpoints ?? [])].flatMap(([node, local]) =>
    [...local].map(([key, endpoint]) => ({ host: node, key, endpoint })),
  );
}

/** Networks of swarm scope: managers create, list and remove them for all nodes. */
import { Map as PersistentMap } from 'immutable';
import type { NetworkCreateOptions } from './command.ts';
import { type NetworkDraft, optionOf } from './drivers.ts';
import { fullId } from './ids.ts';
import { localAddresses, localDefault } from './ipam.ts';
import { allocatePools, checkNewNetworkName, subnetOptions } from './networks.ts';
import { Refusal, refuse } from './refusal.ts';
import type { AddressPool, Host, Network } from './state.ts';
import { hasContainers, type Swarm } from './swarm-state.ts';

/** Whether `docker network create` is a matter of the swarm, on a host that is in one. */
export const isForSwarm = (host: Host, { driver, scope, ingress }: NetworkCreateOptions): boolean =>
  host.swarm !== undefined && (driver === 'overlay' || scope === 'swarm' || ingress === true);

const vxlanOption = 'com.docker.network.driver.overlay.vxlanid_list';

/** The VXLAN network number that keeps the networks' packets apart; absent on networks that are no overlays. */
export const vxlanNumber = (network: Network): string | undefined => optionOf(network, vxlanOption);

/** Overlay networks are numbered from here on; `ingress` is the first. */
const firstVxlan = 4096;

/** A task's id: random, and of no interest to anybody. */
const taskId = '<id25>';

/**
 * The swarm's allocator is that of a host with other pools: /24s of 10.0.0.0/8, of which 20.10 goes on to the next; that
 * is taken to hold for later versions, which were not observed. It knows nothing of any host's own networks.
 */
const allocator = (host: Host, { subnets, poolCursor }: Swarm): Host => ({
  ...host,
  engine: '20.10',
  daemon: { ...host.daemon, defaultAddressPools: [{ base: '10.0.0.0/8', size: 24 }] },
  interfaces: [],
  routes: [],
  nameservers: [],
  addressSpaces: PersistentMap([[localDefault, { subnets, cursor: poolCursor }]]),
});

/** Fixed addresses are allowed without `--subnet` too, and inspect always shows the gateway. */
const swarmPool = (pool: AddressPool): AddressPool => ({
  ...pool,
  serial: true,
  configured: true,
  gatewayConfigured: true,
});

/** A subnet that overlaps another one is accepted, and the network is never given any addresses. */
function overlayPools(host: Host, swarm: Swarm, options: NetworkCreateOptions) {
  try {
    const ipv4 = { ...options, driver: 'overlay', ipv6: false };
    const { host: after, pools } = allocatePools(allocator(host, swarm), ipv4, subnetOptions(options));
    const { subnets, cursor } = localAddresses(after);
    return { subnets, poolCursor: cursor, pools: pools.map(swarmPool) };
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || refusal.error.code !== 'pool-overlap') throw refusal;
    return { subnets: swarm.subnets, poolCursor: swarm.poolCursor, pools: [] };
  }
}

/** The swarm with one more network. Other drivers than overlay get their addresses on each node, once they are used. */
export function withNewNetwork(host: Host, swarm: Swarm, options: NetworkCreateOptions): [Swarm, Network] {
  const overlay = options.driver === 'overlay';
  const { pools, ...left } = overlay ? overlayPools(host, swarm, options) : { ...swarm, pools: [] };
  const numbered = overlay && pools.length > 0;
  const network: NetworkDraft = {
    id: `${swarm.created}s:${options.name}`,
    created: swarm.created,
    name: options.name,
    driver: options.driver || 'bridge',
    scope: 'swarm',
    predefined: false,
    internal: options.internal ?? false,
    attachable: options.attachable ?? false,
    ingress: options.ingress ?? false,
    ipv4: true,
    ipv6: false,
    pools,
    unusedSubnets: [],
    options: [
      ...(numbered ? [[vxlanOption, String(firstVxlan + swarm.vxlans)] as const] : []),
      ...(options.options ?? []),
    ],
    labels: options.labels ?? [],
    lost: false,
    endpoints: PersistentMap(),
    free: PersistentMap(),
  };
  const entry = { network, endpoints: PersistentMap<string, Network['endpoints']>() };
  const grown: Swarm = {
    ...swarm,
    subnets: left.subnets,
    poolCursor: left.poolCursor,
    vxlans: swarm.vxlans + Number(numbered),
    created: swarm.created + 1,
    networks: swarm.networks.set(network.id, entry),
    networkIds: swarm.networkIds.set(network.name, network.id),
  };
  return [grown, network];
}

/**
 * `docker network create` for the swarm.
 * @throws Refusal worker-creates-network, ingress-present, and those of names and subnets
 */
export function createSwarmNetwork(host: Host, options: NetworkCreateOptions): { host: Host; network: Network } {
  const { swarm } = host;
  if (!swarm) refuse(host, 'not-a-swarm-manager', {}, options.driver);
  checkNewNetworkName(host, options.name);
  if (swarm.role === 'worker') refuse(host, 'worker-creates-network', {}, options.driver);
  const ingress = options.ingress && swarm.cluster.networks.find(({ network }) => network.ingress)?.network;
  if (ingress) refuse(host, 'ingress-present', { id: fullId(ingress.id) });
  const [cluster, network] = withNewNetwork(host, swarm.cluster, options);
  return { host: { ...host, swarm: { ...swarm, cluster } }, network };
}

/** The swarm without one of its networks. */
function without(swarm: Swarm, { id, name, pools }: Network): Swarm {
  const firsts = new Set(pools.map(({ range }) => range.first));
  return {
    ...swarm,
    subnets: swarm.subnets.filter(({ first }) => !firsts.has(first)),
    networks: swarm.networks.delete(id),
    networkIds: swarm.networkIds.delete(name),
  };
}

/**
 * `docker network rm` of a network that the host lists and that belongs to the swarm.
 * @throws Refusal worker-manages-swarm, swarm-network-in-use, ingress-stays
 */
export function removeSwarmNetwork(host: Host, network: Network): Host {
  const entry = host.swarm?.cluster.networks.get(network.id);
  if (!host.swarm || !entry) return host;
  if (network.ingress) refuse(host, 'ingress-stays', {}, network.name);
  if (host.swarm.role === 'worker') refuse(host, 'worker-manages-swarm', {}, network.name);
  if (hasContainers(entry))
    refuse(host, 'swarm-network-in-use', { id: fullId(network.id), task: taskId }, network.name);
  const cluster = without(host.swarm.cluster, entry.network);
  return { ...host, networks: host.networks.delete(network.id), swarm: { ...host.swarm, cluster } };
}

/** What `docker network prune` removes of the swarm's networks, on a manager: those that no container is on. */
export const unusedSwarmNetworks = (host: Host): readonly Network[] =>
  host.swarm?.role === 'manager'
    ? [...host.swarm.cluster.networks.values()]
        .filter((entry) => !entry.network.ingress && !hasContainers(entry))
        .map(({ network }) => network)
        .sort((a, b) => a.created - b.created)
    : [];

/**
 * `docker swarm init`, `join` and `leave`, and the exchange between the nodes. Observed on Docker Engine 20.10 once
 * everything that happens behind a command's back is done; taken to hold for later versions.
 */
import { Map as PersistentMap } from 'immutable';
import { parseAddress } from './addresses.ts';
import { isRunning } from './containers.ts';
import { connectionsOf, gatewayConnection, removeEndpoint, withContainer } from './endpoints.ts';
import { enterSwarm, leaveIngress, settleGateway } from './gateway-bridge.ts';
import { withNetwork } from './networks.ts';
import { withBalancer, withoutSandbox } from './overlay.ts';
import { refuse } from './refusal.ts';
import type { Container, Host, World } from './state.ts';
import { withNewNetwork } from './swarm-networks.ts';
import { isOverlay, isSandbox, type Swarm, type SwarmRole } from './swarm-state.ts';

/** What `docker swarm join-token` prints: real tokens are secrets, so the simulation's are symbolic. */
export const joinToken = (role: SwarmRole): string => `<token:${role}>`;

const roleOfToken = (token: string): SwarmRole | undefined =>
  (['worker', 'manager'] as const).find((role) => token === joinToken(role));

/** A node's id: random, and of no interest to anybody. */
export const nodeId = '<id25>';

/** The port on which managers listen. */
const managerPort = 2377;

/** Without `--advertise-addr` the host must have one address to choose. */
function advertised(host: Host, wish: string | undefined): string {
  if (wish !== undefined) {
    const named = host.interfaces.find(({ name }) => name === wish);
    return named?.addresses[0]?.split('/')[0] ?? wish.split(':')[0] ?? wish;
  }
  const addresses = host.interfaces
    .filter(({ name }) => name !== 'lo')
    .flatMap(({ name, addresses: all }) => all.map((text) => ({ name, address: text.split('/')[0] as string })))
    .filter(({ address }) => parseAddress(address)?.family === 4);
  const [first] = addresses;
  if (!first) refuse(host, 'no-swarm-address');
  if (addresses.length > 1) {
    const listed = addresses.map(({ name, address }) => `${address} on ${name}`).join(' and ');
    refuse(host, 'several-swarm-addresses', { addresses: listed });
  }
  return first.address;
}

/** The host as a node of the swarm, with its bridge and its place on the networks that every node is on. */
function asNode(host: Host, cluster: Swarm, role: SwarmRole, address: string): Host {
  const nodes = cluster.nodes.set(host.name, { role, address });
  const member: Host = { ...host, swarm: { role, cluster: { ...cluster, nodes } } };
  const ingress = cluster.networks.find(({ network }) => network.ingress)?.network;
  return enterSwarm(ingress ? withNetwork(member, withBalancer(member, ingress)) : member);
}

/**
 * `docker swarm init`.
 * @throws Refusal already-in-swarm, several-swarm-addresses, no-swarm-address
 */
export function initSwarm(host: Host, advertise: string | undefined): Host {
  if (host.swarm) refuse(host, 'already-in-swarm');
  const address = advertised(host, advertise);
  const empty: Swarm = {
    id: `${host.namesakes.get('', 0)}@${host.name}`,
    nodes: PersistentMap(),
    networks: PersistentMap(),
    networkIds: PersistentMap(),
    subnets: [],
    poolCursor: 0,
    vxlans: 0,
    created: 0,
  };
  const [cluster] = withNewNetwork(host, empty, { name: 'ingress', driver: 'overlay', ingress: true });
  return asNode(
    { ...host, namesakes: host.namesakes.set('', host.namesakes.get('', 0) + 1) },
    cluster,
    'manager',
    address,
  );
}

export interface JoinOptions {
  readonly token: string;
  /** `ADDRESS:PORT` of a manager; the port may be left out. */
  readonly remote: string;
  readonly advertise?: string;
}

/**
 * `docker swarm join`.
 * @returns the host as a node, and its role
 * @throws Refusal already-in-swarm, invalid-join-token, join-timeout, join-refused, several-swarm-addresses
 */
export function joinSwarm(world: World, host: Host, options: JoinOptions): { host: Host; role: SwarmRole } {
  if (host.swarm) refuse(host, 'already-in-swarm');
  const role = roleOfToken(options.token) ?? refuse(host, 'invalid-join-token', {}, options.token);
  const [address = '', port = managerPort] = options.remote.split(':');
  const has = (other: Host) => other.interfaces.some((one) => one.addresses.some((a) => a.split('/')[0] === address));
  const other = world.hosts.find(has) ?? refuse(host, 'join-timeout', {}, options.remote);
  if (other.swarm?.role !== 'manager' || Number(port) !== managerPort)
    refuse(host, 'join-refused', { address: `${address}:${port}` }, options.remote);
  return { host: asNode(host, other.swarm.cluster, role, advertised(host, options.advertise)), role };
}

/** A container that runs loses its overlay networks, and keeps running; one that does not run keeps their names. */
function withoutSwarmNetworks(host: Host, container: Container): Host {
  if (!isRunning(container)) return host;
  const before = gatewayConnection(host, container);
  const swarm = connectionsOf(host, container).filter(({ network }) => network.scope === 'swarm');
  if (!swarm.length) return host;
  const gone = new Set(swarm.map(({ network }) => network.id));
  const left = { ...container, attachments: container.attachments.filter((one) => !gone.has(one.network)) };
  let after = host;
  for (const { network } of swarm) after = removeEndpoint(after, container, after.networks.get(network.id) ?? network);
  const settled = settleGateway(after, left, before, connectionsOf(after, left), 'leaving');
  return withContainer(settled.host, settled.container);
}

function checkManagerLeaves(host: Host, { nodes }: Swarm): void {
  const managers = nodes.count(({ role }) => role === 'manager');
  if (managers === 1) refuse(host, 'last-manager-leaves');
  const quorum =
    managers - 1 < Math.floor(managers / 2) + 1
      ? `Removing this node leaves ${managers - 1} managers out of ${managers}. Without a Raft quorum your swarm will be inaccessible. `
      : '';
  refuse(host, 'manager-leaves', { quorum });
}

/**
 * `docker swarm leave`. The networks of the swarm are gone from the host, docker_gwbridge stays.
 * @returns the host, and the swarm as the nodes that stay are to know it
 * @throws Refusal not-in-swarm, last-manager-leaves, manager-leaves
 */
export function leaveSwarm(host: Host, force: boolean): { readonly host: Host; readonly swarm: Swarm } {
  if (!host.swarm) refuse(host, 'not-in-swarm');
  if (host.swarm.role === 'manager' && !force) checkManagerLeaves(host, host.swarm.cluster);
  let after = host.containers.reduce((so, container) => withoutSwarmNetworks(so, container), host);
  for (const network of after.networks.filter(({ scope }) => scope === 'swarm').values())
    for (const key of [...network.endpoints.keys()].filter(isSandbox))
      after = withNetwork(after, withoutSandbox(network, key));
  const { swarm = host.swarm, ...left } = leaveIngress(after);
  const { cluster } = swarm;
  return {
    host: { ...left, networks: left.networks.filter(({ scope }) => scope !== 'swarm') },
    swarm: { ...cluster, nodes: cluster.nodes.delete(host.name) },
  };
}

/** What a node lists once it has heard how the swarm is now. */
function heard(host: Host, role: SwarmRole, cluster: Swarm): Host {
  const before = host.swarm?.cluster.networks;
  let networks = host.networks.filter(({ id, scope }) => scope !== 'swarm' || cluster.networks.has(id));
  for (const [id, entry] of cluster.networks) {
    const endpoints = entry.endpoints.get(host.name);
    if (role === 'worker' && !endpoints) networks = networks.delete(id);
    else if (!networks.has(id)) networks = networks.set(id, { ...entry.network, ...(endpoints && { endpoints }) });
    else if (isOverlay(entry.network) && before?.get(id) !== entry)
      networks = networks.set(id, { ...entry.network, endpoints: endpoints ?? entry.network.endpoints });
  }
  return { ...host, networks, swarm: { role, cluster } };
}

/** The world once every node of a swarm has heard how it is now. */
export function tell(world: World, cluster: Swarm): World {
  const hosts = world.hosts.withMutations((changing) => {
    for (const [name, { role }] of cluster.nodes) {
      const host = world.hosts.get(name);
      if (host) changing.set(name, heard(host, role, cluster));
    }
  });
  return { ...world, hosts };
}

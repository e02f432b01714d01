/** A container's place on a network: making and removing it, and which of several networks has the default route. */
import { parseAddress } from './addresses.ts';
import { booleanOption, bridgeOptions, isRoutedIpvlan } from './drivers.ts';
import { rules } from './engine-versions.ts';
import { fullId, shortId } from './ids.ts';
import { type Allocation, allocateAddress, releaseAddress } from './ipam.ts';
import { engineMac } from './macs.ts';
import { engineError } from './messages.ts';
import { isUserDefinedMode } from './network-mode.ts';
import { findNetwork, isUserDefined, networkMissing, withNetwork } from './networks.ts';
import { allocated, checkAttachable, withBalancer } from './overlay.ts';
import { publishPorts, releasePorts } from './ports.ts';
import { Refusal } from './refusal.ts';
import type { Attachment, Container, Endpoint, Host, MacAddress, Network } from './state.ts';
import { gatewayBridge, isOverlay, networkById } from './swarm-state.ts';

export interface Connection {
  readonly network: Network;
  readonly endpoint: Endpoint;
}

export const withContainer = (host: Host, container: Container): Host => ({
  ...host,
  containers: host.containers.set(container.id, container),
});

/** Also gives the files to the containers that joined this one: they are the same files. */
export function withFiles(host: Host, container: Container): Host {
  const { hostsFile, hostsFileOrder, resolvConf } = container;
  return container.joined.reduce(
    (after, id) => {
      const joined = after.containers.get(id);
      return joined ? withContainer(after, { ...joined, hostsFile, hostsFileOrder, resolvConf }) : after;
    },
    withContainer(host, container),
  );
}

/** The network that an attachment means: by id once it was joined, by name before. */
export const networkOf = (host: Host, attachment: Attachment): Network | undefined =>
  attachment.network === '' ? findNetwork(host, attachment.networkName) : networkById(host, attachment.network);

/** Its place on docker_gwbridge, where its overlay networks need one: no attachment that the user asked for. */
function gatewayConnectionOf(host: Host, container: Container): Connection | undefined {
  const id = host.networkIds.get(gatewayBridge);
  const network = id === undefined ? undefined : host.networks.get(id);
  const endpoint = network?.endpoints.get(container.id);
  return network && endpoint && { network, endpoint };
}

/** The networks that the container is on now, in the order of attachment. */
export function connectionsOf(host: Host, container: Container): readonly Connection[] {
  const connections: Connection[] = [];
  for (const attachment of container.attachments) {
    const network = host.networks.get(attachment.network);
    const endpoint = network?.endpoints.get(container.id);
    if (network && endpoint) connections.push({ network, endpoint });
  }
  const given = gatewayConnectionOf(host, container);
  return given && !connections.some(({ network }) => network.id === given.network.id)
    ? [...connections, given]
    : connections;
}

const hasGateways = ({ endpoint }: Connection): number =>
  Number(endpoint.gateway !== undefined) + Number(endpoint.gateway6 !== undefined);

/**
 * moby `libnetwork/sandbox.go` Less: higher gw-priority, then not internal, then those with a gateway of their own before
 * overlay networks, then both gateways before one or none, then by network name in byte order.
 */
export function compareGateways(a: Connection, b: Connection): number {
  return (
    b.endpoint.gatewayPriority - a.endpoint.gatewayPriority ||
    Number(a.network.internal) - Number(b.network.internal) ||
    Number(isOverlay(a.network)) - Number(isOverlay(b.network)) ||
    Number(hasGateways(b) === 2) - Number(hasGateways(a) === 2) ||
    (a.network.name < b.network.name ? -1 : Number(a.network.name > b.network.name))
  );
}

/** The networks of a container, the one with the default route first. */
export function inGatewayOrder(host: Host, container: Container): readonly Connection[] {
  const connections = connectionsOf(host, container);
  return connections.length < 2 ? connections : [...connections].sort(compareGateways);
}

/** The connection whose gateway is the default route; undefined where none has a gateway. */
export function chooseGateway(connections: readonly Connection[]): Connection | undefined {
  let best: Connection | undefined;
  for (const one of connections) if (hasGateways(one) > 0 && (!best || compareGateways(one, best) < 0)) best = one;
  return best;
}

/** The network whose gateway is the container's default route; undefined where it has none. */
export const gatewayConnection = (host: Host, container: Container): Connection | undefined =>
  chooseGateway(connectionsOf(host, container));

function macOf(host: Host, network: Network, attachment: Attachment, address: string | undefined): MacAddress {
  if (attachment.mac !== undefined) return { kind: 'known', address: attachment.mac };
  return engineMac(host, network, address);
}

/** Every name of the container on a network with a name service. */
function dnsNames(container: Container, aliases: readonly string[]): readonly string[] {
  const names = [container.name, ...aliases, shortId(container.id), container.hostname];
  const isFirst = (name: string, index: number) => names.indexOf(name) === index;
  // A copy has no more room than it needs.
  return names.every(isFirst) ? names.slice() : names.filter(isFirst).slice();
}

/** 20.10 keeps the short id and the hostname among the aliases from the first start on. */
function aliasesAtStart(host: Host, container: Container, attachment: Attachment): readonly string[] | undefined {
  if (rules[host.engine].dnsNames === 'apart') return attachment.aliases;
  const aliases = attachment.aliases ?? [];
  const added = new Set([shortId(container.id), container.hostname]);
  return [...aliases, ...[...added].filter((name) => !aliases.includes(name))];
}

/** The attachment as the engine keeps it once it has looked at the network: id, names. */
export function resolveAttachment(
  host: Host,
  container: Container,
  attachment: Attachment,
  network: Network,
): Attachment {
  if (!isUserDefined(network)) return { ...attachment, network: network.id, networkName: network.name };
  const aliases = aliasesAtStart(host, container, attachment);
  const apart = rules[host.engine].dnsNames === 'apart';
  return {
    ...attachment,
    network: network.id,
    networkName: network.name,
    aliases,
    dnsNames: apart ? dnsNames(container, aliases ?? []) : attachment.dnsNames,
  };
}

/** @throws Refusal mode-not-matching, where the network that the container was created on is gone */
export function checkNetworkOfMode(host: Host, container: Container, joining: string): void {
  const mode = container.networkMode;
  if (!rules[host.engine].networkOfModeMustExist || mode === joining || !isUserDefinedMode(mode)) return;
  if (!findNetwork(host, mode)) throw new Refusal(engineError(host.engine, 'mode-not-matching', { mode }, mode));
}

const NONE: readonly never[] = [];

const withoutInterface = new Set(['host', 'null']);

const gatewayOf = (network: Network, family: 4 | 6, routed: boolean): string | undefined =>
  routed ? network.pools.find((pool) => pool.family === family)?.gateway : undefined;

/**
 * Makes an endpoint: addresses and names, but no interface yet. Nothing is written to the host: `place` does that.
 * @returns the network with the addresses taken, and the endpoint
 * @throws Refusal network-not-found, network-lost, and those of address allocation
 */
export function makeEndpoint(host: Host, container: Container, attachment: Attachment): Connection {
  const found = networkOf(host, attachment);
  if (!found) {
    const name = attachment.network === '' ? attachment.networkName : fullId(attachment.network);
    throw new Refusal(networkMissing(host, name, attachment.networkName));
  }
  checkAttachable(host, found);
  let network = found;
  if (network.lost) {
    const values = { container: container.name, name: network.name, id: fullId(network.id) };
    throw new Refusal(engineError(host.engine, 'network-lost', values));
  }
  const { ip, ip6 } = attachment;
  const own = !withoutInterface.has(network.driver);
  const wish4 = ip !== undefined && parseAddress(ip)?.family === 4 ? ip : undefined;
  let four: Allocation | undefined;
  let six: Allocation | undefined;
  if (own && network.ipv4) {
    four = allocated(host, network, () => allocateAddress(host.engine, found, 4, wish4));
    network = four.network;
  }
  if (own && network.ipv6) {
    six = allocateAddress(host.engine, network, 6, ip6);
    network = six.network;
  }
  const routed =
    own &&
    !isOverlay(network) &&
    !isRoutedIpvlan(network) &&
    (!network.internal || rules[host.engine].internalDefaultRoute);
  const endpoint: Endpoint = {
    container: container.id,
    network: network.id,
    interfaceName: undefined,
    interfaceOrder: 'known',
    address: four?.address,
    prefixLength: four?.prefixLength,
    address6: six?.address,
    prefixLength6: six?.prefixLength,
    mac: macOf(host, network, attachment, four?.address),
    gateway: four && gatewayOf(network, 4, routed),
    gateway6: six && gatewayOf(network, 6, routed),
    linkLocalIps: attachment.linkLocalIps,
    gatewayPriority: attachment.gatewayPriority,
    dnsNames: isUserDefined(network) ? (attachment.dnsNames ?? dnsNames(container, attachment.aliases ?? [])) : NONE,
  };
  return { network, endpoint };
}

/** Writes a new endpoint to its network, and the network to the host. */
export const place = (host: Host, { network, endpoint }: Connection): Host =>
  withNetwork(host, withBalancer(host, { ...network, endpoints: network.endpoints.set(endpoint.container, endpoint) }));

/** Takes the container off a network and gives its addresses back. */
export function removeEndpoint(host: Host, container: Container, network: Network): Host {
  const endpoint = network.endpoints.get(container.id);
  if (!endpoint) return host;
  let after: Network = { ...network, endpoints: network.endpoints.delete(container.id) };
  if (endpoint.address !== undefined) after = releaseAddress(after, endpoint.address);
  if (endpoint.address6 !== undefined) after = releaseAddress(after, endpoint.address6);
  return withNetwork(host, withBalancer(host, after));
}

const firstInterfaces = Array.from({ length: 8 }, (_, number) => `eth${number}`);

/** Names are kept with every endpoint: the same text is the same string. */
const ethernet = (number: number): string => firstInterfaces[number] ?? `eth${number}`;

/** The number of a container's next interface. */
function interfaceNumber(host: Host, container: Container, taken: readonly Connection[]): number {
  if (rules[host.engine].interfaceNumber === 'counter') return container.nextInterface;
  let number = 0;
  while (taken.some(({ endpoint }) => endpoint.interfaceName === ethernet(number))) number++;
  return number;
}

/**
 * Gives an endpoint its interface inside the container.
 * @param taken the connections that have theirs already
 */
export function nameInterface(
  host: Host,
  container: Container,
  connection: Connection,
  attachment: Attachment,
  taken: readonly Connection[],
  interfaceOrder: Endpoint['interfaceOrder'],
): { readonly connection: Connection; readonly container: Container } {
  const { network, endpoint } = connection;
  if (withoutInterface.has(network.driver)) return { connection, container };
  const interfaceName = attachment.interfaceName ?? ethernet(interfaceNumber(host, container, taken));
  return {
    connection: { network, endpoint: { ...endpoint, interfaceName, interfaceOrder } },
    container: { ...container, nextInterface: container.nextInterface + 1 },
  };
}

/** In the order in which 20.10 joins them. */
export const bridgeFirst = (connections: readonly Connection[]): readonly Connection[] =>
  connections.some(({ network }) => network.predefined)
    ? [...connections].sort((a, b) => Number(b.network.predefined) - Number(a.network.predefined))
    : connections;

/** Ports are bound for a bridge that leads out of the host. */
export const publishes = ({ network }: Connection): boolean => network.driver === 'bridge' && !network.internal;

const sameEndpoint = (a: Connection | undefined, b: Connection | undefined): boolean =>
  a?.network.id === b?.network.id && a?.endpoint.address === b?.endpoint.address;

/** Why the default route moves: the container has come to a network, or gone from one. */
export type Move = 'joining' | 'leaving';

/**
 * Moves the published ports to the network that now has the default route.
 * @param before the connection that had it
 * @param now the connection that has it
 * @throws Refusal driver-failed
 */
export function movePorts(
  host: Host,
  container: Container,
  before: Connection | undefined,
  now: Connection | undefined,
  move: Move,
): { readonly host: Host; readonly container: Container } {
  if (sameEndpoint(before, now)) return { host, container };
  const released = container.ports.length ? releasePorts(host, container) : host;
  const unpublished = () => ({
    host: released,
    container: container.ports.length ? { ...container, ports: [] } : container,
  });
  if (!now) return unpublished();
  const evenInternal = move === 'leaving' && rules[host.engine].leavingPublishesOnInternal;
  if (!publishes(now) && !(evenInternal && now.network.driver === 'bridge')) return unpublished();
  const { host: after, ports } = publishPorts(released, container, now.network, now.endpoint);
  const network = after.networks.get(now.network.id);
  const endpoint = network?.endpoints.get(container.id);
  return {
    host:
      network?.internal && endpoint
        ? withNetwork(after, {
            ...network,
            endpoints: network.endpoints.set(container.id, { ...endpoint, publishes: true }),
          })
        : after,
    container: { ...container, ports },
  };
}

/** Whether containers on this bridge may talk to each other. */
export const allowsInterContainer = (host: Host, network: Network): boolean =>
  network.predefined ? host.daemon.icc : booleanOption(network, bridgeOptions.icc, true);

/**
 * What is inside a container's network namespace: interfaces, routes, files. Derived from the host's state; nothing of
 * it is stored.
 */
import { formatPrefix, parseAddress, prefixAround } from './addresses.ts';
import { isRunning } from './containers.ts';
import { isRoutedIpvlan } from './drivers.ts';
import { type Connection, connectionsOf, gatewayConnection } from './endpoints.ts';
import { namespaceOwner } from './processes.ts';
import type { Container, Host, MacAddress } from './state.ts';

export { gatewayConnection, inGatewayOrder } from './endpoints.ts';

export interface NamespaceInterface {
  readonly name: string;
  /** `172.17.0.2/16`, IPv4 before IPv6. */
  readonly addresses: readonly string[];
  /** Absent on `lo`. */
  readonly mac?: MacAddress;
  /** The network's name; absent on `lo`. */
  readonly network?: string;
  /** The number could be another one after each start. */
  readonly order: 'known' | 'random';
}

export interface NamespaceRoute {
  /** `default` or a CIDR block. */
  readonly destination: string;
  readonly via?: string;
  readonly interface: string;
  /** The address that leaves by this route when the program does not choose. */
  readonly source?: string;
}

export interface Namespace {
  readonly kind: 'own' | 'host' | 'lost' | 'none';
  /** The container whose namespace it is; itself unless it joined another. Absent for the host's and for a lost one. */
  readonly owner?: Container;
  readonly interfaces: readonly NamespaceInterface[];
  readonly routes: readonly NamespaceRoute[];
  /** `/etc/hosts` beyond the standard lines, fields parted by one blank. */
  readonly hostsFile: readonly string[];
  readonly resolvConf: readonly string[];
}

const loopback: NamespaceInterface = { name: 'lo', addresses: ['127.0.0.1/8'], order: 'known' };

function interfaceOf({ network, endpoint }: Connection): readonly NamespaceInterface[] {
  if (endpoint.interfaceName === undefined) return [];
  const main = endpoint.address === undefined ? [] : [`${endpoint.address}/${endpoint.prefixLength}`];
  const local = endpoint.linkLocalIps.map((address) => `${address}/${address.includes(':') ? 64 : 16}`);
  const six = endpoint.address6 === undefined ? [] : [`${endpoint.address6}/${endpoint.prefixLength6}`];
  return [
    {
      name: endpoint.interfaceName,
      addresses: [...local, ...main, ...six],
      mac: endpoint.mac,
      network: network.name,
      order: endpoint.interfaceOrder,
    },
  ];
}

/** The IPv4 subnet that an address with a prefix length lies in. */
function subnetRoute(address: string, device: string): readonly NamespaceRoute[] {
  const [text = '', length = '32'] = address.split('/');
  const parsed = parseAddress(text);
  if (parsed?.family !== 4) return [];
  return [{ destination: formatPrefix(prefixAround(parsed, Number(length))), interface: device, source: text }];
}

/** Destinations as the kernel lists them: ascending. */
const ascending = (a: NamespaceRoute, b: NamespaceRoute): number => {
  const ordinal = (route: NamespaceRoute) =>
    Number(parseAddress(route.destination.split('/')[0] as string)?.ordinal ?? 0);
  return ordinal(a) - ordinal(b);
};

/** The IPv4 routes of a container's own namespace. */
function routesOf(host: Host, owner: Container, interfaces: readonly NamespaceInterface[]): readonly NamespaceRoute[] {
  const gateway = gatewayConnection(host, owner)?.endpoint;
  const routed = gateway
    ? undefined
    : connectionsOf(host, owner).find(({ network }) => isRoutedIpvlan(network))?.endpoint;
  const subnets = interfaces
    .filter((one) => one !== loopback)
    .flatMap((one) => one.addresses.flatMap((address) => subnetRoute(address, one.name)))
    .sort(ascending);
  const device = gateway?.gateway === undefined ? routed?.interfaceName : gateway.interfaceName;
  const via = gateway?.gateway;
  return device === undefined
    ? subnets
    : [{ destination: 'default', ...(via !== undefined && { via }), interface: device }, ...subnets];
}

/** Interfaces by name, as `ip address` of the recordings sorts them. */
const byName = (a: NamespaceInterface, b: NamespaceInterface): number =>
  a.name < b.name ? -1 : Number(a.name > b.name);

/**
 * The namespace of a container: its own, the host's, another container's, or what is left when that one has gone (only
 * `lo`). A container that does not run has none.
 */
export function namespaceOf(host: Host, container: Container): Namespace {
  const { hostsFile, resolvConf } = container;
  if (!isRunning(container)) return { kind: 'none', interfaces: [], routes: [], hostsFile, resolvConf };
  if (container.namespace.kind === 'host') {
    const interfaces = [
      loopback,
      ...host.interfaces.map(({ name, addresses }) => ({ name, addresses, order: 'known' as const })),
    ];
    return { kind: 'host', interfaces, routes: host.routes, hostsFile, resolvConf };
  }
  const owner = namespaceOwner(host, container);
  if (!owner) return { kind: 'lost', interfaces: [loopback], routes: [], hostsFile, resolvConf };
  const interfaces = [loopback, ...connectionsOf(host, owner).flatMap(interfaceOf).sort(byName)];
  return { kind: 'own', owner, interfaces, routes: routesOf(host, owner, interfaces), hostsFile, resolvConf };
}

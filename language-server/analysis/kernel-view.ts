/** Interfaces and routes as `ip address` and `ip route` show them inside a namespace. */
import { formatPrefix, parseCidr } from '../simulation/addresses.ts';
import { bridgeAddresses, defaultLink, locate, type Namespace } from '../simulation/locations.ts';
import type { Host, MacAddress, Network, Route } from '../simulation/state.ts';

export interface InterfaceFact {
  readonly name: string;
  /** The Docker network that it leads to; absent for the loopback and the host's own interfaces. */
  readonly network?: string;
  /** With prefix lengths. */
  readonly addresses: readonly string[];
  /** `random` where the engine draws it anew at every start; absent for the loopback interface. */
  readonly mac?: string;
}

const LOOPBACK: InterfaceFact = { name: 'lo', addresses: ['127.0.0.1/8'] };

export function interfacesOf(host: Host, namespace: Namespace): readonly InterfaceFact[] {
  if (namespace.kind === 'host') return hostInterfaces(host);
  const links = namespace.links.map(({ name, network, endpoint }) => ({
    name,
    network: network.name,
    addresses: [
      ...(endpoint.address ? [`${endpoint.address}/${endpoint.prefixLength}`] : []),
      ...(endpoint.address6 ? [`${endpoint.address6}/${endpoint.prefixLength6}`] : []),
    ],
    mac: macText(endpoint.mac),
  }));
  return [LOOPBACK, ...links.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))];
}

export function routesOf(host: Host, namespace: Namespace): readonly Route[] {
  if (namespace.kind === 'host') {
    const { subnets } = locate(host);
    const direct = subnets.map(({ prefix, interface: name }) => ({
      destination: formatPrefix(prefix),
      interface: name,
    }));
    return [...host.routes, ...direct];
  }
  const route = defaultLink(namespace);
  const gateway = route?.endpoint.gateway;
  const direct = namespace.links.flatMap(({ name, network }) =>
    network.pools.map(({ subnet }) => ({ destination: canonicalSubnet(subnet), interface: name })),
  );
  return [...(route && gateway ? [{ destination: 'default', via: gateway, interface: route.name }] : []), ...direct];
}

export function macText(mac: MacAddress): string {
  return mac.kind === 'known' ? mac.address : 'random';
}

/** `lo`, the machine's own interfaces, and the bridges of its networks; veth ends are left to the picture. */
function hostInterfaces(host: Host): readonly InterfaceFact[] {
  const own = host.interfaces.filter(({ name }) => name !== 'lo').map(({ name, addresses }) => ({ name, addresses }));
  const bridges = [...locate(host).bridges].map(([name, network]) => ({
    name,
    network: network.name,
    addresses: bridgeCidrs(network),
  }));
  return [LOOPBACK, ...own, ...bridges];
}

function bridgeCidrs(network: Network): readonly string[] {
  const addresses = bridgeAddresses(network);
  return network.pools.flatMap(({ gateway, prefixLength }) =>
    gateway && addresses.includes(gateway) ? [`${gateway}/${prefixLength}`] : [],
  );
}

/** As the kernel shows it: 20.10 keeps host bits in what it was given. */
function canonicalSubnet(subnet: string): string {
  const cidr = parseCidr(subnet);
  return cidr ? formatPrefix(cidr.prefix) : subnet;
}

/** What the simulation computed for one container or network: the facts that hovers, expectations and the CLI show. */
import ipaddr from 'ipaddr.js';
import { compareAddresses } from '../simulation/addresses.ts';
import { DRAWN_PREFIX } from '../simulation/ipam.ts';
import { bridgeAddresses, locate } from '../simulation/locations.ts';
import { findContainer } from '../simulation/names.ts';
import { inGatewayOrder, type NamespaceInterface, namespaceOf } from '../simulation/namespace.ts';
import type {
  Container,
  ContainerStatus,
  Endpoint,
  Host,
  MacAddress,
  Network,
  PortBinding,
  World,
} from '../simulation/state.ts';

export { findContainer };

export interface InterfaceFact {
  readonly name: string;
  /** The Docker network that it leads to; absent for the loopback and the host's own interfaces. */
  readonly network?: string;
  /** With prefix lengths. */
  readonly addresses: readonly string[];
  /** `random` where the engine draws it anew at every start; absent for the loopback interface. */
  readonly mac?: string;
}

export interface ContainerFacts {
  readonly name: string;
  readonly host: string;
  readonly image: string;
  readonly status: ContainerStatus;
  /** `bridge`, `host`, `none`, `container:…` or the first network's name, as inspect shows it. */
  readonly networkMode: string;
  /** Where the container shares the namespace of another one: that container's name. */
  readonly shares?: string;
  /** The loopback interface first, then in order of their names; none while the container does not run. */
  readonly interfaces: readonly InterfaceFact[];
  /** The default gateway. */
  readonly gateway?: string;
  readonly routes: readonly { readonly destination: string; readonly via?: string; readonly interface: string }[];
  readonly ports: readonly PortBinding[];
  /** Names under which it is found, by network. */
  readonly names: readonly { readonly network: string; readonly names: readonly string[] }[];
}

/** Undefined when no host has such a container. */
export function containerFacts(world: World, name: string): ContainerFacts | undefined {
  const found = findContainer(world, name);
  if (!found) return undefined;
  const { host, container } = found;
  const { kind, owner, interfaces, routes } = namespaceOf(host, container);
  const gateway = routes.find(({ destination }) => destination === 'default')?.via;
  return {
    name: container.name,
    host: host.name,
    image: container.image.name,
    status: container.status,
    networkMode: container.networkMode,
    ...(owner && owner.id !== container.id && { shares: owner.name }),
    interfaces: [...interfaces, ...(kind === 'host' ? bridgeInterfaces(host) : [])].map(interfaceFact),
    ...(gateway && { gateway }),
    routes: routes.map(({ destination, via, interface: device }) => ({
      destination,
      ...(via && { via }),
      interface: device,
    })),
    ports: container.ports,
    names: owner?.id === container.id ? namesByNetwork(host, container) : [],
  };
}

function interfaceFact({ name, network, addresses, mac }: NamespaceInterface): InterfaceFact {
  return { name, addresses, ...(network && { network }), ...(mac && { mac: macText(mac) }) };
}

/** The Linux bridges, which a container in the host's namespace sees beside the machine's own interfaces. */
function bridgeInterfaces(host: Host): readonly NamespaceInterface[] {
  return [...locate(host).bridges].map(([name, network]) => {
    const own = bridgeAddresses(network);
    const pools = network.pools.filter(({ gateway }) => gateway !== undefined && own.includes(gateway));
    const addresses = pools.map(({ gateway, prefixLength }) => `${gateway}/${prefixLength}`);
    return { name, network: network.name, addresses, order: 'known' };
  });
}

/** The addresses of a container on its networks, without prefix lengths; none while it does not run. */
export function containerAddresses(world: World, name: string): readonly string[] {
  const found = findContainer(world, name);
  if (!found) return [];
  const { kind, interfaces } = namespaceOf(found.host, found.container);
  return kind === 'own' ? interfaces.slice(1).flatMap(({ addresses }) => addresses.map(withoutPrefix)) : [];
}

/**
 * The addresses that a container has on the networks it is attached to, without prefix lengths. Unlike
 * {@link containerAddresses} it costs the same in a lab of any size, whose places nobody has looked up yet.
 */
export function attachedAddresses(world: World, name: string): readonly string[] {
  const found = findContainer(world, name);
  if (!found) return [];
  const { host, container } = found;
  return [...container.attachments].flatMap(({ network }) => {
    const endpoint = host.networks.get(network)?.endpoints.get(container.id);
    return [endpoint?.address, endpoint?.address6].flatMap((address) => address ?? []);
  });
}

/** The addresses under which a container is reached: those of the host for one that lives in the host's namespace. */
export function reachableAddresses(world: World, name: string): readonly string[] {
  const found = findContainer(world, name);
  if (found?.container.namespace.kind !== 'host') return containerAddresses(world, name);
  const lan = found.host.interfaces.find((each) => each.name !== 'lo')?.addresses ?? [];
  return lan.map(withoutPrefix);
}

/** The names of the containers that have an address: several where they share a namespace or hosts share a subnet. */
export function containersAt(world: World, address: string): readonly string[] {
  return [...world.hosts.values()].flatMap((host) => {
    const owner = locate(host).owner(address);
    const container = owner && host.containers.get(owner.container);
    return container ? [container.name] : [];
  });
}

export interface NetworkFacts {
  readonly name: string;
  readonly host: string;
  readonly driver: string;
  readonly internal: boolean;
  readonly bridge?: string;
  readonly subnets: readonly {
    readonly subnet: string;
    readonly gateway?: string;
    /** A real engine would have drawn other first 48 bits. */
    readonly isDrawn: boolean;
  }[];
  /** In the order in which they joined. */
  readonly members: readonly {
    readonly container: string;
    readonly interface?: string;
    readonly address?: string;
    readonly address6?: string;
    readonly mac?: string;
  }[];
}

/** One for each host that has such a network. */
export function networkFacts(world: World, name: string): readonly NetworkFacts[] {
  return [...world.hosts.values()].flatMap((host) => {
    const network = findNetwork(host, name);
    return network ? [describeNetwork(host, network)] : [];
  });
}

export function describeNetwork(host: Host, network: Network): NetworkFacts {
  return {
    name: network.name,
    host: host.name,
    driver: network.driver,
    internal: network.internal,
    ...(network.bridge && { bridge: network.bridge }),
    subnets: network.pools.map(({ subnet, gateway }) => ({
      subnet,
      ...(gateway && { gateway }),
      isDrawn: subnet.startsWith(DRAWN_PREFIX),
    })),
    members: endpointsInOrder(network).map((endpoint) => ({
      container: host.containers.get(endpoint.container)?.name ?? endpoint.container,
      ...(endpoint.interfaceName && { interface: endpoint.interfaceName, mac: macText(endpoint.mac) }),
      ...(endpoint.address && { address: `${endpoint.address}/${endpoint.prefixLength}` }),
      ...(endpoint.address6 && { address6: `${endpoint.address6}/${endpoint.prefixLength6}` }),
    })),
  };
}

/** Who is on a network, in the order of the addresses. */
export function endpointsInOrder(network: Network): readonly Endpoint[] {
  const address = ({ address: own, address6 }: Endpoint): string => own ?? address6 ?? '';
  return [...network.endpoints.values()].sort((a, b) => compareAddresses(address(a), address(b)));
}

export function findNetwork(host: Host, name: string): Network | undefined {
  const id = host.networkIds.get(name);
  return id === undefined ? undefined : host.networks.get(id);
}

export function macText(mac: MacAddress): string {
  return mac.kind === 'known' ? mac.address : 'random';
}

export function withoutPrefix(address: string): string {
  return address.replace(/\/.*$/, '');
}

/** One spelling for each address, so that two can be compared as text; what is no address stays as it is. */
export function canonicalAddress(text: string): string {
  return ipaddr.isValid(text) ? ipaddr.parse(text).toString() : text;
}

/** In the order in which its networks compete for the default route; those without an interface are left out. */
function namesByNetwork(host: Host, container: Container): ContainerFacts['names'] {
  return inGatewayOrder(host, container)
    .filter(({ endpoint }) => endpoint.interfaceName !== undefined)
    .map(({ network, endpoint }) => ({ network: network.name, names: endpoint.dnsNames }));
}

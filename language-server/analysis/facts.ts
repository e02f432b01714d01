/** What the simulation computed for one container or network: the facts that hovers, expectations and the CLI show. */
import ipaddr from 'ipaddr.js';
import { type Link, locate, type Namespace } from '../simulation/locations.ts';
import { findContainer } from '../simulation/names.ts';
import type { Container, ContainerStatus, Host, Network, PortBinding, World } from '../simulation/state.ts';
import { type InterfaceFact, interfacesOf, macText, routesOf } from './kernel-view.ts';

export { findContainer };

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
  const namespace = namespaceOf(host, container);
  const routes = namespace ? routesOf(host, namespace) : [];
  const gateway = routes.find(({ destination }) => destination === 'default')?.via;
  const shares =
    container.namespace.kind === 'container' ? host.containers.get(container.namespace.container) : undefined;
  return {
    name: container.name,
    host: host.name,
    image: container.image.name,
    status: container.status,
    networkMode: container.networkMode,
    ...(shares && { shares: shares.name }),
    interfaces: namespace ? interfacesOf(host, namespace) : [],
    ...(gateway && { gateway }),
    routes,
    ports: container.ports,
    names: namespace && container.namespace.kind === 'own' ? namespace.links.map(namesOn) : [],
  };
}

/** The addresses of a container on its networks, without prefix lengths; none while it does not run. */
export function containerAddresses(world: World, name: string): readonly string[] {
  const found = findContainer(world, name);
  const namespace = found && namespaceOf(found.host, found.container);
  if (!namespace) return [];
  return namespace.links.flatMap(({ endpoint }) => [endpoint.address ?? [], endpoint.address6 ?? []].flat());
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
  readonly subnets: readonly { readonly subnet: string; readonly gateway?: string }[];
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
    subnets: network.pools.map(({ subnet, gateway }) => ({ subnet, ...(gateway && { gateway }) })),
    members: [...network.endpoints.values()].map((endpoint) => ({
      container: host.containers.get(endpoint.container)?.name ?? endpoint.container,
      ...(endpoint.interfaceName && { interface: endpoint.interfaceName, mac: macText(endpoint.mac) }),
      ...(endpoint.address && { address: `${endpoint.address}/${endpoint.prefixLength}` }),
      ...(endpoint.address6 && { address6: `${endpoint.address6}/${endpoint.prefixLength6}` }),
    })),
  };
}

export function findNetwork(host: Host, name: string): Network | undefined {
  const id = host.networkIds.get(name);
  return id === undefined ? undefined : host.networks.get(id);
}

export function withoutPrefix(address: string): string {
  return address.replace(/\/.*$/, '');
}

/** One spelling for each address, so that two can be compared as text; what is no address stays as it is. */
export function canonicalAddress(text: string): string {
  return ipaddr.isValid(text) ? ipaddr.parse(text).toString() : text;
}

function namespaceOf(host: Host, container: Container): Namespace | undefined {
  const runs = container.status === 'running' || container.status === 'paused';
  return runs ? locate(host).namespace(container) : undefined;
}

function namesOn({ network, endpoint }: Link): ContainerFacts['names'][number] {
  return { network: network.name, names: endpoint.dnsNames };
}

/**
 * Where things are on a host: which namespace a container lives in, who owns an address, which bridge a subnet lies
 * behind, who holds a host port. Derived once per immutable snapshot and looked up from then on, so that a trace costs
 * the same beside ten containers and beside ten thousand.
 */
import { type Address, contains, type Prefix, parseAddress, parseCidr, prefixAround } from './addresses.ts';
import type { Listener } from './command.ts';
import { inGatewayOrder } from './endpoints.ts';
import type { Container, Endpoint, Host, Network, PortBinding } from './state.ts';
import { isOverlay } from './swarm-state.ts';

/** An interface with its addresses and what is reached over it directly. */
export interface Link {
  readonly name: string;
  readonly network: Network;
  readonly endpoint: Endpoint;
}

/** A network namespace: what its processes see. */
export interface Namespace {
  readonly kind: 'container' | 'host';
  /** The container whose start made it, or the host. */
  readonly name: string;
  /** In the order in which they compete for the default route; the first that has a gateway wins. */
  readonly links: readonly Link[];
  /** Containers whose processes run in it, its maker first. */
  readonly members: readonly Container[];
}

/** A subnet that the host reaches over one of its interfaces. */
export interface HostSubnet {
  readonly prefix: Prefix;
  readonly interface: string;
  /** The host's own address in it. */
  readonly address: string;
  /** The Docker network whose bridge the interface is; absent for the host's own interfaces. */
  readonly network?: Network;
}

export interface PublishedPort {
  readonly binding: PortBinding;
  readonly container: Container;
}

export interface Locations {
  readonly host: Host;
  readonly namespace: (container: Container) => Namespace;
  readonly hostNamespace: Namespace;
  /** The endpoint that has an address, on any network of the host. */
  readonly owner: (address: string) => Endpoint | undefined;
  /** The interface of the host that has an address. */
  readonly hostAddress: (address: string) => string | undefined;
  /** Longest prefix first. */
  readonly subnets: readonly HostSubnet[];
  readonly subnetOf: (address: Address) => HostSubnet | undefined;
  readonly bridges: ReadonlyMap<string, Network>;
  /** By `tcp/8080`. */
  readonly published: ReadonlyMap<string, readonly PublishedPort[]>;
}

const cache = new WeakMap<Host, Locations>();

/** The locations of a host's snapshot. */
export function locate(host: Host): Locations {
  let found = cache.get(host);
  if (!found) {
    found = derive(host);
    cache.set(host, found);
  }
  return found;
}

/** The host's addresses on a bridge: the gateways of its members. */
export const bridgeAddresses = (network: Network): readonly string[] =>
  network.pools.flatMap(({ gateway }) => (gateway === undefined ? [] : [gateway]));

/** The link over which a namespace sends what lies in none of its subnets. */
export const defaultLink = ({ links }: Namespace, family: 4 | 6 = 4): Link | undefined =>
  links.find(({ endpoint }) => (family === 4 ? endpoint.gateway : endpoint.gateway6) !== undefined);

/** The link whose subnet holds the address, the narrowest first. */
export function directLink({ links }: Namespace, address: string): Link | undefined {
  const parsed = parseAddress(address);
  if (!parsed) return undefined;
  let best: Link | undefined;
  let longest = -1;
  for (const link of links) {
    const { endpoint } = link;
    const own = parseAddress((parsed.family === 4 ? endpoint.address : endpoint.address6) ?? '');
    const length = parsed.family === 4 ? endpoint.prefixLength : endpoint.prefixLength6;
    if (!own || length === undefined || length <= longest) continue;
    if (contains(prefixAround(own, length), parsed.ordinal)) {
      best = link;
      longest = length;
    }
  }
  return best;
}

/** The link by which a namespace sends to an address. */
export const linkTowards = (namespace: Namespace, address: string): Link | undefined =>
  directLink(namespace, address) ?? defaultLink(namespace, address.includes(':') ? 6 : 4);

/** Works a value out when it is first asked for. */
function once<T>(work: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: work() };
    return made.value;
  };
}

function derive(host: Host): Locations {
  const networks = once(() => networksOf(host));
  const running = once(() => runningOn(host));
  const namespaces = new Map<string, Namespace>();
  const hostNamespace = once(
    (): Namespace => ({ kind: 'host', name: host.name, links: [], members: running().members.get('host') ?? [] }),
  );
  const links = (maker: Container | undefined): readonly Link[] => {
    const found: Link[] = [];
    for (const { network, endpoint } of maker ? inGatewayOrder(host, maker) : [])
      if (endpoint.interfaceName !== undefined) found.push({ name: endpoint.interfaceName, network, endpoint });
    return found;
  };
  /** Of containers that share theirs with nobody. */
  const own = new Map<Container, Namespace>();
  const namespace = (container: Container): Namespace => {
    if (container.namespace.kind === 'host') return hostNamespace();
    if (container.namespace.kind === 'own' && container.joined.length === 0) {
      let alone = own.get(container);
      if (!alone) {
        const members = isRunning(container) ? [container] : [];
        alone = { kind: 'container', name: container.name, links: links(members[0]), members };
        own.set(container, alone);
      }
      return alone;
    }
    const name = namespaceKey(container);
    let found = namespaces.get(name);
    if (!found) {
      const members = running().members.get(name) ?? [];
      const maker = members.find(({ namespace: { kind } }) => kind === 'own');
      const inOrder = maker ? [maker, ...members.filter((member) => member !== maker)] : members;
      found = { kind: 'container', name: (maker ?? container).name, links: links(maker), members: inOrder };
      namespaces.set(name, found);
    }
    return found;
  };

  return {
    host,
    namespace,
    get hostNamespace() {
      return hostNamespace();
    },
    owner: (address) => networks().owner(address),
    hostAddress: (address) => networks().hostAddresses.get(address) ?? (address.startsWith('127.') ? 'lo' : undefined),
    get subnets() {
      return networks().subnets;
    },
    subnetOf: ({ family, ordinal }) =>
      networks().subnets.find(({ prefix }) => prefix.family === family && contains(prefix, ordinal)),
    get bridges() {
      return networks().bridges;
    },
    get published() {
      return running().published;
    },
  };
}

/** What the networks and the host's own interfaces say about addresses. */
function networksOf(host: Host) {
  const networks: Network[] = [];
  const hostAddresses = new Map<string, string>([
    ['127.0.0.1', 'lo'],
    ['::1', 'lo'],
  ]);
  const subnets: HostSubnet[] = [];
  const bridges = new Map<string, Network>();
  for (const { name, addresses } of host.interfaces)
    for (const text of addresses) {
      const cidr = parseCidr(text);
      const address = text.slice(0, text.indexOf('/'));
      hostAddresses.set(address, name);
      if (cidr) subnets.push({ prefix: cidr.prefix, interface: name, address });
    }
  for (const network of host.networks.values()) {
    // An overlay's addresses are looked up in the swarm: they may be those of a local network too.
    if (isOverlay(network)) continue;
    networks.push(network);
    if (!network.bridge || network.lost) continue;
    bridges.set(network.bridge, network);
    const own = bridgeAddresses(network);
    for (const address of own) hostAddresses.set(address, network.bridge);
    for (const pool of network.pools) {
      const prefix = parseCidr(pool.subnet)?.prefix;
      if (prefix && pool.gateway !== undefined && own.includes(pool.gateway))
        subnets.push({ prefix, interface: network.bridge, address: pool.gateway, network });
    }
  }
  subnets.sort((a, b) => b.prefix.length - a.prefix.length);
  const known = new Map<string, Endpoint | undefined>();
  const owner = (address: string): Endpoint | undefined => {
    if (!known.has(address)) {
      const network = networks.findLast((each) => ownersOn(each).has(address));
      known.set(address, network && ownersOn(network).get(address));
    }
    return known.get(address);
  };
  return { owner, hostAddresses, subnets, bridges };
}

const owners = new WeakMap<Network, ReadonlyMap<string, Endpoint>>();

/** The endpoints of a network by their addresses. Remembered: in the next world most networks are the same. */
function ownersOn(network: Network): ReadonlyMap<string, Endpoint> {
  const known = owners.get(network);
  if (known) return known;
  const found = new Map<string, Endpoint>();
  for (const endpoint of network.endpoints.values()) {
    if (endpoint.address) found.set(endpoint.address, endpoint);
    if (endpoint.address6) found.set(endpoint.address6, endpoint);
  }
  owners.set(network, found);
  return found;
}

const namespaceKey = (container: Container): string =>
  container.namespace.kind === 'host'
    ? 'host'
    : container.namespace.kind === 'own'
      ? `${container.id}#${container.incarnation}`
      : `${container.namespace.container}#${container.namespace.incarnation}`;

const isRunning = ({ status }: Container): boolean => status === 'running' || status === 'paused';

/** The running containers by namespace, and what they have published, by `tcp/8080`. */
function runningOn(host: Host) {
  const members = new Map<string, Container[]>();
  const published = new Map<string, PublishedPort[]>();
  const add = <T>(map: Map<string, T[]>, key: string, value: T): void => {
    const others = map.get(key);
    if (others) others.push(value);
    else map.set(key, [value]);
  };
  for (const container of host.containers.values()) {
    if (!isRunning(container)) continue;
    add(members, namespaceKey(container), container);
    for (const binding of container.ports)
      add(published, `${binding.protocol}/${binding.hostPort}`, { binding, container });
  }
  return { members, published };
}

/** Whether `listener` accepts what is sent to `address`. A server without an address listens on IPv4 and IPv6. */
export function accepts(listener: Listener, address: string, protocol: string, port: number): boolean {
  if (listener.port !== port || listener.protocol !== protocol) return false;
  return listener.address === undefined || listener.address === '0.0.0.0' || listener.address === address;
}

/** Whether a host socket bound to `hostIp` receives what is sent to `address`. */
export function bindingAccepts(hostIp: string, address: string): boolean {
  if (hostIp === address) return true;
  return address.includes(':') ? hostIp === '::' : hostIp === '0.0.0.0' || hostIp === '';
}

/** The address that a container's published ports lead to: on the network that holds its default route. */
export function publishedTarget(host: Host, container: Container): Link | undefined {
  return locate(host)
    .namespace(container)
    .links.find(
      ({ network, endpoint }) =>
        network.bridge && (!network.internal || endpoint.publishes) && endpoint.address !== undefined,
    );
}

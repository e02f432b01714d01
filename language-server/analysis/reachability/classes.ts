/**
 * Classes of endpoints that are alike: whatever one member reaches, and whoever reaches it, holds for each other member.
 *
 * An endpoint's *shape* says all that the packet tracer can ask of it, except which networks it is on. Members of one
 * class have the same shape and the same networks. Two pairs of classes whose shapes are the same, and which share
 * networks in the same places, have the same cell of the matrix: so that a thousand networks of one kind are traced once.
 */
import { contains, parseAddress, parseCidr } from '../../simulation/addresses.ts';
import { type Link, locate, type Namespace, publishedTarget } from '../../simulation/locations.ts';
import type { Container, Host, Network, World } from '../../simulation/state.ts';
import { isOverlay } from '../../simulation/swarm-state.ts';
import type { Work } from '../../steps.ts';
import {
  type ContainerEndpoint,
  type Endpoint,
  findingEndpoints,
  isUp,
  type PortEndpoint,
  type Service,
  servicesOf,
} from './endpoints.ts';
import { type Exceptions, findingExceptions, hostsFileOf } from './exceptions.ts';

export interface EndpointClass {
  readonly index: number;
  readonly members: readonly Endpoint[];
  /** What is tried on a member; for published ports it is the member's own port. */
  readonly services: readonly Service[];
  readonly shape: string;
  /** The same for all with the same shape. */
  readonly shapeNumber: number;
  /** The networks of its namespaces in their order, as `HOST NETWORK`. */
  readonly networks: readonly string[];
  /** Numbers for these networks. */
  readonly networkNumbers: readonly number[];
  /** Whether the shape says everything: otherwise a member is known by its name alone. */
  readonly regular: boolean;
  /** Of published ports: the class of the containers to which they lead. */
  readonly owner?: EndpointClass;
}

export interface Classes {
  readonly world: World;
  readonly all: readonly EndpointClass[];
  readonly of: (endpoint: Endpoint) => EndpointClass;
  /** By `KIND NAME`. */
  readonly find: (kind: Endpoint['kind'], name: string) => Endpoint | undefined;
  /** Endpoints by the network namespace that they live in, where there is more than one in it. */
  readonly housemates: ReadonlyMap<Namespace, readonly Endpoint[]>;
}

interface Draft {
  readonly index: number;
  readonly members: Endpoint[];
}

/** So many endpoints are sorted in one step. */
const ENDPOINTS_A_STEP = 64;

/** Sorts the endpoints of a world into classes, in the order of their first members. */
export function* classifying(world: World): Work<Classes> {
  const exceptions = yield* findingExceptions(world);
  const describe = describer(world, exceptions);
  const numbers = new Map<string, number>();
  const shapes = new Map<string, number>();
  const numberIn = (map: Map<string, number>, key: string) => {
    const known = map.get(key);
    if (known !== undefined) return known;
    map.set(key, map.size);
    return map.size - 1;
  };
  const owns = new Map<string, number>();
  const byNetwork = new Map<Network, number>();
  const numberOf = ({ host, network }: OnHost): number => {
    const known = byNetwork.get(network);
    if (known !== undefined) return known;
    const number = numberIn(numbers, networkKey(host, network));
    byNetwork.set(network, number);
    return number;
  };
  const byKey = new Map<string, EndpointClass & Draft>();
  let byEndpoint: Map<Endpoint, EndpointClass> | undefined;
  const byContainer = new Map<Container, EndpointClass & Draft>();
  let byName: Map<string, Endpoint> | undefined;
  const endpoints = yield* findingEndpoints(world);
  const inNamespace = new Map<Namespace, Endpoint[]>();
  let sorted = 0;
  for (const endpoint of endpoints) {
    if (++sorted % ENDPOINTS_A_STEP === 0) yield;
    const namespace = endpoint.kind === 'port' ? undefined : namespaceOf(endpoint);
    if (namespace && (namespace.kind === 'host' || namespace.members.length > 1)) {
      const others = inNamespace.get(namespace);
      if (others) others.push(endpoint);
      else inNamespace.set(namespace, [endpoint]);
    }
    const owner = endpoint.kind === 'port' ? byContainer.get(endpoint.container) : undefined;
    const { shape: own, networks, regular } = describe(endpoint, owner);
    const networkNumbers = owner?.networkNumbers ?? networks.map(numberOf);
    const key = `${numberIn(owns, own)} ${owner ? `of ${owner.index}` : networkNumbers.join(' ')}`;
    let found = byKey.get(key);
    if (!found) {
      const shape = owner ? `${own}\n${owner.shape}` : own;
      found = {
        index: byKey.size,
        members: [],
        services: servicesOf(endpoint, world),
        shape,
        shapeNumber: numberIn(shapes, shape),
        networks: owner?.networks ?? networks.map(({ host, network }) => networkKey(host, network)),
        networkNumbers,
        regular,
        ...(owner && { owner }),
      };
      byKey.set(key, found);
    }
    found.members.push(endpoint);
    if (endpoint.kind === 'container') byContainer.set(endpoint.container, found);
  }
  return {
    world,
    all: [...byKey.values()],
    of: (endpoint) => {
      if (!byEndpoint) {
        byEndpoint = new Map();
        for (const each of byKey.values()) for (const member of each.members) byEndpoint.set(member, each);
      }
      return byEndpoint.get(endpoint)!;
    },
    find: (kind, name) => {
      byName ??= new Map(endpoints.map((endpoint) => [`${endpoint.kind} ${endpoint.name}`, endpoint]));
      return byName.get(`${kind} ${name}`);
    },
    housemates: new Map([...inNamespace].filter(([, members]) => members.length > 1)),
  };
}

/** The network namespace in which an endpoint's processes live; for a port that of the container behind it. */
export function namespaceOf(endpoint: Endpoint): Namespace | undefined {
  if (endpoint.kind === 'outside') return undefined;
  const locations = locate(endpoint.host);
  if (endpoint.kind === 'host') return locations.hostNamespace;
  return isUp(endpoint.container) ? locations.namespace(endpoint.container) : undefined;
}

interface OnHost {
  readonly host: Host;
  readonly network: Network;
}

interface Description {
  readonly shape: string;
  readonly networks: readonly OnHost[];
  readonly regular: boolean;
}

function describer(world: World, exceptions: Exceptions) {
  const kinds = new Map<Network, string>();
  const kindOf = (host: Host, network: Network): string => {
    let kind = kinds.get(network);
    if (kind === undefined) {
      kind = networkKind(host, network, exceptions);
      kinds.set(network, kind);
    }
    return kind;
  };
  const containerShape = (endpoint: ContainerEndpoint): Description => {
    const { host, container, name } = endpoint;
    const regular = !exceptions.containers.has(container);
    const who = regular ? '' : ` =${name}`;
    if (!isUp(container)) {
      return { shape: `${host.name} ${container.status}${who} ${memberShape(container, [])}`, networks: [], regular };
    }
    const namespace = locate(host).namespace(container);
    const { links, members, kind } = namespace;
    const shape = [
      `${host.name} ${container.status} ${kind}${who}`,
      kind === 'host' ? '' : members.indexOf(container),
      ...links.map((link) => `${kindOf(host, link.network)} ${linkShape(world, exceptions, host, container, link)}`),
      // Who else lives in the host's namespace is the same for all of its members.
      ...(kind === 'host' ? [container] : members).map((member) => memberShape(member, links)),
      container.resolvConf.find((line) => line.startsWith('nameserver ')) ?? '',
      container.options.dns?.[0] ?? '',
      callsItself(container, links),
    ].join('\n');
    return { shape, networks: links.map(({ network }) => ({ host, network })), regular };
  };
  return (endpoint: Endpoint, owner: EndpointClass | undefined): Description => {
    switch (endpoint.kind) {
      case 'container':
        return containerShape(endpoint);
      case 'host':
        return { shape: `host ${endpoint.name}`, networks: [], regular: true };
      case 'outside':
        return { shape: 'outside', networks: [], regular: true };
      case 'port':
        return portShape(endpoint, owner);
    }
  };
}

const networkKey = (host: Host, network: Network) => `${isOverlay(network) ? 'swarm' : host.name} ${network.name}`;

/** Everything about a network that decides over packets, but not which one it is. */
function networkKind(host: Host, network: Network, exceptions: Exceptions): string {
  const { driver, scope, predefined, internal, lost, parent, bridge, options, pools, ipv4, ipv6, name } = network;
  const gateways = pools.map(({ family, gateway }) =>
    gateway === undefined ? family : `${family}${locate(host).hostAddress(gateway) === bridge ? 'g' : '-'}`,
  );
  const which = exceptions.networks.has(network) || lost ? name : '';
  const deciding = options.filter(([key]) => !key.endsWith('.name') && !key.endsWith('.mtu'));
  const flags = [predefined, internal, ipv4, ipv6, bridge !== undefined].map(Number).join('');
  return [
    driver,
    scope,
    parent ?? '',
    flags,
    gateways.join(),
    deciding.map((pair) => pair.join('=')).join(),
    which,
  ].join(' ');
}

/** One interface, as the tracer and DNS see it. */
function linkShape(
  world: World,
  { names }: Exceptions,
  host: Host,
  container: Container,
  { endpoint, network }: Link,
): string {
  return [
    endpoint.address === undefined ? '' : 4,
    endpoint.address6 === undefined ? '' : 6,
    endpoint.gateway === undefined ? '' : locate(host).hostAddress(endpoint.gateway) === undefined ? 'n' : 'g',
    endpoint.gateway6 === undefined ? '' : 'h',
    endpoint.linkLocalIps.length,
    endpoint.container === container.id && endpoint.dnsNames.includes(container.name) ? 'named' : '',
    ...(names.size === 0 ? [] : endpoint.dnsNames.map((name) => name.toLowerCase()).filter((name) => names.has(name))),
    ...seenFromOutside(world, host, network, endpoint.address),
  ].join(' ');
}

/** How a machine on the LAN would send to an address: by which route, and whether another host's container is first. */
function seenFromOutside(world: World, host: Host, network: Network, address: string | undefined): readonly string[] {
  if (address === undefined || (world.outside.routes.length === 0 && network.parent === undefined)) return [];
  const parsed = parseAddress(address);
  const routes = world.outside.routes.filter(({ destination }) => {
    const prefix = parseCidr(destination)?.prefix;
    return prefix && parsed && prefix.family === parsed.family && contains(prefix, parsed.ordinal);
  });
  const first =
    network.parent === undefined ? undefined : [...world.hosts.values()].find((each) => locate(each).owner(address));
  return [...routes.map(({ destination }) => destination), first === undefined || first === host ? '' : 'hidden'];
}

/** Where a container's own hosts file leads it under its own name, which a hostname can be. */
function callsItself(container: Container, links: readonly Link[]): string {
  const lines = hostsFileOf(container);
  if (lines.length === 0) return '';
  const own = container.name.toLowerCase();
  return lines.flatMap(({ name, address }) => (name === own ? [placeOf(address, links)] : [])).join();
}

/** An address in terms of the interfaces; those of the loopback as they are. */
function placeOf(address: string | undefined, links: readonly Link[]): string {
  if (address === undefined || address.startsWith('127.')) return address ?? '';
  const link = links.findIndex(({ endpoint }) => endpoint.address === address || endpoint.address6 === address);
  return link < 0 ? 'nowhere' : `link ${link}`;
}

/** A container whose processes live in the namespace: what listens, what is open, and whether it answers. */
function memberShape({ status, listeners, ports, exposed }: Container, links: readonly Link[]): string {
  let shape = status as string;
  for (const { address, port, protocol } of listeners) shape += ` ${placeOf(address, links)}:${port}${protocol}`;
  for (const text of exposed) shape += ` ${text}`;
  for (const { hostIp, protocol, containerPort } of ports)
    shape += ` ${hostIp.includes(':') ? 6 : 4}>${containerPort}${protocol}`;
  return shape;
}

/** Ports that lead to like containers are alike, unless another socket has the same number. */
function portShape({ name, host, container, binding }: PortEndpoint, owner: EndpointClass | undefined): Description {
  const { protocol, hostIp, hostPort, containerPort } = binding;
  const { published, hostNamespace, namespace } = locate(host);
  const samePort = published.get(`${protocol}/${hostPort}`) ?? [];
  const alone =
    samePort.every((other) => other.container === container && other.binding.containerPort === containerPort) &&
    !hostNamespace.members.some(({ listeners }) =>
      listeners.some((listener) => listener.port === hostPort && listener.protocol === protocol),
    );
  const addresses = samePort.map((other) => other.binding.hostIp).join();
  const target = publishedTarget(host, container);
  const link = target ? namespace(container).links.indexOf(target) : '';
  const shape = `port ${host.name} ${alone ? '' : name}\n${hostIp} (${addresses}) ${protocol} ${containerPort}\n${link}`;
  return { shape, networks: [], regular: alone && (owner?.regular ?? false) };
}

/**
 * What keeps a container from being like its neighbours: a name that means something else to somebody, an address or a
 * MAC address that somebody else has too, a link to one other container. Such a container is a class of its own.
 */
import { type AddressRange, overlaps, parseAddress, parseCidr } from '../../simulation/addresses.ts';
import { locate } from '../../simulation/locations.ts';
import type { Container, Host, Network, Endpoint as NetworkEndpoint, World } from '../../simulation/state.ts';
import { routedHost } from '../../simulation/tracer-outside.ts';
import type { Work } from '../../steps.ts';
import { containersOf, isUp } from './endpoints.ts';

export interface Exceptions {
  /** Containers that are like no other one. */
  readonly containers: ReadonlySet<Container>;
  /**
   * Names of containers, in lower case, that do not mean them everywhere: an alias, a hosts file or a server outside
   * gives them to something else, or DNS reads them in another way.
   */
  readonly names: ReadonlySet<string>;
  /** Networks among whose addresses are some that mean something outside of them. */
  readonly networks: ReadonlySet<Network>;
}

/** So many networks, or containers, are looked at in one step. */
const NETWORKS_A_STEP = 8;
const CONTAINERS_A_STEP = 512;

/** Each pass over all containers or endpoints counts: there may be ten thousand. */
export function* findingExceptions(world: World): Work<Exceptions> {
  const hosts = [...world.hosts.values()];
  const special = specialAddresses(world);
  const containers = new Set<Container>();
  const networks = new Set<Network>();
  const owned = new Set<string>();
  const names = new Set<string>();
  /** Those whose hosts files name others. */
  const tellers: Container[] = [];
  let seen = 0;
  const byIdOn = new Map<Host, Map<string, Container>>();
  for (const host of hosts) {
    const byId = new Map<string, Container>();
    byIdOn.set(host, byId);
    for (const container of containersOf(host)) {
      byId.set(container.id, container);
      if (++seen % CONTAINERS_A_STEP === 0) yield;
      const name = container.name.toLowerCase();
      const before = owned.size;
      owned.add(name);
      const isTaken = owned.size === before;
      if (isTaken || name.includes('.') || name.length > 63 || name === 'localhost') names.add(name);
      if (isLinked(container)) containers.add(container);
      if (namesOfOthers(container).length > 0) tellers.push(container);
    }
  }
  yield;
  const note = (name: string) => {
    if (owned.has(name)) names.add(name);
  };
  for (const server of world.outside.servers) for (const name of server.names) note(name.toLowerCase());
  for (const container of tellers) for (const { name } of namesOfOthers(container)) note(name);
  for (const [host, byId] of byIdOn) {
    const add = ({ container }: NetworkEndpoint) => {
      const found = byId.get(container);
      if (found) containers.add(found);
    };
    const around = surroundings(host, special);
    let looked = 0;
    for (const network of host.networks.values()) {
      if (++looked % NETWORKS_A_STEP === 0) yield;
      const macs = new Map<string, NetworkEndpoint>();
      for (const endpoint of network.endpoints.values()) {
        const { address, mac } = endpoint;
        const own = byId.get(endpoint.container)?.name;
        for (const name of endpoint.dnsNames) if (name !== own && !isShortId(name)) note(name.toLowerCase());
        const twin = mac.kind === 'known' ? macs.get(mac.address) : undefined;
        if (mac.kind === 'known') macs.set(mac.address, endpoint);
        if (twin) add(twin);
        if (twin || (address !== undefined && (special.has(address) || ledAway(world, host, address)))) add(endpoint);
      }
      if (reachesInto(network, around)) networks.add(network);
    }
    for (const network of crowdedNetworks(host)) for (const one of containersOn(host, network)) containers.add(one);
  }
  if (names.size > 0) for (const host of hosts) addAmbiguous(host, names, containers);
  return { containers, names, networks };
}

/** The containers that bear such a name or give it to others, and those that they give it to. */
function addAmbiguous(host: Host, names: ReadonlySet<string>, containers: Set<Container>): void {
  const mentioned = new Set<string>();
  for (const container of containersOf(host)) {
    const overrides = namesOfOthers(container).filter(({ name }) => names.has(name));
    for (const { address } of overrides) mentioned.add(address);
    if (overrides.length > 0 || names.has(container.name.toLowerCase())) containers.add(container);
  }
  if (mentioned.size === 0) return;
  for (const network of host.networks.values())
    for (const { address, container } of network.endpoints.values()) {
      const found = address !== undefined && mentioned.has(address) ? host.containers.get(container) : undefined;
      if (found) containers.add(found);
    }
}

/** By `--link`, to one container or from one: a name or an open port that only the two of them share. */
function isLinked({ links, linkedBy, attachments }: Container): boolean {
  if (links.length > 0 || linkedBy.length > 0) return true;
  for (const attachment of attachments) if (attachment.links.length > 0) return true;
  return false;
}

/** Whether the machines on the LAN have a route for an address that leads to another host. */
function ledAway(world: World, host: Host, address: string): boolean {
  if (world.hosts.size < 2 || world.outside.routes.length === 0) return false;
  return (routedHost(world, address)?.host ?? host) !== host;
}

/** Addresses of hosts and of machines outside. */
function specialAddresses({ hosts, outside }: World): ReadonlySet<string> {
  return new Set([
    ...[...hosts.values()].flatMap(({ interfaces }) =>
      interfaces.flatMap(({ addresses }) => addresses.map((address) => address.replace(/\/.*$/, ''))),
    ),
    outside.lanAddress,
    outside.router,
    ...outside.servers.map(({ address }) => address),
  ]);
}

/** Symbolic, like `<id12:web>`: no container can be called so. */
const isShortId = (name: string) => name.startsWith('<');

export interface HostsLine {
  readonly name: string;
  readonly address: string;
}

const noLines: readonly HostsLine[] = [];

/** A line with the container's short id as its hostname. */
function isUsual(line: string): boolean {
  const blank = line.indexOf(' ');
  return line[blank + 1] === '<' && line.indexOf(' ', blank + 1) < 0;
}

const hostsLines = new WeakMap<Container, readonly HostsLine[]>();

/** The names in a container's hosts file, in lower case, without symbolic ids. */
export function hostsFileOf(container: Container): readonly HostsLine[] {
  if (container.hostsFile.every(isUsual)) return noLines;
  const known = hostsLines.get(container);
  if (known) return known;
  const lines = container.hostsFile.flatMap((line) => {
    if (isUsual(line)) return [];
    const [address = '', ...names] = line.trim().split(/\s+/);
    return names.flatMap((name) => (isShortId(name) ? [] : [{ name: name.toLowerCase(), address }]));
  });
  hostsLines.set(container, lines);
  return lines;
}

function namesOfOthers(container: Container): readonly HostsLine[] {
  const lines = hostsFileOf(container);
  if (lines.length === 0) return lines;
  const own = container.name.toLowerCase();
  return lines.filter(({ name }) => name !== own);
}

/** Networks of a host whose subnets overlap those of another one, or that have several for one family. */
function crowdedNetworks(host: Host): ReadonlySet<Network> {
  const crowded = new Set<Network>();
  const ranges: { readonly network: Network; readonly range: AddressRange }[] = [];
  for (const network of host.networks.values()) {
    if (new Set(network.pools.map(({ family }) => family)).size < network.pools.length) crowded.add(network);
    for (const { subnet, family } of network.pools) {
      const range = parseCidr(subnet)?.prefix;
      if (range && family === 4) ranges.push({ network, range });
    }
  }
  ranges.sort((a, b) => Number(a.range.first) - Number(b.range.first));
  ranges.forEach((one, index) => {
    for (let next = index + 1; next < ranges.length && overlaps(one.range, ranges[next]!.range); next++) {
      crowded.add(one.network).add(ranges[next]!.network);
    }
  });
  return crowded;
}

function* containersOn(host: Host, network: Network): Iterable<Container> {
  for (const id of network.endpoints.keys()) {
    const container = host.containers.get(id);
    if (container && isUp(container)) yield container;
  }
}

/** What lies outside of every network: the LANs of a host, and single addresses. */
function surroundings(host: Host, special: ReadonlySet<string>): readonly AddressRange[] {
  const single = [...special].flatMap((text) => {
    const address = parseAddress(text);
    return address ? [{ first: address.ordinal, last: address.ordinal }] : [];
  });
  const lans = locate(host).subnets.filter(({ network }) => network === undefined);
  return [...lans.map(({ prefix }) => prefix), ...single];
}

function reachesInto({ pools }: Network, others: readonly AddressRange[]): boolean {
  return pools.some(({ subnet }) => {
    const range = parseCidr(subnet)?.prefix;
    return range !== undefined && others.some((other) => overlaps(range, other));
  });
}

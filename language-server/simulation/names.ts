/**
 * Name resolution as a program in a namespace sees it: `/etc/hosts`, then the nameserver of `/etc/resolv.conf`, which
 * is Docker's embedded DNS server on user-defined networks and the host's own elsewhere.
 *
 * Sources: docs.docker.com "Networking overview", DNS services; moby libnetwork/sandbox.go `ResolveName` and
 * libnetwork/resolver.go; recorded scenarios N01–N32.
 */
import { t } from '../l10n.ts';
import { blockContains, compareAddresses, parseAddress } from './addresses.ts';
import { booleanOption, bridgeOptions, gatewayMode } from './drivers.ts';
import { rules } from './engine-versions.ts';
import { defaultLink, type Link, locate, type Namespace } from './locations.ts';
import { namespaceOwner } from './processes.ts';
import type { Container, Endpoint, Host, Network, World } from './state.ts';
import { isOverlay, type SwarmNetwork, swarmEndpoints } from './swarm-state.ts';
import type { Resolution, Sender } from './trace.ts';

const embeddedServer = '127.0.0.11';

type Answer = Omit<Resolution, 'name'>;

/** What `asker` gets for the IPv4 addresses of `name`. Names are compared without case, as in DNS. */
export function resolve(world: World, asker: Sender, name: string): Resolution {
  return { name, ...answer(world, asker, name) };
}

function answer(world: World, asker: Sender, name: string): Answer {
  if (asker.kind === 'outside') return upstream(world, undefined, name);
  if (asker.kind === 'host') {
    const host = world.hosts.get(asker.name);
    if (!host) return none('UNREACHABLE', t`There is no host ${asker.name}.`);
    return fromHostsFile(host.hostsFile, name, host.name) ?? upstream(world, host.nameservers[0], name);
  }
  const found = findContainer(world, asker.name);
  if (!found) return none('UNREACHABLE', t`There is no container ${asker.name}.`);
  const { host, container } = found;
  const namespace = locate(host).namespace(container);
  const hosts = fromHostsFile(container.hostsFile, name, container.name);
  if (hosts) return hosts;
  const server = nameserverOf(container);
  if (name.split('.').some((label) => label.length > 63))
    return none('FORMERR', t`A label of a DNS name has at most 63 characters; "${name}" is not one.`);
  return server === embeddedServer
    ? askDocker(world, host, container, namespace, name)
    : askUpstream(world, host, container, namespace, server, name);
}

/** The host and container of a name, across all hosts. */
export function findContainer(
  world: World,
  name: string,
): { readonly host: Host; readonly container: Container } | undefined {
  for (const host of world.hosts.values()) {
    const id = host.containerIds.get(name);
    const container = id === undefined ? undefined : host.containers.get(id);
    if (container) return { host, container };
  }
  return undefined;
}

function none(rcode: Resolution['rcode'], reason: string, source: Resolution['source'] = 'none'): Answer {
  return { addresses: [], shuffled: false, source, rcode, reason };
}

/** The lines that every hosts file begins with. */
const standardHosts: readonly string[] = ['127.0.0.1 localhost'];

function fromHostsFile(lines: readonly string[], name: string, whose: string): Answer | undefined {
  const wanted = name.toLowerCase();
  const addresses = [...standardHosts, ...lines].flatMap((line) => {
    const [address = '', ...names] = line.trim().split(/\s+/);
    return !address.includes(':') && names.some((n) => n.toLowerCase() === wanted) ? [address] : [];
  });
  if (addresses.length === 0) return undefined;
  return {
    addresses,
    shuffled: false,
    source: 'hosts',
    rcode: 'NOERROR',
    reason: t`/etc/hosts of ${whose} has a line for ${name}, and that file is read before any DNS server is asked.`,
  };
}

const nameserverOf = (container: Container): string =>
  container.resolvConf.find((line) => line.startsWith('nameserver '))?.slice('nameserver '.length) ?? '';

/** `a.b.c` may be the name `a.b.c`, `a.b` on network `c`, or `a` on network `b.c`. */
export function readings(name: string): readonly { readonly name: string; readonly network?: string }[] {
  const parts = name.split('.');
  const split = parts.slice(1).map((_, i) => {
    const at = parts.length - 1 - i;
    return { name: parts.slice(0, at).join('.'), network: parts.slice(at).join('.') };
  });
  return [{ name }, ...split];
}

/** The endpoints of a network; those of an overlay are on all hosts of the swarm. */
const membersOf = (host: Host, network: Network): Iterable<Endpoint> =>
  isOverlay(network) ? swarmEndpoints(host, network).map(({ endpoint }) => endpoint) : network.endpoints.values();

/** What a network's DNS knows: name without case → addresses of the members that bear it. */
type NameTable = ReadonlyMap<string, readonly string[]>;

/** How often a network was asked for a name, and its table once that was often enough. */
interface Asked {
  times: number;
  table?: NameTable;
}

/** By what the members are read from: of an overlay the swarm knows more than the host's network. */
const asked = new WeakMap<Network | SwarmNetwork, Asked>();

/** To look through all members so many times takes less than to make a table of them, which an edit makes useless. */
const FEW = 8;

/** The addresses of those that bear a name on a network, on an overlay on all hosts. */
function addressesNamed(host: Host, network: Network, name: string): readonly string[] {
  const source = (isOverlay(network) && host.swarm?.cluster.networks.get(network.id)) || network;
  const known = asked.get(source) ?? { times: 0 };
  asked.set(source, known);
  const wanted = name.toLowerCase();
  if (!known.table && known.times++ < FEW) return addressesBearing(membersOf(host, network), wanted);
  known.table ??= tableOf(membersOf(host, network));
  return known.table.get(wanted) ?? [];
}

function addressesBearing(members: Iterable<Endpoint>, wanted: string): readonly string[] {
  const addresses: string[] = [];
  const isWanted = (each: string) => each.toLowerCase() === wanted;
  for (const { address, dnsNames } of members)
    if (address !== undefined && dnsNames.some(isWanted)) addresses.push(address);
  return addresses;
}

function tableOf(members: Iterable<Endpoint>): NameTable {
  const table = new Map<string, string[]>();
  for (const { address, dnsNames } of members) {
    if (address === undefined) continue;
    for (const each of dnsNames) {
      const name = each.toLowerCase();
      const others = table.get(name);
      if (!others) table.set(name, [address]);
      // Two of its names may differ in case alone.
      else if (others.at(-1) !== address) others.push(address);
    }
  }
  return table;
}

/** A container that bears a name on a network; undefined for the default bridge, which has no DNS. */
export function bearerOf(host: Host, network: Network, name: string): string | undefined {
  if (network.predefined) return undefined;
  const [address] = addressesNamed(host, network, name);
  if (address === undefined) return undefined;
  const endpoint = [...membersOf(host, network)].find((each) => each.address === address);
  return endpoint && host.containers.get(endpoint.container)?.name;
}

/** The name that a link of `--link TARGET:ALIAS` stands for, if `name` is such an alias. */
function linkTarget(container: Container | undefined, { network }: Link, name: string): string | undefined {
  const attachment = container?.attachments.find((a) => a.network === network.id);
  for (const link of attachment?.links ?? []) {
    const [target = '', alias = target] = link.split(':');
    if (alias === name) return target;
  }
  return undefined;
}

function askDocker(world: World, host: Host, container: Container, namespace: Namespace, question: string): Answer {
  if (namespace.kind === 'container' && !namespaceOwner(host, container))
    return none(
      'NO-SERVER',
      t`${container.name} lives in the network namespace of a container that is gone, and Docker's DNS server at ${embeddedServer} left with it.`,
    );
  const name = question.endsWith('.') ? question.slice(0, -1) : question;
  const maker = namespace.members[0];
  for (const reading of readings(name))
    for (const aliases of [true, false])
      for (const link of namespace.links) {
        if (reading.network !== undefined && reading.network !== link.network.name) continue;
        const target = linkTarget(maker, link, reading.name);
        if (aliases !== (target !== undefined)) continue;
        const addresses = addressesNamed(host, link.network, target ?? reading.name);
        if (addresses.length > 0) return fromDocker(link, question, addresses, target);
      }
  const server = host.nameservers[0] ?? '';
  const upstreamServer = container.options.dns?.[0] ?? server;
  return askUpstream(world, host, container, namespace, upstreamServer, name, true);
}

function fromDocker({ network }: Link, name: string, addresses: readonly string[], target?: string): Answer {
  const several = addresses.length > 1;
  return {
    addresses: [...addresses].sort(compareAddresses),
    shuffled: several,
    source: 'docker',
    rcode: 'NOERROR',
    network: network.name,
    reason:
      target !== undefined
        ? t`Docker's DNS server knows ${name} as the link to ${target} on network ${network.name}.`
        : several
          ? t`Docker's DNS server knows ${addresses.length} containers as ${name} on network ${network.name} and returns all of them, in a new order each time.`
          : t`Docker's DNS server at ${embeddedServer} knows ${name} on network ${network.name}.`,
  };
}

/** Asks a server outside, over the namespace's default route. `forwarded`: by Docker's server on its behalf. */
function askUpstream(
  world: World,
  host: Host,
  container: Container,
  namespace: Namespace,
  server: string,
  name: string,
  forwarded = false,
): Answer {
  const caught = networkAround(host, namespace, server);
  if (caught)
    return none(
      'TIMEOUT',
      t`The nameserver ${server} is never reached: its address lies in the subnet of network ${caught.name}, which hides it.`,
      'upstream',
    );
  if (namespace.kind === 'host') return upstream(world, server, name);
  const route = defaultLink(namespace);
  const userNames = forwarded
    ? t`No container on ${container.name}'s networks is called ${name}, so Docker's DNS server asks the host's server. `
    : '';
  if (forwarded && (!route || route.network.internal)) {
    const behaviour = rules[host.engine].internalExternalDns;
    const why = namespace.links.every(({ network }) => network.internal)
      ? t`But ${container.name} is only on internal networks, from which nothing outside is reached.`
      : t`But no network of ${container.name} has a gateway, so no answer comes from outside.`;
    return none(behaviour === 'timeout' ? 'TIMEOUT' : 'SERVFAIL', userNames + why, 'docker');
  }
  if (!route)
    return none('UNREACHABLE', t`${container.name} has no route to its nameserver ${server}: it has no network.`);
  if (lostOnTheWayBack(world, host, route))
    return none(
      'TIMEOUT',
      t`${userNames}The answer of ${server} does not find its way back: nothing masquerades ${container.name}'s address.`,
      'upstream',
    );
  const found = upstream(world, server, name);
  if (forwarded || found.rcode !== 'NXDOMAIN') return { ...found, reason: userNames + found.reason };
  const where = route.network.predefined
    ? t`${container.name} is on the default bridge, so it asks the host's DNS server ${server} instead of Docker's, and that server knows no containers.`
    : found.reason;
  return { ...found, reason: where };
}

/** The Docker network whose subnet holds a server's address, so that what is sent there stays on that network's bridge. */
function networkAround(host: Host, { links }: Namespace, server: string): Network | undefined {
  const own = links.find(({ network }) => network.pools.some(({ subnet }) => blockContains(subnet, server)));
  const address = parseAddress(server);
  return own?.network ?? (address && locate(host).subnetOf(address)?.network);
}

/** A query leaves with the container's own address, which only a route on the LAN would bring the answer back to. */
function lostOnTheWayBack(world: World, host: Host, { network }: Link): boolean {
  if (!network.bridge) return false;
  const masquerades =
    host.daemon.iptables &&
    booleanOption(network, bridgeOptions.masquerade, true) &&
    gatewayMode(host, network) !== 'routed';
  return !masquerades && (world.outside.routes.length === 0 || rules[host.engine].rawTableProtection);
}

/** What a DNS server outside says. It knows the servers of the outside world, and no container. */
function upstream(world: World, server: string | undefined, name: string): Answer {
  const known = [...world.hosts.values()].some(
    ({ nameservers }) => server !== undefined && nameservers.includes(server),
  );
  const exists = known || world.outside.servers.some(({ address }) => address === server);
  if (server !== undefined && !exists) return none('TIMEOUT', t`No DNS server answers at ${server}.`, 'upstream');
  const wanted = name.toLowerCase().replace(/\.$/, '');
  const addresses = world.outside.servers
    .filter(({ names }) => names.some((n) => n.toLowerCase() === wanted))
    .map(({ address }) => address);
  const who = server === undefined ? t('The DNS server') : t`The DNS server ${server}`;
  if (addresses.length === 0) return none('NXDOMAIN', t`${who} does not know the name "${name}".`, 'upstream');
  return {
    addresses: addresses.sort(compareAddresses),
    shuffled: false,
    source: 'upstream',
    rcode: 'NOERROR',
    reason: t`${who} outside of Docker knows ${name}.`,
  };
}

/** The answer to a reverse query (PTR): `web.backend.` for a member of a user-defined network that `asker` is on too. */
export function resolveAddress(
  world: World,
  asker: Sender,
  address: string,
): { readonly rcode: Resolution['rcode']; readonly name?: string } {
  const found = asker.kind === 'container' ? findContainer(world, asker.name) : undefined;
  if (found && nameserverOf(found.container) === embeddedServer) {
    for (const { network } of locate(found.host).namespace(found.container).links) {
      const [name] = [...membersOf(found.host, network)].find((one) => one.address === address)?.dnsNames ?? [];
      if (name !== undefined) return { rcode: 'NOERROR', name: `${name}.${network.name}.` };
    }
  }
  return { rcode: answer(world, asker, `${address.split('.').reverse().join('.')}.in-addr.arpa`).rcode };
}

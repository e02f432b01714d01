/** What can be observed of a simulated host, in the shape of the recordings. */

import { formatPrefix } from '../../language-server/simulation/addresses.ts';
import { isRunning } from '../../language-server/simulation/containers.ts';
import { inspectContainer, inspectNetwork } from '../../language-server/simulation/inspect.ts';
import { type Link, locate, type Namespace } from '../../language-server/simulation/locations.ts';
import { type Namespace as NamespaceView, namespaceOf } from '../../language-server/simulation/namespace.ts';
import type { Container, ContainerId, Host, NetworkId } from '../../language-server/simulation/state.ts';
import { Alternatives, permutations } from './alternatives.ts';
import type { Step } from './recording.ts';

const containersOf = (host: Host): readonly Container[] => [...host.containers.values()];

/** Addresses and status of all containers, as they are noted after every command. */
export function snapshot(host: Host): Pick<Step, 'ips' | 'status'> {
  const containers = containersOf(host);
  return {
    ips: Object.fromEntries(
      containers.map((container) => [
        container.name,
        Object.fromEntries(
          Object.entries(inspectContainer(host, container).NetworkSettings.Networks).map(([network, endpoint]) => [
            network,
            endpoint.IPAddress || null,
          ]),
        ),
      ]),
    ),
    status: Object.fromEntries(containers.map(({ name, status }) => [name, status])),
  };
}

/** The networks that a container joined together, at its last start: the engine joins them in any order. */
export type JoinedTogether = ReadonlyMap<ContainerId, ReadonlySet<NetworkId>>;

/** Everything about each container. */
export function observeContainers(host: Host, together: JoinedTogether): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    containersOf(host).map((container) => [
      container.name,
      observeContainer(host, container, together.get(container.id)),
    ]),
  );
}

function observeContainer(host: Host, container: Container, together?: ReadonlySet<NetworkId>): unknown {
  const { State, HostConfig, Config, NetworkSettings } = inspectContainer(host, container);
  const inspected = {
    status: State.Status,
    networkMode: HostConfig.NetworkMode,
    hostname: Config.Hostname,
    networks: Object.fromEntries(
      Object.entries(NetworkSettings.Networks).map(([name, endpoint]) => [
        name,
        {
          ip: endpoint.IPAddress || null,
          prefixLen: endpoint.IPPrefixLen || null,
          gateway: endpoint.Gateway || null,
          mac: endpoint.MacAddress || null,
          aliases: endpoint.Aliases,
          ...(endpoint.DNSNames !== undefined && { dnsNames: endpoint.DNSNames }),
          ...(Object.keys(endpoint.IPAMConfig ?? {}).length > 0 && { ipamConfig: endpoint.IPAMConfig }),
          ...(endpoint.Links && { links: endpoint.Links }),
          ...(endpoint.GlobalIPv6Address && { ip6: endpoint.GlobalIPv6Address }),
          ...(endpoint.GwPriority && { gwPriority: endpoint.GwPriority }),
        },
      ]),
    ),
    ...(State.Error && { error: State.Error }),
    ...(State.ExitCode && { exitCode: State.ExitCode }),
    ports: NetworkSettings.Ports,
  };
  if (!isRunning(container)) return inspected;
  const { resolvConf, hostsFile, ...namespace } = namespaceOf(host, container);
  if (namespace.kind === 'host') {
    const view = HostConfig.NetworkMode === 'host' ? { ifaces: ['(host)'] } : insideHost(host);
    return { ...inspected, ...view, resolvConf, etcHosts: hostsFile };
  }
  const views = joinOrders(locate(host).namespace(container), together).map((order) => ({
    ...inspected,
    ...inside(namespace, renaming(order)),
    resolvConf,
    etcHosts: hostsLines(hostsFile, order),
  }));
  return views.length === 1 ? views[0] : new Alternatives(views);
}

/** Every order in which the links could have been made at the start; the default bridge always comes first. */
function joinOrders({ links }: Namespace, together: ReadonlySet<NetworkId> = new Set()): readonly (readonly Link[])[] {
  const joined = links.filter(({ network }) => together.has(network.id));
  const first = joined.filter(({ network }) => network.predefined);
  return permutations(joined.filter(({ network }) => !network.predefined)).map((rest) => [...first, ...rest]);
}

/** What the interfaces are called when they are made in this order: old name → new name. */
function renaming(order: readonly Link[]): ReadonlyMap<string, string> {
  const drawn = order.filter(({ name, endpoint }) => endpoint.interfaceOrder === 'random' && /^eth\d+$/.test(name));
  const names = drawn.map(({ name }) => name).sort();
  return new Map(drawn.map(({ name }, i) => [name, names[i] ?? name]));
}

/** `/etc/hosts` with the lines of the links in the order in which these were made. */
function hostsLines(lines: readonly string[], order: readonly Link[]): readonly string[] {
  const of = ({ endpoint }: Link) =>
    lines.filter((line) => [endpoint.address, endpoint.address6].includes(line.split(' ')[0]));
  const moved = order.flatMap(of);
  const slots = lines.flatMap((line, i) => (moved.includes(line) ? [i] : []));
  return lines.map((line, i) => moved[slots.indexOf(i)] ?? line);
}

/** `ip -4 addr` and `ip -4 route` on the host itself, seen by a container that joined one in host mode. */
function insideHost(host: Host) {
  const subnets = locate(host).subnets.filter(({ prefix }) => prefix.family === 4);
  const interfaces = subnets.map(({ interface: name, address, prefix }) => ({
    name,
    addresses: [`${address}/${prefix.length}`],
    order: 'known' as const,
  }));
  const direct = subnets
    .toSorted((a, b) => Number(a.prefix.first) - Number(b.prefix.first))
    .map(({ interface: name, address, prefix }) => ({
      destination: formatPrefix(prefix),
      interface: name,
      source: address,
    }));
  const loopback = { name: 'lo', addresses: ['127.0.0.1/8'], order: 'known' as const };
  const routes = [...host.routes.filter(({ via }) => via !== undefined), ...direct];
  return inside({ interfaces: [loopback, ...interfaces], routes }, new Map());
}

/** `ip -4 addr` and `ip -4 route` inside a namespace. */
function inside(
  { interfaces, routes }: Pick<NamespaceView, 'interfaces' | 'routes'>,
  names: ReadonlyMap<string, string>,
) {
  const named = (name: string) => names.get(name) ?? name;
  return {
    ifaces: interfaces
      .flatMap(({ name, addresses }) =>
        addresses.filter((address) => !address.includes(':')).map((address) => `${named(name)} ${address}`),
      )
      .sort((a, b) => Number(b.startsWith('lo')) - Number(a.startsWith('lo')) || a.localeCompare(b)),
    routes: routes.map(({ destination, via, interface: name, source }) =>
      via === undefined
        ? `${destination} dev ${named(name)} scope link  src ${source}`
        : `${destination} via ${via} dev ${named(name)}`,
    ),
  };
}

type Members = Readonly<Record<string, { readonly Name: string; readonly IPv4Address: string }>>;

/** Everything about each network; `host` and `none` only where a container uses them. */
export function observeNetworks(host: Host): Readonly<Record<string, unknown>> {
  const networks = [...host.networks.values()].map((network) => inspectNetwork(host, network));
  return Object.fromEntries(
    networks
      .filter(({ Name, Containers }) => !['host', 'none'].includes(Name) || Object.keys(Containers).length > 0)
      .map((network) => [
        network.Name,
        {
          driver: network.Driver,
          scope: network.Scope,
          internal: network.Internal,
          attachable: network.Attachable,
          enableIPv6: network.EnableIPv6,
          ipam: network.IPAM.Config,
          options: network.Options,
          containers: Object.fromEntries(
            Object.values(network.Containers as Members).map(({ Name, IPv4Address }) => [Name, IPv4Address]),
          ),
        },
      ]),
  );
}

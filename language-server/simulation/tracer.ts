/**
 * The packet tracer: what happens to one packet, hop by hop, and why. It follows the kernel: name, route, interface, bridge,
 * firewall, sockets; every end has a verdict and one sentence that says what decided.
 */

import { t } from '../l10n.ts';
import { contains, parseAddress, parseCidr } from './addresses.ts';
import { isRoutedIpvlan } from './drivers.ts';
import { firewall } from './filter.ts';
import { ended, Journey, type Outcome } from './journey.ts';
import { defaultLink, directLink, type Link, locate, type Namespace } from './locations.ts';
import { findContainer, resolve } from './names.ts';
import { connectedRouteOf, defaultRoute } from './route-text.ts';
import { standstill } from './standstill.ts';
import type { Container, Endpoint, Host, World } from './state.ts';
import { isOverlay } from './swarm-state.ts';
import type { Trace, TraceQuery } from './trace.ts';
import { wayBack } from './tracer-back.ts';
import { apartFromParent, droppedBy, fromHost, intoContainer, intoHost, nobodyThere } from './tracer-host.ts';
import { hostWith, routedHost, toOutside, toServer } from './tracer-outside.ts';
import { ontoOverlay } from './tracer-overlay.ts';
import { toSockets } from './tracer-sockets.ts';
import { whyUnresolved } from './unresolved.ts';

/** Follows one packet. Never throws: a sender that does not exist or does not run is an answer too. */
export function trace(world: World, query: TraceQuery): Trace {
  const journey = new Journey(world, query);
  const outcome = start(journey);
  const { address, hops } = journey;
  const back = outcome.verdict === 'delivered' ? wayBack(world, journey) : undefined;
  return { query, ...outcome, ...(back && { wayBack: back }), ...(address !== undefined && { address }), hops };
}

function start(journey: Journey): Outcome {
  const { from } = journey.query;
  const { world } = journey;
  if (from.kind === 'outside') return named(journey) ?? fromOutside(journey);
  if (from.kind === 'host') {
    const host = world.hosts.get(from.name);
    if (!host) return notThere(t`There is no host ${from.name}.`);
    return named(journey) ?? fromHost(journey, host);
  }
  const found = findContainer(world, from.name);
  if (!found) return notThere(t`There is no container ${from.name}.`);
  const { host, container } = found;
  if (container.status !== 'running') return notThere(t`${standstill(container)}, so it sends nothing.`);
  return named(journey) ?? fromContainer(journey, host, container);
}

const notThere = (reason: string): Outcome => ended('isolated', reason, { probe: 'not-running' });

/** Turns the name into an address, unless it is one. */
function named(journey: Journey): Outcome | undefined {
  const { to, from } = journey.query;
  if (!parseAddress(to)) {
    const resolution = resolve(journey.world, from, to);
    const { address: chosen } = journey.query;
    const [address] = chosen !== undefined && resolution.addresses.includes(chosen) ? [chosen] : resolution.addresses;
    const namespace = from.kind === 'outside' ? 'outside' : from.name;
    journey.hops.push({
      kind: 'name lookup',
      namespace,
      ...(address && { destination: address }),
      sentence: resolution.reason,
    });
    if (address === undefined)
      return { verdict: 'unresolved', probe: 'bad-name', reason: whyUnresolved(journey.world, from, resolution) };
    journey.destination = address;
  }
  journey.address = journey.destination;
  return undefined;
}

const ownAddress = ({ links }: Namespace, address: string) =>
  links.some(({ endpoint }) => endpoint.address === address || endpoint.address6 === address);

function fromContainer(journey: Journey, host: Host, container: Container): Outcome {
  const namespace = locate(host).namespace(container);
  if (namespace.kind === 'host') return fromHost(journey, host);
  const { destination } = journey;
  if (destination.startsWith('127.') || destination === '::1' || ownAddress(namespace, destination)) {
    journey.source = destination;
    journey.hop(
      'loopback',
      container.name,
      t`${destination} is ${container.name} itself, so the packet does not leave its namespace.`,
      {
        interface: 'lo',
      },
    );
    return toSockets(journey, host, namespace);
  }
  const direct = directLink(namespace, destination);
  const link = direct ?? defaultLink(namespace, journey.family);
  if (!link) {
    const routed = namespace.links.find(({ network }) => isRoutedIpvlan(network));
    return routed ? fromRoutedIpvlan(journey, host, container, routed) : noRoute(journey, container, namespace);
  }
  const { endpoint, network } = link;
  const gateway = journey.family === 4 ? endpoint.gateway : endpoint.gateway6;
  const own = (journey.family === 4 ? endpoint.address : endpoint.address6) ?? '';
  journey.source = own;
  const rule = direct ? connectedRouteOf(link, journey.family) : defaultRoute(gateway ?? '', link.name);
  journey.hop(
    'route',
    container.name,
    direct
      ? t`${destination} lies in the subnet of network ${network.name}, on ${link.name}.`
      : t`${destination} lies in none of ${container.name}'s subnets: it goes to the gateway ${gateway} on ${link.name}.`,
    { interface: link.name, ...(rule !== undefined && { rule }) },
  );
  journey.hop('interface out', container.name, t`It leaves ${container.name} by ${link.name}.`, {
    interface: link.name,
  });
  if (isOverlay(network)) return ontoOverlay(journey, host, container.name, link);
  if (!network.bridge) return fromParent(journey, host, link, direct !== undefined);
  journey.hop('veth', host.name, t`The veth pair leads out of ${container.name} to ${network.bridge}.`, {
    interface: network.bridge,
  });
  return ontoBridge(journey, host, link, direct !== undefined);
}

function noRoute(journey: Journey, container: Container, namespace: Namespace): Outcome {
  journey.hop(
    'route',
    container.name,
    t`The routing table of ${container.name} has no entry for ${journey.destination}, and no default route.`,
  );
  if (namespace.links.length > 0)
    return ended('no route', t`${container.name} has no route to ${journey.destination}: ${whyNoGateway(namespace)}`);
  return ended(
    'isolated',
    container.namespace.kind === 'container'
      ? t`${container.name} lives in the network namespace of a container that is gone: it has lo and nothing else until it is restarted.`
      : t`${container.name} has no network, only lo: it reaches nobody, and nobody reaches it.`,
  );
}

function whyNoGateway({ links }: Namespace): string {
  if (links.every(({ network }) => network.internal))
    return links.length === 1
      ? t('its network is internal and leads nowhere else.')
      : t('its networks are internal and lead nowhere else.');
  return t('none of its networks has a gateway.');
}

function ontoBridge(journey: Journey, host: Host, { network, endpoint }: Link, direct: boolean): Outcome {
  const bridge = network.bridge ?? '';
  const locations = locate(host);
  journey.hop(
    'bridge',
    host.name,
    direct
      ? t`The bridge ${bridge} is the switch of network ${network.name}.`
      : t`The bridge ${bridge} hands it to the host, its gateway.`,
    { interface: bridge },
  );
  const target = direct ? locations.owner(journey.destination) : undefined;
  if (target?.network === network.id) {
    if (sameMac(endpoint, target))
      return ended(
        'neighbour unreachable',
        t`Both containers have the MAC address ${endpoint.mac.kind === 'known' ? endpoint.mac.address : ''}, so the bridge cannot tell them apart and the frame never arrives.`,
      );
    const { target: decision, rule } = firewall(host).decide('filter', 'FORWARD', {
      in: bridge,
      out: bridge,
      source: journey.source,
      destination: journey.destination,
      protocol: journey.protocol,
      ...(journey.port !== undefined && { port: journey.port }),
    });
    if (decision === 'DROP') return droppedBy(journey, host, rule, bridge);
    return intoContainer(journey, host, target);
  }
  if (direct && locations.hostAddress(journey.destination) !== bridge) return nobodyThere(journey, network);
  if (!direct && endpoint.gateway !== undefined && locations.hostAddress(endpoint.gateway) === undefined)
    return ended('neighbour unreachable', t`Nobody has the gateway's address ${endpoint.gateway}.`);
  return intoHost(journey, host, bridge);
}

const sameMac = (a: Endpoint, b: Endpoint) =>
  a.mac.kind === 'known' && b.mac.kind === 'known' && a.mac.address === b.mac.address && a.container !== b.container;

/** macvlan and ipvlan: straight onto the host's LAN, past the host itself. */
function fromParent(journey: Journey, host: Host, { network, endpoint }: Link, direct: boolean): Outcome {
  const { world } = journey;
  const parent = network.parent ?? t`${network.name}'s own interface`;
  const sibling = direct ? locate(host).owner(journey.destination) : undefined;
  const siblings = sibling && host.networks.get(sibling.network);
  if (sibling && siblings && (siblings === network || (siblings.parent !== undefined && siblings.parent === parent))) {
    journey.hop('bridge', host.name, t`${network.driver} passes it on between containers on ${parent}.`, {
      interface: parent,
    });
    return intoContainer(journey, host, sibling);
  }
  if (locate(host).hostAddress(journey.destination) === parent) return apartFromParent(journey, network.driver, parent);
  const nextHop = direct ? journey.destination : (endpoint.gateway ?? '');
  const { outside } = world;
  const neighbours = [outside.lanAddress, outside.router, ...outside.servers.map(({ address }) => address)];
  if (!neighbours.includes(nextHop) && !hostWith(world, nextHop))
    return ended('neighbour unreachable', t`Nobody on the LAN behind ${parent} has the address ${nextHop}.`);
  return toOutside(journey, host, parent, nextHop, intoHost);
}

/**
 * Mode l3: the default route names the interface and no gateway, and what is for nobody on the same parent goes on by
 * the host's own routing table, with the container's address. moby `drivers/ipvlan/ipvlan_joinleave.go`; the kernel's
 * `ipvlan_process_v4_outbound`.
 */
function fromRoutedIpvlan(journey: Journey, host: Host, container: Container, link: Link): Outcome {
  const { world, destination } = journey;
  const { endpoint, network, name } = link;
  const parent = network.parent ?? t`${network.name}'s own interface`;
  journey.source = endpoint.address ?? '';
  journey.hop(
    'route',
    container.name,
    t`${destination} lies in none of ${container.name}'s subnets: network ${network.name} is ipvlan in mode l3, which routes without a gateway, by ${name}.`,
    { interface: name, rule: `default dev ${name} scope link` },
  );
  journey.hop('interface out', container.name, t`It leaves ${container.name} by ${name}.`, { interface: name });
  const neighbour = locate(host).owner(destination);
  if (neighbour && host.networks.get(neighbour.network)?.parent === parent) {
    journey.hop('bridge', host.name, t`${network.driver} passes it on between containers on ${parent}.`, {
      interface: parent,
    });
    return intoContainer(journey, host, neighbour);
  }
  if (routedHost(world, journey.source)) return toOutside(journey, host, parent, destination, intoHost);
  const sentence = t`No router outside knows the way to ${journey.source}.`;
  return ended(
    'dropped',
    t`The packet leaves with the container's own address ${journey.source}, because nothing masquerades it, and nobody outside has a route back to it: the answer is lost.`,
    {
      wayBack: [{ kind: 'route', namespace: 'outside', source: destination, destination: journey.source, sentence }],
    },
  );
}

/** A machine on the LAN sends. */
function fromOutside(journey: Journey): Outcome {
  const { world, destination } = journey;
  journey.source = world.outside.lanAddress;
  const host = hostWith(world, destination);
  const lan = (sentence: string) => journey.hop('interface out', 'outside', sentence);
  if (host) {
    lan(t`${destination} is ${journey.theHost(host.host)}, a neighbour on the LAN.`);
    return intoHost(journey, host.host, host.interface);
  }
  for (const candidate of world.hosts.values()) {
    const endpoint = locate(candidate).owner(destination);
    const network = endpoint && candidate.networks.get(endpoint.network);
    if (endpoint && network?.parent !== undefined && onLan(candidate, network.parent, destination)) {
      lan(t`${destination} is a neighbour on the LAN: a container on ${network.driver} network ${network.name}.`);
      return intoContainer(journey, candidate, endpoint);
    }
  }
  const routed = routedHost(world, destination);
  if (routed) {
    lan(t`A route on the LAN leads to ${destination} by way of ${routed.host.name}.`);
    const endpoint = locate(routed.host).owner(destination);
    const network = endpoint && routed.host.networks.get(endpoint.network);
    if (network && isRoutedIpvlan(network)) return intoContainer(journey, routed.host, endpoint);
    return intoHost(journey, routed.host, routed.interface);
  }
  if (destination === world.outside.router || world.outside.servers.some(({ address }) => address === destination))
    return toServer(journey);
  const neighbour = [...world.hosts.values()].some((h) => h.interfaces.some(({ name }) => onLan(h, name, destination)));
  if (neighbour) return ended('neighbour unreachable', t`No machine on the LAN has the address ${destination}.`);
  journey.hop('route', 'outside', t`No route on the LAN leads to ${destination}.`);
  return ended(
    'no route',
    t`Machines on the LAN have no route to ${destination}: container addresses exist only on their host. Publish a port and use the host's address.`,
  );
}

/** Whether an address lies in the subnet of a host's interface. */
function onLan(host: Host, name: string, address: string): boolean {
  const parsed = parseAddress(address);
  return (
    host.interfaces
      .find((i) => i.name === name)
      ?.addresses.some((a) => {
        const prefix = parseCidr(a)?.prefix;
        return prefix !== undefined && prefix.family === parsed?.family && contains(prefix, parsed.ordinal);
      }) ?? false
  );
}

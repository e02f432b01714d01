/**
 * A packet in the host's network stack: through the firewall's tables, into a socket of the host, over a bridge to a
 * container, or out of the host.
 *
 * Sources: the kernel's order of hooks (raw, nat PREROUTING, routing, FORWARD or INPUT, nat POSTROUTING), moby's rules in
 * `filter-rules.ts`, and the recorded scenarios of topics ports and reach.
 */
import { t } from '../l10n.ts';
import { type Address, contains, parseAddress, parseCidr } from './addresses.ts';
import { rules as engineRules } from './engine-versions.ts';
import { firewall, type Packet, ruleText } from './filter.ts';
import type { Rule } from './filter-rule.ts';
import { ended, type Journey, type Outcome } from './journey.ts';
import { bindingAccepts, type Link, locate, type PublishedPort, publishedTarget } from './locations.ts';
import { connectedRoute, localRoute, routeText } from './route-text.ts';
import type { Endpoint, Host, Network, Route } from './state.ts';
import { toOutside } from './tracer-outside.ts';
import { toSockets } from './tracer-sockets.ts';

/** Whether a destination is an address of the host itself, as `addrtype` asks. */
const isLocal = (host: Host, address: string) => locate(host).hostAddress(address) !== undefined;

function packetOf(journey: Journey, more: Partial<Packet>): Packet {
  return {
    source: journey.source,
    destination: journey.destination,
    protocol: journey.protocol,
    ...(journey.port !== undefined && { port: journey.port }),
    ...more,
  };
}

/** The end of a packet that a rule, or the policy of FORWARD, throws away between two interfaces. */
export function droppedBy(journey: Journey, host: Host, rule: Rule | undefined, inInterface: string): Outcome {
  const why = rule?.why ?? t('forwards nothing that no rule allows');
  journey.hop('filter rule', host.name, t`The host's firewall throws the packet away: this rule ${why}.`, {
    rule: rule ? `${rule.table}: ${ruleText(rule)}` : 'filter: -P FORWARD DROP',
  });
  const end = t`So the firewall of ${journey.theHost(host)} drops the packet; the sender waits until it gives up.`;
  return ended('dropped', `${situation(journey, host, inInterface)} ${end}`);
}

/** In plain words, what was attempted that the firewall forbids. */
function situation(journey: Journey, host: Host, inInterface: string): string {
  const { bridges, owner } = locate(host);
  const from = bridges.get(inInterface);
  const endpoint = owner(journey.destination);
  const to = endpoint && host.networks.get(endpoint.network);
  const target = (endpoint && host.containers.get(endpoint.container)?.name) ?? journey.destination;
  if (from && to && from.id === to.id)
    return t`Containers on network ${from.name} may not talk to each other (enable_icc=false).`;
  const inside = [from, to].find((network) => network?.internal);
  if (inside) return t`Network ${inside.name} is internal: nothing leaves it, and nothing comes in.`;
  if (from && to)
    return t`Docker keeps networks apart, and ${target} is on ${to.name}, not on ${from.name}: connect both containers to one network, or use a published port.`;
  if (to)
    return t`Only published ports of ${target} may be reached from outside, and by ${journey.theHost(host)}'s address: its own address ${journey.destination} is not for the LAN.`;
  return t`${journey.destination} is not to be reached this way.`;
}

/** A packet arrives at the host from one of its interfaces. */
export function intoHost(journey: Journey, host: Host, inInterface: string): Outcome {
  const { decide } = firewall(host);
  const local = isLocal(host, journey.destination);
  if (!locate(host).bridges.has(inInterface))
    journey.hop('interface in', host.name, t`It comes in on ${inInterface} of ${journey.theHost(host)}.`, {
      interface: inInterface,
    });
  const raw = decide('raw', 'PREROUTING', packetOf(journey, { in: inInterface }));
  if (raw.target === 'DROP') return droppedBy(journey, host, raw.rule, inInterface);
  if (local) {
    const nat = decide('nat', 'PREROUTING', packetOf(journey, { in: inInterface, localDestination: true }));
    if (nat.target !== 'DNAT') return intoHostSocket(journey, host, inInterface);
    translate(journey, host, nat.rule);
  }
  return forward(journey, host, inInterface);
}

function translate(journey: Journey, host: Host, rule: Rule | undefined): void {
  const from = journey.target;
  const to = rule?.to ?? '';
  const colon = to.lastIndexOf(':');
  journey.destination = to.slice(0, colon);
  journey.port = Number(to.slice(colon + 1));
  journey.hop('DNAT', host.name, t`${from} is a published port: the destination becomes ${to}.`, {
    ...(rule && { rule: `nat: ${ruleText(rule)}` }),
  });
}

/** How the host sends to an address that is not its own. */
interface HostRoute {
  readonly interface: string;
  /** Of the host on that interface: the source of what it sends itself. */
  readonly address: string;
  /** Whose bridge the interface is. */
  readonly network: Network | undefined;
  /** The router, where there is one in between. */
  readonly via?: string;
  readonly text: string;
}

/**
 * The entry with the longest prefix, as the kernel chooses: a subnet on a link, a route that was added by hand, or the
 * default route.
 */
function routeOf(host: Host, destination: string): HostRoute | undefined {
  const address = parseAddress(destination);
  if (!address) return undefined;
  const subnet = locate(host).subnetOf(address);
  const added = addedRoute(host, address);
  if (subnet && (!added || added.prefix.length <= subnet.prefix.length))
    return {
      interface: subnet.interface,
      address: subnet.address,
      network: subnet.network,
      text: connectedRoute(subnet.prefix, subnet.interface, subnet.address),
    };
  const route = added?.route ?? (address.family === 4 ? host.routes.find(isDefault) : undefined);
  if (!route) return undefined;
  const { via } = route;
  const router = via === undefined ? undefined : parseAddress(via);
  const link = router
    ? locate(host).subnetOf(router)
    : locate(host).subnets.find((each) => each.interface === route.interface);
  return {
    interface: link?.interface ?? route.interface,
    address: link?.address ?? '',
    network: link?.network,
    ...(via !== undefined && { via }),
    text: routeText(route),
  };
}

const isDefault = ({ destination }: Route): boolean => destination === 'default';

/** The longest of the routes that `ip route add` has added, among those that an address lies in. */
function addedRoute(host: Host, { family, ordinal }: Address) {
  return host.routes
    .flatMap((route) => {
      const prefix = parseCidr(route.destination)?.prefix;
      return prefix && prefix.family === family && contains(prefix, ordinal) ? [{ route, prefix }] : [];
    })
    .sort((a, b) => b.prefix.length - a.prefix.length)[0];
}

function hostRoute(journey: Journey, host: Host, route: { readonly interface: string; readonly text: string }): void {
  journey.hop('route', host.name, t`The host routes the packet out of ${route.interface}.`, {
    interface: route.interface,
    rule: route.text,
  });
}

function noRoute(journey: Journey, host: Host): Outcome {
  const reason = t`${capitalised(journey.theHost(host))} has no route to ${journey.destination}.`;
  journey.hop('route', host.name, reason);
  return ended('no route', reason);
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** A packet that is not for the host: from one interface to another, if the firewall lets it. */
function forward(journey: Journey, host: Host, inInterface: string): Outcome {
  const route = routeOf(host, journey.destination);
  if (!route) return noRoute(journey, host);
  hostRoute(journey, host, route);
  const decision = firewall(host).decide(
    'filter',
    'FORWARD',
    packetOf(journey, { in: inInterface, out: route.interface }),
  );
  if (decision.target === 'DROP') return droppedBy(journey, host, decision.rule, inInterface);
  if (decision.rule)
    journey.hop('filter rule', host.name, t`The firewall lets it pass: this rule ${decision.rule.why}.`, {
      rule: `filter: ${ruleText(decision.rule)}`,
    });
  masquerade(journey, host, inInterface, route.interface, route.address, false);
  return alongRoute(journey, host, route);
}

/** Over a bridge to a member, or to whoever is behind the host's own interface: the destination, or the next router. */
function alongRoute(journey: Journey, host: Host, { interface: out, network, via }: HostRoute): Outcome {
  const nextHop = via ?? journey.destination;
  return network ? overBridge(journey, host, network, nextHop) : toOutside(journey, host, out, nextHop, intoHost);
}

function masquerade(
  journey: Journey,
  host: Host,
  inInterface: string | undefined,
  out: string,
  address: string,
  localSource: boolean,
): void {
  const { target, rule } = firewall(host).decide('nat', 'POSTROUTING', packetOf(journey, { out, localSource }));
  if (target !== 'MASQUERADE' || journey.source === address) return;
  const before = journey.source;
  journey.source = address;
  journey.hop(
    'masquerade',
    host.name,
    t`The source ${before} is replaced by ${address}, the host's address on ${out}, so that the answer comes back${inInterface ? '' : t(' to the host')}.`,
    rule ? { interface: out, rule: `nat: ${ruleText(rule)}` } : { interface: out },
  );
}

/**
 * A bridge's own subnet is masqueraded on every other interface, and so is the bridge's address when the host talks to
 * itself; loopback has no address to lend, so the kernel takes the first one of the host.
 */
function masqueradeOnLoopback(journey: Journey, host: Host): void {
  const { target, rule } = firewall(host).decide(
    'nat',
    'POSTROUTING',
    packetOf(journey, { out: 'lo', localSource: true }),
  );
  const address = host.interfaces[0]?.addresses[0]?.split('/')[0];
  if (target !== 'MASQUERADE' || !rule || address === undefined) return;
  journey.source = address;
  const sentence = t`The packet does not go out of the bridge, so its source is replaced, by the host's first address ${address}.`;
  journey.hop('masquerade', host.name, sentence, { interface: 'lo', rule: `nat: ${ruleText(rule)}` });
}

/** The host sends over a bridge to whoever has the destination address there. */
function overBridge(journey: Journey, host: Host, network: Network, nextHop = journey.destination): Outcome {
  const endpoint = locate(host).owner(nextHop);
  // A container that is handed what is for somebody else does not pass it on.
  if (endpoint?.network !== network.id || nextHop !== journey.destination) return nobodyThere(journey, network);
  journey.hop('bridge', host.name, t`The bridge ${network.bridge} of network ${network.name} passes it on.`, {
    interface: network.bridge ?? '',
  });
  return intoContainer(journey, host, endpoint);
}

export function nobodyThere(journey: Journey, network: Network): Outcome {
  return ended(
    'neighbour unreachable',
    t`Nobody on network ${network.name} has the address ${journey.destination}: the question who does (ARP) is never answered.`,
  );
}

/** Through the veth pair, or off the parent interface, into the container's namespace and its sockets. */
export function intoContainer(journey: Journey, host: Host, endpoint: Endpoint): Outcome {
  const container = host.containers.get(endpoint.container);
  const network = host.networks.get(endpoint.network);
  if (!container || !network) return ended('neighbour unreachable', t`Nobody has the address ${journey.destination}.`);
  const name = endpoint.interfaceName ?? '';
  if (network.bridge)
    journey.hop('veth', host.name, t`The veth pair leads from ${network.bridge} into ${container.name}.`, {
      interface: network.bridge,
    });
  journey.hop('interface in', container.name, t`It comes in on ${container.name}'s ${name}.`, { interface: name });
  return toSockets(journey, host, locate(host).namespace(container));
}

/** A process of the host, or of a container in host mode, sends. */
export function fromHost(journey: Journey, host: Host): Outcome {
  const { decide } = firewall(host);
  const locations = locate(host);
  if (isLocal(host, journey.destination)) {
    journey.source = journey.destination;
    const nat = decide('nat', 'OUTPUT', packetOf(journey, { out: 'lo', localDestination: true }));
    if (nat.target !== 'DNAT') {
      journey.hop(
        'loopback',
        host.name,
        t`${journey.destination} is an address of the host itself, so the packet does not leave it.`,
        {
          interface: 'lo',
        },
      );
      masqueradeOnLoopback(journey, host);
      return intoHostSocket(journey, host, 'lo');
    }
    translate(journey, host, nat.rule);
    const route = routeOf(host, journey.destination);
    if (!route?.network) return noRoute(journey, host);
    hostRoute(journey, host, route);
    masquerade(journey, host, undefined, route.interface, route.address, true);
    return overBridge(journey, host, route.network);
  }
  const route = routeOf(host, journey.destination);
  if (!route) return noRoute(journey, host);
  journey.source = route.address;
  journey.hop('route', host.name, t`The host sends out of ${route.interface}, from its address ${route.address}.`, {
    interface: route.interface,
    rule: route.text,
  });
  // By way of a router it is the LAN that has to know where the container is.
  const isNeighbour = route.network === undefined && route.via === undefined;
  const child = isNeighbour ? locations.owner(journey.destination) : undefined;
  const above = child && host.networks.get(child.network);
  if (above?.parent !== undefined) return apartFromParent(journey, above.driver, above.parent);
  return alongRoute(journey, host, route);
}

/**
 * Between a host and what sits on one of its interfaces, either way: the frames of one are never given to the other, and
 * so neither learns the other's MAC address. Recorded D21, D25.
 */
export const apartFromParent = ({ destination }: Journey, driver: string, parent: string): Outcome =>
  ended(
    'neighbour unreachable',
    t`A host and its ${driver} containers cannot reach each other: the kernel passes nothing between ${parent} and the ${driver} interfaces on it, so the question who has ${destination} (ARP) is never answered.`,
  );

/** A packet for an address of the host: ping is answered, a port needs a socket. */
function intoHostSocket(journey: Journey, host: Host, inInterface: string): Outcome {
  if (inInterface !== 'lo')
    journey.hop(
      'route',
      host.name,
      t`${journey.destination} is an address of ${journey.theHost(host)}, so the packet has arrived.`,
      {
        interface: inInterface,
        rule: localRoute(journey.destination, locate(host).hostAddress(journey.destination) ?? inInterface),
      },
    );
  if (journey.protocol === 'icmp') {
    return ended('delivered', t`${journey.destination} belongs to ${journey.theHost(host)}, which answers ping.`, {
      answeredBy: host.name,
    });
  }
  const published = host.daemon.userlandProxy
    ? locate(host)
        .published.get(`${journey.protocol}/${journey.port}`)
        ?.find(({ binding }) => bindingAccepts(binding.hostIp, journey.destination))
    : undefined;
  if (published) return throughProxy(journey, host, published);
  return toSockets(journey, host, locate(host).hostNamespace);
}

/** docker-proxy takes the connection and makes one of its own to the container. */
function throughProxy(journey: Journey, host: Host, { container, binding }: PublishedPort): Outcome {
  const target = publishedTarget(host, container);
  if (!target)
    return ended('refused', t`${container.name} publishes ${journey.port}, but has no network to be reached on.`);
  const asked = journey.destination;
  const client = parseAddress(journey.source);
  const answersFrom = client && locate(host).subnetOf(client)?.address;
  const gateway = gatewayOf(target);
  journey.hop(
    'userland proxy',
    host.name,
    t`docker-proxy listens on ${journey.target} and makes a connection of its own to ${container.name}; the container sees the bridge's address ${gateway} as its client.`,
  );
  const lost =
    journey.protocol === 'udp' &&
    engineRules[host.engine].udpProxyAnswersFromOtherAddress &&
    answersFrom !== undefined &&
    answersFrom !== asked;
  journey.source = gateway;
  journey.destination = target.endpoint.address ?? '';
  journey.port = binding.containerPort;
  journey.hop(
    'bridge',
    host.name,
    t`The bridge ${target.network.bridge} of network ${target.network.name} passes it on.`,
    {
      interface: target.network.bridge ?? '',
    },
  );
  const outcome = intoContainer(journey, host, target.endpoint);
  if (lost)
    return ended(
      'dropped',
      t`docker-proxy answers UDP from ${answersFrom} where ${asked} was asked, and the client takes no answer from a stranger.`,
      {
        wayBack: [
          {
            kind: 'userland proxy',
            namespace: host.name,
            source: answersFrom,
            sentence: t`The answer leaves with the source ${answersFrom} instead of ${asked}, so the client does not accept it.`,
          },
        ],
      },
    );
  if (outcome.probe !== 'refused') return outcome;
  return journey.protocol === 'tcp'
    ? {
        ...outcome,
        probe: 'closed',
        reason: t`docker-proxy accepts the connection and closes it at once, because nothing in ${container.name} listens on ${journey.service}.`,
      }
    : ended(
        'dropped',
        t`docker-proxy passes it on, and nothing in ${container.name} listens on ${journey.service}; no answer comes.`,
      );
}

function gatewayOf({ network, endpoint }: Link): string {
  return endpoint.gateway ?? network.pools.find(({ family }) => family === 4)?.gateway ?? '';
}

/** The world outside: machines on the hosts' LAN, servers behind its router, and other hosts. */
import { t } from '../l10n.ts';
import { contains, parseAddress, parseCidr } from './addresses.ts';
import { firewall, ruleText } from './filter.ts';
import { ended, type Journey, type Outcome } from './journey.ts';
import { locate } from './locations.ts';
import type { Host, Outside, World } from './state.ts';
import type { Hop } from './trace.ts';

/** How a host takes in what arrives on one of its interfaces. */
export type IntoHost = (journey: Journey, host: Host, inInterface: string) => Outcome;

/** The host that has an address on its LAN interface. */
export function hostWith(
  world: World,
  address: string,
): { readonly host: Host; readonly interface: string } | undefined {
  for (const host of world.hosts.values())
    for (const { name, addresses } of host.interfaces)
      if (name !== 'lo' && addresses.some((a) => a.startsWith(`${address}/`))) return { host, interface: name };
  return undefined;
}

/** The host to which LAN machines send what lies in a container subnet, if a route tells them. */
export function routedHost(
  world: World,
  address: string,
): { readonly host: Host; readonly interface: string } | undefined {
  const parsed = parseAddress(address);
  const route = world.outside.routes
    .map((candidate) => ({ candidate, prefix: parseCidr(candidate.destination)?.prefix }))
    .filter(({ prefix }) => prefix && parsed && prefix.family === parsed.family && contains(prefix, parsed.ordinal))
    .sort((a, b) => (b.prefix?.length ?? 0) - (a.prefix?.length ?? 0))[0]?.candidate;
  return route?.via === undefined ? undefined : hostWith(world, route.via);
}

/** So many routers may pass a packet on: the time to live that Linux gives it. */
const TIME_TO_LIVE = 64;

/**
 * A packet leaves `host` by its own interface, or a macvlan container by its parent.
 * @param nextHop the neighbour to which it is handed: its destination, or a router
 */
export function toOutside(journey: Journey, host: Host, out: string, nextHop: string, intoHost: IntoHost): Outcome {
  journey.hop('interface out', host.name, t`It leaves the host by ${out}.`, { interface: out });
  if (journey.hops.filter(({ kind }) => kind === 'interface out').length > TIME_TO_LIVE)
    return ended('dropped', t`The hosts' routes send the packet in a circle, until its time to live is over.`);
  // Routers on the LAN know where every host is.
  const other = hostWith(journey.world, nextHop) ?? hostWith(journey.world, journey.destination);
  if (other && other.host !== host) return intoHost(journey, other.host, other.interface);
  const { outside } = journey.world;
  if (nextHop !== journey.destination && !known(outside, nextHop))
    return ended('neighbour unreachable', t`No machine on the LAN has the address ${nextHop} of the router.`);
  if (!known(outside, journey.destination)) return unknown(journey, host);
  return answerLost(journey, host) ?? toServer(journey);
}

const known = (outside: Outside, address: string) =>
  address === outside.lanAddress || address === outside.router || outside.servers.some((s) => s.address === address);

function unknown(journey: Journey, host: Host): Outcome {
  const address = parseAddress(journey.destination);
  const neighbour = address && locate(host).subnetOf(address);
  return neighbour
    ? ended('neighbour unreachable', t`No machine on the LAN has the address ${journey.destination}.`)
    : ended('dropped', t`No machine outside is known to have the address ${journey.destination}: nothing answers.`);
}

/** Something outside takes the packet. */
export function toServer(journey: Journey): Outcome {
  const { servers } = journey.world.outside;
  const server = servers.find(({ address }) => address === journey.destination);
  if (journey.protocol === 'icmp')
    return ended('delivered', t`${journey.destination} is outside, and answers ping.`, { answeredBy: 'outside' });
  const listens = server?.listens.some((l) => l.port === journey.port && l.protocol === journey.protocol);
  if (!listens) {
    journey.hop(
      'listener',
      'outside',
      t`${journey.destination} is reached, and no socket there listens on ${journey.service}.`,
    );
    return ended('refused', t`${journey.destination} is reached, but does not listen on ${journey.service}.`);
  }
  journey.hop('listener', 'outside', t`${server?.names[0] ?? journey.destination} listens on ${journey.service}.`);
  return ended(
    'delivered',
    t`${server?.names[0] ?? journey.destination} outside listens on ${journey.service} and answers.`,
    {
      answeredBy: 'outside',
      seenSource: journey.source,
    },
  );
}

/** The answer to an address that the LAN does not know, and that nothing replaced on the way out. */
function answerLost(journey: Journey, host: Host): Outcome | undefined {
  const source = parseAddress(journey.source);
  const subnet = source && locate(host).subnetOf(source);
  if (!subnet?.network) return undefined;
  const back = (hop: Omit<Hop, 'destination'>): readonly Hop[] => [{ ...hop, destination: journey.source }];
  const routed = routedHost(journey.world, journey.source);
  if (!routed)
    return ended(
      'dropped',
      t`The packet leaves with the container's own address ${journey.source}, because nothing masquerades it, and nobody outside has a route back to it: the answer is lost.`,
      {
        wayBack: back({
          kind: 'route',
          namespace: 'outside',
          source: journey.destination,
          sentence: t`No router outside knows the way to ${journey.source}.`,
        }),
      },
    );
  const { target, rule } = firewall(routed.host).decide('raw', 'PREROUTING', {
    in: routed.interface,
    source: journey.destination,
    destination: journey.source,
    protocol: journey.protocol,
  });
  if (target !== 'DROP' || !rule) return undefined;
  return ended(
    'dropped',
    t`The packet gets out with the container's own address, but the host's firewall throws the answer away: a rule ${rule.why}.`,
    {
      wayBack: back({
        kind: 'filter rule',
        namespace: routed.host.name,
        interface: routed.interface,
        source: journey.destination,
        rule: `raw: ${ruleText(rule)}`,
        sentence: t`The answer comes in on ${routed.interface} and is thrown away: the rule ${rule.why}.`,
      }),
    },
  );
}

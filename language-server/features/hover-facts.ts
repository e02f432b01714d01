/** Containers and networks as the simulation has them, for hovers. */

import { type ContainerFacts, containerFacts, type NetworkFacts, networkFacts } from '../analysis/facts.ts';
import { reachSummary } from '../analysis/reach-summary.ts';
import { t } from '../l10n.ts';
import { routeText } from '../simulation/route-text.ts';
import type { PortBinding, World } from '../simulation/state.ts';
import { code, paragraphs, some, table } from './markdown.ts';

const MOST_MEMBERS = 12;
const MOST_NAMES = 8;

/** What becomes of a container. */
export interface Later {
  /** The world when everything has happened. */
  readonly end: World;
  /** Names and reach are told of the end: what a container is made for. */
  readonly reachAtEnd?: boolean;
}

/** Undefined when there is no such container. `later`: absent where nothing happens after this world. */
export function describeContainer(world: World, name: string, later?: Later): string | undefined {
  const facts = containerFacts(world, name);
  if (!facts) return undefined;
  const reach = later?.reachAtEnd ? later.end : world;
  const then = containerFacts(reach, name);
  const about = then?.status === 'running' ? [...foundAs(reach, then), ...reaches(reach, name)] : [];
  return paragraphs(
    `${code(facts.name)} · ${t(facts.status)}${shares(facts)}`,
    facts.interfaces.length > 0 && interfaceTable(facts),
    facts.gateway ? t`Gateway ${facts.gateway}` : defaultDevice(facts),
    facts.ports.length > 0 && t`Published: ${[...new Set(facts.ports.map(portText))].join(', ')}`,
    later?.reachAtEnd && about.length > 0 && t('At the end of the file:'),
    ...about,
    later && becomes(facts, containerFacts(later.end, name)),
  );
}

/** The default route of those that have one without a gateway, as `ip route` prints it. */
function defaultDevice({ routes }: ContainerFacts): string | undefined {
  const route = routes.find(({ destination }) => destination === 'default');
  return route && t`Default route ${code(routeText(route))}`;
}

/** Who answers its ping, who does not, and what of it is seen from outside. */
function reaches(world: World, name: string): readonly string[] {
  const summary = reachSummary(world, name);
  if (!summary) return [];
  const { byName, byAddress, unreached, outside, publishedOutside } = summary;
  const list = (names: readonly string[]) => some(names.map(code), MOST_NAMES);
  const ports = [...new Set(publishedOutside.map(({ hostPort, protocol }) => `${hostPort}/${protocol}`))];
  return [
    [
      ...(byName.length > 0 ? [t`Reaches by name ${list(byName)}`] : []),
      ...(byAddress.length > 0 ? [t`Reaches by address alone ${list(byAddress)}`] : []),
      ...(unreached.length > 0 ? [t`Does not reach ${list(unreached)}`] : []),
      outside.verdict === 'delivered'
        ? t`Reaches the outside, where it is seen as ${outside.hops.at(-1)?.source}`
        : t`Does not reach the outside: ${t(outside.verdict)}`,
      ports.length > 0
        ? ports.length === 1
          ? t`Reached from outside on the host's port ${ports[0]}`
          : t`Reached from outside on the host's ports ${some(ports, MOST_NAMES)}`
        : t('Not reached from outside by a published port'),
    ]
      .map((line) => `- ${line}`)
      .join('\n'),
  ];
}

function shares({ shares: owner, networkMode, image }: ContainerFacts): string {
  const of = image ? ` · ${code(image)}` : '';
  if (owner) return t`${of} · in the network namespace of ${code(owner)}`;
  return networkMode === 'host' ? t`${of} · in the host's network namespace` : of;
}

function interfaceTable({ interfaces }: ContainerFacts): string {
  const rows = interfaces.map(({ name, network, addresses, mac }) => [
    name,
    network ? code(network) : '',
    addresses.join(', '),
    mac === 'random' ? t('_drawn at random_') : (mac ?? ''),
  ]);
  return table([t('Interface'), t('Network'), t('Address'), 'MAC'], rows);
}

/** `0.0.0.0:8080 → 80/tcp`; the IPv6 twin of a binding goes without saying. */
export function portText({ hostIp, hostPort, containerPort, protocol }: PortBinding): string {
  const address = hostIp === '::' || hostIp === '' ? '0.0.0.0' : hostIp;
  return `${address}:${hostPort} → ${containerPort}/${protocol}`;
}

/** Under which names it is found, and by whom: the members of each network with a DNS server. */
function foundAs(world: World, { name, names, networkMode }: ContainerFacts): readonly string[] {
  return names.flatMap(({ network, names: own }) => {
    if (network === 'bridge')
      return [t`On ${code(network)} it is reached by address alone: there is no DNS for names.`];
    const others = (networkFacts(world, network)[0]?.members ?? []).filter(({ container }) => container !== name);
    const readable = own.filter((each) => !each.startsWith('<'));
    if (readable.length === 0 || networkMode === 'none') return [];
    const who =
      others.length > 0
        ? some(
            others.map(({ container }) => code(container)),
            MOST_NAMES,
          )
        : t('nobody yet');
    return [t`On ${code(network)} reached as ${some(readable.map(code), MOST_NAMES)} from ${who}`];
  });
}

function becomes(now: ContainerFacts, later: ContainerFacts | undefined): string | undefined {
  if (!later) return t('At the end of the file it is removed.');
  if (later.status !== now.status) return t`At the end of the file it is ${t(later.status)}.`;
  const [before, after] = [addressList(now), addressList(later)];
  return before === after ? undefined : t`At the end of the file: ${after || t('no address')}`;
}

function addressList({ interfaces }: ContainerFacts): string {
  const own = interfaces.filter(({ network }) => network);
  return own.map(({ network, addresses }) => t`${addresses.join(', ')} on ${code(network ?? '')}`).join(' · ');
}

/** Undefined when no host has such a network. */
export function describeNetwork(world: World, name: string): string | undefined {
  const found = networkFacts(world, name);
  return found.length === 0 ? undefined : paragraphs(...found.map((facts) => oneNetwork(facts, found.length > 1)));
}

function oneNetwork(facts: NetworkFacts, severalHosts: boolean): string {
  const { driver, internal, bridge, host, subnets, members } = facts;
  const what = [
    t`network ${code(facts.name)}`,
    t`driver ${code(driver)}`,
    ...(internal ? [t('internal')] : []),
    ...(bridge && !bridge.includes('<') ? [t`Linux bridge ${code(bridge)}`] : []),
    ...(severalHosts ? [t`on ${code(host)}`] : []),
  ];
  const rows = members.map(({ container, interface: name, address, address6, mac }) => [
    code(container),
    name ?? '',
    [address, address6].filter(Boolean).join(', '),
    mac === 'random' ? t('_drawn at random_') : (mac ?? ''),
  ]);
  const rest = rows.length - MOST_MEMBERS;
  return paragraphs(
    what.join(' · '),
    ...subnets.map(
      ({ subnet, gateway, isDrawn }) =>
        t`Subnet ${subnet}${gateway ? t`, gateway ${gateway}` : ''}${isDrawn ? t(' (each engine draws its own first 48 bits)') : ''}`,
    ),
    rows.length > 0 && table([t('Container'), t('Interface'), t('Address'), 'MAC'], rows.slice(0, MOST_MEMBERS)),
    rest > 0 && t`… and ${rest} more`,
  );
}

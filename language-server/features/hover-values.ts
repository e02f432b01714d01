/** What a value is: whom an address belongs to, which ports an image exposes, who answers to an alias. */

import ipaddr from 'ipaddr.js';
import { containerAddresses, containerFacts, containersAt, withoutPrefix } from '../analysis/facts.ts';
import { wellKnownImage } from '../analysis/images.ts';
import { membersOf } from '../analysis/members.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { spoken, t } from '../l10n.ts';
import { blockContains, distance, formatAddress, parseCidr } from '../simulation/addresses.ts';
import { givenOut } from '../simulation/ipam.ts';
import type { World } from '../simulation/state.ts';
import { driverOption } from '../vocabulary/driver-options.ts';
import type { ValueKindName } from '../vocabulary/values.ts';
import { describeContainer, describeNetwork, portText } from './hover-facts.ts';
import { type Told, toldAt } from './hover-moment.ts';
import type { Location } from './locate.ts';
import { code, fenced, paragraphs, some } from './markdown.ts';
import type { NameAt } from './symbol-at.ts';

const MOST_CONTAINERS = 5;

/** The thing that a name means, at the moment at which the name is used; undefined where it means none. */
export function describeReference(
  snapshot: Snapshot,
  declaration: number,
  { meaning, reference }: NameAt,
): string | undefined {
  const { world, here, end, isAction } = toldAt(snapshot, declaration);
  if (meaning?.kind === 'alias') return describeAlias(snapshot, world, meaning.name);
  if (!meaning) return undefined;
  const { kind, name } = meaning.symbol;
  const written = definitionText(meaning);
  if (kind === 'network') return paragraphs(describeNetwork(world, name), written);
  if (kind === 'host') return paragraphs(describeHost(world, name), written);
  // A member of a container with replicas is meant by its own name.
  const members = membersOf(snapshot.lab)(reference.name);
  const described = members
    .slice(0, MOST_CONTAINERS)
    .map(
      (each) =>
        describeContainer(here, each, end && { end, reachAtEnd: !isAction }) ?? (end && describeContainer(end, each)),
    );
  const rest = members.length - MOST_CONTAINERS;
  return paragraphs(...described, rest > 0 && t`… and ${rest} more`, written);
}

/** So many lines of a definition are shown. */
const MOST_LINES = 8;

/** The statement that declares something, as it is written. */
function definitionText({ source, symbol }: Extract<NonNullable<NameAt['meaning']>, { kind: 'declared' }>): string {
  const { tree } = source.program;
  const index = source.program.indexOf(symbol);
  const start = tree.starts[index]!;
  const lines = tree.text.slice(start, start + tree.statements[index]!.end).split(/\r\n|\r|\n/);
  const shown = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES - 1), '  # …'] : lines;
  return fenced('dnet', shown.join('\n'));
}

type Describer = (snapshot: Snapshot, place: Location, text: string) => string | undefined;

/** Kinds of values of which the simulation knows more than their words say; of all others, whether they are addresses. */
const DESCRIBERS: Partial<Record<ValueKindName, Describer>> = {
  image: (_, __, text) => describeImage(text),
  network: (snapshot, place, text) => describeNetwork(worldOf(snapshot, place), text),
  'network mode': (snapshot, place, text) => describeNetwork(worldOf(snapshot, place), text),
  sender: describeActor,
  target: (snapshot, place, text) => describeActor(snapshot, place, text) ?? describeIfAddress(snapshot, place, text),
  CIDR: describeSubnet,
  'interface address': describeSubnet,
  'port mapping': describeMapping,
  interface: describeInterface,
  MAC: describeMac,
  'driver option value': describeOptionValue,
};

const worldOf = (snapshot: Snapshot, { declaration }: Location): World => toldAt(snapshot, declaration).world;

/** Undefined where the kind says all there is to say. */
export function describeValue(
  snapshot: Snapshot,
  place: Location,
  kind: ValueKindName,
  text: string,
): string | undefined {
  return (DESCRIBERS[kind] ?? describeIfAddress)(snapshot, place, text);
}

function describeIfAddress(snapshot: Snapshot, place: Location, text: string): string | undefined {
  const address = withoutPrefix(text);
  return ipaddr.isValid(address) ? describeAddress(toldAt(snapshot, place.declaration), address) : undefined;
}

/** The machines that nobody declares. */
function describeActor(snapshot: Snapshot, place: Location, text: string): string | undefined {
  const world = worldOf(snapshot, place);
  if (text === 'outside') return t`It is ${world.outside.lanAddress} on the hosts' LAN.`;
  const [first] = world.hosts.keys();
  return text === 'host' && first !== undefined ? describeHost(world, first) : undefined;
}

/** How large it is, and which network has it. */
function describeSubnet(snapshot: Snapshot, place: Location, text: string): string | undefined {
  const prefix = parseCidr(text)?.prefix;
  if (!prefix) return undefined;
  const { family, length, first, last } = prefix;
  const size = distance(first, last) + 1;
  const count = size <= 2 ** 32 ? size.toLocaleString('en') : `2^${128 - length}`;
  const range = t`${formatAddress(family, first)} to ${formatAddress(family, last)}`;
  const facts = [...worldOf(snapshot, place).hosts.values()].flatMap((host) =>
    [...host.networks.values()].flatMap((network) =>
      network.pools.some(({ subnet, ipRange }) => subnet === text || ipRange === text)
        ? [t`The network ${code(network.name)} has it: ${givenOut(network)} addresses are in use.`]
        : [],
    ),
  );
  return paragraphs(t`${code(text)}: ${count} addresses, ${range}.`, ...facts, describeOwner(snapshot, place, text));
}

/** Behind the prefix length of an interface's address stands an address that somebody has. */
function describeOwner(snapshot: Snapshot, place: Location, text: string): string | undefined {
  const address = withoutPrefix(text);
  const prefix = parseCidr(text)?.prefix;
  if (!prefix || formatAddress(prefix.family, prefix.first) === address) return undefined;
  return describeAddress(toldAt(snapshot, place.declaration), address);
}

/** The bindings of a mapping as the engine made them, once the container has started. */
function describeMapping(snapshot: Snapshot, place: Location, text: string): string | undefined {
  const name = place.path[0].arguments[0]?.text;
  const ports = /(\d+)(?:-(\d+))?(?:\/\w+)?$/.exec(text);
  if (name === undefined || !ports) return undefined;
  const [first, last] = [Number(ports[1]), Number(ports[2] ?? ports[1])];
  const world = toldAt(snapshot, place.declaration).here;
  const bound = membersOf(snapshot.lab)(name).flatMap((member) => {
    const facts = containerFacts(world, member);
    const own = facts?.ports.filter(({ containerPort }) => first <= containerPort && containerPort <= last) ?? [];
    return own.map((binding) => t`${portText(binding)} of ${code(member)}`);
  });
  if (bound.length === 0) return t`Nothing is bound: ${code(text)} has no effect on ${code(name)}.`;
  return t`Bound: ${some([...new Set(bound)], MOST_CONTAINERS)}.`;
}

function describeInterface(snapshot: Snapshot, place: Location, text: string): string | undefined {
  const world = worldOf(snapshot, place);
  const found = [...world.hosts.values()].flatMap((host) =>
    host.interfaces
      .filter(({ name }) => name === text)
      .map(({ addresses }) => t`${code(text)} of ${code(host.name)}: ${addresses.join(', ') || t('no address')}`),
  );
  return found.length > 0 ? paragraphs(...found) : undefined;
}

function describeMac(snapshot: Snapshot, place: Location, text: string): string | undefined {
  const wanted = text.toLowerCase().replaceAll('-', ':');
  const bearers = [...worldOf(snapshot, place).hosts.values()].flatMap((host) =>
    [...host.networks.values()].flatMap((network) =>
      [...network.endpoints.values()].flatMap(({ mac, container }) =>
        mac.kind === 'known' && mac.address === wanted
          ? [t`${code(host.containers.get(container)?.name ?? '')} on ${code(network.name)}`]
          : [],
      ),
    ),
  );
  if (bearers.length === 0) return undefined;
  const twice = bearers.length > 1 ? t(' Two with one MAC address on one network cannot talk to each other.') : '';
  return t`${code(text)} is the MAC address of ${some(bearers, MOST_CONTAINERS)}.${twice}`;
}

function describeOptionValue(_: Snapshot, place: Location, text: string): string | undefined {
  const option = driverOption(place.path.at(-1)!.arguments[0]?.text ?? '');
  const value = option?.values?.find(({ word }) => word === text);
  return (
    paragraphs(spoken(value?.documentation), option && `${code(option.word)}: ${t(option.documentation)}`) || undefined
  );
}

export function describeImage(reference: string): string {
  const image = wellKnownImage(reference);
  return image
    ? t`${code(image.name)} exposes and listens on ${image.exposes.map(code).join(', ')}.`
    : t`${code(reference)} is not among the images the simulation knows: it listens on its published and exposed ports.`;
}

export function describeAlias({ lab }: Snapshot, world: World, alias: string): string | undefined {
  const bearers = lab.entries.flatMap(({ declaration }) =>
    declaration.kind === 'container' || declaration.kind === 'connect'
      ? declaration.references.some((each) => each.kind === 'alias' && each.isDefinition && each.name === alias)
        ? containerNames(lab, declaration)
        : []
      : [],
  );
  if (bearers.length === 0) return undefined;
  const shown = bearers.map((name) => `${code(name)} ${containerAddresses(world, name).join(', ')}`.trim());
  return t`${code(alias)} is an alias of ${some(shown, MOST_CONTAINERS)}.`;
}

function containerNames(lab: Snapshot['lab'], declaration: { readonly kind: string } & object): readonly string[] {
  const members = membersOf(lab);
  const named = declaration as { name?: { value: string }; container?: { value: string } };
  const name = named.name ?? named.container;
  return name ? members(name.value) : [];
}

export function describeHost(world: World, name: string): string | undefined {
  const host = world.hosts.get(name);
  if (!host) return undefined;
  const interfaces = host.interfaces.map((each) => `${each.name} ${each.addresses.join(', ')}`);
  return t`host ${code(name)} · Docker Engine ${host.engine} · ${interfaces.join(' · ')}`;
}

function describeAddress({ world, end, isAction }: Told, address: string): string | undefined {
  const owners = containersAt(world, address);
  if (owners.length > 0) return t`${address} is the address of ${owners.map(code).join(', ')}.`;
  for (const host of world.hosts.values()) {
    const own = host.interfaces.find(({ addresses }) => addresses.some((each) => withoutPrefix(each) === address));
    if (own) return t`${address} is the address of ${code(own.name)} on ${code(host.name)}.`;
    for (const network of host.networks.values()) {
      const pool = network.pools.find(({ subnet }) => blockContains(subnet, address));
      if (!pool) continue;
      if (pool.gateway === address)
        return t`${address} is the gateway of the network ${code(network.name)}: the host itself.`;
      const where = t`${address} lies in ${pool.subnet}, the subnet of the network ${code(network.name)}.`;
      return `${where} ${isAction && end ? t('Nobody has it at this moment.') : t('Nobody has it at the end of the file.')}`;
    }
  }
  const { lanAddress, router, servers } = world.outside;
  if (address === lanAddress) return t`${address} is a machine on the hosts' LAN.`;
  if (address === router) return t`${address} is the router of the hosts' LAN.`;
  const server = servers.find((each) => each.address === address);
  return server && t`${address} is a server outside${server.names.length > 0 ? `: ${server.names.join(', ')}` : ''}.`;
}

/** What a value is: whom an address belongs to, which ports an image exposes, who answers to an alias. */
import ipaddr from 'ipaddr.js';
import { containerAddresses, containersAt, withoutPrefix } from '../analysis/facts.ts';
import { wellKnownImage } from '../analysis/images.ts';
import { entryIndex } from '../analysis/lab.ts';
import { membersOf } from '../analysis/members.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { worldAt } from '../analysis/timeline.ts';
import { blockContains } from '../simulation/addresses.ts';
import type { World } from '../simulation/state.ts';
import type { ValueKindName } from '../vocabulary/values.ts';
import { describeContainer, describeNetwork } from './hover-facts.ts';
import type { Location } from './locate.ts';
import { code, paragraphs, some } from './markdown.ts';
import type { NameAt } from './symbol-at.ts';

const MOST_CONTAINERS = 5;

/** The thing that a name means, at the moment at which the name is used; undefined where it means none. */
export function describeReference(
  snapshot: Snapshot,
  declaration: number,
  { meaning, reference }: NameAt,
): string | undefined {
  const { lab, timeline } = snapshot;
  const entry = entryIndex(lab, declaration);
  const world = worldAt(timeline, timeline.moments[entry]);
  const end = worldAt(timeline);
  if (meaning?.kind === 'alias') return describeAlias(snapshot, end, meaning.name);
  if (!meaning) return undefined;
  const { kind, name } = meaning.symbol;
  if (kind === 'network') return describeNetwork(end, name);
  if (kind === 'host') return describeHost(end, name);
  // A member of a container with replicas is meant by its own name.
  const members = membersOf(lab)(reference.name);
  const described = members
    .slice(0, MOST_CONTAINERS)
    .map((each) => describeContainer(world, each) ?? describeContainer(end, each));
  return paragraphs(...described, members.length > MOST_CONTAINERS && `… and ${members.length - MOST_CONTAINERS} more`);
}

/** Undefined where the kind says all there is to say. */
export function describeValue(snapshot: Snapshot, _: Location, kind: ValueKindName, text: string): string | undefined {
  const world = worldAt(snapshot.timeline);
  if (kind === 'image') return describeImage(text);
  if (kind === 'network' || kind === 'network mode') return describeNetwork(world, text);
  const address = withoutPrefix(text);
  return ipaddr.isValid(address) ? describeAddress(world, address) : undefined;
}

export function describeImage(reference: string): string {
  const image = wellKnownImage(reference);
  return image
    ? `${code(image.name)} exposes and listens on ${image.exposes.map(code).join(', ')}.`
    : `${code(reference)} is not among the images the simulation knows: it listens on its published and exposed ports.`;
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
  return `${code(alias)} is an alias of ${some(shown, MOST_CONTAINERS)}.`;
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
  return `host ${code(name)} · Docker Engine ${host.engine} · ${interfaces.join(' · ')}`;
}

function describeAddress(world: World, address: string): string | undefined {
  const owners = containersAt(world, address);
  if (owners.length > 0) return `${address} is the address of ${owners.map(code).join(', ')}.`;
  for (const host of world.hosts.values()) {
    const own = host.interfaces.find(({ addresses }) => addresses.some((each) => withoutPrefix(each) === address));
    if (own) return `${address} is the address of ${code(own.name)} on ${code(host.name)}.`;
    for (const network of host.networks.values()) {
      const pool = network.pools.find(({ subnet }) => blockContains(subnet, address));
      if (!pool) continue;
      if (pool.gateway === address)
        return `${address} is the gateway of the network ${code(network.name)}: the host itself.`;
      return `${address} lies in ${pool.subnet}, the subnet of the network ${code(network.name)}. Nobody has it at the end of the file.`;
    }
  }
  const { lanAddress, router, servers } = world.outside;
  if (address === lanAddress) return `${address} is a machine on the hosts' LAN.`;
  if (address === router) return `${address} is the router of the hosts' LAN.`;
  const server = servers.find((each) => each.address === address);
  return server && `${address} is a server outside${server.names.length > 0 ? `: ${server.names.join(', ')}` : ''}.`;
}

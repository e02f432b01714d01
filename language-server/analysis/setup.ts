/** A lab before its first command: the hosts as declared, the images in use, the LAN around them. */

import type { Declaration, HostDeclaration } from '../model/program.ts';
import { sameItems } from '../model/splice.ts';
import { contains, formatAddress, type Prefix, parseCidr, plus } from '../simulation/addresses.ts';
import type { EngineCommand, Image } from '../simulation/command.ts';
import type { EngineVersion, HostInterface, Outside, World } from '../simulation/state.ts';
import { joinToken } from '../simulation/swarm.ts';
import { createWorld, defaultOutside, type HostOptions } from '../simulation/world.ts';
import { wellKnownImage } from './images.ts';
import type { Plan } from './plan.ts';

/** What a file without a `host` statement has, and what a `host` without a name is called. */
const DEFAULT_HOST = 'host';

const DEFAULT_INTERFACE = { name: 'eth0', addresses: ['192.0.2.10/24'] };

/** The world at the start of a lab, and what it was made from. */
interface Setup {
  readonly world: World;
  readonly hosts: readonly HostDeclaration[];
  readonly images: readonly string[];
  readonly engine: EngineVersion | undefined;
}

const setups = new WeakMap<World, Setup>();

/**
 * The same world as `previous` where nothing that it is made from has changed.
 * @param engine the version that every host has instead of its own
 */
export function initialWorld(plan: Pick<Plan, 'hosts' | 'images'>, previous?: World, engine?: EngineVersion): World {
  const hosts = effective(plan.hosts);
  const known = previous && setups.get(previous);
  if (known?.engine === engine && known && sameItems(known.images, plan.images) && sameItems(known.hosts, hosts))
    return known.world;
  const declared: readonly HostOptions[] = hosts.length === 0 ? [{ name: DEFAULT_HOST }] : hosts.map(hostOptions);
  const options = engine ? declared.map((host) => ({ ...host, engine })) : declared;
  const outside = outsideOf(options[0]);
  const images = plan.images.flatMap(imageNamed);
  const world = createWorld({ hosts: options, images, ...(outside && { outside }) });
  setups.set(world, { world, hosts, images: plan.images, engine });
  return world;
}

/** Which host a statement is about. */
export interface Placement {
  /** The first of several with one name counts. */
  readonly hosts: readonly HostDeclaration[];
  of(declaration: Declaration): string;
}

/**
 * What is not placed with `on` is on the first host, an overlay network on the first manager of the swarm; an action
 * happens where its container is.
 */
export function placementOf(declared: readonly HostDeclaration[], declarations: readonly Declaration[]): Placement {
  const hosts = effective(declared);
  const first = hosts[0] ? nameOf(hosts[0]) : DEFAULT_HOST;
  const manager = hosts.find(({ swarm }) => swarm?.value === 'manager');
  const containers = new Map<string, string>();
  for (const declaration of declarations) {
    if (declaration.kind === 'container' && declaration.name && declaration.on) {
      containers.set(declaration.name.value, declaration.on.value);
    }
  }
  return {
    hosts,
    of(declaration) {
      if (declaration.kind === 'host') return nameOf(declaration);
      if (declaration.kind === 'container') return declaration.on?.value ?? first;
      if (declaration.kind === 'network') {
        const overlay = declaration.driver?.value === 'overlay';
        return declaration.on?.value ?? (overlay && manager ? nameOf(manager) : first);
      }
      const container = 'container' in declaration ? declaration.container?.value : undefined;
      return (
        (container !== undefined && containers.get(container.replace(/-\d+$/, ''))) ||
        containers.get(container ?? '') ||
        first
      );
    },
  };
}

/**
 * How the hosts become one swarm, in order: the first manager starts it, the others join it there, each under the
 * address of its first interface. Without a manager there is nothing to join.
 */
export function swarmCommands(hosts: readonly HostDeclaration[]): ReadonlyMap<Declaration, EngineCommand> {
  const manager = hosts.find(({ swarm }) => swarm?.value === 'manager');
  if (!manager) return new Map();
  const commands = new Map<Declaration, EngineCommand>([
    [manager, { kind: 'swarmInit', advertise: lanOf(manager)?.name ?? '' }],
  ]);
  const address = lanOf(manager)?.addresses[0]?.replace(/\/.*$/, '');
  for (const host of hosts) {
    if (!host.swarm || host === manager || address === undefined) continue;
    const token = joinToken(host.swarm.value);
    commands.set(host, { kind: 'swarmJoin', token, remote: `${address}:2377`, advertise: lanOf(host)?.name ?? '' });
  }
  return commands;
}

function lanOf(host: HostDeclaration): HostInterface | undefined {
  return hostOptions(host).interfaces?.[0];
}

/** The first of several with one name counts. */
function effective(declared: readonly HostDeclaration[]): readonly HostDeclaration[] {
  return declared.filter((host, index) => declared.findIndex((other) => nameOf(other) === nameOf(host)) === index);
}

function nameOf(host: HostDeclaration): string {
  return host.name?.value ?? DEFAULT_HOST;
}

function hostOptions(host: HostDeclaration): HostOptions {
  const interfaces = host.interfaces.map(({ name, addresses }) => ({
    name: name.value,
    addresses: addresses.map(({ value }) => value),
  }));
  const used = interfaces.length > 0 ? interfaces : [DEFAULT_INTERFACE];
  const lan = used[0]!;
  const router = host.gateway?.value ?? routerOf(lan.addresses[0]);
  return {
    name: nameOf(host),
    interfaces: used,
    routes: router === undefined ? [] : [{ destination: 'default', via: router, interface: lan.name }],
    ...(host.engine && { engine: host.engine.value as EngineVersion }),
    ...(host.dns.length > 0 && { nameservers: host.dns.map(({ value }) => value) }),
    daemon: {
      ...(host.bridgeIp && { bip: host.bridgeIp.value }),
      ...(host.fixedCidr && { fixedCidr: host.fixedCidr.value }),
      ...(host.addressPools.length > 0 && {
        defaultAddressPools: host.addressPools.map(({ base, size }) => ({ base: base.value, size: size.value })),
      }),
      ...(host.icc && { icc: host.icc.value }),
      ...(host.iptables && { iptables: host.iptables.value }),
      ...(host.userlandProxy && { userlandProxy: host.userlandProxy.value }),
      ...(host.allowDirectRouting && { allowDirectRouting: host.allowDirectRouting.value }),
    },
  };
}

/** The first address of the interface's network, where most routers are. */
function routerOf(address: string | undefined): string | undefined {
  const cidr = address === undefined ? undefined : parseCidr(address);
  return cidr && formatAddress(cidr.prefix.family, plus(cidr.prefix.first, 1));
}

/** The other machine of the LAN: `.99` where the subnet has it and nobody else does. */
const LAN_MACHINE = 99;

/** The world around the first host's LAN; the default one where that is the default LAN or none at all. */
function outsideOf(host: HostOptions | undefined): Outside | undefined {
  const address = host?.interfaces?.[0]?.addresses[0];
  const cidr = address === undefined ? undefined : parseCidr(address);
  const router = host?.routes?.[0]?.via;
  if (!cidr || !router || cidr.prefix.family !== 4) return undefined;
  return { ...defaultOutside, router, lanAddress: lanMachine(cidr.prefix, [router, address!.replace(/\/.*$/, '')]) };
}

function lanMachine(prefix: Prefix, taken: readonly string[]): string {
  for (let offset = LAN_MACHINE; offset > 0; offset--) {
    const ordinal = plus(prefix.first, offset);
    const address = formatAddress(prefix.family, ordinal);
    if (contains(prefix, ordinal) && ordinal !== prefix.last && !taken.includes(address)) return address;
  }
  return defaultOutside.lanAddress;
}

/** An image of which something is known, under the name by which it is used. */
function imageNamed(name: string): readonly Image[] {
  const image = wellKnownImage(name);
  return image ? [{ ...image, name }] : [];
}

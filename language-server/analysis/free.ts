/** What is still free in a lab: the next address of a network, the next port of a host. */
import {
  distance,
  formatAddress,
  formatPrefix,
  overlaps,
  parseAddress,
  parseCidr,
  plus,
} from '../simulation/addresses.ts';
import { takeLowest } from '../simulation/free-addresses.ts';
import { chooseSubnet, localAddresses } from '../simulation/ipam.ts';
import { Refusal } from '../simulation/refusal.ts';
import type { Host, Network } from '../simulation/state.ts';

/** The addresses that a network would give to the next containers, lowest first; fewer when it runs out. */
export function nextFreeAddresses(network: Network, family: 4 | 6, count: number): readonly string[] {
  const pool = network.pools.find((each) => each.family === family);
  if (!pool) return [];
  const { first, last } = pool.range;
  const address = (offset: number): string => formatAddress(family, plus(first, offset));
  const inUse = (offset: number): boolean =>
    network.allocated.has(address(offset)) || pool.reserved.includes(address(offset));
  const found: string[] = [];
  let { free } = pool;
  while (found.length < count) {
    const taken = takeLowest(free, distance(first, last) + 1, inUse);
    if (!taken) break;
    found.push(address(taken.offset));
    free = taken.free;
  }
  return found;
}

/** The lowest port from `port` on that nothing on the host uses on any address; undefined when none is left. */
export function nextFreePort(host: Host, port: number, protocol: string): number | undefined {
  for (let candidate = port; candidate <= 65_535; candidate++) {
    if (!host.hostPorts.has(`${protocol}/${candidate}`)) return candidate;
  }
  return undefined;
}

/** The IPv4 subnet that the engine would choose for the next network; undefined when its pools are used up. */
export function nextSubnet(host: Host): string | undefined {
  try {
    return formatPrefix(chooseSubnet(host, 4).subnet);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** Subnets of 256 addresses in 10.0.0.0/8 that overlap with none of the host's, as people number them: 10.10.0.0/24 … */
export function freeSubnets(host: Host, count: number): readonly string[] {
  const found: string[] = [];
  for (let second = 10; second < 256 && found.length < count; second += 10) {
    const subnet = `10.${second}.0.0/24`;
    const { prefix } = parseCidr(subnet)!;
    if (!localAddresses(host).subnets.some((range) => overlaps(range, prefix))) found.push(subnet);
  }
  return found;
}

/** Whether a text is an address at all, of either family. */
export function familyOf(text: string): 4 | 6 | undefined {
  return parseAddress(text)?.family;
}

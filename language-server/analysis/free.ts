/** What is still free in a lab: the next address of a network, the next port of a host. */
import { formatPrefix, overlaps, parseAddress, parseCidr } from '../simulation/addresses.ts';
import { takeLowest } from '../simulation/free-addresses.ts';
import { addressesOf, chooseSubnet, freeOf, localAddresses } from '../simulation/ipam.ts';
import { Refusal } from '../simulation/refusal.ts';
import type { Host, Network } from '../simulation/state.ts';

/** The addresses that a network would give to the next containers, lowest first; fewer when it runs out. */
export function nextFreeAddresses(network: Network, family: 4 | 6, count: number): readonly string[] {
  const pool = network.pools.find((each) => each.family === family);
  if (!pool) return [];
  const found: string[] = [];
  const addresses = addressesOf(pool);
  let free = freeOf(network, pool);
  while (found.length < count) {
    const taken = takeLowest(free, addresses);
    if (!taken) break;
    found.push(taken.address);
    free = taken.free;
  }
  return found;
}

/**
 * The lowest port from `port` on that nothing on the host uses on any address, and that is not `claimed` (`8080/tcp`);
 * undefined when none is left.
 */
export function nextFreePort(
  host: Host,
  port: number,
  protocol: string,
  claimed: ReadonlySet<string> = new Set(),
): number | undefined {
  for (let candidate = port; candidate <= 65_535; candidate++) {
    if (!host.hostPorts.has(`${protocol}/${candidate}`) && !claimed.has(`${candidate}/${protocol}`)) return candidate;
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

/**
 * Subnets that overlap with none of the host's and none that is claimed, as people number them: 10.10.0.0/24 …, and
 * fd00:1::/64 …
 */
export function freeSubnets(
  host: Host,
  family: 4 | 6,
  count: number,
  claimed: readonly string[] = [],
): readonly string[] {
  const taken = [...localAddresses(host).subnets, ...claimed.flatMap((each) => parseCidr(each)?.prefix ?? [])];
  const found: string[] = [];
  for (let n = 1; n < 26 && found.length < count; n++) {
    const subnet = family === 4 ? `10.${10 * n}.0.0/24` : `fd00:${n}::/64`;
    const { prefix } = parseCidr(subnet)!;
    if (!taken.some((range) => overlaps(range, prefix))) found.push(subnet);
  }
  return found;
}

/** Whether a text is an address at all, of either family. */
export function familyOf(text: string): 4 | 6 | undefined {
  return parseAddress(text)?.family;
}

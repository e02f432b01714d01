/** What is still free in a lab: the next address of a network, the next port of a host. */
import { distance, formatAddress, parseAddress, plus } from '../simulation/addresses.ts';
import { takeLowest } from '../simulation/free-addresses.ts';
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

/** Whether a text is an address at all, of either family. */
export function familyOf(text: string): 4 | 6 | undefined {
  return parseAddress(text)?.family;
}

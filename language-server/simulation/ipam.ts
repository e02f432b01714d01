/**
 * Address management: which subnet a network gets, and which address an endpoint. Allocation is always the lowest free
 * address, as in moby's libnetwork/ipam.
 */
import {
  type AddressRange,
  contains,
  distance,
  type Family,
  formatAddress,
  formatPrefix,
  overlaps,
  type Prefix,
  parseAddress,
  parseCidr,
  plus,
  prefixAround,
} from './addresses.ts';
import { rules } from './engine-versions.ts';
import {
  type Addresses,
  allFree,
  type FreeAddresses,
  giveBack,
  isGiven,
  takeLowest,
  takeNext,
  takeOne,
} from './free-addresses.ts';
import { fullId } from './ids.ts';
import { engineError, messageText } from './messages.ts';
import { Refusal } from './refusal.ts';
import type { AddressPool, AddressSpace, EngineVersion, Host, Network } from './state.ts';

/** libnetwork's name for the address space of everything that is not of a swarm. */
export const localDefault = 'LocalDefault';

export const localAddresses = (host: Host): AddressSpace => host.addressSpaces.get(localDefault) as AddressSpace;

export const withLocalAddresses = (host: Host, space: Partial<AddressSpace>): Host => ({
  ...host,
  addressSpaces: host.addressSpaces.set(localDefault, { ...localAddresses(host), ...space }),
});

interface SubnetSource {
  readonly block: Prefix;
  /** Prefix length of the subnets that it is cut into. */
  readonly size: number;
}

/** moby `libnetwork/ipamutils`: the local-scope default networks. */
const defaultSources: readonly SubnetSource[] = [
  ['172.17.0.0/16', 16],
  ['172.18.0.0/16', 16],
  ['172.19.0.0/16', 16],
  ['172.20.0.0/14', 16],
  ['172.24.0.0/14', 16],
  ['172.28.0.0/14', 16],
  ['192.168.0.0/16', 20],
].map(([base, size]) => ({ block: (parseCidr(base as string) as { prefix: Prefix }).prefix, size: size as number }));

/**
 * Stands for the first 48 bits of the unique local prefix that an engine derives from its own random id
 * (moby `libnetwork/ipamutils`); its /64s are handed out in order.
 */
export const DRAWN_PREFIX = 'fd00:d0c:4e74:';
const uniqueLocal = (parseCidr(`${DRAWN_PREFIX}:/48`) as { prefix: Prefix }).prefix;

function sourcesOf(host: Host): readonly SubnetSource[] {
  const pools = host.daemon.defaultAddressPools ?? [];
  const sources = pools.flatMap(({ base, size }) => {
    const block = parseCidr(base)?.prefix;
    return block && size >= block.length ? [{ block, size }] : [];
  });
  return sources.length ? sources : defaultSources;
}

/**
 * What an automatic subnet must keep clear of on the host itself: subnets on a link, routes without a next hop, and
 * name servers; not routes through a gateway (moby `netutils.InferReservedNetworks`).
 */
function reservedByHost(host: Host): readonly AddressRange[] {
  const links = host.interfaces.flatMap((one) => one.addresses);
  const routes = host.routes.filter((route) => route.via === undefined).map((route) => route.destination);
  return [...links, ...routes, ...host.nameservers.map((server) => `${server}/${server.includes(':') ? 128 : 32}`)]
    .map((text) => parseCidr(text)?.prefix)
    .filter((prefix) => prefix !== undefined);
}

/** Index of the first of the ascending, disjoint ranges that ends at or after `ordinal`. */
function firstEndingAt(ranges: readonly AddressRange[], ordinal: number | bigint): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle] as AddressRange).last < ordinal) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** IPv4 and IPv6 in one ascending list: IPv4 ordinals come first, as all of them are smaller. */
const findOverlap = (ranges: readonly AddressRange[], wanted: AddressRange): AddressRange | undefined => {
  const candidate = ranges[firstEndingAt(ranges, wanted.first)];
  return candidate && overlaps(candidate, wanted) ? candidate : undefined;
};

function lowestFreeSubnet(host: Host): Prefix | undefined {
  const reserved = reservedByHost(host);
  const { subnets } = localAddresses(host);
  for (const { block, size } of sourcesOf(host)) {
    let at = prefixAround({ family: block.family, ordinal: block.first }, size);
    while (at.last <= block.last) {
      const candidate = at;
      const blocker = findOverlap(subnets, candidate) ?? reserved.find((range) => overlaps(range, candidate));
      if (!blocker) return candidate;
      const behind = contains(candidate, blocker.last) ? candidate.last : blocker.last;
      at = prefixAround({ family: block.family, ordinal: plus(behind, 1) }, size);
    }
  }
  return undefined;
}

/** 20.10: the list of all subnets is walked in a circle from where the last search stopped. */
function nextFreeSubnet(host: Host): { subnet: Prefix; cursor: number } | undefined {
  const reserved = reservedByHost(host);
  const { subnets, cursor } = localAddresses(host);
  const sources = sourcesOf(host).map(({ block, size }) => ({ block, size, count: 2 ** (size - block.length) }));
  const total = sources.reduce((sum, { count }) => sum + count, 0);
  for (let tried = 0; tried < total; tried++) {
    const index = (cursor + tried) % total;
    let within = index;
    const source = sources.find(({ count }) => {
      if (within < count) return true;
      within -= count;
      return false;
    });
    if (!source) return undefined;
    const bits = (source.block.family === 4 ? 32 : 128) - source.size;
    const start = prefixAround({ family: source.block.family, ordinal: source.block.first }, source.size);
    const subnet = prefixAround(
      { family: source.block.family, ordinal: plus(start.first, within * 2 ** bits) },
      source.size,
    );
    if (!findOverlap(subnets, subnet) && !reserved.some((range) => overlaps(range, subnet)))
      return { subnet, cursor: (index + 1) % total };
  }
  return undefined;
}

function lowestUniqueLocal(host: Host): Prefix {
  const { subnets } = localAddresses(host);
  let at = prefixAround({ family: 6, ordinal: uniqueLocal.first }, 64);
  for (let blocker = findOverlap(subnets, at); blocker; blocker = findOverlap(subnets, at))
    at = prefixAround({ family: 6, ordinal: plus(blocker.last, 1) }, 64);
  return at;
}

/**
 * The next automatic subnet, and the host with its cursor moved on. The subnet is not taken yet.
 * @throws Refusal pools-exhausted, ipv6-pool-missing
 */
export function chooseSubnet(host: Host, family: Family): { readonly subnet: Prefix; readonly host: Host } {
  const { subnetAllocation, ipv6WithoutSubnet } = rules[host.engine];
  if (family === 6) {
    if (ipv6WithoutSubnet === 'refused') throw new Refusal(engineError(host.engine, 'ipv6-pool-missing'));
    return { subnet: lowestUniqueLocal(host), host };
  }
  if (subnetAllocation === 'cursor') {
    const found = nextFreeSubnet(host);
    if (found) return { subnet: found.subnet, host: withLocalAddresses(host, { cursor: found.cursor }) };
  } else {
    const subnet = lowestFreeSubnet(host);
    if (subnet) return { subnet, host };
  }
  throw new Refusal(engineError(host.engine, 'pools-exhausted'));
}

/**
 * Takes a subnet on the host.
 * @throws Refusal pool-overlap
 */
export function takeSubnet(host: Host, subnet: Prefix): Host {
  const { subnets } = localAddresses(host);
  if (findOverlap(subnets, subnet)) throw new Refusal(engineError(host.engine, 'pool-overlap'));
  const at = firstEndingAt(subnets, subnet.first);
  const { first, last } = subnet;
  return withLocalAddresses(host, { subnets: subnets.toSpliced(at, 0, { first, last }) });
}

export function releaseSubnets(host: Host, pools: readonly AddressPool[]): Host {
  const released = pools.flatMap((pool) => parseCidr(pool.subnet)?.prefix ?? []);
  const isReleased = (range: AddressRange) =>
    released.some(({ first, last }) => first === range.first && last === range.last);
  const subnets = localAddresses(host).subnets.filter((range) => !isReleased(range));
  return withLocalAddresses(host, { subnets });
}

export interface PoolOptions {
  readonly subnet: Prefix;
  /** As the user wrote it; absent for an automatic subnet. */
  readonly written?: string;
  readonly ipRange?: string;
  readonly gateway?: string;
  readonly auxAddresses?: readonly { readonly name: string; readonly address: string }[];
  /** Whether the network has a gateway at all. */
  readonly wantsGateway: boolean;
  /** Addresses that are in use although the pool is new. */
  readonly taken?: readonly string[];
  readonly random?: boolean;
}

/**
 * A new pool: network and broadcast address set aside, then the gateway, then the auxiliary addresses.
 * @throws Refusal gateway-not-available, auxiliary-not-available
 */
export function createPool(engine: EngineVersion, options: PoolOptions): AddressPool {
  const { subnet, written, ipRange, auxAddresses = [], wantsGateway, taken = [], random = false } = options;
  const { family } = subnet;
  const bits = family === 4 ? 32 : 128;
  const tiny = subnet.length >= bits - 1;
  const reserved: string[] = [...taken];
  if (!tiny || rules[engine].tinySubnets === 'refused') reserved.push(formatAddress(family, subnet.first));
  if (family === 4 && (!tiny || rules[engine].tinySubnets === 'refused'))
    reserved.push(formatAddress(family, subnet.last));
  const within = ipRange === undefined ? undefined : parseCidr(ipRange)?.prefix;
  const range = within ? { first: within.first, last: within.last } : { first: subnet.first, last: subnet.last };

  let gateway = options.gateway === undefined ? undefined : canonical(options.gateway);
  if (gateway !== undefined) {
    if (reserved.includes(gateway)) throw gatewayRefusal(engine, gateway, whyTaken(engine, subnet, reserved));
  } else if (wantsGateway) {
    const lowest = takeLowest(allFree, addressesOf({ family, range, reserved }));
    if (!lowest) throw gatewayRefusal(engine, '', 'No available addresses on this pool');
    gateway = lowest.address;
  }
  if (gateway !== undefined) reserved.push(gateway);
  for (const { name, address } of auxAddresses) {
    const text = canonical(address);
    if (reserved.includes(text)) {
      const reason = whyTaken(engine, subnet, reserved);
      throw new Refusal(engineError(engine, 'auxiliary-not-available', { name, address: text, reason }, address));
    }
    reserved.push(text);
  }
  return {
    family,
    subnet: written ?? formatPrefix(subnet),
    prefixLength: subnet.length,
    ipRange,
    gateway,
    random,
    configured: written !== undefined,
    gatewayConfigured: options.gateway !== undefined,
    auxAddresses,
    reserved,
    range,
    serial: undefined,
  };
}

/** What is said of an address that is set aside already. */
const whyTaken = (engine: EngineVersion, subnet: Prefix, reserved: readonly string[]): string =>
  rules[engine].fullSubnetSeenFirst && new Set(reserved).size > distance(subnet.first, subnet.last)
    ? messageText(engine, 'pool-full', {})
    : messageText(engine, 'address-in-use', {});

const gatewayRefusal = (engine: EngineVersion, gateway: string, reason: string): Refusal =>
  new Refusal(engineError(engine, 'gateway-not-available', { gateway, reason }, gateway || undefined));

/** What a pool gives addresses out of. */
export const addressesOf = ({
  family,
  range,
  reserved,
}: Pick<AddressPool, 'family' | 'range' | 'reserved'>): Addresses => ({
  size: distance(range.first, range.last) + 1,
  at: (offset) => formatAddress(family, plus(range.first, offset)),
  isReserved: (address) => reserved.includes(address),
});

/** What is free of a pool of a network. */
export const freeOf = (network: Network, pool: AddressPool): FreeAddresses => network.free.get(pool.subnet, allFree);

/** How many addresses of a network are given out, of one family or of both. */
export const givenOut = (network: Network, family?: Family): number =>
  network.pools.reduce(
    (sum, pool) => (family === undefined || pool.family === family ? sum + freeOf(network, pool).count : sum),
    0,
  );

/** The text by which addresses are compared: RFC 5952 for IPv6; what is no address stays as it is. */
export function canonical(text: string): string {
  const address = parseAddress(text);
  return address ? formatAddress(address.family, address.ordinal) : text;
}

export interface Allocation {
  readonly network: Network;
  readonly address: string;
  readonly prefixLength: number;
}

/** The pool whose subnet an address is in, and how far from the start of its range. */
function placeOf(network: Network, address: string): { pool: AddressPool; offset: number } | undefined {
  const parsed = parseAddress(address);
  if (!parsed) return undefined;
  const { family, ordinal } = parsed;
  for (const pool of network.pools) {
    const prefix = pool.family === family ? parseCidr(pool.subnet)?.prefix : undefined;
    if (prefix && contains(prefix, ordinal)) return { pool, offset: distance(pool.range.first, ordinal) };
  }
  return undefined;
}

/** Whether no address of the subnet is free, be it inside the ip-range or not. */
function isFull(network: Network, pool: AddressPool): boolean {
  const prefix = parseCidr(pool.subnet)?.prefix;
  if (!prefix) return false;
  return distance(prefix.first, prefix.last) + 1 <= pool.reserved.length + freeOf(network, pool).count;
}

/**
 * Gives a container an address of the network: the lowest free one, or the one it asks for.
 * @throws Refusal address-in-use, address-outside-subnet, addresses-exhausted
 */
export function allocateAddress(engine: EngineVersion, network: Network, family: Family, wish?: string): Allocation {
  if (wish !== undefined) {
    const address = canonical(wish);
    const place = placeOf(network, address);
    if (place?.pool.family !== family)
      throw new Refusal(engineError(engine, 'address-outside-subnet', { address: wish }, wish));
    const { pool, offset } = place;
    const free = freeOf(network, pool);
    if (rules[engine].fullSubnetSeenFirst && isFull(network, pool)) throw new Refusal(engineError(engine, 'pool-full'));
    if (pool.reserved.includes(address) || isGiven(free, offset, address))
      throw new Refusal(engineError(engine, 'address-in-use', {}, wish));
    return {
      network: withFree(network, pool, takeOne(free, offset, address)),
      address,
      prefixLength: pool.prefixLength,
    };
  }
  for (const pool of network.pools) {
    if (pool.family !== family) continue;
    const take = pool.serial ? takeNext : takeLowest;
    const taken = take(freeOf(network, pool), addressesOf(pool));
    if (!taken) continue;
    const { address, free } = taken;
    return { network: withFree(network, pool, free), address, prefixLength: pool.prefixLength };
  }
  const values = { family: String(family), network: network.name, id: fullId(network.id) };
  throw new Refusal(engineError(engine, 'addresses-exhausted', values));
}

const withFree = (network: Network, pool: AddressPool, free: FreeAddresses): Network => ({
  ...network,
  free: network.free.set(pool.subnet, free),
});

/** Gives an address back to its network. */
export function releaseAddress(network: Network, address: string): Network {
  const place = placeOf(network, address);
  if (!place) return network;
  const { pool, offset } = place;
  return withFree(network, pool, giveBack(freeOf(network, pool), offset, address));
}

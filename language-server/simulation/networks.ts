/** Creating, finding and removing networks. */
import { Map as PersistentMap } from 'immutable';
import { blockContains, formatPrefix, overlaps, type Prefix, parseCidr } from './addresses.ts';
import type { NetworkCreateOptions } from './command.ts';
import { driverNamed, type NetworkDraft } from './drivers.ts';
import { rules } from './engine-versions.ts';
import { createId, fullId, nameOrId, shortEndpointId } from './ids.ts';
import {
  chooseSubnet,
  createPool,
  localAddresses,
  type PoolOptions,
  releaseSubnets,
  takeSubnet,
  withLocalAddresses,
} from './ipam.ts';
import { engineError, type MessageCode, messageText } from './messages.ts';
import { Refusal } from './refusal.ts';
import type { AddressPool, EngineError, EngineVersion, Host, Network } from './state.ts';
import { sandboxName, swarmNetworkNamed, withSwarmNetwork } from './swarm-state.ts';

const predefinedNames = new Set(['bridge', 'host', 'none', 'default']);

/** Neither the default bridge nor host nor none. */
export const isUserDefined = (network: Pick<Network, 'predefined'>): boolean => !network.predefined;

/** A network by name or id; the default bridge is also called `default`. */
export function findNetwork(host: Host, name: string): Network | undefined {
  const id = host.networkIds.get(nameOrId(name));
  return id === undefined ? swarmNetworkNamed(host, nameOrId(name)) : host.networks.get(id);
}

/** A network that `docker network ls` shows: a worker knows others of its swarm besides. */
export function listedNetwork(host: Host, name: string): Network | undefined {
  const network = findNetwork(host, name);
  return network && host.networks.get(network.id);
}

/** A node of a swarm asks the managers for what it does not know. */
export const networkMissing = (host: Host, name: string, value = name): EngineError =>
  engineError(host.engine, host.swarm ? 'swarm-network-not-found' : 'network-not-found', { name }, value);

/** @throws Refusal network-not-found, swarm-network-not-found */
export function networkNamed(host: Host, name: string): Network {
  const network = findNetwork(host, name);
  if (!network) throw new Refusal(networkMissing(host, name));
  return network;
}

export const withNetwork = (host: Host, network: Network): Host =>
  network.scope === 'swarm'
    ? withSwarmNetwork(host, network)
    : { ...host, networks: host.networks.set(network.id, network) };

export interface SubnetOptions {
  readonly written: string;
  readonly ipRange?: string;
  readonly gateway?: string;
  readonly auxAddresses: readonly { readonly name: string; readonly address: string }[];
}

/** `NAME=ADDRESS`; a text without the sign is a name without an address. */
export function parseAuxiliary(text: string): { readonly name: string; readonly address: string } {
  const [name = '', ...address] = text.split('=');
  return { name, address: address.join('=') };
}

/** Sorts ranges, gateways and auxiliary addresses to the subnets that hold them, as the client does. */
export function subnetOptions(options: NetworkCreateOptions): readonly SubnetOptions[] {
  return (options.subnets ?? []).map((written) => {
    const ipRange = options.ipRanges?.find((range) => blockContains(written, range.split('/')[0] as string));
    const gateway = options.gateways?.find((address) => blockContains(written, address));
    return {
      written,
      ...(ipRange !== undefined && { ipRange }),
      ...(gateway !== undefined && { gateway }),
      auxAddresses: (options.auxAddresses ?? [])
        .map(parseAuxiliary)
        .filter(({ address }) => blockContains(written, address)),
    };
  });
}

/** moby `api/types/network/ipam.go` ValidateIPAM, since v25.0: all complaints in one message. */
function validateSubnets(engine: EngineVersion, subnets: readonly SubnetOptions[]): void {
  const complaints: string[] = [];
  for (const { written, ipRange } of subnets) {
    const subnet = parseCidr(written);
    if (!subnet) {
      complaints.push(messageText(engine, 'invalid-subnet', { subnet: written }));
      continue;
    }
    if (subnet.address.ordinal !== subnet.prefix.first)
      complaints.push(
        messageText(engine, 'subnet-host-bits', { subnet: written, masked: formatPrefix(subnet.prefix) }),
      );
    const range = ipRange === undefined ? undefined : parseCidr(ipRange);
    if (ipRange !== undefined && !range) complaints.push(messageText(engine, 'invalid-ip-range', { range: ipRange }));
    if (!range || ipRange === undefined) continue;
    if (range.prefix.length < subnet.prefix.length)
      complaints.push(messageText(engine, 'ip-range-too-big', { range: ipRange, subnet: formatPrefix(subnet.prefix) }));
    if (range.address.ordinal !== range.prefix.first)
      complaints.push(
        messageText(engine, 'ip-range-host-bits', { range: ipRange, masked: formatPrefix(range.prefix) }),
      );
  }
  if (complaints.length)
    throw new Refusal(
      engineError(engine, 'invalid-network-config', { reason: complaints.join('\n') }, subnets[0]?.written),
    );
}

/** The addresses of all endpoints. */
const addressesOn = ({ endpoints }: Network): readonly string[] =>
  [...endpoints.values()].flatMap(({ address, address6 }) => [address, address6].filter((each) => each !== undefined));

/**
 * How 20.10 refuses a subnet with an ip-range that overlaps another network's: it shares the addresses of an equal
 * subnet, so that the gateway may be taken; then the bridge driver compares the bridges' addresses, but not with the
 * default bridge's: there the overlap stays, and the daemon cannot start a second time.
 * @returns false where nobody notices the overlap
 * @throws Refusal pool-overlap, gateway-not-available, auxiliary-not-available, bridge-subnets-overlap
 */
function isFreeForRange(host: Host, wanted: PoolOptions): boolean {
  let free = true;
  for (const network of host.networks.values())
    for (const pool of network.pools) {
      const other = parseCidr(pool.subnet)?.prefix;
      if (!other || !overlaps(other, wanted.subnet)) continue;
      free = false;
      if (network.predefined) continue;
      const equal = other.first === wanted.subnet.first && other.last === wanted.subnet.last;
      if (equal && pool.ipRange === wanted.ipRange) throw new Refusal(engineError(host.engine, 'pool-overlap'));
      createPool(host.engine, { ...wanted, taken: equal ? [...pool.reserved, ...addressesOn(network)] : [] });
      const values = { other: fullId(network.id), bridge: network.bridge ?? '' };
      throw new Refusal(engineError(host.engine, 'bridge-subnets-overlap', values, wanted.written));
    }
  return free;
}

/** Takes the configured subnets, and automatic ones for families that have none. */
export function allocatePools(
  host: Host,
  options: NetworkCreateOptions,
  subnets: readonly SubnetOptions[],
): { readonly host: Host; readonly pools: readonly AddressPool[] } {
  const { engine } = host;
  const driver = driverNamed(host, options.driver ?? 'bridge');
  const wantsGateway = driver.wantsGateway(host, options.options ?? []);
  let after = host;
  const configured: AddressPool[] = [];
  for (const one of subnets) {
    const prefix = parseCidr(one.written)?.prefix;
    if (!prefix) throw new Refusal(engineError(engine, 'invalid-subnet', { subnet: one.written }, one.written));
    if (prefix.family === 6 && !options.ipv6) continue;
    const unchecked = one.ipRange !== undefined && rules[engine].overlapWithIpRange === 'bridge driver';
    if (!unchecked || isFreeForRange(after, { ...one, subnet: prefix, wantsGateway }))
      after = takeSubnet(after, prefix);
    configured.push(createPool(engine, { ...one, subnet: prefix, wantsGateway }));
  }
  const automatic = (family: 4 | 6): readonly AddressPool[] => {
    if (configured.some((pool) => pool.family === family)) return [];
    const chosen = chooseSubnet(after, family);
    after = takeSubnet(chosen.host, chosen.subnet);
    return [createPool(engine, { subnet: chosen.subnet, wantsGateway, random: family === 6 })];
  };
  const pools4 = options.ipv4 === false ? [] : automatic(4);
  const pools6 = options.ipv6 ? automatic(6) : [];
  const chosen = [...pools4, ...pools6];
  return {
    host: after,
    pools: rules[engine].automaticSubnetFirst ? [...chosen, ...configured] : [...configured, ...chosen],
  };
}

/**
 * Whether a new network may have this name.
 * @throws Refusal network-name-empty, predefined-name, network-name-taken; swarm-scope-without-swarm in between
 */
export function checkNewNetworkName(host: Host, name: string, scope?: string): void {
  const refuse = (code: MessageCode, value = name): never => {
    throw new Refusal(engineError(host.engine, code, { name }, value));
  };
  if (name === '') refuse('network-name-empty');
  if (predefinedNames.has(name)) refuse('predefined-name');
  if (scope === 'swarm' && !host.swarm) refuse('swarm-scope-without-swarm', scope);
  if (listedNetwork(host, name)) refuse('network-name-taken');
}

/**
 * `docker network create` as the engine does it.
 * @throws Refusal; 20.10 has moved on its subnet cursor even then
 */
export function createNetwork(host: Host, options: NetworkCreateOptions): { host: Host; network: Network } {
  const { engine } = host;
  const { name } = options;
  const refuse = (code: Parameters<typeof engineError>[1], values: Record<string, string> = {}, value?: string) => {
    throw new Refusal(engineError(engine, code, values, value));
  };
  checkNewNetworkName(host, name, options.scope);
  if (options.ingress) refuse('ingress-needs-global-scope');
  const driverName = options.driver || 'bridge';
  const driver = driverNamed(host, driverName);
  const subnets = subnetOptions(options);
  if (rules[engine].subnetHostBits === 'refused') validateSubnets(engine, subnets);
  if (options.ipv4 === false && !options.ipv6) refuse('no-address-family');
  if (driverName === 'host' || driverName === 'null' || driverName === 'overlay')
    driver.create(host, {} as NetworkDraft);

  const allocated = allocatePools(host, { ...options, driver: driverName }, subnets);
  const namesakes = host.namesakes.get(name, 0);
  const draft: NetworkDraft = {
    id: createId(namesakes, name),
    created: host.clock,
    name,
    driver: driverName,
    scope: 'local',
    predefined: false,
    internal: options.internal ?? false,
    attachable: options.attachable ?? false,
    ingress: false,
    ipv4: options.ipv4 ?? true,
    ipv6: options.ipv6 ?? false,
    pools: allocated.pools,
    unusedSubnets: options.ipv6 ? [] : (options.subnets ?? []).filter((one) => parseCidr(one)?.prefix.family === 6),
    options: options.options ?? [],
    labels: options.labels ?? [],
    bridge: undefined,
    parent: undefined,
    lost: false,
    endpoints: PersistentMap(),
    free: PersistentMap(),
  };
  try {
    const created = driver.create(allocated.host, draft);
    const after: Host = {
      ...created.host,
      clock: host.clock + 1,
      namesakes: host.namesakes.set(name, namesakes + 1),
      networks: created.host.networks.set(draft.id, created.network),
      networkIds: created.host.networkIds.set(name, draft.id),
    };
    return { host: after, network: created.network };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    throw new Refusal(refusal.error, withLocalAddresses(host, { cursor: localAddresses(allocated.host).cursor }));
  }
}

/**
 * `docker network rm` of one network.
 * @throws Refusal network-not-found, predefined-network-stays, network-in-use
 */
export function removeNetwork(host: Host, name: string): Host {
  const network = listedNetwork(host, name);
  if (!network) throw new Refusal(engineError(host.engine, 'no-such-network', { name }, name));
  if (network.predefined) throw new Refusal(engineError(host.engine, 'predefined-network-stays', { name }, name));
  if (network.endpoints.size) {
    const endpoints = network.endpoints
      .keySeq()
      .map((id) => `name:"${host.containers.get(id)?.name ?? sandboxName(network, id)}" id:"${shortEndpointId}"`)
      .join(', ');
    throw new Refusal(
      engineError(host.engine, 'network-in-use', { name: network.name, id: fullId(network.id), endpoints }, name),
    );
  }
  return deleteNetwork(host, network);
}

/** Takes a network without endpoints away, with its subnets and its bridge. */
export function deleteNetwork(host: Host, network: Network): Host {
  const device = network.bridge ?? network.parent;
  const owned = device !== undefined && host.bridges.get(device) === network.id;
  return {
    ...releaseSubnets(host, network.pools),
    networks: host.networks.delete(network.id),
    networkIds: host.networkIds.delete(network.name),
    bridges: owned ? host.bridges.delete(device) : host.bridges,
  };
}

/** What `docker network prune` removes, in the order of creation: user networks without running members. */
export const unusedNetworks = (host: Host): readonly Network[] =>
  [...host.networks.values()]
    .filter(({ predefined, scope, endpoints }) => !predefined && scope === 'local' && endpoints.size === 0)
    .sort((a, b) => a.created - b.created);

/** The subnet of one of the network's pools as a block. */
export const blockOf = (pool: AddressPool): Prefix => (parseCidr(pool.subnet) as { prefix: Prefix }).prefix;

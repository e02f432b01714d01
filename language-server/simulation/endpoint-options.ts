/** Whether the options of an endpoint fit its network: `--ip`, `--ip6`, aliases. */
import { contains, parseAddress } from './addresses.ts';
import { rules } from './engine-versions.ts';
import { engineError, type MessageCode, prefixed } from './messages.ts';
import { isUserDefinedMode } from './network-mode.ts';
import { blockOf, isUserDefined } from './networks.ts';
import { Refusal } from './refusal.ts';
import type { Attachment, EngineError, EngineVersion, Host, Network } from './state.ts';

type Settings = Pick<Attachment, 'ip' | 'ip6' | 'aliases'>;

const isUnspecified = (address: string): boolean => /^[0.:]+$/.test(address);

/** Whether an address is well-formed and of its family. */
function isOfFamily(text: string, family: 4 | 6): boolean {
  return parseAddress(text)?.family === family;
}

function rangeComplaint(
  engine: EngineVersion,
  network: Network,
  family: 4 | 6,
  address: string,
): EngineError | undefined {
  const onlyConfigured = rules[engine].staticAddressNeedsSubnet;
  const pools = network.pools.filter((pool) => pool.family === family && (pool.configured || !onlyConfigured));
  const ordinal = parseAddress(address)?.ordinal;
  if (ordinal !== undefined && pools.some((pool) => contains(blockOf(pool), ordinal))) return undefined;
  if (!pools.length && onlyConfigured) return engineError(engine, 'address-needs-subnet', {}, address);
  return engineError(engine, 'address-outside-subnet', { address }, address);
}

/** All complaints of the newer engines, in their order. moby `daemon/container_operations.go` validateEndpointSettings. */
function complaints(engine: EngineVersion, name: string, network: Network | undefined, settings: Settings) {
  const { ip, ip6, aliases = [] } = settings;
  const found: EngineError[] = [];
  if (!isUserDefinedMode(name)) {
    if (ip !== undefined || ip6 !== undefined)
      found.push(engineError(engine, 'address-needs-user-network', {}, ip ?? ip6));
    if (aliases.length) found.push(engineError(engine, 'alias-needs-user-network', {}, aliases[0]));
  }
  for (const [address, family] of [
    [ip, 4],
    [ip6, 6],
  ] as const)
    if (address !== undefined && (!isOfFamily(address, family) || isUnspecified(address)))
      found.push(
        engineError(engine, family === 4 ? 'invalid-ipv4-address' : 'invalid-ipv6-address', { address }, address),
      );
  if (network) {
    if (ip !== undefined) found.push(...some(rangeComplaint(engine, network, 4, ip)));
    if (ip6 !== undefined) found.push(...some(rangeComplaint(engine, network, 6, ip6)));
  }
  return found;
}

const some = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

/** One message as it is; several as a list. */
function joined(errors: readonly EngineError[]): EngineError {
  const [first] = errors as readonly [EngineError, ...EngineError[]];
  return errors.length === 1 ? first : { ...first, message: errors.map(({ message }) => `* ${message}`).join('\n') };
}

/**
 * The check of the newer engines at `docker create`.
 * @throws Refusal invalid-network-endpoint
 */
export function validateAtCreate(host: Host, name: string, network: Network | undefined, settings: Settings): void {
  const found = complaints(host.engine, name, network, settings);
  if (found.length)
    throw new Refusal(prefixed(host.engine, 'invalid-network-endpoint', { network: name }, joined(found)));
}

/**
 * The check of the newer engines at `docker network connect`.
 * @throws Refusal invalid-endpoint
 */
export function validateAtConnect(host: Host, network: Network, settings: Settings): void {
  const found = complaints(host.engine, network.name, network, settings);
  if (found.length) throw new Refusal(prefixed(host.engine, 'invalid-endpoint', {}, joined(found)));
}

/**
 * The check of the oldest engine, when a container meets its network.
 * @throws Refusal
 */
export function validateAtStart(host: Host, network: Network, settings: Settings): void {
  const { ip, ip6, aliases = [] } = settings;
  const refuse = (code: MessageCode, value?: string): never => {
    throw new Refusal(engineError(host.engine, code, {}, value));
  };
  if (!isUserDefined(network)) {
    if (ip !== undefined || ip6 !== undefined) refuse('address-needs-user-network', ip ?? ip6);
    if (aliases.length) refuse('alias-needs-user-network', aliases[0]);
  }
  for (const [address, family] of [
    [ip, 4],
    [ip6, 6],
  ] as const)
    if (address !== undefined && !network.pools.some((pool) => pool.family === family && pool.configured))
      refuse('address-needs-subnet', address);
}

/**
 * The oldest engine's check of the address texts alone.
 * @throws Refusal invalid-ipv4-address, invalid-ipv6-address
 */
export function validateAddressTexts(engine: EngineVersion, { ip, ip6 }: Settings): void {
  if (ip !== undefined && !isOfFamily(ip, 4))
    throw new Refusal(engineError(engine, 'invalid-ipv4-address', { address: ip }, ip));
  if (ip6 !== undefined && !isOfFamily(ip6, 6))
    throw new Refusal(engineError(engine, 'invalid-ipv6-address', { address: ip6 }, ip6));
}

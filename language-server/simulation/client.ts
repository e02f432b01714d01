/** The `docker` client: what it refuses before it asks the engine, and how it prints what the engine says. */
import { blockContains, overlaps, parseAddress, parseCidr } from './addresses.ts';
import type { AttachmentOptions, ContainerOptions, NetworkCreateOptions } from './command.ts';
import { rules } from './engine-versions.ts';
import { engineError, type MessageCode } from './messages.ts';
import { isUserDefinedMode } from './network-mode.ts';
import { parseAuxiliary } from './networks.ts';
import { parseExpose, parsePublish } from './port-specs.ts';
import { Refusal } from './refusal.ts';
import type { EngineError, EngineVersion } from './state.ts';

/** Where a command was stopped: reading its flags, by the client's checks, by the engine, or when starting. */
export type Stage = 'flag' | 'client' | 'engine' | 'start';

/** A refusal together with the stage, which decides how it is printed. */
export class ClientRefusal extends Refusal {
  readonly stage: 'flag' | 'client';

  constructor(error: EngineError, stage: 'flag' | 'client') {
    super(error);
    this.stage = stage;
  }
}

const macPattern = /^[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}(?:(?:\1[0-9a-f]{2}){2}|(?:\1[0-9a-f]{2}){14})?$/i;
const dottedMac = /^[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}(?:\.[0-9a-f]{4}|(?:\.[0-9a-f]{4}){7})?$/i;

const isMac = (text: string): boolean => macPattern.test(text.trim()) || dottedMac.test(text.trim());

class Checks {
  readonly #engine: EngineVersion;

  constructor(engine: EngineVersion) {
    this.#engine = engine;
  }

  flag(code: MessageCode, values: Record<string, string>, value: string): never {
    throw new ClientRefusal(engineError(this.#engine, code, values, value), 'flag');
  }

  client(code: MessageCode, values: Record<string, string> = {}, value?: string): never {
    throw new ClientRefusal(engineError(this.#engine, code, values, value), 'client');
  }
}

/** Addresses that the client reads itself, as flags. */
function checkAddressFlags(engine: EngineVersion, checks: Checks, options: { ip?: string; ip6?: string }): void {
  if (!rules[engine].clientReadsAddresses) return;
  for (const flag of ['ip', 'ip6'] as const) {
    const value = options[flag];
    if (value && !parseAddress(value)) checks.flag('flag-invalid-address', { value, flag }, value);
  }
}

function checkExtraHost(checks: Checks, entry: string): void {
  const at = entry.search(/[:=]/);
  if (at <= 0) checks.flag('flag-bad-host', { value: entry }, entry);
  const address = entry.slice(at + 1).replace(/^\[(.*)\]$/, '$1');
  if (address !== 'host-gateway' && !parseAddress(address))
    checks.flag('flag-bad-host-address', { value: entry, address: entry.slice(at + 1) }, entry);
}

function checkNetworks(engine: EngineVersion, checks: Checks, options: ContainerOptions): void {
  const { networks, links = [], aliases = [] } = options;
  const applied = networks.length > 0 || rules[engine].endpointOptionsWithoutNetwork === 'applied';
  const asked = networks.length ? networks : [{ network: 'default' }];
  for (let i = 0; i < asked.length; i++) {
    const one: AttachmentOptions = asked[i]!;
    const { network } = one;
    if (network.trim() === '') checks.client('network-name-missing', {}, network);
    if (applied && !isUserDefinedMode(network)) {
      const alias = i === 0 ? (one.aliases?.[0] ?? aliases[0]) : one.aliases?.[0];
      if (alias !== undefined) checks.client('aliases-need-user-network', {}, alias);
      const refusesLinks = networks.length > 0 && rules[engine].linksOutsideUserNetworks === 'client refuses';
      if (i === 0 && links.length && refusesLinks) checks.client('links-need-user-network', {}, links[0]);
    }
    const mac = one.mac ?? (i === 0 ? options.mac : undefined);
    if (mac && !isMac(mac)) checks.client('invalid-mac', { mac }, mac);
    if (asked.findIndex((other) => other.network === network) < i)
      checks.client('network-given-twice', { network }, network);
  }
  if (asked.length > 1 && asked.some((one) => !isUserDefinedMode(one.network)))
    if (asked.some((one) => isUserDefinedMode(one.network)))
      checks.client('network-modes-mixed', {}, asked.find((one) => !isUserDefinedMode(one.network))?.network);
}

/**
 * What the client refuses of `docker run` and `docker create`.
 * @throws ClientRefusal
 */
export function checkContainerOptions(engine: EngineVersion, options: ContainerOptions): void {
  const checks = new Checks(engine);
  checkAddressFlags(engine, checks, options);
  for (const value of options.dns ?? []) if (!parseAddress(value)) checks.flag('flag-invalid-dns', { value }, value);
  for (const entry of options.extraHosts ?? []) checkExtraHost(checks, entry);
  for (const link of options.links ?? [])
    if (link.split(':').length > 2 || link === '') checks.flag('flag-bad-link', { value: link }, link);
  if (options.mac && !isMac(options.mac)) checks.client('invalid-mac', { mac: options.mac }, options.mac);
  try {
    for (const spec of options.publish ?? []) parsePublish(engine, spec);
    for (const spec of options.expose ?? []) parseExpose(engine, spec);
  } catch (refusal) {
    throw refusal instanceof Refusal ? new ClientRefusal(refusal.error, 'client') : refusal;
  }
  checkNetworks(engine, checks, options);
}

/** Why Go's netip.ParsePrefix refuses a text; undefined where it does not. */
function prefixComplaint(text: string): string | undefined {
  const slash = text.lastIndexOf('/');
  if (slash < 0) return "no '/'";
  const [address, length] = [text.slice(0, slash), text.slice(slash + 1)];
  const parsed = parseAddress(address);
  if (!parsed) return `ParseAddr("${address}"): unable to parse IP`;
  if (!/^(?:0|[1-9]\d*)$/.test(length)) return `bad bits after slash: "${length}"`;
  return Number(length) > (parsed.family === 4 ? 32 : 128) ? 'prefix length out of range' : undefined;
}

/**
 * What the client refuses of `docker network create`: moby/cli `network/create.go`.
 * @throws ClientRefusal
 */
export function checkNetworkOptions(engine: EngineVersion, options: NetworkCreateOptions): void {
  const checks = new Checks(engine);
  const { subnets = [], ipRanges = [], gateways = [], auxAddresses = [] } = options;
  if (subnets.length < ipRanges.length || subnets.length < gateways.length)
    checks.client('option-needs-subnet', {}, gateways[0] ?? ipRanges[0]);
  if (rules[engine].clientReadsAddresses)
    for (const subnet of subnets) {
      const reason = prefixComplaint(subnet);
      if (reason !== undefined) checks.client('client-invalid-prefix', { subnet, reason }, subnet);
    }
  const others = subnets.length > 1 || ipRanges.length || gateways.length || auxAddresses.length;
  for (const subnet of subnets)
    if (others && !parseCidr(subnet)) checks.client('client-invalid-subnet', { subnet }, subnet);
  for (const [i, subnet] of subnets.entries()) {
    const prefix = parseCidr(subnet)?.prefix;
    const before = subnets.slice(0, i).map((one) => parseCidr(one)?.prefix);
    if (prefix && before.some((one) => one && overlaps(one, prefix))) checks.client('overlapping-subnets', {}, subnet);
  }
  const holder = (address: string) => subnets.find((subnet) => blockContains(subnet, address));
  const once = (values: readonly string[], several: MessageCode, none: MessageCode) => {
    const taken = new Map<string, string>();
    for (const value of values) {
      const subnet = holder(value.split('/')[0] as string);
      if (subnet === undefined) return checks.client(none, { address: value }, value);
      const first = taken.get(subnet);
      if (first !== undefined) checks.client(several, { first, second: value, subnet }, value);
      taken.set(subnet, value);
    }
  };
  once(ipRanges, 'several-ranges', 'no-subnet-for-range');
  once(gateways, 'several-gateways', 'no-subnet-for-gateway');
  for (const auxiliary of auxAddresses) {
    const { address } = parseAuxiliary(auxiliary);
    if (holder(address) === undefined) checks.client('no-subnet-for-auxiliary', { address }, auxiliary);
  }
}

/** @throws ClientRefusal for the addresses of `docker network connect` */
export function checkConnectOptions(engine: EngineVersion, options: { ip?: string; ip6?: string }): void {
  checkAddressFlags(engine, new Checks(engine), options);
}

/** `Error response from daemon: …`, the plain form. */
export const daemonError = (error: EngineError): string => `Error response from daemon: ${error.message}`;

const usages: Readonly<Record<string, string>> = {
  run: 'docker run [OPTIONS] IMAGE [COMMAND] [ARG...]',
  create: 'docker create [OPTIONS] IMAGE [COMMAND] [ARG...]',
  'network create': 'docker network create [OPTIONS] NETWORK',
  'network connect': 'docker network connect [OPTIONS] NETWORK CONTAINER',
};

const endDot = (text: string): string => `${text.replace(/\.$/, '')}.`;

/**
 * A refused `docker run`, `create`, `network create` or `network connect`, as the client prints it.
 * @returns the exit status and the text on stderr
 */
export function printRefusal(
  engine: EngineVersion,
  command: string,
  stage: Stage,
  error: EngineError,
): { readonly exitCode: number; readonly stderr: string } {
  const style = rules[engine].clientStyle;
  const hint =
    style === 'see' ? `\nSee 'docker ${command} --help'.` : `\n\nRun 'docker ${command} --help' for more information`;
  if (stage === 'flag') {
    const usage = style === 'see' ? '' : `\n\nUsage:  ${usages[command]}`;
    return { exitCode: 125, stderr: `${error.message}${usage}${hint}` };
  }
  if (command.startsWith('network'))
    return { exitCode: 1, stderr: stage === 'client' ? error.message : daemonError(error) };
  if (stage !== 'client' && command === 'create') return { exitCode: 1, stderr: daemonError(error) };
  const text = `docker: ${stage === 'client' ? error.message : daemonError(error)}`;
  const dotted = style === 'see' ? endDot(text) : text;
  const exitCode = error.code === 'command-not-found' ? 127 : 125;
  return { exitCode, stderr: stage === 'start' && style === 'see' ? dotted : dotted + hint };
}

/** An error about one of several things named: 20.10 says `Error: …` where the thing is missing. */
export function printMissing(engine: EngineVersion, error: EngineError): string {
  const missing = error.code === 'no-such-container' || error.code === 'no-such-network';
  return missing && rules[engine].clientStyle === 'see' ? `Error: ${error.message}` : daemonError(error);
}

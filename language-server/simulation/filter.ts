/**
 * The packet filter and NAT rules that Docker's engine writes, as values: the rules themselves in the order of their
 * chains, their text as `iptables-save` prints it, and the decision for one packet with the rule that made it.
 *
 * Which rules there are is in `filter-rules.ts`; nothing here knows Docker.
 */
import { type Address, contains, type Prefix, parseAddress, parseCidr } from './addresses.ts';
import { rules as engineRules } from './engine-versions.ts';
import type { Match, Rule, Table } from './filter-rule.ts';
import { deriveRules } from './filter-rules.ts';
import type { Host } from './state.ts';

export interface Packet {
  readonly in?: string;
  readonly out?: string;
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly port?: number;
  readonly established?: boolean;
  readonly localDestination?: boolean;
  readonly localSource?: boolean;
}

export interface Decision {
  readonly target: string;
  /** Absent: no rule matched, the policy of the chain decided. */
  readonly rule?: Rule;
}

/** A rule as `iptables-save` prints it: `-A FORWARD -i docker0 ! -o docker0 -j ACCEPT`. */
export function ruleText(rule: Rule): string {
  const match = (flag: string, value: Match | undefined) =>
    value === undefined ? [] : [`${value.not ? '! ' : ''}${flag} ${value.value}`];
  const address = (value: Match | undefined): Match | undefined =>
    value && !value.value.includes('/')
      ? { ...value, value: `${value.value}/${value.value.includes(':') ? 128 : 32}` }
      : value;
  return [
    `-A ${rule.chain}`,
    ...match('-s', address(rule.source)),
    ...match('-d', address(rule.destination)),
    ...match('-i', rule.in),
    ...match('-o', rule.out),
    ...(rule.protocol ? [`-p ${rule.protocol}`] : []),
    ...(rule.port === undefined ? [] : [`-m ${rule.protocol} --dport ${rule.port}`]),
    ...(rule.established ? ['-m conntrack --ctstate RELATED,ESTABLISHED'] : []),
    ...(rule.localSource ? ['-m addrtype --src-type LOCAL'] : []),
    ...(rule.localDestination ? ['-m addrtype --dst-type LOCAL'] : []),
    `-j ${rule.target}`,
    ...(rule.to === undefined ? [] : [`--to-destination ${rule.to}`]),
  ].join(' ');
}

const TABLES = ['raw', 'filter', 'nat'] as const satisfies readonly Table[];

const builtIn: Readonly<Record<Table, readonly string[]>> = {
  raw: ['PREROUTING', 'OUTPUT'],
  filter: ['INPUT', 'FORWARD', 'OUTPUT'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
};

/** A whole table as `iptables-save -t TABLE` prints it, with its counters at zero. */
export function tableText(host: Host, table: Table): string {
  const { chains, rulesOf, policy } = deriveRules(host);
  const rules = rulesOf(table);
  const all = [...builtIn[table], ...chains[table]];
  return [
    `*${table}`,
    ...builtIn[table].map((chain) => `:${chain} ${chain === 'FORWARD' ? policy : 'ACCEPT'} [0:0]`),
    ...chains[table].map((chain) => `:${chain} - [0:0]`),
    ...all.flatMap((chain) => rules.filter((rule) => rule.chain === chain).map(ruleText)),
    'COMMIT',
  ].join('\n');
}

export interface Firewall {
  /** Every rule, chain by chain, in the order in which packets meet them. */
  readonly rules: readonly Rule[];
  /** What becomes of a packet in a built-in chain. */
  readonly decide: (table: Table, chain: string, packet: Packet) => Decision;
}

const cache = new WeakMap<Host, Firewall>();

/** The rules of a host's snapshot. */
export function firewall(host: Host): Firewall {
  let found = cache.get(host);
  if (!found) {
    found = build(host);
    cache.set(host, found);
  }
  return found;
}

interface CompiledRule {
  readonly rule: Rule;
  /** Its place among those of its chain that may match. */
  readonly index: number;
  readonly source?: Prefix;
  readonly destination?: Prefix;
}

const asPrefix = (match: Match | undefined): Prefix | undefined => {
  if (!match) return undefined;
  return parseCidr(match.value.includes('/') ? match.value : `${match.value}/${match.value.includes(':') ? 128 : 32}`)
    ?.prefix;
};

function compile(rule: Rule, index: number): CompiledRule {
  const source = asPrefix(rule.source);
  const destination = asPrefix(rule.destination);
  return { rule, index, ...(source && { source }), ...(destination && { destination }) };
}

/** Rules of a chain, found by the one address or port that they are about; most are about one container. */
class RuleIndex {
  private readonly exact = new Map<string, CompiledRule[]>();
  private readonly general: CompiledRule[] = [];

  constructor(rules: readonly CompiledRule[]) {
    for (const compiled of rules) {
      const key = keyOf(compiled.rule);
      const others = key === undefined ? this.general : this.exact.get(key);
      if (others) others.push(compiled);
      else this.exact.set(key as string, [compiled]);
    }
  }

  /** The rules that can match the packet, in the order of their chain. */
  candidates({ destination, protocol, port }: Packet): readonly CompiledRule[] {
    const byAddress = this.exact.get(destination);
    const byPort = port === undefined ? undefined : this.exact.get(`${protocol}/${port}`);
    if (!byAddress && !byPort) return this.general;
    return [...(byAddress ?? []), ...(byPort ?? []), ...this.general].sort((a, b) => a.index - b.index);
  }
}

function keyOf({ destination, protocol, port }: Rule): string | undefined {
  if (destination && !destination.not && !destination.value.includes('/')) return destination.value;
  return protocol !== undefined && port !== undefined ? `${protocol}/${port}` : undefined;
}

const nameMatches = (match: Match | undefined, name: string | undefined) =>
  match === undefined || (match.value === name) !== (match.not ?? false);

const addressMatches = (match: Match | undefined, prefix: Prefix | undefined, address: Address | undefined) =>
  match === undefined ||
  (prefix !== undefined &&
    prefix.family === address?.family &&
    contains(prefix, address.ordinal) !== (match.not ?? false));

function build(host: Host): Firewall {
  const { rulesOf, policy } = deriveRules(host);
  const tables = new Map<Table, ReadonlyMap<string, readonly Rule[]>>();
  const chainsOf = (table: Table): ReadonlyMap<string, readonly Rule[]> => {
    const known = tables.get(table);
    if (known) return known;
    const found = new Map<string, Rule[]>();
    for (const rule of rulesOf(table)) {
      const chain = found.get(rule.chain);
      if (chain) chain.push(rule);
      else found.set(rule.chain, [rule]);
    }
    tables.set(table, found);
    return found;
  };
  /** A chain's rules that can match between two interfaces. */
  const between = new Map<string, RuleIndex>();
  const relevant = (table: Table, chain: string, packet: Packet): readonly CompiledRule[] => {
    const key = `${table} ${chain} ${packet.in ?? ''} ${packet.out ?? ''}`;
    let found = between.get(key);
    if (!found) {
      found = new RuleIndex(
        (chainsOf(table).get(chain) ?? [])
          .filter((rule) => nameMatches(rule.in, packet.in) && nameMatches(rule.out, packet.out))
          .map(compile),
      );
      between.set(key, found);
    }
    return found.candidates(packet);
  };
  const run = (
    table: Table,
    chain: string,
    packet: Packet,
    source: Address | undefined,
    destination: Address | undefined,
  ): Decision | undefined => {
    for (const compiled of relevant(table, chain, packet)) {
      const { rule } = compiled;
      if (rule.protocol !== undefined && rule.protocol !== packet.protocol) continue;
      if (rule.port !== undefined && rule.port !== packet.port) continue;
      if (rule.established && !packet.established) continue;
      if (rule.localDestination && !packet.localDestination) continue;
      if (rule.localSource && !packet.localSource) continue;
      if (!addressMatches(rule.source, compiled.source, source)) continue;
      if (!addressMatches(rule.destination, compiled.destination, destination)) continue;
      if (rule.target === 'RETURN') return undefined;
      if (final.has(rule.target)) return { target: rule.target, rule };
      const inner = run(table, rule.target, packet, source, destination);
      if (inner) return inner;
    }
    return undefined;
  };
  const filtersIpv6 = engineRules[host.engine].filtersIpv6;
  return {
    get rules() {
      return TABLES.flatMap((table) => [...chainsOf(table).values()].flat());
    },
    decide: (table, chain, packet) => {
      const destination = parseAddress(packet.destination);
      if (destination?.family === 6 && !filtersIpv6) return { target: 'ACCEPT' };
      return (
        run(table, chain, packet, parseAddress(packet.source), destination) ?? {
          target: table === 'filter' && chain === 'FORWARD' ? policy : 'ACCEPT',
        }
      );
    },
  };
}

/** Targets that end a packet's way through a table; every other one is a chain. */
const final: ReadonlySet<string> = new Set(['ACCEPT', 'DROP', 'DNAT', 'MASQUERADE']);

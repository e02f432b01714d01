/**
 * The packet filter and NAT rules that Docker's engine writes, as values: the rules themselves in the order of their
 * chains, their text as `iptables-save` prints it, and the decision for one packet with the rule that made it.
 *
 * Which rules there are is in `filter-rules.ts`; nothing here knows Docker.
 */
import type { Work } from '../steps.ts';
import { type Address, contains, type Prefix, parseAddress, parseCidr } from './addresses.ts';
import { rules as engineRules } from './engine-versions.ts';
import type { Match, Rule, Table } from './filter-rule.ts';
import { deriveRules, derivingRules, type RuleSet } from './filter-rules.ts';
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
  /** Works out what packets would have worked out when they come to a table. */
  readonly prepare: (table: Table) => void;
}

const cache = new WeakMap<Host, Firewall>();

/** The rules of a host's snapshot. */
export const firewall = (host: Host): Firewall => cache.get(host) ?? remember(host, deriveRules(host));

/** Makes a host's rules ready in steps, so that no packet has to wait for them. */
export function* preparingFirewall(host: Host): Work<void> {
  const found = cache.get(host) ?? remember(host, yield* derivingRules(host));
  for (const table of TABLES) yield void found.prepare(table);
}

function remember(host: Host, rules: RuleSet): Firewall {
  const made = build(rules, host);
  cache.set(host, made);
  return made;
}

/** A rule of a chain, with what its addresses mean, worked out when a packet comes as far as that. */
class CompiledRule {
  readonly rule: Rule;
  /** Its place in the chain. */
  readonly index: number;
  /** The next one that is about the same address or port. */
  next: CompiledRule | undefined;
  #source: Prefix | undefined;
  #destination: Prefix | undefined;
  #isRead = false;

  constructor(rule: Rule, index: number) {
    this.rule = rule;
    this.index = index;
  }

  matches(packet: Packet, source: Address | undefined, destination: Address | undefined): boolean {
    const { rule } = this;
    if (!nameMatches(rule.in, packet.in) || !nameMatches(rule.out, packet.out)) return false;
    if (rule.protocol !== undefined && rule.protocol !== packet.protocol) return false;
    if (rule.port !== undefined && rule.port !== packet.port) return false;
    if (rule.established && !packet.established) return false;
    if (rule.localDestination && !packet.localDestination) return false;
    if (rule.localSource && !packet.localSource) return false;
    if (!rule.source && !rule.destination) return true;
    if (!this.#isRead) {
      this.#source = asPrefix(rule.source);
      this.#destination = asPrefix(rule.destination);
      this.#isRead = true;
    }
    return (
      addressMatches(rule.source, this.#source, source) &&
      addressMatches(rule.destination, this.#destination, destination)
    );
  }
}

const asPrefix = (match: Match | undefined): Prefix | undefined => {
  if (!match) return undefined;
  return parseCidr(match.value.includes('/') ? match.value : `${match.value}/${match.value.includes(':') ? 128 : 32}`)
    ?.prefix;
};

/** The rules of a chain, found by the one address or port that they are about: most are about one container. */
class ChainIndex {
  readonly #exact = new Map<string, CompiledRule>();
  readonly #general: CompiledRule[] = [];
  /** Those about no one address or port, by the interfaces between which they can match. */
  readonly #between = new Map<string, readonly CompiledRule[]>();

  constructor(rules: readonly Rule[]) {
    // Backwards, so that rules about the same are in the order of the chain.
    for (let index = rules.length - 1; index >= 0; index--) {
      const compiled = new CompiledRule(rules[index]!, index);
      const key = keyOf(compiled.rule);
      if (key === undefined) this.#general.push(compiled);
      else {
        compiled.next = this.#exact.get(key);
        this.#exact.set(key, compiled);
      }
    }
    this.#general.reverse();
  }

  /** Among these are all rules that match the packet, in the order of the chain. */
  candidates(packet: Packet): readonly CompiledRule[] {
    const general = this.#generalBetween(packet);
    const found: CompiledRule[] = [];
    let rule = this.#exact.get(packet.destination);
    for (; rule; rule = rule.next) found.push(rule);
    if (packet.port !== undefined) rule = this.#exact.get(`${packet.protocol}/${packet.port}`);
    for (; rule; rule = rule.next) found.push(rule);
    return found.length === 0 ? general : [...found, ...general].sort((a, b) => a.index - b.index);
  }

  #generalBetween(packet: Packet): readonly CompiledRule[] {
    const key = `${packet.in ?? ''} ${packet.out ?? ''}`;
    let found = this.#between.get(key);
    if (!found) {
      found = this.#general.filter(({ rule }) => nameMatches(rule.in, packet.in) && nameMatches(rule.out, packet.out));
      this.#between.set(key, found);
    }
    return found;
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

function build({ rulesOf, policy }: RuleSet, host: Host): Firewall {
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
  const indexes = new Map<string, ChainIndex>();
  const indexOf = (table: Table, chain: string): ChainIndex => {
    const key = `${table} ${chain}`;
    let found = indexes.get(key);
    if (!found) {
      found = new ChainIndex(chainsOf(table).get(chain) ?? []);
      indexes.set(key, found);
    }
    return found;
  };
  const run = (
    table: Table,
    chain: string,
    packet: Packet,
    source: Address | undefined,
    destination: Address | undefined,
  ): Decision | undefined => {
    for (const compiled of indexOf(table, chain).candidates(packet)) {
      if (!compiled.matches(packet, source, destination)) continue;
      const { rule } = compiled;
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
    prepare: (table) => {
      for (const chain of chainsOf(table).keys()) indexOf(table, chain);
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

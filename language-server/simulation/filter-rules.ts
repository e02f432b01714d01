/**
 * Docker's packet filter and NAT rules, derived from an engine's state: which chains there are, and which rules stand
 * in them in which order. Compared line by line with `iptables-save` of real engines (recorded scenarios F01–F03).
 *
 * Sources: moby libnetwork/drivers/bridge/setup_ip_tables_linux.go, libnetwork/iptables, and the generated pages in
 * integration/network/bridge/iptablesdoc.
 */
import { t, translatable } from '../l10n.ts';
import { formatPrefix, parseCidr } from './addresses.ts';
import { booleanOption, bridgeOptions, type GatewayMode, gatewayMode } from './drivers.ts';
import { allowsInterContainer } from './endpoints.ts';
import { rules as engineRules } from './engine-versions.ts';
import { publishedTarget } from './locations.ts';
import type { Container, Host, Network, PortBinding } from './state.ts';
import { gatewayBridge } from './swarm-state.ts';

export type Table = 'raw' | 'filter' | 'nat';

/** A value that must match, or with `not` must not. */
export interface Match {
  readonly value: string;
  readonly not?: boolean;
}

export interface Rule {
  readonly table: Table;
  readonly chain: string;
  readonly in?: Match;
  readonly out?: Match;
  /** An address or CIDR block. */
  readonly source?: Match;
  readonly destination?: Match;
  readonly protocol?: string;
  readonly port?: number;
  /** Matches answers of connections that were let through before. */
  readonly established?: boolean;
  /** The destination, or the source, must be an address of the host itself. */
  readonly localDestination?: boolean;
  readonly localSource?: boolean;
  /** `ACCEPT`, `DROP`, `RETURN`, `MASQUERADE`, `DNAT`, or a chain. */
  readonly target: string;
  /** Where DNAT leads: `172.17.0.2:80`. */
  readonly to?: string;
  /** What the rule is for, as half a sentence: "keeps bridges apart". */
  readonly why: string;
}

export interface RuleSet {
  /** The chains that Docker makes, in alphabetical order; some hold no rule. */
  readonly chains: Readonly<Record<Table, readonly string[]>>;
  /** Worked out at each call: most packets meet the rules of one table alone. */
  readonly rulesOf: (table: Table) => readonly Rule[];
  /** What becomes of forwarded packets that no rule matches. */
  readonly policy: 'ACCEPT' | 'DROP';
}

/** A bridge network as the rules see it. */
interface Bridge {
  readonly name: string;
  readonly network: Network;
  readonly subnet: string;
  readonly internal: boolean;
  readonly icc: boolean;
  readonly masquerade: boolean;
  readonly mode: GatewayMode;
}

interface Published {
  readonly bridge: Bridge;
  readonly address: string;
  readonly binding: PortBinding;
}

/** The IPv4 subnet without host bits. */
function subnetOf({ pools }: Network): string {
  const prefix = parseCidr(pools.find(({ family }) => family === 4)?.subnet ?? '')?.prefix;
  return prefix ? formatPrefix(prefix) : '';
}

function bridgesOf(host: Host): readonly Bridge[] {
  return host.networks
    .valueSeq()
    .filter(({ bridge, lost }) => bridge !== undefined && !lost)
    .sortBy(({ created }) => created)
    .map((network) => ({
      name: network.bridge as string,
      network,
      subnet: subnetOf(network),
      internal: network.internal,
      icc: allowsInterContainer(host, network),
      masquerade: booleanOption(network, bridgeOptions.masquerade, true),
      mode: gatewayMode(host, network),
    }))
    .toArray();
}

/** What one container brings to the rules. */
interface Contribution {
  /** Those that it was worked out from. */
  readonly networks: readonly (Network | undefined)[];
  readonly published: readonly Published[];
  /** The rules of the raw table. */
  readonly raw: readonly Rule[];
}

interface Contributed {
  readonly engine: Host['engine'];
  /** `docker_gwbridge`. */
  readonly given: Network | undefined;
  readonly networks: ReadonlyMap<string, Network>;
  readonly containers: readonly Container[];
  /** Parallel to the containers. */
  readonly contributions: readonly Contribution[];
}

/** The last ones, by the options of the daemon. */
const lastContributed = new WeakMap<Host['daemon'], Contributed>();

/** A container is looked for this many places around the one where it was last. */
const FARTHEST = 8;

/** From one world to the next most containers, and the networks that they are on, are the same. */
function contributionsOf(
  host: Host,
  containers: readonly Container[],
  bridges: ReadonlyMap<string, Bridge>,
): readonly Contribution[] {
  const { daemon, engine } = host;
  const networks = new Map(host.networks);
  const given = networks.get(host.networkIds.get(gatewayBridge) ?? '');
  const last = lastContributed.get(daemon);
  const before = last?.engine === engine && last.given === given ? last : undefined;
  const gone = new Set<Network | undefined>();
  for (const [id, network] of before?.networks ?? []) if (networks.get(id) !== network) gone.add(network);
  // A network that was not there before may be one that a container was missing.
  if (before && [...networks.keys()].some((id) => !before.networks.has(id))) gone.add(undefined);
  const isGone = (network: Network | undefined): boolean => gone.has(network);
  // What was inserted or taken away moves the others by a few places.
  let shift = 0;
  const contributions = containers.map((container, index): Contribution => {
    let known = index + shift;
    if (before && before.containers[known] !== container) {
      const start = Math.max(0, known - FARTHEST);
      const found = before.containers.slice(start, known + FARTHEST).indexOf(container);
      known = found < 0 ? -1 : start + found;
      if (found >= 0) shift = known - index;
    }
    const contribution = before?.contributions[known];
    if (contribution && !(gone.size > 0 && contribution.networks.some(isGone))) return contribution;
    const published = publishedBy(host, container, bridges);
    return {
      networks: container.attachments.map(({ network }) => networks.get(network)),
      published,
      raw: rawRules(host, container, bridges, published),
    };
  });
  lastContributed.set(daemon, { engine, given, networks, containers, contributions });
  return contributions;
}

function publishedBy(host: Host, container: Container, bridges: ReadonlyMap<string, Bridge>): readonly Published[] {
  const link = container.ports.length > 0 ? publishedTarget(host, container) : undefined;
  // docker-proxy alone serves a port on an internal network: there are no rules for it.
  if (link?.network.internal) return [];
  const bridge = link && bridges.get(link.network.id);
  const address = link?.endpoint.address;
  if (!bridge || address === undefined) return [];
  return container.ports.filter(({ hostIp }) => !hostIp.includes(':')).map((binding) => ({ bridge, address, binding }));
}

/** Keeps the first of several equal ones: two host ports for one container port open it once. */
function onePerTarget(published: readonly Published[]): readonly Published[] {
  const seen = new Set<string>();
  return published.filter(({ address, binding: { protocol, containerPort } }) => {
    const key = `${address} ${protocol} ${containerPort}`;
    return !seen.has(key) && seen.add(key);
  });
}

const newestFirst = <T>(values: readonly T[]): readonly T[] => [...values].reverse();
const only = (value: string) => ({ value });
const except = (value: string) => ({ value, not: true });

/** Every rule of the host, and the policy of FORWARD. */
export function deriveRules(host: Host): RuleSet {
  if (!host.daemon.iptables) return { chains: { raw: [], filter: [], nat: [] }, rulesOf: () => [], policy: 'ACCEPT' };
  const { isolationStages, natSkipsBridges, rawTableProtection, ownForwardChain } = engineRules[host.engine];
  const bridges = bridgesOf(host);
  const containers = [...host.containers.values()]
    .filter(({ status }) => status === 'running' || status === 'paused')
    .sort((a, b) => a.created - b.created);
  const byNetwork = new Map(bridges.map((bridge) => [bridge.network.id, bridge]));
  const contributed = contributionsOf(host, containers, byNetwork);
  const published = contributed.flatMap((each) => each.published);
  const hairpin = !host.daemon.userlandProxy;
  const own = ownForwardChain ? ['DOCKER-BRIDGE', 'DOCKER-CT', 'DOCKER-FORWARD'] : [];
  const separation = isolationStages ? [stageOne, stageTwo] : ['DOCKER-INTERNAL'];
  const tables: Readonly<Record<Table, () => readonly Rule[]>> = {
    raw: () => (rawTableProtection ? contributed.flatMap(({ raw }) => raw) : []),
    filter: () => [
      ...linkRules(host, containers, bridges),
      ...(ownForwardChain ? dockerForward(bridges, published, isolationStages) : forward(bridges, published)),
    ],
    nat: () => natRules(bridges, published, hairpin, natSkipsBridges, hairpin || !ownForwardChain),
  };
  return {
    chains: { raw: [], filter: ['DOCKER', ...own, ...separation, 'DOCKER-USER'], nat: ['DOCKER'] },
    policy: 'DROP',
    rulesOf: (table) => tables[table](),
  };
}

function rawRules(
  host: Host,
  container: Container,
  bridges: ReadonlyMap<string, Bridge>,
  published: readonly Published[],
): readonly Rule[] {
  const loopbackPorts = published.filter(({ binding }) => binding.hostIp.startsWith('127.'));
  return container.attachments.flatMap((attachment): Rule[] => {
    const bridge = bridges.get(attachment.network);
    const address = bridge?.network.endpoints.get(container.id)?.address;
    if (bridge?.mode !== 'nat' || bridge.internal || address === undefined) return [];
    const { name } = bridge;
    const direct: Rule = {
      table: 'raw',
      chain: 'PREROUTING',
      destination: only(address),
      in: except(name),
      target: 'DROP',
      why: t("drops what comes to a container's own address from anywhere but its bridge"),
    };
    const loopback = loopbackPorts
      .filter(({ address: target }) => target === address)
      .map(
        ({ binding }): Rule => ({
          table: 'raw',
          chain: 'PREROUTING',
          destination: only(binding.hostIp),
          in: except('lo'),
          protocol: binding.protocol,
          port: binding.hostPort,
          target: 'DROP',
          why: t('keeps a port that is published on loopback out of reach of other machines'),
        }),
      );
    return [...(host.daemon.allowDirectRouting ? [] : [direct]), ...loopback];
  });
}

/** `--link` on a default bridge whose containers may not talk to each other: opens the target's exposed ports. */
function linkRules(host: Host, containers: readonly Container[], bridges: readonly Bridge[]): readonly Rule[] {
  const bridge = bridges.find(({ network: { predefined }, icc }) => predefined && !icc);
  if (!bridge) return [];
  return containers.flatMap((container) =>
    container.links.flatMap((link) => {
      const target = host.containers.get(link.target);
      const from = bridge.network.endpoints.get(container.id)?.address;
      const to = target && bridge.network.endpoints.get(target.id)?.address;
      if (!target || from === undefined || to === undefined) return [];
      return target.exposed.map((exposed) => {
        const [port = '', protocol = 'tcp'] = exposed.split('/');
        return filterRule('DOCKER', 'ACCEPT', translatable('lets a linked container in (--link)'), {
          source: only(from),
          destination: only(to),
          in: only(bridge.name),
          out: only(bridge.name),
          protocol,
          port: Number(port),
        });
      });
    }),
  );
}

type Chain = (chain: string, target: string, why: string, match?: Partial<Rule>) => Rule;
const filterRule: Chain = (chain, target, why, match) => ({ table: 'filter', chain, target, why: t(why), ...match });
const natRule: Chain = (chain, target, why, match) => ({ table: 'nat', chain, target, why: t(why), ...match });

const isolation = translatable('keeps bridge networks apart from each other');
const internalOnly = translatable('lets nothing but its own subnet in or out of an internal network');
const openPort = translatable('opens a published port of a container');
const answers = translatable('lets answers back in');
const outgoing = translatable('lets containers out');
const neighbours = translatable('lets containers on one bridge talk to each other');
const noNeighbours = translatable('forbids containers on this bridge to talk to each other (enable_icc=false)');

const openPortRule = ({ bridge, address, binding }: Published): Rule =>
  filterRule('DOCKER', 'ACCEPT', openPort, {
    destination: only(address),
    in: except(bridge.name),
    out: only(bridge.name),
    protocol: binding.protocol,
    port: binding.containerPort,
  });

const internalRules = (chain: string, { name, subnet }: Bridge): readonly Rule[] => [
  filterRule(chain, 'DROP', internalOnly, { source: except(subnet), out: only(name) }),
  filterRule(chain, 'DROP', internalOnly, { destination: except(subnet), in: only(name) }),
];

const stageOne = 'DOCKER-ISOLATION-STAGE-1';
const stageTwo = 'DOCKER-ISOLATION-STAGE-2';
const toStageTwo = ({ name }: Bridge): Rule =>
  filterRule(stageOne, stageTwo, isolation, { in: only(name), out: except(name) });
const stageTwoDrop = ({ name }: Bridge): Rule => filterRule(stageTwo, 'DROP', isolation, { out: only(name) });

/** The filter table of 20.10: every network's rules are put in front of FORWARD's others. */
function forward(bridges: readonly Bridge[], published: readonly Published[]): readonly Rule[] {
  const newest = newestFirst(bridges);
  return [
    filterRule('FORWARD', 'DOCKER-USER', translatable("the user's own rules come first")),
    filterRule('FORWARD', stageOne, isolation),
    ...newest.flatMap(({ name, internal, icc }) => {
      const itself = icc ? [filterRule('FORWARD', 'ACCEPT', neighbours, { in: only(name), out: only(name) })] : [];
      if (internal) return itself;
      return [
        filterRule('FORWARD', 'ACCEPT', answers, { out: only(name), established: true }),
        filterRule('FORWARD', 'DOCKER', openPort, { out: only(name) }),
        filterRule('FORWARD', 'ACCEPT', outgoing, { in: only(name), out: except(name) }),
        ...itself,
      ];
    }),
    ...bridges
      .filter(({ icc }) => !icc)
      .map(({ name }) => filterRule('FORWARD', 'DROP', noNeighbours, { in: only(name), out: only(name) })),
    ...onePerTarget(published).map(openPortRule),
    ...newest.flatMap((bridge) => (bridge.internal ? internalRules(stageOne, bridge) : [toStageTwo(bridge)])),
    filterRule(stageOne, 'RETURN', isolation),
    ...newest.filter(({ internal }) => !internal).map(stageTwoDrop),
    filterRule(stageTwo, 'RETURN', isolation),
    filterRule('DOCKER-USER', 'RETURN', translatable("the user's own rules come first")),
  ];
}

/** The filter table from 28 on: Docker's rules have chains of their own. */
function dockerForward(bridges: readonly Bridge[], published: readonly Published[], stages: boolean): readonly Rule[] {
  const outside = bridges.filter(({ internal }) => !internal);
  const inside = newestFirst(bridges.filter(({ internal }) => internal));
  const separation = stages ? stageOne : 'DOCKER-INTERNAL';
  const routed = outside.filter(({ mode }) => mode === 'routed');
  return [
    filterRule('FORWARD', 'DOCKER-USER', translatable("the user's own rules come first")),
    filterRule('FORWARD', 'DOCKER-FORWARD', translatable("Docker's rules")),
    ...newestFirst(onePerTarget(published.filter(({ bridge }) => bridge.mode !== 'nat-unprotected'))).map(openPortRule),
    ...outside.flatMap(({ name, mode }) => [
      ...(mode === 'routed'
        ? [
            filterRule('DOCKER', 'ACCEPT', translatable('lets ping reach a routed network'), {
              out: only(name),
              protocol: 'icmp',
            }),
          ]
        : []),
      mode === 'nat-unprotected'
        ? filterRule('DOCKER', 'ACCEPT', translatable('leaves an unprotected network open'), {
            in: except(name),
            out: only(name),
          })
        : filterRule('DOCKER', 'DROP', translatable('closes every port of a container that is not published'), {
            in: except(name),
            out: only(name),
          }),
    ]),
    ...outside.map(({ name }) => filterRule('DOCKER-BRIDGE', 'DOCKER', openPort, { out: only(name) })),
    ...outside.map(({ name }) => filterRule('DOCKER-CT', 'ACCEPT', answers, { out: only(name), established: true })),
    filterRule('DOCKER-FORWARD', 'DOCKER-CT', answers),
    filterRule('DOCKER-FORWARD', separation, stages ? isolation : internalOnly),
    filterRule('DOCKER-FORWARD', 'DOCKER-BRIDGE', openPort),
    ...bridges.flatMap(({ name, internal, icc }) => {
      if (internal)
        return [
          filterRule('DOCKER-FORWARD', icc ? 'ACCEPT' : 'DROP', icc ? neighbours : noNeighbours, {
            in: only(name),
            out: only(name),
          }),
        ];
      if (icc) return [filterRule('DOCKER-FORWARD', 'ACCEPT', outgoing, { in: only(name) })];
      return [
        filterRule('DOCKER-FORWARD', 'DROP', noNeighbours, { in: only(name), out: only(name) }),
        filterRule('DOCKER-FORWARD', 'ACCEPT', outgoing, { in: only(name), out: except(name) }),
      ];
    }),
    ...inside.flatMap((bridge) => internalRules(separation, bridge)),
    ...(stages
      ? [
          ...routed.flatMap(({ name }) => [
            filterRule(stageOne, 'ACCEPT', answers, { in: only(name), established: true }),
            filterRule(stageOne, 'RETURN', translatable('lets other bridges reach a routed network'), {
              out: only(name),
            }),
          ]),
          ...outside.map(toStageTwo),
          ...newestFirst(outside).map(stageTwoDrop),
        ]
      : []),
  ];
}

function natRules(
  bridges: readonly Bridge[],
  published: readonly Published[],
  hairpin: boolean,
  skipBridges: boolean,
  masqueradesItself: boolean,
): readonly Rule[] {
  const outside = newestFirst(bridges.filter(({ internal, mode }) => !internal && mode !== 'routed'));
  const toPublished = translatable('packets for the host may be for a published port');
  const toItself = published.filter(({ bridge }) => masqueradesItself && bridge.mode !== 'routed');
  const translated = published.filter(({ bridge }) => bridge.mode !== 'routed');
  return [
    natRule('PREROUTING', 'DOCKER', toPublished, { localDestination: true }),
    natRule('OUTPUT', 'DOCKER', toPublished, {
      ...(!hairpin && { destination: except('127.0.0.0/8') }),
      localDestination: true,
    }),
    ...outside.flatMap(({ name, subnet, masquerade }) => [
      ...(hairpin
        ? [
            natRule(
              'POSTROUTING',
              'MASQUERADE',
              translatable('gives packets of the host itself an address that can be answered'),
              {
                localSource: true,
                out: only(name),
              },
            ),
          ]
        : []),
      ...(masquerade
        ? [
            natRule('POSTROUTING', 'MASQUERADE', translatable("replaces a container's address by the host's"), {
              source: only(subnet),
              out: except(name),
            }),
          ]
        : []),
    ]),
    ...onePerTarget(toItself).map(({ address, binding }) =>
      natRule('POSTROUTING', 'MASQUERADE', translatable('lets a container reach itself by its published port'), {
        source: only(address),
        destination: only(address),
        protocol: binding.protocol,
        port: binding.containerPort,
      }),
    ),
    ...outside
      .filter(({ masquerade }) => skipBridges && !hairpin && masquerade)
      .map(({ name }) =>
        natRule('DOCKER', 'RETURN', translatable('leaves published ports to docker-proxy where a container asks'), {
          in: only(name),
        }),
      ),
    ...translated.map(({ bridge, address, binding }) =>
      natRule('DOCKER', 'DNAT', translatable('leads a published port to its container'), {
        ...(binding.hostIp && binding.hostIp !== '0.0.0.0' && { destination: only(binding.hostIp) }),
        ...(!hairpin && { in: except(bridge.name) }),
        protocol: binding.protocol,
        port: binding.hostPort,
        target: 'DNAT',
        to: `${address}:${binding.containerPort}`,
      }),
    ),
  ];
}

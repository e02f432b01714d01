/**
 * Docker's packet filter and NAT rules, derived from an engine's state: which chains there are, and which rules stand
 * in them in which order. Compared line by line with `iptables-save` of real engines (recorded scenarios F01–F03).
 *
 * Sources: moby libnetwork/drivers/bridge/setup_ip_tables_linux.go, libnetwork/iptables, and the generated pages in
 * integration/network/bridge/iptablesdoc.
 */
import { t, translatable } from '../l10n.ts';
import { finished, type Work } from '../steps.ts';
import { rules as engineRules } from './engine-versions.ts';
import { type Bridge, bridgesOf, contributingTo, type Published } from './filter-contributions.ts';
import { except, only, type Rule, type Table } from './filter-rule.ts';
import type { Container, Host } from './state.ts';

export interface RuleSet {
  /** The chains that Docker makes, in alphabetical order; some hold no rule. */
  readonly chains: Readonly<Record<Table, readonly string[]>>;
  /** Worked out at each call: most packets meet the rules of one table alone. */
  readonly rulesOf: (table: Table) => readonly Rule[];
  /** What becomes of forwarded packets that no rule matches. */
  readonly policy: 'ACCEPT' | 'DROP';
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

/** Every rule of the host, and the policy of FORWARD. */
export const deriveRules = (host: Host): RuleSet => finished(derivingRules(host));

/** As {@link deriveRules}, some containers a step. */
export function* derivingRules(host: Host): Work<RuleSet> {
  if (!host.daemon.iptables) return { chains: { raw: [], filter: [], nat: [] }, rulesOf: () => [], policy: 'ACCEPT' };
  const { isolationStages, natSkipsBridges, rawTableProtection, ownForwardChain } = engineRules[host.engine];
  const bridges = bridgesOf(host);
  const containers = [...host.containers.values()]
    .filter(({ status }) => status === 'running' || status === 'paused')
    .sort((a, b) => a.created - b.created);
  const byNetwork = new Map(bridges.map((bridge) => [bridge.network.id, bridge]));
  const contributed = yield* contributingTo(host, containers, byNetwork);
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

/**
 * What each bridge and each container brings to Docker's rules. From one world to the next most of them are the same,
 * and what they bring is kept.
 */
import { t } from '../l10n.ts';
import type { Work } from '../steps.ts';
import { formatPrefix, parseCidr } from './addresses.ts';
import { booleanOption, bridgeOptions, type GatewayMode, gatewayMode } from './drivers.ts';
import { allowsInterContainer } from './endpoints.ts';
import { except, only, type Rule } from './filter-rule.ts';
import { publishedTarget } from './locations.ts';
import type { Container, Host, Network, NetworkId, PortBinding } from './state.ts';
import { gatewayBridge } from './swarm-state.ts';

/** A bridge network as the rules see it. */
export interface Bridge {
  readonly name: string;
  readonly network: Network;
  readonly subnet: string;
  readonly internal: boolean;
  readonly icc: boolean;
  readonly masquerade: boolean;
  readonly mode: GatewayMode;
}

export interface Published {
  readonly bridge: Bridge;
  readonly address: string;
  readonly binding: PortBinding;
}

/** The IPv4 subnet without host bits. */
function subnetOf({ pools }: Network): string {
  const prefix = parseCidr(pools.find(({ family }) => family === 4)?.subnet ?? '')?.prefix;
  return prefix ? formatPrefix(prefix) : '';
}

export function bridgesOf(host: Host): readonly Bridge[] {
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
export interface Contribution {
  /** Those that it was worked out from; some may be no more. */
  readonly networks: readonly NetworkId[];
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

/** So many containers are looked at in one step. */
const CONTAINERS_A_STEP = 128;

/** What has changed of a network: its endpoints alone, or more. */
type Change = 'another' | { readonly was: Network['endpoints']; readonly is: Network['endpoints'] };

const noChanges: ReadonlyMap<NetworkId, Change> = new Map();

type Networks = ReadonlyMap<NetworkId, Network>;

function changesBetween(before: Networks, after: Networks): ReadonlyMap<NetworkId, Change> {
  const changes = new Map<NetworkId, Change>();
  for (const [id, is] of after) {
    const was = before.get(id);
    if (was === is) continue;
    changes.set(id, was && isSameBesideEndpoints(was, is) ? { was: was.endpoints, is: is.endpoints } : 'another');
  }
  for (const id of before.keys()) if (!after.has(id)) changes.set(id, 'another');
  return changes;
}

/** What endpoints bring with them is told by the endpoints themselves. */
const isSameBesideEndpoints = (a: Network, b: Network): boolean =>
  (Object.keys(a) as (keyof Network)[]).every((key) => key === 'endpoints' || key === 'free' || a[key] === b[key]);

/** From one world to the next most containers, and the networks that they are on, are the same. */
export function* contributingTo(
  host: Host,
  containers: readonly Container[],
  bridges: ReadonlyMap<string, Bridge>,
): Work<readonly Contribution[]> {
  const { daemon, engine } = host;
  const networks = new Map(host.networks);
  const given = networks.get(host.networkIds.get(gatewayBridge) ?? '');
  const last = lastContributed.get(daemon);
  const before = last?.engine === engine && last.given === given ? last : undefined;
  const changed = before ? changesBetween(before.networks, networks) : noChanges;
  const concerns = ({ id }: Container, network: NetworkId): boolean => {
    const change = changed.get(network);
    return change !== undefined && (change === 'another' || change.was.get(id) !== change.is.get(id));
  };
  // What was inserted or taken away moves the others by a few places.
  let shift = 0;
  const contributionOf = (container: Container, index: number): Contribution => {
    let known = index + shift;
    if (before && before.containers[known] !== container) {
      const start = Math.max(0, known - FARTHEST);
      const found = before.containers.slice(start, known + FARTHEST).indexOf(container);
      known = found < 0 ? -1 : start + found;
      if (found >= 0) shift = known - index;
    }
    const contribution = before?.contributions[known];
    if (contribution && !(changed.size > 0 && contribution.networks.some((each) => concerns(container, each))))
      return contribution;
    const published = publishedBy(host, container, bridges);
    return {
      networks: container.attachments.map(({ network }) => network),
      published,
      raw: rawRules(host, container, bridges, published),
    };
  };
  const contributions: Contribution[] = [];
  for (const container of containers) {
    if (contributions.length % CONTAINERS_A_STEP === 0) yield;
    contributions.push(contributionOf(container, contributions.length));
  }
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

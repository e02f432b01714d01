/** A lab before its first command: hosts with a freshly started engine each, and what lies around them. */
import { Map as PersistentMap } from 'immutable';
import { formatAddress, type Prefix, parseCidr } from './addresses.ts';
import type { Image } from './command.ts';
import { bridgeOptions } from './drivers.ts';
import { newestEngine, rules } from './engine-versions.ts';
import { createId } from './ids.ts';
import { chooseSubnet, createPool, localDefault, takeSubnet } from './ipam.ts';
import type {
  AddressPool,
  DaemonOptions,
  EngineVersion,
  Host,
  HostInterface,
  KernelFeatures,
  Network,
  Outside,
  Route,
  World,
} from './state.ts';

export interface HostOptions {
  readonly name?: string;
  readonly hostname?: string;
  readonly engine?: EngineVersion;
  readonly interfaces?: readonly HostInterface[];
  readonly routes?: readonly Route[];
  readonly nameservers?: readonly string[];
  readonly hostsFile?: readonly string[];
  readonly daemon?: Partial<DaemonOptions>;
  readonly kernel?: Partial<KernelFeatures>;
}

export interface WorldOptions {
  readonly hosts: readonly HostOptions[];
  readonly images?: readonly Image[];
  readonly outside?: Outside;
  readonly registry?: World['registry'];
}

/** The documentation addresses of RFC 5737 stand for the LAN and the internet. */
export const defaultOutside: Outside = {
  lanAddress: '192.0.2.99',
  router: '192.0.2.1',
  servers: [
    {
      address: '198.51.100.7',
      names: ['example.test'],
      listens: [
        { protocol: 'tcp', port: 80 },
        { protocol: 'udp', port: 5353 },
      ],
    },
    { address: '198.51.100.53', names: [], listens: [{ protocol: 'udp', port: 53 }] },
    { address: '203.0.113.66', names: ['printer'], listens: [] },
  ],
  routes: [],
};

const defaultDaemon: DaemonOptions = { icc: true, iptables: true, userlandProxy: true, allowDirectRouting: false };
const defaultKernel: KernelFeatures = { dummy: true, ipvlan: true, sctp: true };

function predefinedNetwork(created: number, name: string, driver: string): Network {
  return {
    id: createId(0, name),
    created,
    name,
    driver,
    scope: 'local',
    predefined: true,
    internal: false,
    attachable: false,
    ingress: false,
    ipv4: driver === 'bridge',
    ipv6: false,
    pools: [],
    unusedSubnets: [],
    options: [],
    labels: [],
    bridge: undefined,
    parent: undefined,
    lost: false,
    endpoints: PersistentMap(),
    free: PersistentMap(),
  };
}

/** docker0's subnet: `--bip`, else the first default subnet that the host does not use. */
function defaultBridgePool(host: Host): { readonly host: Host; readonly pool: AddressPool } {
  const { bip, fixedCidr } = host.daemon;
  const configured = bip === undefined ? undefined : parseCidr(bip);
  const chosen: { subnet: Prefix; host: Host } = configured
    ? { subnet: configured.prefix, host }
    : chooseSubnet(host, 4);
  const gateway = configured && formatAddress(configured.address.family, configured.address.ordinal);
  const pool = createPool(host.engine, {
    subnet: chosen.subnet,
    wantsGateway: true,
    ...(gateway !== undefined && { gateway }),
    ...(fixedCidr !== undefined && parseCidr(fixedCidr) && { ipRange: fixedCidr }),
  });
  return { host: takeSubnet(chosen.host, chosen.subnet), pool };
}

/** One host as it is after its engine has started for the first time. */
function createHost(options: HostOptions): Host {
  const engine = options.engine ?? newestEngine;
  const daemon = { ...defaultDaemon, ...options.daemon };
  const empty: Host = {
    name: options.name ?? 'host',
    hostname: options.hostname ?? options.name ?? 'host',
    hostsFile: options.hostsFile ?? [],
    engine,
    daemon,
    kernel: { ...defaultKernel, ...options.kernel },
    interfaces: options.interfaces ?? [{ name: 'eth0', addresses: ['192.0.2.10/24'] }],
    routes: options.routes ?? [{ destination: 'default', via: '192.0.2.1', interface: 'eth0' }],
    nameservers: options.nameservers ?? ['198.51.100.53'],
    networks: PersistentMap(),
    networkIds: PersistentMap(),
    containers: PersistentMap(),
    containerIds: PersistentMap(),
    hostPorts: PersistentMap(),
    portCursors: PersistentMap(),
    bridges: PersistentMap(),
    addressSpaces: PersistentMap([[localDefault, { subnets: [], cursor: 0 }]]),
    namesakes: PersistentMap(),
    clock: 3,
  };
  const { host, pool } = defaultBridgePool(empty);
  const bridge: Network = {
    ...predefinedNetwork(0, 'bridge', 'bridge'),
    pools: [{ ...pool, gatewayConfigured: pool.gatewayConfigured || rules[engine].inspectShowsDefaultGateway }],
    options: [
      [bridgeOptions.defaultBridge, 'true'],
      [bridgeOptions.icc, String(daemon.icc)],
      [bridgeOptions.masquerade, String(daemon.iptables)],
      [bridgeOptions.hostBinding, '0.0.0.0'],
      [bridgeOptions.name, 'docker0'],
      [bridgeOptions.mtu, '1500'],
    ],
    bridge: 'docker0',
  };
  const networks = [bridge, predefinedNetwork(1, 'host', 'host'), predefinedNetwork(2, 'none', 'null')];
  return {
    ...host,
    networks: PersistentMap(networks.map((network) => [network.id, network])),
    networkIds: PersistentMap(networks.map((network) => [network.name, network.id])),
    bridges: PersistentMap([['docker0', bridge.id]]),
  };
}

export function createWorld({
  hosts,
  images = [],
  outside = defaultOutside,
  registry = 'reachable',
}: WorldOptions): World {
  const created = (hosts.length ? hosts : [{}]).map(createHost);
  return {
    hosts: PersistentMap(created.map((host) => [host.name, host])),
    outside,
    images: PersistentMap(images.map((image) => [image.name, image])),
    registry,
  };
}

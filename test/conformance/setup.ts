/** The world in which the recordings were made, from a recording's own description of it. */
import type { Image, Listener } from '../../language-server/simulation/command.ts';
import type { DaemonOptions, EngineVersion, Host, Outside, World } from '../../language-server/simulation/state.ts';
import { createWorld } from '../../language-server/simulation/world.ts';
import type { Recording } from './recording.ts';

/** The one host of a recording. Its name is the hostname of the machine, which host-mode containers show. */
export const hostName = 'vm';

export const hostOf = (world: World): Host => world.hosts.get(hostName) as Host;

/** `28.5.2` → `28`. */
export function engineVersion(recording: Recording): EngineVersion {
  const full = recording.recordedFrom.engine;
  const version = (['20.10', '28', '29'] as const).find((v) => full === v || full.startsWith(`${v}.`));
  if (!version) throw new Error(`Recorded from engine ${full}, which is not simulated.`);
  return version;
}

function listener(text: string): Listener {
  const [port, protocol] = text.split('/');
  return { port: Number(port), protocol: protocol === 'udp' ? 'udp' : 'tcp' };
}

const images = (recording: Recording): readonly Image[] =>
  Object.entries(recording.images).map(([name, { listens, exposes }]) => ({
    name,
    listens: listens.map(listener),
    exposes,
    programs,
  }));

/** Every image of the recordings holds busybox. */
const programs: readonly string[] = [
  'sh',
  'busybox',
  'cat',
  'echo',
  'env',
  'false',
  'ip',
  'ls',
  'ping',
  'sleep',
  'true',
];

/** Everything outside is one machine: it answers on its LAN address as on its internet one. */
function outside({ topology: { lan } }: Recording): Outside {
  const address = (text: string) => text.split(' ')[0] ?? '';
  const listens = ['80/tcp', '5353/udp'].map(listener);
  return {
    lanAddress: lan.client,
    router: lan.router,
    routes: [],
    servers: [
      { address: lan.client, names: [], listens },
      { address: address(lan.internet), names: ['example.test'], listens },
      { address: address(lan.dns), names: [], listens: [{ port: 53, protocol: 'udp' }] },
      { address: '203.0.113.66', names: ['printer'], listens: [] },
    ],
  };
}

/** Reads `dockerd` arguments, `--flag=value` or `--flag value`. */
export function daemonOptions(args: readonly string[]): Partial<DaemonOptions> {
  const options: Record<string, unknown> = {};
  const pools: { base: string; size: number }[] = [];
  for (let i = 0; i < args.length; i++) {
    const [flag = '', inline] = (args[i] as string).split(/=(.*)/s);
    const isSwitch = flag in switches;
    const value = inline ?? (isSwitch ? 'true' : (args[++i] ?? ''));
    const name = isSwitch ? switches[flag as keyof typeof switches] : values[flag as keyof typeof values];
    if (flag === '--default-address-pool') {
      const parts = new Map(value.split(',').map((part) => part.split('=') as [string, string]));
      pools.push({ base: parts.get('base') ?? '', size: Number(parts.get('size')) });
    } else if (name === undefined) throw new Error(`dockerd ${flag} is not simulated.`);
    else options[name] = isSwitch ? value === 'true' : value;
  }
  return { ...options, ...(pools.length > 0 && { defaultAddressPools: pools }) };
}

const switches = {
  '--icc': 'icc',
  '--iptables': 'iptables',
  '--userland-proxy': 'userlandProxy',
  '--allow-direct-routing': 'allowDirectRouting',
} as const;
const values = { '--bip': 'bip', '--fixed-cidr': 'fixedCidr' } as const;

/**
 * A new engine in that world. The recordings' machine had no registry to pull from, a kernel without dummy interfaces, ipvlan
 * and SCTP, and two lines of its own in /etc/hosts.
 */
export function setUp(recording: Recording, daemon: readonly string[] = []): World {
  const { host } = recording.topology;
  return createWorld({
    outside: outside(recording),
    images: images(recording),
    registry: 'unreachable',
    hosts: [
      {
        name: hostName,
        hostsFile: ['127.0.0.1 runsc', '127.0.0.1 vm'],
        engine: engineVersion(recording),
        daemon: daemonOptions(daemon),
        kernel: { dummy: false, ipvlan: false, sctp: false },
        interfaces: [{ name: 'eth0', addresses: [host.eth0] }],
        routes: [{ destination: 'default', via: host.defaultVia, interface: 'eth0' }],
        nameservers: [host.resolvConf.split(' ')[1] ?? ''],
      },
    ],
  });
}

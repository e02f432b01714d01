/** Arbitrary labs in which containers are alike and yet not, for the matrix to be compared with the tracer. */
import fc from 'fast-check';
import type { AttachmentOptions, EngineCommand, Image, Listener } from '../../../language-server/simulation/command.ts';
import { execute } from '../../../language-server/simulation/engine.ts';
import type { DaemonOptions, EngineVersion, World } from '../../../language-server/simulation/state.ts';
import { joinToken } from '../../../language-server/simulation/swarm.ts';
import { createWorld } from '../../../language-server/simulation/world.ts';

const images: readonly Image[] = [
  { name: 'quiet', listens: [], exposes: [] },
  { name: 'web', listens: [{ port: 80, protocol: 'tcp' }], exposes: ['80/tcp'] },
];

type On = readonly [host: string, command: EngineCommand];

const networkNames = ['n1', 'n2', 'n3', 'n4'];
const containerNames = Array.from({ length: 9 }, (_, i) => `c${i}`);
const host = fc.constantFrom('h1', 'h1', 'h1', 'h2');
const often = <T>(usual: T, ...others: T[]) => fc.constantFrom(usual, usual, usual, usual, ...others);

const network = (name: string): fc.Arbitrary<On> =>
  fc
    .tuple(
      host,
      often('bridge', 'macvlan', 'overlay'),
      often(false, true),
      often<string | undefined>(undefined, 'icc', 'masquerade', 'routed'),
    )
    .map(([on, driver, internal, option]) => [
      driver === 'overlay' ? 'h1' : on,
      {
        kind: 'networkCreate',
        name,
        driver,
        ...(internal && { internal }),
        ...(driver === 'overlay' && { attachable: true }),
        options: [
          ...(driver === 'macvlan' ? ([['parent', 'eth0']] as const) : []),
          ...(driver === 'bridge' && option === 'icc'
            ? ([['com.docker.network.bridge.enable_icc', 'false']] as const)
            : []),
          ...(driver === 'bridge' && option === 'masquerade'
            ? ([['com.docker.network.bridge.enable_ip_masquerade', 'false']] as const)
            : []),
          ...(driver === 'bridge' && option === 'routed'
            ? ([['com.docker.network.bridge.gateway_mode_ipv4', 'routed']] as const)
            : []),
        ],
        ...(driver === 'macvlan' && { subnets: ['192.0.2.128/25'], gateways: ['192.0.2.1'] }),
      },
    ]);

const attachment: fc.Arbitrary<AttachmentOptions> = fc
  .tuple(fc.constantFrom(...networkNames, 'n1', 'n1', 'bridge'), often<string | undefined>(undefined, 'c1', 'shared'))
  .map(([name, alias]) => ({ network: name, ...(alias && name !== 'bridge' && { aliases: [alias] }) }));

const listener: fc.Arbitrary<Listener> = fc.constantFrom(
  { port: 80, protocol: 'tcp' },
  { port: 80, protocol: 'tcp', address: '127.0.0.1' },
  { port: 53, protocol: 'udp' },
);
const publish = (i: number) =>
  fc.constantFrom(
    `${8000 + i}:80`,
    `${8000 + i}:80`,
    `127.0.0.1:${8000 + i}:80`,
    `192.0.2.11:${8000 + i}:80`,
    `${8000 + i}:53/udp`,
    '8000:80',
    '80',
  );

const run = (name: string, i: number): fc.Arbitrary<On> =>
  fc
    .tuple(
      host,
      fc.constantFrom('web', 'web', 'quiet'),
      fc.oneof(
        { weight: 8, arbitrary: fc.uniqueArray(attachment, { maxLength: 2, selector: ({ network }) => network }) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('host', 'none', 'container:c0', 'container:c1').map((mode) => [{ network: mode }]),
        },
      ),
      fc.option(fc.array(listener, { maxLength: 2 }), { freq: 3, nil: undefined }),
      fc.option(fc.uniqueArray(publish(i), { minLength: 1, maxLength: 2 }), { freq: 1, nil: undefined }),
      often<Partial<{ hostname: string; extraHosts: string[]; links: string[]; mac: string }>>(
        {},
        { hostname: 'c2' },
        { extraHosts: ['c3:192.0.2.99'] },
        { links: ['c0'] },
        { mac: '02:42:ac:11:00:99' },
      ),
    )
    .map(([on, image, networks, listens, published, odd]) => [
      on,
      {
        kind: 'containerRun',
        name,
        image,
        networks,
        ...(listens && { listens }),
        ...(published &&
          !networks.some(({ network: mode }) => mode.startsWith('container') || mode === 'host') && {
            publish: published,
          }),
        ...odd,
      },
    ]);

export const action: fc.Arbitrary<On> = fc
  .tuple(
    host,
    fc.constantFrom(...containerNames),
    fc.constantFrom('stop', 'pause', 'restart', 'disconnect', 'connect', 'rename'),
    fc.constantFrom(...networkNames),
  )
  .map(([on, name, what, net]): On => {
    switch (what) {
      case 'stop':
        return [on, { kind: 'containerStop', containers: [name] }];
      case 'pause':
        return [on, { kind: 'containerPause', containers: [name] }];
      case 'restart':
        return [on, { kind: 'containerRestart', containers: [name] }];
      case 'disconnect':
        return [on, { kind: 'networkDisconnect', network: net, container: name }];
      case 'rename':
        return [on, { kind: 'containerRename', container: name, name: `${name}x` }];
      default:
        return [on, { kind: 'networkConnect', network: net, container: name }];
    }
  });

const daemon: fc.Arbitrary<Partial<DaemonOptions>> = often<Partial<DaemonOptions>>(
  {},
  { icc: false },
  { userlandProxy: false },
  { iptables: false },
  { allowDirectRouting: true },
);

export const engine = fc.constantFrom<EngineVersion>('20.10', '28', '29');

export const commands: fc.Arbitrary<readonly On[]> = fc
  .tuple(
    fc.tuple(...networkNames.map(network)),
    fc.tuple(...containerNames.map(run)),
    fc.array(action, { maxLength: 4 }),
  )
  .map((parts) => parts.flat());

export interface RandomLab {
  readonly engine: EngineVersion;
  readonly daemon: Partial<DaemonOptions>;
  /** Whether the machines on the LAN know the way to h1's containers. */
  readonly routed: boolean;
  readonly commands: readonly On[];
}

export const lab: fc.Arbitrary<RandomLab> = fc.record({ engine, daemon, routed: often(false, true), commands });

/** Two hosts in a swarm; commands that are refused leave the world as it is, as in life. */
export function worldOf({ engine: version, daemon: options, routed, commands: all }: RandomLab): World {
  const start = createWorld({
    hosts: [
      { name: 'h1', engine: version, daemon: options, interfaces: [{ name: 'eth0', addresses: ['192.0.2.11/24'] }] },
      { name: 'h2', engine: version, interfaces: [{ name: 'eth0', addresses: ['192.0.2.12/24'] }] },
    ],
    images,
  });
  const swarm: readonly On[] = [
    ['h1', { kind: 'swarmInit', advertise: 'eth0' }],
    ['h2', { kind: 'swarmJoin', token: joinToken('worker'), remote: '192.0.2.11:2377', advertise: 'eth0' }],
    ...(routed ? [['h1', { kind: 'lanRouteAdd', destination: '172.16.0.0/12', via: '192.0.2.11' }] as const] : []),
  ];
  return [...swarm, ...all].reduce((before, [on, command]) => execute(before, on, command).world, start);
}

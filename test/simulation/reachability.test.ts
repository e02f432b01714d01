/** Who reaches whom: a table of what real engines do, beyond the recordings. */
import { describe, expect, it } from 'vitest';
import { execute } from '../../language-server/simulation/engine.ts';
import type { EngineVersion } from '../../language-server/simulation/state.ts';
import type { ProbeResult, Protocol, Sender } from '../../language-server/simulation/trace.ts';
import { trace } from '../../language-server/simulation/tracer.ts';
import { createWorld } from '../../language-server/simulation/world.ts';
import { type LabOptions, lab } from './scripted-world.ts';

const all: readonly EngineVersion[] = ['20.10', '28', '29'];
const newer: readonly EngineVersion[] = ['28', '29'];

/** `from > to protocol[/port] = result [source seen by the server]` */
function check(
  script: string,
  engines: readonly EngineVersion[],
  probes: readonly string[],
  options: LabOptions = {},
): void {
  for (const engine of engines) {
    const world = lab(script, { ...options, engine });
    const seen = probes.map((probe) => {
      const [, from = '', to = '', protocol, port, wanted = '', source] =
        /^(\S+) > (\S+) (icmp|tcp|udp)(?:\/(\d+))? = (\S+)(?: (\S+))?$/.exec(probe) ?? [];
      const sender: Sender =
        from === 'host'
          ? { kind: 'host', name: 'host' }
          : from === 'lan'
            ? { kind: 'outside' }
            : { kind: 'container', name: from };
      const traced = trace(world, {
        from: sender,
        to,
        protocol: protocol as Protocol,
        ...(port !== undefined && { port: Number(port) }),
      });
      const result: ProbeResult = traced.probe;
      expect(traced.reason).toMatch(/\.$/);
      return `${from} > ${to} ${protocol}${port ? `/${port}` : ''} = ${result}${source || (wanted === 'ok' && probe.split(' = ')[1]?.includes(' ')) ? ` ${traced.seenSource}` : ''}`;
    });
    expect(seen, engine).toEqual(probes);
  }
}

const hostRoute = [{ destination: '10.77.0.0/24', via: '192.0.2.10', interface: 'eth0' }];

describe('one bridge', () => {
  it('connects everything to everything', () =>
    check('network create n1; run --name ca --network n1 multi; run --name cb --network n1 bb', all, [
      'cb > ca tcp/80 = ok 172.18.0.3',
      'cb > ca udp/5353 = ok 172.18.0.3',
      'cb > ca icmp = ok',
      'cb > ca tcp/81 = refused',
      'cb > 172.18.0.77 icmp = timeout',
      'cb > 172.18.0.1 icmp = ok',
      'cb > 192.0.2.10 icmp = ok',
      'cb > 192.0.2.99 icmp = ok',
      'cb > 198.51.100.7 tcp/80 = ok 192.0.2.10',
      'cb > 198.51.100.7 tcp/81 = refused',
      'cb > nosuch tcp/80 = bad-name',
    ]));
});

describe('published ports', () => {
  it('with nothing behind them: docker-proxy closes, DNAT refuses', () => {
    const script = 'run --name wx -p 8080:80 bb; run --name cx bb';
    check(script, all, [
      'host > 127.0.0.1 tcp/8080 = closed',
      'host > 192.0.2.10 tcp/8080 = refused',
      'lan > 192.0.2.10 tcp/8080 = refused',
      'cx > 192.0.2.10 tcp/8080 = closed',
      'cx > 172.17.0.1 tcp/8080 = closed',
    ]);
  });

  it('without the userland proxy', () => {
    const script = 'run --name wx -p 8080:80 web; run --name cx bb; network create n1; run --name dx --network n1 bb';
    const probes = [
      'host > 127.0.0.1 tcp/8080 = ok 172.17.0.1',
      'host > 192.0.2.10 tcp/8080 = ok 172.17.0.1',
      'lan > 192.0.2.10 tcp/8080 = ok 192.0.2.99',
      'cx > 192.0.2.10 tcp/8080 = ok 172.17.0.3',
      'wx > 172.17.0.1 tcp/8080 = ok 172.17.0.1',
    ];
    const options = { daemon: { userlandProxy: false } };
    check(script, all, probes, options);
    check(script, ['20.10', '28'], ['dx > 192.0.2.10 tcp/8080 = timeout'], options);
    check(script, ['29'], ['dx > 192.0.2.10 tcp/8080 = ok 172.17.0.1'], options);
    check('run --name wx -p 8080:80 bb', all, ['host > 127.0.0.1 tcp/8080 = refused'], options);
  });

  it('serve through the network that holds the default route', () =>
    check('network create a; network create b; run --name wx --network b -p 8080:80 web; network connect a wx', all, [
      'lan > 192.0.2.10 tcp/8080 = ok 192.0.2.99',
      'host > 127.0.0.1 tcp/8080 = ok 172.18.0.1',
    ]));

  it('lead into the namespace: a joined container may be the one that answers', () =>
    check('run --name ca -p 8080:8080 bb; run --name cb --network container:ca api', all, [
      'lan > 192.0.2.10 tcp/8080 = ok 192.0.2.99',
    ]));
});

describe('inter-container communication off', () => {
  const script =
    'run --name ca multi; run --name cb bb; run --name cl --link ca:aa bb; run --name cp -p 8080:80 web; network create n1; run --name cu --network n1 web; run --name cv --network n1 bb';
  it('on the default bridge: only links and the host open it', () =>
    check(
      script,
      all,
      [
        'cb > 172.17.0.2 tcp/80 = timeout',
        'cb > 172.17.0.2 icmp = timeout',
        'cb > 172.17.0.1 icmp = ok',
        'cb > 198.51.100.7 tcp/80 = ok 192.0.2.10',
        'host > 172.17.0.2 tcp/80 = ok 172.17.0.1',
        'cl > aa tcp/80 = ok 172.17.0.4',
        'cl > aa udp/5353 = ok 172.17.0.4',
        'cl > aa icmp = timeout',
        'cl > 172.17.0.3 icmp = timeout',
        'cb > 192.0.2.10 tcp/8080 = ok 172.17.0.1',
        'cv > cu tcp/80 = ok 172.18.0.3',
      ],
      { daemon: { icc: false } },
    ));
});

describe('gateway modes', () => {
  const network = (mode: string) =>
    `network create --subnet 10.77.0.0/24 -o com.docker.network.bridge.gateway_mode_ipv4=${mode} n1; run --name wx --network n1 -p 8080:80 multi; network create n2; run --name dx --network n2 bb`;
  it('routed: published ports on the container address, no NAT', () =>
    check(
      network('routed'),
      newer,
      [
        'lan > 10.77.0.2 tcp/80 = ok 192.0.2.99',
        'lan > 10.77.0.2 icmp = ok',
        'lan > 10.77.0.2 tcp/443 = timeout',
        'dx > 10.77.0.2 tcp/80 = ok 10.77.0.1',
        'lan > 192.0.2.10 tcp/8080 = refused',
        'wx > 198.51.100.7 tcp/80 = ok 10.77.0.2',
      ],
      { lanRoutes: hostRoute },
    ));
  it('nat-unprotected: every port on the container address too', () => {
    const probes = [
      'lan > 10.77.0.2 tcp/443 = ok 192.0.2.99',
      'lan > 10.77.0.2 icmp = ok',
      'lan > 192.0.2.10 tcp/8080 = ok 192.0.2.99',
    ];
    check(network('nat-unprotected'), newer, probes, { lanRoutes: hostRoute });
    check(network('nat-unprotected'), ['28'], ['dx > 10.77.0.2 tcp/80 = timeout']);
    check(network('nat-unprotected'), ['29'], ['dx > 10.77.0.2 tcp/80 = ok 10.77.0.1']);
  });
  it('isolated: not even the host reaches the bridge', () =>
    check(
      'network create --internal -o com.docker.network.bridge.gateway_mode_ipv4=isolated n1; run --name ca --network n1 web; run --name cb --network n1 bb',
      newer,
      [
        'host > 172.18.0.1 tcp/80 = timeout',
        'cb > ca tcp/80 = ok 172.18.0.2',
        'cb > 192.0.2.10 icmp = net-unreachable',
      ],
    ));
});

describe('egress', () => {
  const script =
    'network create --subnet 10.77.0.0/24 -o com.docker.network.bridge.enable_ip_masquerade=false n1; run --name cx --network n1 bb';
  it('without masquerade is lost, unless the LAN knows the way back and nothing drops the answer', () => {
    check(script, all, ['cx > 198.51.100.7 tcp/80 = timeout']);
    check(script, ['20.10'], ['cx > 198.51.100.7 tcp/80 = ok 10.77.0.2'], { lanRoutes: hostRoute });
    check(script, newer, ['cx > 198.51.100.7 tcp/80 = timeout'], { lanRoutes: hostRoute });
  });
});

describe('host mode', () => {
  it('has the host’s addresses and ports', () =>
    check(
      'run --name hx --network host web; run --name jx --network container:hx api; network create n1; run --name cx --network n1 api; run --name dx bb',
      all,
      [
        'dx > 172.18.0.1 tcp/80 = ok 172.17.0.2',
        'dx > 192.0.2.10 tcp/8080 = ok 172.17.0.2',
        'dx > 127.0.0.1 tcp/80 = refused',
        'hx > 172.18.0.2 tcp/8080 = ok 172.18.0.1',
        'jx > 127.0.0.1 tcp/80 = ok 127.0.0.1',
        'lan > 192.0.2.10 tcp/80 = ok 192.0.2.99',
        'hx > 198.51.100.7 tcp/80 = ok 192.0.2.10',
      ],
    ));
});

describe('container mode', () => {
  it('is cut off when the target is gone', () =>
    check('run --name ca web; run --name cb --network container:ca api; run --name cc bb; rm -f ca', all, [
      'cb > 127.0.0.1 tcp/8080 = ok 127.0.0.1',
      'cb > 172.17.0.1 icmp = net-unreachable',
      'cc > 172.17.0.2 tcp/8080 = timeout',
    ]));
});

describe('several networks', () => {
  it('a multi-homed container is reached on each, and does not forward', () =>
    check(
      'network create n1; network create n2; run --name ca --network n1 web; run --name cb --network n2 web; network connect n1 cb; run --name cc --network n2 bb',
      all,
      [
        'ca > 172.18.0.3 tcp/80 = ok 172.18.0.2',
        'ca > 172.19.0.2 tcp/80 = timeout',
        'cb > 172.18.0.2 tcp/80 = ok 172.18.0.3',
        'cc > 172.18.0.2 icmp = timeout',
        'cc > cb tcp/80 = ok 172.19.0.3',
      ],
    ));
});

describe('macvlan', () => {
  it('is on the LAN, and cut off from its own host', () =>
    check(
      'network create -d macvlan --subnet 192.0.2.0/24 --gateway 192.0.2.1 --ip-range 192.0.2.64/27 -o parent=eth0 m1; run --name ca --network m1 web; run --name cb --network m1 bb; run --name cc bb',
      all,
      [
        'cb > ca tcp/80 = ok 192.0.2.65',
        'cb > 192.0.2.99 icmp = ok',
        'cb > 198.51.100.7 tcp/80 = ok 192.0.2.65',
        'cb > 192.0.2.10 icmp = timeout',
        'host > 192.0.2.64 icmp = timeout',
        'lan > 192.0.2.64 tcp/80 = ok 192.0.2.99',
        'cc > 192.0.2.64 tcp/80 = timeout',
        'cc > 172.17.0.1 icmp = ok',
      ],
    ));
});

describe('macvlan networks that do not lead out', () => {
  it('two on one parent are apart, and a gateway that nobody has leads nowhere', () =>
    check(
      'network create -d macvlan --subnet 10.20.0.0/24 -o parent=eth0 m1; network create -d macvlan --subnet 10.21.0.0/24 -o parent=eth0 m2; run --name ca --network m1 web; run --name cb --network m1 bb; run --name cc --network m2 bb',
      ['28'],
      ['cb > ca tcp/80 = ok 10.20.0.3', 'cc > 10.20.0.2 tcp/80 = timeout', 'cb > 198.51.100.7 icmp = timeout'],
    ));

  it('an internal one has no parent on the LAN', () =>
    check(
      'network create -d macvlan --internal --subnet 10.20.0.0/24 m1; run --name ca --network m1 web; run --name cb --network m1 bb',
      ['28'],
      ['cb > ca tcp/80 = ok 10.20.0.3', 'cb > 192.0.2.99 icmp = net-unreachable'],
    ));
});

describe('two hosts on one LAN', () => {
  const world = (() => {
    const listens = [{ port: 80, protocol: 'tcp' as const }];
    const address = (last: number) => [{ name: 'eth0', addresses: [`192.0.2.${last}/24`] }];
    let built = createWorld({
      images: [{ name: 'web', listens, exposes: ['80/tcp'] }],
      hosts: [
        { name: 'alpha', interfaces: address(10) },
        { name: 'beta', interfaces: address(20) },
      ],
    });
    const run = (host: string, name: string, publish: readonly string[]) => {
      built = execute(built, host, { kind: 'containerRun', name, image: 'web', networks: [], publish }).world;
    };
    run('alpha', 'client', []);
    run('beta', 'server', ['8080:80']);
    return built;
  })();
  const from = { kind: 'container', name: 'client' } as const;

  it('a published port of the other host is reached by its LAN address, masqueraded', () => {
    expect(trace(world, { from, to: '192.0.2.20', protocol: 'tcp', port: 8080 })).toMatchObject({
      verdict: 'delivered',
      answeredBy: 'server',
      seenSource: '192.0.2.10',
    });
    expect(trace(world, { from, to: '192.0.2.20', protocol: 'tcp', port: 80 })).toMatchObject({
      verdict: 'refused',
      reason: 'Nothing on the host beta listens on tcp port 80, so its kernel refuses.',
    });
  });

  it('a container address means the own host’s, whoever else has it', () => {
    expect(trace(world, { from, to: '172.17.0.2', protocol: 'tcp', port: 80 }).answeredBy).toBe('client');
  });
});

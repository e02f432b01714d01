import { describe, expect, it } from 'vitest';
import type { EngineCommand } from '../../language-server/simulation/command.ts';
import { execute } from '../../language-server/simulation/engine.ts';
import type { World } from '../../language-server/simulation/state.ts';
import type { Sender, Trace } from '../../language-server/simulation/trace.ts';
import { trace } from '../../language-server/simulation/tracer.ts';
import { lab } from './scripted-world.ts';

const container = (name: string): Sender => ({ kind: 'container', name });
const outside: Sender = { kind: 'outside' };
const host: Sender = { kind: 'host', name: 'host' };

/** `kind namespace/interface`, one a hop. */
const hops = ({ hops }: Trace) =>
  hops.map(({ kind, namespace, interface: name }) => `${kind} ${namespace}${name ? `/${name}` : ''}`);

const article = lab(`
  docker run --name c1 bb
  docker run --name c2 web
  docker network create -o com.docker.network.bridge.name=br-n1 n1
  docker run --name c3 --network n1 -p 8080:80 web
  docker run --name c4 --network n1 bb
  docker run --name nobody --network none web
`);

describe('the way of a packet', () => {
  it('container to container on one bridge', () => {
    const traced = trace(article, { from: container('c1'), to: '172.17.0.3', protocol: 'tcp', port: 80 });
    expect(traced).toMatchObject({ verdict: 'delivered', probe: 'ok', answeredBy: 'c2', seenSource: '172.17.0.2' });
    expect(hops(traced)).toEqual([
      'route c1/eth0',
      'interface out c1/eth0',
      'veth host/docker0',
      'bridge host/docker0',
      'veth host/docker0',
      'interface in c2/eth0',
      'listener c2',
    ]);
  });

  it('container to outside: through docker0, masqueraded, out of eth0', () => {
    const traced = trace(article, { from: container('c1'), to: '198.51.100.7', protocol: 'tcp', port: 80 });
    expect(traced).toMatchObject({ verdict: 'delivered', answeredBy: 'outside', seenSource: '192.0.2.10' });
    expect(hops(traced)).toEqual([
      'route c1/eth0',
      'interface out c1/eth0',
      'veth host/docker0',
      'bridge host/docker0',
      'route host/eth0',
      'filter rule host',
      'masquerade host/eth0',
      'interface out host/eth0',
      'listener outside',
    ]);
    expect(traced.hops.find(({ kind }) => kind === 'masquerade')).toMatchObject({
      source: '192.0.2.10',
      rule: 'nat: -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE',
    });
  });

  it('outside to a published port: DNAT at the host, then over the bridge', () => {
    const traced = trace(article, { from: outside, to: '192.0.2.10', protocol: 'tcp', port: 8080 });
    expect(traced).toMatchObject({
      verdict: 'delivered',
      answeredBy: 'c3',
      seenSource: '192.0.2.99',
      address: '192.0.2.10',
    });
    expect(hops(traced)).toEqual([
      'interface out outside',
      'interface in host/eth0',
      'DNAT host',
      'route host/br-n1',
      'filter rule host',
      'bridge host/br-n1',
      'veth host/br-n1',
      'interface in c3/eth0',
      'listener c3',
    ]);
    expect(traced.hops[2]).toMatchObject({
      destination: '172.18.0.2',
      port: 80,
      rule: 'nat: -A DOCKER ! -i br-n1 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.18.0.2:80',
    });
  });

  it('the host to its own loopback: docker-proxy', () => {
    const traced = trace(article, { from: host, to: '127.0.0.1', protocol: 'tcp', port: 8080 });
    expect(traced).toMatchObject({ verdict: 'delivered', answeredBy: 'c3', seenSource: '172.18.0.1' });
    expect(hops(traced).slice(0, 2)).toEqual(['loopback host/lo', 'userland proxy host']);
  });

  it('a name first', () => {
    const traced = trace(article, { from: container('c4'), to: 'c3', protocol: 'tcp', port: 80 });
    expect(traced).toMatchObject({ verdict: 'delivered', address: '172.18.0.2' });
    expect(traced.hops[0]).toMatchObject({ kind: 'name lookup', destination: '172.18.0.2' });
  });
});

describe('the way back', () => {
  const back = ({ wayBack }: Trace) => hops({ hops: wayBack ?? [] } as unknown as Trace);

  it('is not told where it is the way there', () => {
    expect(trace(article, { from: container('c1'), to: '172.17.0.3', protocol: 'icmp' })).not.toHaveProperty('wayBack');
  });

  it('undoes the masquerade, and is let in as an answer', () => {
    const traced = trace(article, { from: container('c1'), to: '198.51.100.7', protocol: 'tcp', port: 80 });
    expect(back(traced)).toEqual([
      'interface in host/eth0',
      'masquerade host/eth0',
      'route host/docker0',
      'filter rule host',
      'bridge host/docker0',
      'veth host/docker0',
      'interface in c1/eth0',
    ]);
    expect(traced.wayBack?.[1]).toMatchObject({ source: '198.51.100.7', destination: '172.17.0.2' });
    expect(traced.wayBack?.[3]?.rule).toBe(
      'filter: -A DOCKER-CT -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    );
  });

  it('puts the published address back as the source', () => {
    const traced = trace(article, { from: host, to: '192.0.2.10', protocol: 'tcp', port: 8080 });
    expect(back(traced)).toEqual(['interface out c3/eth0', 'veth host/br-n1', 'bridge host/br-n1', 'DNAT host']);
    expect(traced.wayBack?.at(-1)).toMatchObject({ source: '192.0.2.10', destination: '192.0.2.10' });
    expect(traced.wayBack?.at(-1)?.sentence).toContain('puts 192.0.2.10:8080 back as the source');
  });

  it('leaves by the default route where the question came over another network', () => {
    const world = lab(
      `network create -o com.docker.network.bridge.name=br-n1 n1
       network create -o com.docker.network.bridge.name=br-n2 -o com.docker.network.bridge.gateway_mode_ipv4=nat-unprotected n2
       run --name c1 --network n1 web; network connect n2 c1`,
      {
        daemon: { allowDirectRouting: true },
        lanRoutes: [{ destination: '172.19.0.0/16', via: '192.0.2.10', interface: 'eth0' }],
      },
    );
    const traced = trace(world, { from: outside, to: '172.19.0.2', protocol: 'tcp', port: 80 });
    expect(traced).toMatchObject({ verdict: 'delivered', answeredBy: 'c1' });
    expect(traced.hops.at(-2)).toMatchObject({ kind: 'interface in', interface: 'eth1' });
    expect(back(traced)).toEqual([
      'route c1/eth0',
      'interface out c1/eth0',
      'veth host/br-n1',
      'bridge host/br-n1',
      'route host/eth0',
      'filter rule host',
      'interface out host/eth0',
      'interface in outside',
    ]);
    expect(traced.wayBack?.[0]?.sentence).toContain('not by eth1, on which it was asked');
  });
});

describe('why a packet does not arrive', () => {
  it.each([
    ['20.10', 'filter: -A DOCKER-ISOLATION-STAGE-2 -o br-n1 -j DROP'],
    ['28', 'raw: -A PREROUTING -d 172.18.0.2/32 ! -i br-n1 -j DROP'],
    ['29', 'raw: -A PREROUTING -d 172.18.0.2/32 ! -i br-n1 -j DROP'],
  ] as const)('networks are kept apart (%s)', (engine, rule) => {
    const world = lab(
      'run --name c1 bb; network create -o com.docker.network.bridge.name=br-n1 n1; run --name c3 --network n1 web',
      { engine },
    );
    const traced = trace(world, { from: container('c1'), to: '172.18.0.2', protocol: 'tcp', port: 80 });
    expect(traced).toMatchObject({ verdict: 'dropped', probe: 'timeout' });
    expect(traced.hops.at(-1)).toMatchObject({ kind: 'filter rule', rule });
    expect(traced.reason).toContain('c3 is on n1, not on bridge');
  });

  it('nothing listens', () => {
    const traced = trace(article, { from: container('c4'), to: 'c3', protocol: 'tcp', port: 81 });
    expect(traced).toMatchObject({ verdict: 'refused', probe: 'refused' });
    expect(traced.reason).toBe('Nothing in c3 listens on tcp port 81, so its kernel refuses.');
  });

  it('the default bridge resolves no names', () => {
    const traced = trace(article, { from: container('c1'), to: 'c2', protocol: 'tcp', port: 80 });
    expect(traced).toMatchObject({ verdict: 'unresolved', probe: 'bad-name' });
    expect(traced.reason).toContain('default bridge');
    expect(traced).not.toHaveProperty('address');
  });

  it('none has no network', () => {
    const traced = trace(article, { from: container('nobody'), to: '172.17.0.2', protocol: 'icmp' });
    expect(traced).toMatchObject({ verdict: 'isolated', probe: 'net-unreachable', hops: [{ kind: 'route' }] });
    expect(trace(article, { from: container('nobody'), to: '127.0.0.1', protocol: 'tcp', port: 80 }).verdict).toBe(
      'delivered',
    );
  });

  it('an unused address answers nobody', () => {
    const traced = trace(article, { from: container('c1'), to: '172.17.0.99', protocol: 'icmp' });
    expect(traced).toMatchObject({ verdict: 'neighbour unreachable', probe: 'timeout' });
  });

  it('the LAN knows no container addresses', () => {
    const traced = trace(article, { from: outside, to: '172.18.0.2', protocol: 'tcp', port: 80 });
    expect(traced).toMatchObject({ verdict: 'no route', probe: 'net-unreachable' });
  });

  it('the answer is lost where nothing masquerades: the way back says where', () => {
    const world = lab(
      'network create -o com.docker.network.bridge.enable_ip_masquerade=false n1; run --name c1 --network n1 bb',
    );
    const traced = trace(world, { from: container('c1'), to: '198.51.100.7', protocol: 'tcp', port: 80 });
    expect(traced).toMatchObject({ verdict: 'dropped', wayBack: [{ kind: 'route', destination: '172.18.0.2' }] });
  });

  it('two containers with one MAC cannot be told apart', () => {
    const mac = '--mac-address 02:42:ac:11:aa:aa';
    const world = lab(`run --name c1 ${mac} bb; run --name c2 ${mac} web`);
    const traced = trace(world, { from: container('c1'), to: '172.17.0.3', protocol: 'tcp', port: 80 });
    expect(traced).toMatchObject({ verdict: 'neighbour unreachable', probe: 'timeout' });
    expect(trace(world, { from: host, to: '172.17.0.3', protocol: 'tcp', port: 80 }).probe).toBe('ok');
  });

  it('a paused process accepts and does not answer', () => {
    const world = lab('run --name c1 web; run --name c2 bb; pause c1');
    expect(trace(world, { from: container('c2'), to: '172.17.0.2', protocol: 'tcp', port: 80 }).probe).toBe(
      'connected-no-answer',
    );
    expect(trace(world, { from: container('c2'), to: '172.17.0.2', protocol: 'icmp' }).probe).toBe('ok');
    expect(trace(world, { from: container('c1'), to: '172.17.0.3', protocol: 'icmp' }).probe).toBe('not-running');
  });

  it('who is not there sends nothing', () => {
    for (const from of [container('nosuch'), { kind: 'host', name: 'nosuch' } as const])
      expect(trace(article, { from, to: '172.17.0.2', protocol: 'icmp' })).toMatchObject({
        probe: 'not-running',
        hops: [],
      });
  });

  it('anything typed as a target gets an answer', () => {
    for (const to of ['', '.', '999.1.1.1', '::1', 'fd00::1', '0.0.0.0', 'a..b', '255.255.255.255', 'x'.repeat(300)])
      for (const from of [container('c1'), host, outside])
        expect(trace(article, { from, to, protocol: 'tcp', port: 80 }).reason).toMatch(/\S\.$/);
  });
});

describe('routes that were added to the host by hand', () => {
  const routed = (...routes: readonly Omit<Extract<EngineCommand, { kind: 'hostRouteAdd' }>, 'kind'>[]) =>
    routes.reduce(
      (world, route) => execute(world, 'host', { kind: 'hostRouteAdd', ...route }).world,
      lab('docker run --name c1 bb'),
    );
  const fromHost = (world: World, to: string) => trace(world, { from: host, to, protocol: 'icmp' });

  it('come before the default route, the longest prefix first', () => {
    const world = routed(
      { destination: '198.51.100.0/24', via: '192.0.2.77' },
      { destination: '198.51.100.7/32', via: '192.0.2.1' },
    );
    expect(fromHost(world, '198.51.100.7')).toMatchObject({
      verdict: 'delivered',
      hops: [{ rule: '198.51.100.7/32 via 192.0.2.1 dev eth0' }, {}],
    });
    expect(fromHost(world, '198.51.100.53')).toMatchObject({
      verdict: 'neighbour unreachable',
      reason: 'No machine on the LAN has the address 192.0.2.77 of the router.',
    });
  });

  it('hold for what containers send, too', () => {
    const world = routed({ destination: '198.51.100.0/24', via: '192.0.2.77' });
    const traced = trace(world, { from: container('c1'), to: '198.51.100.7', protocol: 'icmp' });
    expect(traced).toMatchObject({ verdict: 'neighbour unreachable' });
    expect(hops(traced)).toContain('masquerade host/eth0');
  });

  it('do not come before a longer prefix on a link', () => {
    const world = routed({ destination: '172.16.0.0/12', via: '192.0.2.77' });
    expect(fromHost(world, '172.17.0.2')).toMatchObject({ verdict: 'delivered', answeredBy: 'c1' });
    expect(fromHost(world, '172.31.0.2')).toMatchObject({ verdict: 'neighbour unreachable' });
  });

  it('without a router lead onto the link itself', () => {
    const world = routed({ destination: '203.0.113.0/24', interface: 'eth0' });
    expect(fromHost(world, '203.0.113.9')).toMatchObject({
      hops: [{ rule: '203.0.113.0/24 dev eth0 scope link', source: '192.0.2.10' }, {}],
    });
  });
});

describe('networks on an interface of the host', () => {
  const parents = lab(`
    docker network create -d macvlan --subnet 192.0.2.0/24 --gateway 192.0.2.1 --ip-range 192.0.2.192/27 -o parent=eth0 lan
    docker run --name m1 --network lan web
  `);
  const deep = lab(`
    docker network create -d ipvlan --subnet 10.99.0.0/24 -o ipvlan_mode=l3 -o parent=eth0 deep
    docker network create -d ipvlan --subnet 10.98.0.0/24 -o ipvlan_mode=l3 -o parent=eth0 deeper
    docker run --name d1 --network deep web
    docker run --name d2 --network deeper web
  `);

  it('are apart from the host itself, which nobody answers about', () => {
    const there = trace(parents, { from: host, to: '192.0.2.192', protocol: 'tcp', port: 80 });
    const back = trace(parents, { from: container('m1'), to: '192.0.2.10', protocol: 'icmp' });
    for (const traced of [there, back])
      expect(traced).toMatchObject({ verdict: 'neighbour unreachable', probe: 'timeout' });
    expect(there.reason).toContain('the kernel passes nothing between eth0 and the macvlan interfaces on it');
  });

  it('route between each other by ipvlan in mode l3, without a gateway', () => {
    const traced = trace(deep, { from: container('d1'), to: '10.98.0.1', protocol: 'tcp', port: 80 });
    expect(traced).toMatchObject({
      verdict: 'delivered',
      answeredBy: 'd2',
      hops: [{ rule: 'default dev eth0 scope link' }, {}, {}, {}, {}],
    });
  });

  it('lose the answers from outside in mode l3, unless the LAN has a route', () => {
    const ask = (world: World) =>
      trace(world, { from: container('d1'), to: '198.51.100.7', protocol: 'tcp', port: 80 });
    const reply = (world: World) => trace(world, { from: outside, to: '10.99.0.1', protocol: 'tcp', port: 80 });
    expect(ask(deep)).toMatchObject({ verdict: 'dropped', wayBack: [{ namespace: 'outside' }] });
    expect(reply(deep)).toMatchObject({ verdict: 'no route' });
    expect(trace(deep, { from: host, to: '10.99.0.1', protocol: 'icmp' })).toMatchObject({ verdict: 'dropped' });
    const routes = [{ destination: '10.99.0.0/24', via: '192.0.2.10', interface: 'eth0' }];
    const routed = { ...deep, outside: { ...deep.outside, routes } };
    expect(ask(routed)).toMatchObject({ verdict: 'delivered', answeredBy: 'outside', seenSource: '10.99.0.1' });
    expect(reply(routed)).toMatchObject({ verdict: 'delivered', answeredBy: 'd1' });
  });
});

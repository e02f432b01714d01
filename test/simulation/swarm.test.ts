import { describe, expect, it } from 'vitest';
import { engineVersions } from '../../language-server/simulation/engine-versions.ts';
import { type HostName, SwarmLab } from './swarm-lab.ts';
import { before, type Step, transcript } from './swarm-transcript.ts';

const words = (key: string) => key.split(' ') as [string, string, string];

/** What the lab shows of everything that a step says. */
function observe(lab: SwarmLab, seen: NonNullable<Step['seen']>): typeof seen {
  const each = <T, R>(of: Readonly<Record<string, T>> | undefined, see: (...parts: [string, string, string]) => R) =>
    of && Object.fromEntries(Object.keys(of).map((key) => [key, see(...words(key))]));
  return JSON.parse(
    JSON.stringify({
      networks: each(seen.networks, (host) => lab.networks(host as HostName)),
      members: each(seen.members, (host, network) => lab.members(host as HostName, network)),
      subnets: each(
        seen.subnets,
        (network) => (lab.inspectNetwork('host1', network).IPAM.Config as { Subnet: string }[])[0]?.Subnet,
      ),
      addresses: each(seen.addresses, (container, network) => lab.address(container, network)),
      interfaces: each(seen.interfaces, (container) => lab.interfaces(container)),
      routes: each(seen.routes, (container) => lab.routes(container)),
      names: each(seen.names, (from, name) => lab.resolve(from, name)),
      ping: seen.ping?.filter((pair) => lab.trace(...(words(pair).slice(0, 2) as [string, string])).probe === 'ok'),
      tcp: each(seen.tcp, (from, to, port) => {
        const { answeredBy, seenSource } = lab.trace(from, to, 'tcp', Number(port));
        return `${answeredBy} ${seenSource}`;
      }),
    }),
  );
}

describe('a session with two real engines in a swarm', () => {
  const lab = new SwarmLab('20.10');
  for (const line of before) lab.setUp(`host1 ${line}`, `host2 ${line}`);

  it.each(transcript)('$on docker $docker', ({ on, docker, refused, stdout, seen = {} }) => {
    const answer = lab.docker(on, docker);
    if (refused !== undefined) {
      expect(answer.stderr).toMatch(/^(?:docker: )?Error response from daemon: /);
      expect(answer.stderr).toContain(refused);
    } else expect(answer).toMatchObject({ exitCode: 0, stderr: '' });
    if (stdout !== undefined) expect(answer.stdout).toBe(stdout);
    expect(observe(lab, seen)).toEqual(seen);
  });
});

describe('overlay networks', () => {
  const started = () => new SwarmLab('20.10').inSwarm().setUp('host1 network create -d overlay --attachable ov1');

  it('give the next address after the last one, and each node that uses them one for its load balancer', () => {
    const lab = started().setUp(
      'host2 run -d --name d1 --network ov1 bb',
      'host1 run -d --name c1 --network ov1 bb',
      'host1 run -d --name c2 --network ov1 bb',
      'host1 restart c2',
      'host1 rm -f c1 c2',
    );
    expect(lab.members('host1', 'ov1')).toEqual([]);
    lab.setUp('host1 run -d --name c3 --network ov1 bb', 'host2 rm -f d1', 'host2 run -d --name d2 --network ov1 bb');
    expect(lab.members('host1', 'ov1')).toEqual(['c3 10.0.1.8/24', 'ov1-endpoint 10.0.1.9/24']);
    expect(lab.members('host2', 'ov1')).toEqual(['d2 10.0.1.10/24', 'ov1-endpoint 10.0.1.11/24']);
  });

  it('begin again at the first address when the last one was given', () => {
    const lab = new SwarmLab().inSwarm();
    lab.setUp('host1 network create -d overlay --attachable --subnet 10.77.0.0/29 tiny');
    for (const name of ['c1', 'c2', 'c3']) lab.setUp(`host1 run -d --name ${name} --network tiny bb`);
    lab.setUp('host1 restart c1', 'host1 restart c2');
    expect(lab.address('c1', 'tiny')).toBe('10.77.0.6');
    expect(lab.address('c2', 'tiny')).toBe('10.77.0.2');
  });

  it('take the next /24 that no other network has, and number their VXLANs', () => {
    const lab = new SwarmLab().inSwarm();
    for (const name of ['a', 'b', 'mine --subnet 10.0.4.0/24', 'c', 'd'])
      lab.setUp(`host1 network create -d overlay ${name}`);
    lab.setUp('host1 network rm a', 'host1 network create -d overlay e');
    const shown = ['b', 'mine', 'c', 'd', 'e'].map((name) => lab.inspectNetwork('host1', name));
    expect(shown.map(({ IPAM }) => (IPAM.Config as { Subnet: string }[])[0]?.Subnet)).toEqual([
      '10.0.2.0/24',
      '10.0.4.0/24',
      '10.0.3.0/24',
      '10.0.5.0/24',
      '10.0.6.0/24',
    ]);
    expect(shown[0]?.Options).toEqual({ 'com.docker.network.driver.overlay.vxlanid_list': '4098' });
  });

  it('reach the outside by docker_gwbridge only where no other network does', () => {
    const lab = started().setUp(
      'host1 network create u1',
      'host1 run -d --name c1 --network u1 -p 8081:80 web',
      'host1 network connect ov1 c1',
    );
    expect(lab.interfaces('c1')).toEqual(['eth0 172.19.0.2/16', 'eth1 10.0.1.2/24']);
    lab.setUp('host1 network disconnect u1 c1');
    expect(lab.interfaces('c1')).toEqual(['eth1 10.0.1.2/24', 'eth2 172.18.0.3/16']);
    expect(lab.docker('host1', 'port c1').stdout).toContain('0.0.0.0:8081');
    expect(lab.trace('outside', '192.0.2.11', 'tcp', 8081)).toMatchObject({ answeredBy: 'c1' });
    lab.setUp('host1 network connect u1 c1');
    expect(lab.interfaces('c1')).toEqual(['eth1 10.0.1.2/24', 'eth3 172.19.0.2/16']);
    expect(lab.routes('c1')[0]).toBe('default via 172.19.0.1 dev eth3');
  });

  it('come after networks with a gateway, and docker_gwbridge after all, when a container starts', () => {
    const lab = started().setUp(
      'host1 network create -d overlay --attachable zov',
      'host1 create --name c1 --network zov bb',
      'host1 network connect ov1 c1',
      'host1 start c1',
    );
    expect(lab.interfaces('c1')).toEqual(['eth0 10.0.1.2/24', 'eth1 10.0.2.2/24', 'eth2 172.18.0.3/16']);
    lab.setUp('host1 network create u1', 'host1 network connect u1 c1', 'host1 restart c1');
    expect(lab.interfaces('c1').map((one) => one.split('.')[0])).toEqual(['eth0 172', 'eth1 10', 'eth2 10']);
  });

  it('that are internal have no way out', () => {
    const lab = new SwarmLab()
      .inSwarm()
      .setUp(
        'host1 network create -d overlay --attachable --internal int',
        'host1 run -d --name e1 --network int -p 9090:80 web',
      );
    expect(lab.interfaces('e1')).toEqual(['eth0 10.0.1.2/24']);
    expect(lab.routes('e1')).toEqual(['10.0.1.0/24 dev eth0']);
    expect(lab.docker('host1', 'port e1').stdout).toBe('');
    expect(lab.trace('e1', '198.51.100.7').verdict).toBe('no route');
  });

  it('keep containers apart on docker_gwbridge, and the overlay off everything else', () => {
    const lab = started().setUp(
      'host1 run -d --name c1 --network ov1 -p 8080:80 web',
      'host1 run -d --name c2 --network ov1 web',
      'host2 run -d --name d1 --network ov1 web',
      'host1 run -d --name br web',
    );
    const probe = (from: string, to: string) => lab.trace(from, to).probe;
    expect(lab.interfaces('c2')).toContain('eth1 172.18.0.4/16');
    expect(probe('c1', '172.18.0.4')).toBe('timeout');
    expect(probe('br', '172.18.0.4')).toBe('timeout');
    expect(probe('br', '10.0.1.2')).toBe('timeout');
    expect(probe('host1', '10.0.1.2')).toBe('timeout');
    expect(probe('host1', '172.18.0.4')).toBe('ok');
    expect(probe('c1', '172.17.0.1')).toBe('ok');
    expect(probe('c1', '10.0.1.1')).toBe('ok');
    expect(probe('c1', '10.0.1.6')).toBe('ok');
    expect(probe('c1', '10.0.1.99')).toBe('timeout');
    for (const [from, source] of [
      ['br', '172.18.0.1'],
      ['c2', '172.18.0.1'],
      ['d1', '192.0.2.12'],
    ] as const)
      expect(lab.trace(from, '192.0.2.11', 'tcp', 8080)).toMatchObject({ answeredBy: 'c1', seenSource: source });
  });

  it('carry packets between hosts in VXLAN, and say so', () => {
    const lab = started().setUp('host1 run -d --name c1 --network ov1 bb', 'host2 run -d --name d1 --network ov1 web');
    const { hops, verdict } = lab.trace('c1', 'd1', 'tcp', 80);
    expect(verdict).toBe('delivered');
    expect(hops.map(({ kind, namespace }) => `${kind} ${namespace}`)).toEqual([
      'name lookup c1',
      'route c1',
      'interface out c1',
      'veth host1',
      'bridge host1',
      'VXLAN host1',
      'interface out host1',
      'interface in host2',
      'VXLAN host2',
      'veth host2',
      'interface in d1',
      'listener d1',
    ]);
    const tunnel = hops.find(({ kind }) => kind === 'VXLAN');
    expect(tunnel?.rule).toBe('vxlan id 4097 dstport 4789 local 192.0.2.11 remote 192.0.2.12');
    expect(tunnel?.sentence).toContain('in a UDP packet from 192.0.2.11 to 192.0.2.12, port 4789');
  });

  it.each(engineVersions)('derive MACs from addresses on engine %s', (engine) => {
    const lab = new SwarmLab(engine).inSwarm();
    lab.setUp('host1 network create -d overlay --attachable ov1', 'host1 run -d --name c1 --network ov1 bb');
    const { ov1 } = lab.inspect('c1').Networks;
    expect(ov1).toMatchObject({ IPAddress: '10.0.1.2', MacAddress: '02:42:0a:00:01:02', Gateway: '' });
    expect(ov1?.IPAMConfig).toMatchObject({ IPv4Address: '10.0.1.2' });
    expect(lab.trace('c1', '198.51.100.7').verdict).toBe('delivered');
  });

  it('tell a worker of a network no earlier than its first container, and also by wrong names', () => {
    const lab = started();
    expect(lab.networks('host2')).not.toContain('ov1');
    expect(lab.docker('host2', 'network rm ov1').stderr).toContain('No such network: ov1');
    for (const host of ['host1', 'host2'] as const)
      expect(lab.docker(host, 'run -d --name x1 --network nope bb').stderr).toContain(
        'Could not attach to network nope: rpc error: code = NotFound desc = network nope not found',
      );
    expect(lab.docker('host1', 'network create ov1').stderr).toContain('network with name ov1 already exists');
    expect(lab.docker('host1', 'network create -d overlay --ingress i2').stderr).toContain('is already present');
    expect(lab.docker('host1', 'network rm docker_gwbridge').stderr).toContain('has active endpoints');
    expect(lab.docker('host1', 'run -d --name x2 --network ingress bb').stderr).toContain('not manually attachable');
  });

  it('have running containers renamed in DNS alone, and let hosts that do not use them disconnect nobody', () => {
    const lab = started().setUp('host1 run -d --name c1 --network ov1 bb', 'host2 run -d --name d1 --network ov1 bb');
    lab.setUp('host1 network create -d overlay --attachable ov2');
    expect(lab.docker('host1', 'rename c1 c9').stderr).toContain('Could not add service state for endpoint c9');
    expect(lab.container('c1').container.name).toBe('c1');
    expect([lab.resolve('d1', 'c1'), lab.resolve('d1', 'c9')]).toEqual([[], ['10.0.1.2']]);
    for (const host of ['host1', 'host2'] as const)
      expect(lab.docker(host, `network disconnect ov2 ${host === 'host1' ? 'c1' : 'd1'}`).stderr).toBe(
        'Error response from daemon: network ov2 not found',
      );
  });

  it('refuse a taken or foreign address, and a subnet that overlaps, only when a container comes', () => {
    const lab = started().setUp(
      'host1 network create -d overlay --attachable --subnet 10.0.1.0/24 clash',
      'host1 run -d --name c1 --network ov1 --ip 10.0.1.200 bb',
    );
    for (const where of ['ov1 --ip 10.0.1.200', 'ov1 --ip 10.9.1.200', 'clash'])
      expect(lab.docker('host1', `run -d --network ${where} bb`).stderr).toContain(
        'attaching to network failed, make sure your network options are correct and check manager logs: context deadline exceeded',
      );
    lab.setUp('host1 run -d --name c2 --network ov1 bb');
    expect(lab.address('c2', 'ov1')).toBe('10.0.1.3');
  });
});

describe('docker swarm', () => {
  it('refuses to enter a second swarm, to leave none, and to join where no manager is', () => {
    const lab = new SwarmLab();
    const says = (on: HostName, line: string) => lab.docker(on, `swarm ${line}`).stderr;
    expect(says('host2', 'leave')).toContain('This node is not part of a swarm');
    expect(says('host2', 'join --token wrong 192.0.2.11:2377')).toContain('invalid join token');
    expect(says('host2', 'join --token <token:worker> 192.0.2.11:2377')).toContain('connection refused');
    expect(says('host2', 'join --token <token:worker> 192.0.2.77:2377')).toContain('Timeout was reached');
    lab.inSwarm();
    const second = new SwarmLab().setUp(
      'host1 swarm init',
      'host2 swarm join --token <token:manager> 192.0.2.11:2377',
      'host2 network create -d overlay shared',
    );
    expect(second.networks('host1')).toContain('shared');
    expect(second.docker('host2', 'swarm leave').stderr).toContain(
      'Removing this node leaves 1 managers out of 2. Without a Raft quorum your swarm will be inaccessible.',
    );
    for (const line of ['init', 'join --token <token:worker> 192.0.2.11:2377'])
      expect(says('host2', line)).toContain('This node is already part of a swarm');
  });

  it('leave takes the overlay networks off running containers, which go on without', () => {
    const lab = new SwarmLab()
      .inSwarm()
      .setUp(
        'host1 network create -d overlay --attachable ov1',
        'host1 run -d --name c1 --network ov1 bb',
        'host2 run -d --name d1 --network ov1 -p 8080:80 web',
        'host2 swarm leave',
      );
    expect(lab.inspect('d1').Networks).toEqual({});
    expect(lab.interfaces('d1')).toEqual([]);
    expect(lab.container('d1').container).toMatchObject({ status: 'running', ports: [] });
    expect(lab.members('host2', 'docker_gwbridge')).toEqual([]);
    expect(lab.resolve('c1', 'd1')).toEqual([]);
    lab.setUp('host2 restart d1', 'host1 swarm leave --force', 'host1 restart c1');
    expect(lab.inspect('c1').Networks).toEqual({});
  });
});

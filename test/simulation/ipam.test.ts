import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { engineVersions } from '../../language-server/simulation/engine-versions.ts';
import { givenOut } from '../../language-server/simulation/ipam.ts';
import { Lab } from './engine-lab.ts';

describe.each(engineVersions)('addresses on engine %s', (engine) => {
  test('containers get the lowest free address in the order of their start', () => {
    const lab = new Lab(engine).setUp('run -d --name c1 bb', 'run -d --name c2 bb', 'run -d --name c3 bb');
    expect([1, 2, 3].map((i) => lab.addresses(`c${i}`).bridge)).toEqual(['172.17.0.2', '172.17.0.3', '172.17.0.4']);
    lab.setUp('rm -f c2', 'run -d --name c4 bb', 'run -d --name c5 bb');
    expect(lab.addresses('c4').bridge).toBe('172.17.0.3');
    expect(lab.addresses('c5').bridge).toBe('172.17.0.5');
  });

  test('a stopped container has no address, and gets another one when its own is taken', () => {
    const lab = new Lab(engine).setUp('run -d --name c1 bb', 'run -d --name c2 bb', 'stop c1', 'run -d --name c3 bb');
    expect(lab.addresses('c1').bridge).toBe('');
    expect(lab.addresses('c3').bridge).toBe('172.17.0.2');
    expect(lab.setUp('start c1').addresses('c1').bridge).toBe('172.17.0.4');
  });

  test('an ip-range without a gateway puts the gateway at its start', () => {
    const lab = new Lab(engine).setUp(
      'network create --subnet 10.10.0.0/24 --ip-range 10.10.0.128/25 n1',
      'run -d --name c1 --network n1 bb',
    );
    expect(lab.addresses('c1')).toEqual({ n1: '10.10.0.129' });
    expect(lab.gateway('c1')).toBe('10.10.0.128');
  });

  test('auxiliary, network, broadcast and gateway addresses are given to nobody', () => {
    const lab = new Lab(engine).setUp('network create --subnet 10.10.0.0/29 --aux-address router=10.10.0.2 n1');
    for (const taken of ['10.10.0.0', '10.10.0.1', '10.10.0.2', '10.10.0.7'])
      expect(lab.docker(`run -d --network n1 --ip ${taken} bb`).stderr).toContain('Address already in use');
    expect(lab.setUp('run -d --name c1 --network n1 bb').addresses('c1')).toEqual({ n1: '10.10.0.3' });
  });

  test('a full network refuses the next container and keeps it as created', () => {
    const lab = new Lab(engine).setUp('network create --subnet 10.10.0.0/30 n1', 'run -d --network n1 bb');
    const { exitCode, stderr } = lab.docker('run -d --name c2 --network n1 bb');
    expect(exitCode).toBe(125);
    expect(stderr).toContain("no available IPv4 addresses on this network's address pools: n1 (<id:n1>)");
    expect(lab.container('c2').status).toBe('created');
  });

  test('automatic subnets keep clear of configured ones, of docker0 and of the links of the host', () => {
    const lab = new Lab(engine, {
      interfaces: [{ name: 'eth0', addresses: ['172.18.9.1/24'] }],
      routes: [
        { destination: 'default', via: '172.18.9.254', interface: 'eth0' },
        { destination: '172.20.0.0/16', via: '172.18.9.254', interface: 'eth0' },
      ],
    }).setUp('network create --subnet 172.19.4.0/24 given', 'network create free');
    expect(lab.subnetOf('free')).toBe('172.20.0.0/16');
  });

  test('no two containers ever have one address', () => {
    const command = fc.record({
      what: fc.constantFrom('run', 'stop', 'start', 'rm'),
      container: fc.integer({ min: 0, max: 7 }),
      ip: fc.option(fc.integer({ min: 0, max: 12 }), { freq: 3 }),
    });
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        const lab = new Lab(engine).setUp('network create --subnet 10.10.0.0/28 n1');
        for (const { what, container, ip } of commands) {
          const fixed = ip === null ? '' : `--ip 10.10.0.${ip} `;
          const line = { run: `run -d --network n1 ${fixed}--name c${container} bb`, stop: `stop c${container}` };
          lab.docker(
            what === 'run' || what === 'stop' ? line[what] : `${what} ${what === 'rm' ? '-f ' : ''}c${container}`,
          );
          const network = lab.host.networks.get(lab.host.networkIds.get('n1') ?? '');
          const addresses = [...(network?.endpoints.values() ?? [])].map((endpoint) => endpoint.address);
          expect(new Set(addresses).size).toBe(addresses.length);
          expect(network && givenOut(network)).toBe(addresses.length);
          for (const never of ['10.10.0.0', '10.10.0.1', '10.10.0.15']) expect(addresses).not.toContain(never);
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('removed networks: 20.10 goes on to the next subnet, later engines take the lowest free one', () => {
  const lines = ['a', 'b', 'c'].map((name) => `network create ${name}`);
  const subnet = (engine: '20.10' | '28') =>
    new Lab(engine).setUp(...lines, 'network rm b', 'network create d').subnetOf('d');
  expect(subnet('20.10')).toBe('172.21.0.0/16');
  expect(subnet('28')).toBe('172.19.0.0/16');
});

test('thirty automatic networks fit', () => {
  const lab = new Lab('29');
  for (let i = 1; i <= 30; i++) lab.setUp(`network create n${i}`);
  expect(lab.subnetOf('n30')).toBe('192.168.240.0/20');
  expect(lab.docker('network create n31').stderr).toBe(
    'Error response from daemon: all predefined address pools have been fully subnetted',
  );
});

test('overlapping subnets are refused whichever is the larger', () => {
  const lab = new Lab('29').setUp('network create --subnet 10.10.0.0/16 n1');
  for (const subnet of ['10.10.5.0/24', '10.0.0.0/8', '10.10.0.0/16', '172.17.5.0/24'])
    expect(lab.docker(`network create --subnet ${subnet} n2`).stderr).toBe(
      'Error response from daemon: invalid pool request: Pool overlaps with other one on this address space',
    );
  lab.setUp('network rm n1', 'network create --subnet 10.10.5.0/24 n2');
});

test('MAC addresses: 20.10 derives them, later engines draw them', () => {
  const mac = (engine: '20.10' | '29') => {
    const lab = new Lab(engine).setUp('run -d --name c1 bb');
    return lab.host.networks.get(lab.host.networkIds.get('bridge') ?? '')?.endpoints.first()?.mac;
  };
  expect(mac('20.10')).toEqual({ kind: 'known', address: '02:42:ac:11:00:02' });
  expect(mac('29')).toEqual({ kind: 'random' });
});

test('--bip, --fixed-cidr and --default-address-pool', () => {
  const fixed = new Lab('29', { daemon: { bip: '10.99.0.1/24', fixedCidr: '10.99.0.128/30' } });
  expect(fixed.setUp('run -d --name c1 bb').addresses('c1')).toEqual({ bridge: '10.99.0.128' });
  expect(fixed.setUp('network create n1').subnetOf('n1')).toBe('172.17.0.0/16');
  const pools = new Lab('29', { daemon: { defaultAddressPools: [{ base: '10.50.0.0/23', size: 24 }] } });
  expect(pools.subnetOf('bridge')).toBe('10.50.0.0/24');
  expect(pools.setUp('network create n1').subnetOf('n1')).toBe('10.50.1.0/24');
  expect(pools.docker('network create n2').exitCode).toBe(1);
});

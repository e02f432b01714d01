import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EngineCommand } from '../../language-server/simulation/command.ts';
import { execute } from '../../language-server/simulation/engine.ts';
import { engineVersions, rules } from '../../language-server/simulation/engine-versions.ts';
import { givenOut } from '../../language-server/simulation/ipam.ts';
import { messageCodes, messageText } from '../../language-server/simulation/messages.ts';
import { namespaceOf } from '../../language-server/simulation/namespace.ts';
import { createWorld } from '../../language-server/simulation/world.ts';
import { Lab } from './engine-lab.ts';

describe.each(engineVersions)('engine %s', (engine) => {
  test('a container can leave the default bridge and come to a user network', () => {
    const lab = new Lab(engine).setUp('network create n1', 'run -d --name c1 bb', 'network connect n1 c1');
    expect(lab.interfaces('c1')).toEqual(['eth0 172.17.0.2/16', 'eth1 172.18.0.2/16']);
    expect(namespaceOf(lab.host, lab.container('c1')).resolvConf).toContain('nameserver 127.0.0.11');
    lab.setUp('network disconnect bridge c1');
    expect(lab.interfaces('c1')).toEqual(['eth1 172.18.0.2/16']);
    expect(lab.gateway('c1')).toBe('172.18.0.1');
  });

  test('the default route goes to the first network by name, not by order of connection', () => {
    const lab = new Lab(engine).setUp('network create b', 'network create a', 'run -d --name c1 --network b bb');
    expect(lab.gateway('c1')).toBe('172.18.0.1');
    expect(lab.setUp('network connect a c1').gateway('c1')).toBe('172.19.0.1');
    expect(lab.setUp('network disconnect a c1').gateway('c1')).toBe('172.18.0.1');
  });

  test('a normal network wins over an internal one', () => {
    const lab = new Lab(engine).setUp('network create --internal aa', 'run -d --name c1 --network aa bb');
    lab.setUp('network create zz', 'network connect zz c1');
    expect(lab.gateway('c1')).toBe('172.19.0.1');
  });

  test('container mode shares interfaces and hostname, and loses them with the target', () => {
    const lab = new Lab(engine).setUp(
      'run -d --name c1 --hostname alpha web',
      'run -d --name c2 --network container:c1 api',
    );
    expect(lab.interfaces('c2')).toEqual(['eth0 172.17.0.2/16']);
    expect(lab.container('c2').hostname).toBe('alpha');
    expect(lab.addresses('c2')).toEqual({});
    expect(lab.setUp('restart c1').interfaces('c2')).toEqual([]);
    expect(lab.setUp('restart c2').interfaces('c2')).toEqual(['eth0 172.17.0.2/16']);
  });

  test('two servers on one port of one namespace: the second ends', () => {
    const lab = new Lab(engine).setUp('run -d --name c1 web', 'run -d --name c2 --network container:c1 web');
    expect(lab.container('c2')).toMatchObject({ status: 'exited', exitCode: 1 });
    expect(lab.docker('logs c2').stderr).toBe('bind() to 0.0.0.0:80 failed (98: Address already in use)');
  });

  test('a host port is taken by one container at a time, and free when that one stops', () => {
    const lab = new Lab(engine).setUp('run -d --name w1 -p 8080:80 web');
    const { exitCode, stderr } = lab.docker('run -d --name w2 -p 8080:80 web');
    expect(exitCode).toBe(125);
    expect(stderr).toContain('Bind for 0.0.0.0:8080 failed: port is already allocated');
    expect(lab.container('w2').status).toBe('created');
    lab.setUp('stop w1', 'run -d --name w3 -p 8080:80 web');
    expect(lab.docker('start w1').exitCode).toBe(1);
  });

  test('a published port moves with the default route', () => {
    const lab = new Lab(engine).setUp('network create --internal in', 'network create out');
    lab.setUp('run -d --name w1 --network in -p 8080:80 web');
    expect(lab.container('w1').ports).toEqual([]);
    lab.setUp('network connect out w1');
    expect(lab.container('w1').ports.map(({ hostIp, hostPort }) => `${hostIp}:${hostPort}`)).toEqual([
      '0.0.0.0:8080',
      ':::8080',
    ]);
    lab.setUp('network disconnect out w1');
    // 20.10 goes on publishing by docker-proxy on the internal network: recorded X42.
    expect(lab.host.hostPorts.size).toBe(engine === '20.10' ? 1 : 0);
  });

  test('a network with stopped members can be removed, and they do not start again', () => {
    const lab = new Lab(engine).setUp('network create n1', 'run -d --name c1 --network n1 bb');
    expect(lab.docker('network rm n1').stderr).toContain('network n1');
    lab.setUp('stop c1', 'network rm n1');
    expect(lab.docker('start c1').stderr).toContain('network <id:n1> not found');
  });

  test('options that exclude container mode', () => {
    const lab = new Lab(engine).setUp('run -d --name ct bb');
    for (const option of ['-p 80:80', '--expose 80', '--hostname h', '--dns 192.0.2.1', '--add-host a:192.0.2.1'])
      expect(lab.docker(`run -d --network container:ct ${option} bb`).stderr).toContain('conflicting options: ');
  });

  test('after any commands, running containers and endpoints agree, and stopping all leaves nothing behind', () => {
    const names = fc.constantFrom('c1', 'c2', 'c3');
    const networks = fc.constantFrom('bridge', 'n1', 'n2', 'host', 'none', 'container:c1');
    const line = fc.oneof(
      fc.tuple(names, networks).map(([name, network]) => `run -d --name ${name} --network ${network} -p 8080:80 web`),
      fc.tuple(names, networks).map(([name, network]) => `network connect ${network} ${name}`),
      fc.tuple(names, networks).map(([name, network]) => `network disconnect ${network} ${name}`),
      fc
        .tuple(fc.constantFrom('start', 'stop', 'restart', 'kill', 'pause', 'unpause', 'rm -f'), names)
        .map((x) => x.join(' ')),
      fc.constantFrom('network create n1', 'network create --internal n2', 'network rm n1', 'network prune -f'),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const lab = new Lab(engine);
        for (const one of lines) lab.docker(one);
        for (const network of lab.host.networks.values())
          for (const id of network.endpoints.keys())
            expect(['running', 'paused']).toContain(lab.host.containers.get(id)?.status);
        const { containers } = lab.host;
        for (const { name } of containers.values()) lab.docker(`rm -f ${name}`);
        expect(lab.host.hostPorts.size).toBe(0);
        for (const network of lab.host.networks.values()) {
          expect(network.endpoints.size).toBe(0);
          expect(givenOut(network)).toBe(0);
        }
      }),
      { numRuns: 80 },
    );
  });
});

test('an engine that fails to join a network: 28 can start the container later, 29 starts it without one', () => {
  const later = (engine: '28' | '29') => {
    const lab = new Lab(engine).setUp('run -d --name w1 -p 8080:80 web');
    lab.docker('run -d --name w2 -p 8080:80 web');
    return lab.setUp('rm -f w1', 'start w2').addresses('w2');
  };
  expect(later('28')).toEqual({ bridge: '172.17.0.2' });
  expect(later('29')).toEqual({});
});

test('interface numbers: 20.10 counts on, later engines take the lowest free one', () => {
  const again = (engine: '20.10' | '29') =>
    new Lab(engine)
      .setUp('network create a', 'run -d --name c1 --network a bb', 'network disconnect a c1', 'network connect a c1')
      .interfaces('c1');
  expect(again('20.10')).toEqual(['eth1 172.18.0.2/16']);
  expect(again('29')).toEqual(['eth0 172.18.0.2/16']);
});

test('a refused command says why, what would help, and which value was refused', () => {
  const lab = new Lab('29').setUp('network create --subnet 10.10.0.0/24 n1');
  const command: EngineCommand = { kind: 'containerRun', image: 'bb', networks: [{ network: 'n1', ip: '10.11.0.5' }] };
  expect(lab.execute(command)).toMatchObject({
    exitCode: 125,
    error: {
      code: 'address-outside-subnet',
      value: '10.11.0.5',
      message:
        'invalid config for network n1: invalid endpoint settings:\nno configured subnet contains IP address 10.11.0.5',
      explanation: 'A fixed address must lie inside a subnet of its network.',
    },
  });
});

test('a command leaves the world before it as it was', () => {
  const lab = new Lab('29').setUp('run -d --name c1 bb');
  const before = lab.world;
  lab.setUp('rm -f c1', 'run -d --name c2 bb', 'network create n1');
  lab.world = before;
  expect(lab.addresses('c1')).toEqual({ bridge: '172.17.0.2' });
  expect(lab.setUp('run -d --name c3 bb').addresses('c3')).toEqual({ bridge: '172.17.0.3' });
});

test('a host that does not exist answers with an error', () => {
  const result = execute(createWorld({ hosts: [] }), 'nowhere', { kind: 'networkPrune' });
  expect(result).toMatchObject({ exitCode: 1, error: { code: 'no-such-host' } });
});

test('every message has a text for every version, and every version a value for every rule', () => {
  for (const engine of engineVersions) {
    for (const code of messageCodes) expect(messageText(engine, code, {})).not.toBe('');
    expect(Object.keys(rules[engine]).sort()).toEqual(Object.keys(rules['20.10']).sort());
  }
});

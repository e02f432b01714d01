/** Which host ports an engine gives where it may choose, and what it does when the kernel refuses one. */
import { describe, expect, it, test } from 'vitest';
import type { EngineVersion } from '../../language-server/simulation/state.ts';
import { Lab } from './engine-lab.ts';

const portsOf = (lab: Lab, name: string) =>
  lab.container(name).ports.map(({ hostIp, hostPort }) => `${hostIp}:${hostPort}`);

/** libnetwork `portallocator/portallocator.go`: live X33; the later engines by their source. */
describe.each(['20.10', '28', '29'] satisfies EngineVersion[])('automatic host ports on engine %s', (engine) => {
  it('are counted for each host address', () => {
    const lab = new Lab(engine).setUp(
      'run -d --name w1 -p 127.0.0.1::80 web',
      'rm -f w1',
      'run -d --name w2 -p 80 web',
    );
    expect(portsOf(lab, 'w2')).toEqual(['0.0.0.0:32768', ':::32768']);
  });

  it('move on even when the start fails', () => {
    const lab = new Lab(engine).setUp('run -d --name w1 -p 9000:80 web');
    expect(lab.docker('run -d --name w2 -p 80 web nosuchprogram').exitCode).toBe(127);
    lab.setUp('run -d --name w3 -p 80 web');
    expect(portsOf(lab, 'w3')).toEqual(['0.0.0.0:32769', ':::32769']);
  });
});

test('20.10 gives each address of a port its own host port, later engines the same one', () => {
  const ports = (engine: EngineVersion) => {
    const lab = new Lab(engine).setUp('run -d --name w1 -p 127.0.0.1::80 web', 'run -d --name w2 -p 80 web');
    return portsOf(lab, 'w2');
  };
  // The kernel refuses 0.0.0.0:32768 beside 127.0.0.1:32768, and knows nothing of the kind about [::].
  expect(ports('20.10')).toEqual(['0.0.0.0:32769', ':::32768']);
  expect(ports('28')).toEqual(['0.0.0.0:32769', ':::32769']);
  expect(ports('29')).toEqual(['0.0.0.0:32769', ':::32769']);
});

test('from 28 on one port on several named addresses has one host port', () => {
  const ports = (engine: EngineVersion) => {
    const lab = new Lab(engine).setUp('run -d --name w1 -p 127.0.0.1::80 web');
    lab.setUp('run -d --name w2 -p 127.0.0.1::80 -p 192.0.2.10::80 web');
    return portsOf(lab, 'w2').sort();
  };
  expect(ports('20.10')).toEqual(['127.0.0.1:32769', '192.0.2.10:32768']);
  expect(ports('29')).toEqual(['127.0.0.1:32769', '192.0.2.10:32769']);
});

describe('a range whose first port another address has', () => {
  const second = (engine: EngineVersion) => {
    const lab = new Lab(engine).setUp('run -d --name w1 -p 192.0.2.10:8080:80 web');
    return { lab, answer: lab.docker('run -d --name w2 -p 8080-8082:80 web') };
  };

  it('fails on 20.10, and the next start takes the next port', () => {
    const { lab, answer } = second('20.10');
    expect(answer.stderr).toContain('listen tcp4 0.0.0.0:8080: bind: address already in use');
    lab.setUp('start w2');
    expect(portsOf(lab, 'w2')).toEqual(['0.0.0.0:8081', ':::8080']);
  });

  it.each(['28', '29'] satisfies EngineVersion[])('goes on to the next port on %s', (engine) => {
    const { lab, answer } = second(engine);
    expect(answer.exitCode).toBe(0);
    expect(portsOf(lab, 'w2')).toEqual(['0.0.0.0:8081', ':::8081']);
  });
});

test('a process of the host keeps its port on IPv4 and IPv6', () => {
  const lab = new Lab('29').setUp('run -d --name h1 --network host api', 'run -d --name w1 -p 8080-8082:80 web');
  expect(portsOf(lab, 'w1')).toEqual(['0.0.0.0:8081', ':::8081']);
  expect(lab.docker('run -d --name w2 -p [::1]:8080:80 web').stderr).toContain(
    'failed to bind host port [::1]:8080/tcp: address already in use',
  );
});

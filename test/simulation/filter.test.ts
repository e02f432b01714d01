import { describe, expect, it } from 'vitest';
import { firewall, tableText } from '../../language-server/simulation/filter.ts';
import type { Host } from '../../language-server/simulation/state.ts';
import { type LabOptions, lab } from './scripted-world.ts';

const hostOf = (script: string, options?: LabOptions) => lab(script, options).hosts.get('host') as Host;

const between = (host: Host, source: string, input: string, destination: string, output: string, port = 80) =>
  firewall(host).decide('filter', 'FORWARD', { in: input, out: output, source, destination, protocol: 'tcp', port });

const named = (name: string, more = '') =>
  `network create ${more} -o com.docker.network.bridge.name=br-${name} ${name}`;

describe('the packet filter', () => {
  it('prints as iptables-save does', () => {
    expect(tableText(hostOf(''), 'nat')).toBe(`*nat
:PREROUTING ACCEPT [0:0]
:INPUT ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
COMMIT`);
  });

  it.each(['20.10', '28', '29'] as const)('decides between bridges, out and in (%s)', (engine) => {
    const host = hostOf(`${named('n1')}; ${named('i1', '--internal')}; run --name c1 --network n1 -p 8080:80 web`, {
      engine,
    });
    const decide = (...args: [string, string, string, string, number?]) => between(host, ...args).target;
    expect(decide('172.17.0.2', 'docker0', '172.18.0.9', 'br-n1')).toBe('DROP');
    expect(decide('172.17.0.2', 'docker0', '198.51.100.7', 'eth0')).toBe('ACCEPT');
    expect(decide('172.18.0.2', 'br-n1', '172.18.0.3', 'br-n1')).toBe('ACCEPT');
    expect(decide('192.0.2.99', 'eth0', '172.18.0.2', 'br-n1')).toBe('ACCEPT');
    expect(decide('192.0.2.99', 'eth0', '172.18.0.2', 'br-n1', 443)).toBe('DROP');
    expect(decide('172.19.0.2', 'br-i1', '198.51.100.7', 'eth0')).toBe('DROP');
    expect(decide('172.19.0.2', 'br-i1', '172.19.0.3', 'br-i1')).toBe('ACCEPT');
    expect(decide('172.18.0.2', 'br-n1', '172.19.0.2', 'br-i1')).toBe('DROP');
  });

  it('names the rule that decided, and its purpose', () => {
    const host = hostOf(`${named('q1', '-o com.docker.network.bridge.enable_icc=false')}`);
    expect(between(host, '172.18.0.2', 'br-q1', '172.18.0.3', 'br-q1').rule).toMatchObject({
      chain: 'DOCKER-FORWARD',
      why: expect.stringContaining('enable_icc=false'),
    });
  });

  it('is absent with iptables=false', () => {
    const host = hostOf('run --name c1 -p 8080:80 web', { daemon: { iptables: false } });
    expect(firewall(host).rules).toEqual([]);
    expect(between(host, '172.17.0.2', 'docker0', '172.18.0.2', 'br-n1')).toEqual({ target: 'ACCEPT' });
  });

  it('is derived once per snapshot', () => {
    const host = hostOf('run --name c1 web');
    expect(firewall(host)).toBe(firewall(host));
  });
});

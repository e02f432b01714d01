import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockContains } from '../../language-server/simulation/addresses.ts';
import { firewall, type Packet, tableText } from '../../language-server/simulation/filter.ts';
import type { Match, Rule } from '../../language-server/simulation/filter-rule.ts';
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

/** Goes through a chain rule by rule, as the kernel does. */
function walk(rules: readonly Rule[], table: string, chain: string, packet: Packet): Rule | undefined {
  const address = (match: Match | undefined, value: string) =>
    !match ||
    blockContains(match.value.includes('/') ? match.value : `${match.value}/32`, value) !== (match.not ?? false);
  const name = (match: Match | undefined, value: string | undefined) =>
    !match || (match.value === value) !== (match.not ?? false);
  for (const rule of rules.filter((r) => r.table === table && r.chain === chain)) {
    const matches =
      name(rule.in, packet.in) &&
      name(rule.out, packet.out) &&
      address(rule.source, packet.source) &&
      address(rule.destination, packet.destination) &&
      (rule.protocol ?? packet.protocol) === packet.protocol &&
      (rule.port ?? packet.port) === packet.port &&
      (!rule.established || packet.established) &&
      (!rule.localDestination || packet.localDestination) &&
      (!rule.localSource || packet.localSource);
    if (!matches) continue;
    if (rule.target === 'RETURN') return undefined;
    if (['ACCEPT', 'DROP', 'DNAT', 'MASQUERADE'].includes(rule.target)) return rule;
    const inner = walk(rules, table, rule.target, packet);
    if (inner) return inner;
  }
  return undefined;
}

describe('deciding by index', () => {
  const script = `${named('n1')}; ${named('i1', '--internal')}; ${named('q1', '-o com.docker.network.bridge.enable_icc=false')};
    run --name c1 --network n1 -p 8080:80 -p 127.0.0.1:8081:80 -p 9053:5353/udp multi
    run --name c2 -p 192.0.2.10:8082:80 -p 8083:80 web
    network connect q1 c1`;
  const interfaces = fc.constantFrom('docker0', 'br-n1', 'br-i1', 'br-q1', 'eth0', 'lo');
  const addresses = fc.constantFrom(
    ...[
      '172.17.0.2',
      '172.18.0.2',
      '172.19.0.2',
      '172.20.0.2',
      '172.18.0.9',
      '127.0.0.1',
      '192.0.2.10',
      '198.51.100.7',
    ],
  );
  const packets = fc.record({
    in: interfaces,
    out: interfaces,
    source: addresses,
    destination: addresses,
    protocol: fc.constantFrom('tcp', 'udp', 'icmp'),
    port: fc.constantFrom(80, 5353, 8080, 8081, 8082, 8083, 9053),
    established: fc.boolean(),
    localDestination: fc.boolean(),
    localSource: fc.boolean(),
  });
  const chains = fc.constantFrom(
    ...([
      ['raw', 'PREROUTING'],
      ['filter', 'FORWARD'],
      ['nat', 'PREROUTING'],
      ['nat', 'OUTPUT'],
      ['nat', 'POSTROUTING'],
    ] as const),
  );

  it.each(['20.10', '28', '29'] as const)('comes to the rule that the whole chain comes to (%s)', (engine) => {
    const filter = firewall(hostOf(script, { engine }));
    fc.assert(
      fc.property(chains, packets, ([table, chain], packet) => {
        expect(filter.decide(table, chain, packet).rule).toBe(walk(filter.rules, table, chain, packet));
      }),
      { numRuns: 2000 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bind } from '../../language-server/model/bind.ts';
import type { Declaration, Program, SymbolKind } from '../../language-server/model/program.ts';
import { namesOf } from '../../language-server/model/symbols.ts';
import { parse } from '../../language-server/syntax/parser.ts';
import { reparse } from '../../language-server/syntax/reparse.ts';

interface Found {
  readonly code: string;
  readonly severity: string;
  readonly at: string;
  readonly message: string;
  readonly fixed?: string;
}

/** All findings of binding a text, with the piece of text each underlines and the text after its fix. */
function findings(text: string): readonly Found[] {
  const { tree, declarations, problems } = bind(parse(text));
  const own = declarations.flatMap((declaration, index) => declaration.problems.map((problem) => ({ problem, index })));
  const all = [...own, ...problems.map((problem) => ({ problem, index: problem.declaration }))];
  return all.map(({ problem: { code, severity, start, end, message, fix }, index }) => {
    const base = tree.starts[index]!;
    const found = { code, severity, at: text.slice(base + start, base + end), message };
    if (fix === undefined) return found;
    const fixed = [...fix.edits]
      .sort((a, b) => b.start - a.start)
      .reduce((done, edit) => done.slice(0, base + edit.start) + edit.newText + done.slice(base + edit.end), text);
    return { ...found, fixed };
  });
}

/** A declaration's values without their places. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Readonly<Record<string, unknown>>;
  if ('value' in fields && 'span' in fields && Object.keys(fields).length === 2) return fields.value;
  const kept = Object.entries(fields).filter(([key]) => !['statement', 'problems', 'references', 'span'].includes(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, plain(inner)]));
}

function declared(text: string): unknown {
  return plain(bind(parse(text)).declarations[0]);
}

describe('declarations', () => {
  it('say what a host is', () => {
    const text = `host a {
      engine 28; gateway 192.0.2.1; dns 1.1.1.1, 8.8.8.8; bridge-ip 10.9.0.1/24; fixed-cidr 10.9.0.128/25
      interface eth0 { address 192.0.2.10/24, 192.0.2.11/24 }
      interface eth1
      address-pool 10.50.0.0/16 size 24; icc false; iptables; userland-proxy no; allow-direct-routing true; swarm worker
    }`;
    expect(declared(text)).toEqual({
      kind: 'host',
      name: 'a',
      engine: '28',
      gateway: '192.0.2.1',
      dns: ['1.1.1.1', '8.8.8.8'],
      bridgeIp: '10.9.0.1/24',
      fixedCidr: '10.9.0.128/25',
      interfaces: [
        { name: 'eth0', addresses: ['192.0.2.10/24', '192.0.2.11/24'] },
        { name: 'eth1', addresses: [] },
      ],
      addressPools: [{ base: '10.50.0.0/16', size: 24 }],
      icc: false,
      iptables: true,
      userlandProxy: false,
      allowDirectRouting: true,
      swarm: 'worker',
    });
  });

  it('say what a network is', () => {
    const text = `network n {
      driver macvlan; subnet 10.0.0.0/24, fd00::/64; gateway 10.0.0.1; ip-range 10.0.0.128/25; reserve router 10.0.0.2
      internal; attachable; ipv6; icc false; masquerade false; mtu 1400; parent eth0.20; mode private
      option com.example.a 1; option b "x y"; on a
    }`;
    expect(declared(text)).toEqual({
      kind: 'network',
      name: 'n',
      driver: 'macvlan',
      subnets: ['10.0.0.0/24', 'fd00::/64'],
      gateways: ['10.0.0.1'],
      ipRanges: ['10.0.0.128/25'],
      reserved: [{ name: 'router', ip: '10.0.0.2' }],
      internal: true,
      attachable: true,
      ipv6: true,
      icc: false,
      masquerade: false,
      mtu: 1400,
      parent: 'eth0.20',
      mode: 'private',
      options: [
        { key: 'com.example.a', value: '1' },
        { key: 'b', value: 'x y' },
      ],
      on: 'a',
    });
  });

  it('say what a container is', () => {
    const text = `container c {
      image nginx:1.27; network n { ip 10.0.0.2; ip6 fd00::2; alias a, b; alias d; mac 02:42:ac:11:00:02; gateway-priority 7 }
      network container:web; publish 80:80, 81:81; publish 82:82; publish-all; expose 90; listen 127.0.0.1:80
      hostname h; dns 1.1.1.1; extra-host x host-gateway; link db as store; link db; mac 02:42:ac:11:00:03; replicas 2; on a
    }`;
    expect(declared(text)).toEqual({
      kind: 'container',
      name: 'c',
      image: 'nginx:1.27',
      networks: [
        {
          network: 'n',
          ip: '10.0.0.2',
          ip6: 'fd00::2',
          aliases: ['a', 'b', 'd'],
          mac: '02:42:ac:11:00:02',
          gatewayPriority: 7,
        },
        { network: 'container:web', aliases: [] },
      ],
      publish: ['80:80', '81:81', '82:82'],
      publishAll: true,
      expose: ['90'],
      listen: ['127.0.0.1:80'],
      hostname: 'h',
      dns: ['1.1.1.1'],
      extraHosts: [{ name: 'x', ip: 'host-gateway' }],
      links: [{ container: 'db', alias: 'store' }, { container: 'db' }],
      mac: '02:42:ac:11:00:03',
      replicas: 2,
      on: 'a',
    });
  });

  it('say what happens', () => {
    expect(declared('connect c to n { ip 10.0.0.3 }')).toEqual({
      kind: 'connect',
      container: 'c',
      attachment: { network: 'n', ip: '10.0.0.3', aliases: [] },
    });
    expect(declared('disconnect c from n')).toEqual({ kind: 'disconnect', container: 'c', network: 'n' });
    for (const kind of ['start', 'stop', 'restart', 'remove']) {
      expect(declared(`${kind} c`)).toEqual({ kind, container: 'c' });
    }
    expect(declared('include "a b.dnet"')).toEqual({ kind: 'include', path: 'a b.dnet' });
  });

  it('say what is expected', () => {
    const expected = (text: string): unknown => (declared(text) as { expectation: unknown }).expectation;
    expect(expected('expect a can reach b')).toEqual({ kind: 'reach', source: 'a', positive: true, target: 'b' });
    expect(expected('expect outside cannot reach host on 53/udp')).toEqual({
      kind: 'reach',
      source: 'outside',
      positive: false,
      target: 'host',
      port: { port: 53, protocol: 'udp' },
    });
    expect(expected('expect a can resolve x to b, c')).toEqual({
      kind: 'resolve',
      source: 'a',
      positive: true,
      name: 'x',
      targets: ['b', 'c'],
    });
    expect(expected('expect a cannot resolve x')).toMatchObject({ positive: false, targets: [] });
    expect(expected('expect a has interfaces lo, eth0 on n')).toEqual({
      kind: 'has',
      source: 'a',
      property: 'interfaces',
      values: ['lo', 'eth0'],
      network: 'n',
    });
    expect(expected('expect a can')).toBeUndefined();
  });

  it('exist without their name, and for statements nobody knows', () => {
    expect(declared('container {\n image x\n}')).toMatchObject({ kind: 'container', name: undefined, image: 'x' });
    expect(declared('connect c to')).toEqual({ kind: 'connect', container: 'c', attachment: undefined });
    expect(declared('banana { network x }')).toEqual({ kind: 'unknown' });
  });
});

describe('findings about one statement', () => {
  it('reads a misspelt word as what was meant', () => {
    const text = 'contaner web { netwrok front }\nnetwork front\nexpect web can raech front\n';
    expect(findings(text)).toMatchObject([
      { code: 'unknown-statement', severity: 'error', at: 'contaner', fixed: text.replace('contaner', 'container') },
      { code: 'unknown-property', at: 'netwrok', fixed: text.replace('netwrok', 'network') },
      { code: 'expected-word', at: 'raech', fixed: text.replace('raech', 'reach') },
    ]);
    expect(findings(text).every(({ message }) => message.includes('Did you mean'))).toBe(true);
    expect([...namesOf(bind(parse(text)), 'container')]).toEqual(['web']);
  });

  it('reads a word of Compose as the word that stands for it here', () => {
    const text = 'container web { ports 8080:80; network front { ipv4_address 10.0.0.2 } }\nnetwork front';
    expect(findings(text)).toEqual([
      {
        code: 'unknown-property',
        severity: 'error',
        at: 'ports',
        message: '`ports` is called `publish` here.',
        fixed: text.replace('ports', 'publish'),
      },
      {
        code: 'unknown-property',
        severity: 'error',
        at: 'ipv4_address',
        message: '`ipv4_address` is called `ip` here.',
        fixed: text.replace('ipv4_address', 'ip'),
      },
    ]);
    expect(declared(text)).toMatchObject({ publish: ['8080:80'] });
  });

  it('says of what changes nothing about the network that it can be left out', () => {
    expect(findings('container web { environment A=1 }')[0]!.message).toBe(
      '`environment` has no place in a lab: it changes nothing about who can talk to whom. Leave it out.',
    );
  });

  it('knows a comma that was meant to end a statement', () => {
    const text = 'container cache { image redis, network front }\nnetwork front';
    expect(findings(text)).toMatchObject([{ code: 'unexpected-comma', at: ',', fixed: text.replace(',', ';') }]);
  });

  it('says where a word belongs that is in the wrong place', () => {
    expect(findings('container a { ip 10.0.0.2 }')[0]!.message).toBe(
      '`ip` has no place in the block of a `container`. It belongs in the block of `network` inside a `container`, or of `connect`.',
    );
    expect(findings('subnet 10.0.0.0/24')[0]!.message).toContain('in the block of a `network`');
    expect(findings('banana')[0]!.message).toContain('`include`, `host`, `network`, `container`');
  });

  it('says which value is missing', () => {
    expect(findings('container a { network bridge { ip } }')).toEqual([
      {
        code: 'missing-argument',
        severity: 'error',
        at: 'ip',
        message: '`ip` needs an IPv4 address, as in `ip 172.18.0.10`.',
      },
    ]);
    expect(findings('container')[0]!.message).toContain('needs a name for the container');
    expect(findings('connect web')[0]!.message).toBe(
      '`connect web` goes on with `to`, as in `connect web to backend { ip 10.10.0.20 }`.',
    );
    expect(findings('expect a')[0]!.message).toContain('`can` or `cannot`');
  });

  it('inserts a word that was left out', () => {
    expect(findings('connect web bridge\ncontainer web')).toMatchObject([
      { code: 'expected-word', at: 'bridge', fixed: 'connect web to bridge\ncontainer web' },
    ]);
    expect(findings('expect host reach outside')).toMatchObject([{ code: 'expected-word', at: 'reach' }]);
  });

  it('speaks of a missing word once, and offers the words that are missing', () => {
    expect(findings('expect host -> outside on 5432')).toEqual([
      {
        code: 'expected-word',
        severity: 'error',
        at: '->',
        message:
          'Expected `can` or `cannot` instead of `->`. The form is `expect SOURCE (can|cannot) reach TARGET [on PORT[/tcp|/udp]]`.',
        fixed: 'expect host can reach outside on 5432',
      },
    ]);
    expect(findings('expect host reach outside')).toMatchObject([
      { code: 'expected-word', at: 'reach', fixed: 'expect host can reach outside' },
    ]);
  });

  it('splits values that a repeatable statement takes one by one', () => {
    expect(findings('container a { network none, host, bridge }')).toMatchObject([
      {
        code: 'extra-argument',
        at: 'host, bridge',
        fixed: 'container a { network none; network host; network bridge }',
      },
    ]);
  });

  it('says all words that may come next', () => {
    const message = (text: string) => findings(text)[0]?.message;
    expect(message('expect host')).toContain('goes on with `can` or `cannot` or `has`');
    expect(message('expect host cannot')).toContain('goes on with `reach` or `resolve`');
    expect(message('expect host can reach outside on')).toContain('needs a port');
    expect(message('connect web\ncontainer web')).toContain('goes on with `to`');
  });

  it('reads a value behind an equals sign, and takes the sign away', () => {
    const text = 'network n { driver = "macvlan"; subnet = 10.0.0.0/24; parent =eth0 }';
    expect(findings(text)).toMatchObject([
      { code: 'extra-argument', at: '=', fixed: text.replace('= "', '"') },
      { code: 'extra-argument', at: '=', fixed: text.replace('subnet = ', 'subnet ') },
    ]);
    expect(declared(text)).toMatchObject({ driver: 'macvlan', subnets: ['10.0.0.0/24'] });
  });

  it('says what is written in the place of a docker command', () => {
    expect(findings('docker run -d --name web nginx')[0]).toMatchObject({ code: 'unknown-statement', at: 'docker' });
    expect(findings('docker run -d --name web nginx')[0]?.message).toContain('is written as a statement here');
  });

  it('puts a property that stands behind a name into a block', () => {
    expect(findings('network n internal')).toMatchObject([
      { code: 'extra-argument', at: 'internal', fixed: 'network n { internal }' },
    ]);
    expect(findings('container c image nginx')).toMatchObject([
      { code: 'extra-argument', at: 'image nginx', fixed: 'container c { image nginx }' },
    ]);
  });

  it('says that a protocol is missing behind a slash', () => {
    expect(findings('container c { publish 80:80/ }')[0]?.message).toContain('a protocol is missing');
    expect(findings('expect host can reach outside on 80/')[0]?.message).toContain('a protocol is missing');
  });

  it('reports what is too much', () => {
    expect(findings('network n { internal yes please }')).toMatchObject([
      { code: 'extra-argument', at: 'please', fixed: 'network n { internal yes }' },
    ]);
    expect(findings('container c { publish 80:80 81:81 }')).toMatchObject([
      { code: 'missing-comma', at: '81:81', fixed: 'container c { publish 80:80, 81:81 }' },
    ]);
    expect(findings('network n { reserve a, 10.0.0.2 }')).toMatchObject([
      { code: 'unexpected-comma', at: ',', fixed: 'network n { reserve a 10.0.0.2 }' },
    ]);
    expect(findings('container c { image a { b } }')).toMatchObject([{ code: 'unexpected-block', at: '{ b }' }]);
    expect(findings('container c { image a; image b }')).toMatchObject([
      { code: 'duplicate-property', severity: 'warning', at: 'image', fixed: 'container c { ; image b }' },
    ]);
    expect(declared('container c { image a; image b }')).toMatchObject({ image: 'b' });
  });

  it('reports values of the wrong shape and offers what was meant', () => {
    expect(findings('network n { subnet 10.0.0.0 }')).toMatchObject([
      { code: 'invalid-cidr', at: '10.0.0.0', fixed: 'network n { subnet 10.0.0.0/24 }' },
    ]);
    expect(findings('host a { swarm manger }')).toMatchObject([
      { code: 'unknown-swarm-role', fixed: 'host a { swarm manager }' },
    ]);
    expect(findings('container c { publish 80:80, 8080:x }')).toMatchObject([
      { code: 'invalid-port-mapping', at: '8080:x' },
    ]);
    expect(declared('container c { publish 80:80, 8080:x }')).toMatchObject({ publish: ['80:80'] });
  });

  it('adds nothing to what the syntax has reported', () => {
    expect(findings('container c { publish 80:80,\n}')).toEqual([]);
    expect(findings('{ internal }')).toEqual([]);
  });
});

describe('names', () => {
  it('may be used before they are declared', () => {
    expect(findings('container a { network n; on h }\nexpect a can reach n\nnetwork n\nhost h')).toEqual([]);
  });

  it('are warned about when they are declared nowhere', () => {
    const text = 'network front\ncontainer a { network frnot }\nstop b1\nexpect outsid can reach a\n';
    expect(findings(text)).toMatchObject([
      {
        code: 'unknown-network',
        severity: 'warning',
        at: 'frnot',
        message: 'No network is named `frnot`. Did you mean `front`?',
        fixed: text.replace('frnot', 'front'),
      },
      { code: 'unknown-container', at: 'b1', message: 'No container is named `b1`.' },
      { code: 'unknown-container', at: 'outsid', fixed: text.replace('outsid', 'outside') },
    ]);
  });

  it('may be anything where DNS decides', () => {
    expect(findings('container a\nexpect a can reach example.test\nexpect a can resolve db to 10.0.0.2, x')).toEqual(
      [],
    );
  });

  it('include the built-in networks and the networks of other containers', () => {
    expect(findings('container a { network bridge }\ncontainer b { network container:a }\nconnect a to none')).toEqual(
      [],
    );
    expect(findings('container b { network container:web }')).toMatchObject([{ code: 'unknown-container', at: 'web' }]);
  });

  it('are not judged when another file may declare them', () => {
    expect(findings('include "a.dnet"\nstop b1')).toEqual([]);
  });

  it('reports one that is taken', () => {
    expect(findings('network n\nnetwork n')).toMatchObject([
      {
        code: 'duplicate-name',
        severity: 'error',
        at: 'n',
        message: expect.stringContaining('network with name n already exists'),
      },
    ]);
    expect(findings('container ab\ncontainer ab')).toMatchObject([
      {
        code: 'duplicate-name',
        message: expect.stringContaining('Conflict. The container name "/ab" is already in use'),
      },
    ]);
    expect(findings('container ab\nnetwork ab\nhost ab')).toEqual([]);
  });

  it('are free again after remove, and on another host', () => {
    expect(findings('container ab\nremove ab\ncontainer ab')).toEqual([]);
    expect(findings('container ab\nremove ab\ncontainer ab\ncontainer ab')).toMatchObject([{ code: 'duplicate-name' }]);
    expect(findings('host h\nhost i\nnetwork n { on h }\nnetwork n { on i }')).toEqual([]);
  });

  it('of replicas are known up to their number', () => {
    const web = 'container web { replicas 2 }\n';
    expect(findings(`${web}stop web\nstop web-1\nstop web-2`)).toEqual([]);
    expect(findings(`${web}stop web-3\nstop web-0`)).toMatchObject([{ at: 'web-3' }, { at: 'web-0' }]);
  });
});

describe('binding again after an edit', () => {
  const text = 'network n\ncontainer a { network n }\ncontainer b { network n }\nexpect a can reach b\n';

  it('keeps the declarations that the edit left alone', () => {
    const before = bind(parse(text));
    const at = text.indexOf('container b') + 10;
    const tree = reparse(before.tree, { start: at, end: at + 1, newText: 'c' });
    const after = bind(tree, before);
    expect(after.declarations[0]).toBe(before.declarations[0]);
    expect(after.declarations[3]).toBe(before.declarations[3]);
    expect(after.symbols.container.has('c')).toBe(true);
  });

  it('keeps the names when the edit declares the same ones', () => {
    const before = bind(parse(text));
    const at = text.indexOf('network n }') + 8;
    const after = bind(reparse(before.tree, { start: at, end: at + 1, newText: 'm' }), before);
    expect(after.symbols).toBe(before.symbols);
    expect(after.problems).toMatchObject([{ code: 'unknown-network', declaration: 1 }]);
  });

  it('equals binding from the start, whatever the edit', () => {
    const lines = [
      ...['network n\n', 'network m\n', 'container a { network n }\n', 'container a\n', 'remove a\n', 'stop a\n'],
      ...['container b { replicas 2 }\n', 'stop b-2\n', 'connect a to m\n', 'include "x"\n', 'expect a can reach b\n'],
      ...['host h\n', 'network n { on h }\n', 'stop', ' ', 'a', '{', '}', '\n'],
    ];
    const source = fc.array(fc.constantFrom(...lines), { maxLength: 12 }).map((parts) => parts.join(''));
    const edit = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(12), fc.oneof(fc.constant(''), source));
    fc.assert(
      fc.property(source, fc.array(edit, { minLength: 1, maxLength: 5 }), (start, edits) => {
        let program = bind(parse(start));
        for (const [place, length, newText] of edits) {
          const from = Math.floor(place * program.tree.text.length);
          program = bind(reparse(program.tree, { start: from, end: from + length, newText }), program);
          expect(comparable(program)).toEqual(comparable(bind(parse(program.tree.text))));
        }
      }),
      { numRuns: 500 },
    );
  });
});

function comparable(program: Program): unknown {
  const { declarations, symbols, problems } = program;
  const named = (kind: SymbolKind) =>
    [...namesOf(program, kind)].map((name) => ({
      ...symbols[kind].get(name),
      at: program.indexOf(symbols[kind].get(name)!),
    }));
  return {
    declarations: declarations.map((declaration: Declaration) => ({ ...declaration })),
    symbols: (['host', 'network', 'container'] as const).map(named),
    gone: ['a', 'b', 'n', 'm', 'h', 'ab'].filter((name) => symbols.container.has(name)),
    duplicates: [...symbols.duplicates].sort((a, b) => a - b),
    problems,
  };
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dnet, execute, file, folder } from './dnet.ts';

const good = file(
  'good.dnet',
  'network front\ncontainer web { image nginx; network front { alias www } }\nexpect web has ip 172.18.0.2\n',
);
const bad = file(
  'bad.dnet',
  'container one { publish 80:80 }\n\tcontainer two { publish 80:80 }\nexpect one can reach two\n',
);

describe('dnet check', () => {
  it('is silent about what is fine, and counts', () => {
    expect(dnet('check', good, '--severity', 'information')).toEqual({
      status: 0,
      out: '1 file, 0 errors, 1 of 1 expectation met\n',
      err: '',
    });
  });

  it('underlines what is wrong in its line', () => {
    const { status, out } = dnet('check', bad);
    expect(status).toBe(1);
    expect(out).toContain('error[port-allocated]: Docker: “');
    expect(out).toContain(
      [
        `  --> ${bad}:2:26`,
        '  2 | \tcontainer two { publish 80:80 }',
        '    | \t                        ^^^^^',
        '  help: Replace with `81:80`',
      ].join('\n'),
    );
    expect(out).toMatch(/2 errors, 0 of 1 expectation met\n$/);
  });

  it('gives everything as JSON, several files at once', () => {
    const { status, out } = dnet('check', good, bad, '--format', 'json');
    expect(status).toBe(1);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ errors: 2, warnings: 0 });
    expect(report.files.map((each: { file: string }) => each.file)).toEqual([good, bad]);
    expect(report.files[1].findings[0]).toMatchObject({
      code: 'port-allocated',
      severity: 'error',
      line: 2,
      column: 26,
      endLine: 2,
      endColumn: 31,
      fixes: [{ edits: [{ newText: '81:80' }] }],
    });
  });

  it('looks the same with colours, but for the colours', () => {
    const { out } = execute(['check', bad], true);
    expect(out).toContain('\u001b[31m');
    expect(out.replace(/\u001b\[\d+m/g, '')).toBe(dnet('check', bad).out);
  });

  it('follows includes below the folder of the file', () => {
    mkdirSync(join(folder, 'parts'), { recursive: true });
    file('parts/nets.dnet', 'network back\n');
    const main = file('main.dnet', 'include "parts/nets.dnet"\ncontainer web { network back }\n');
    expect(dnet('check', main).status).toBe(0);
    const outside = file('parts/out.dnet', 'include "../../../../etc/passwd"\n');
    expect(dnet('check', outside).out).toContain('error[include-outside-workspace]');
  });
});

describe('dnet simulate', () => {
  it('gives everything that was computed as JSON', () => {
    const lab = file(
      'all.dnet',
      'host box { engine 20.10 }\nnetwork front\ncontainer web { image nginx; network front { alias www }; publish 8080:80 }\ncontainer app { network front }\ncontainer bad { network nowhere }\nexpect app can reach www on 80/tcp\n',
    );
    const { status, out } = dnet('simulate', lab, '--format', 'json');
    expect(status).toBe(0);
    const { hosts, errors, expectations } = JSON.parse(out);
    expect(hosts[0]).toMatchObject({ name: 'box', engine: '20.10' });
    expect(hosts[0].networks.find(({ name }: { name: string }) => name === 'front')).toMatchObject({
      driver: 'bridge',
      subnets: [{ subnet: '172.18.0.0/16', gateway: '172.18.0.1' }],
      members: [{ container: 'web', address: '172.18.0.2/16' }, { container: 'app' }],
    });
    expect(hosts[0].containers[0]).toMatchObject({
      name: 'web',
      status: 'running',
      gateway: '172.18.0.1',
      interfaces: [
        { name: 'lo', addresses: ['127.0.0.1/8'] },
        { name: 'eth0', network: 'front', addresses: ['172.18.0.2/16'], mac: '02:42:ac:12:00:02' },
      ],
      resolves: { app: ['172.18.0.3'], web: ['172.18.0.2'], www: ['172.18.0.2'] },
    });
    expect(hosts[0].containers[0].routes).toContainEqual({
      destination: 'default',
      via: '172.18.0.1',
      interface: 'eth0',
    });
    expect(errors).toMatchObject([
      { line: 5, code: 'network-not-found', statement: 'container bad { network nowhere }' },
    ]);
    expect(expectations[0]).toMatchObject({ line: 6, holds: true, verdict: 'delivered' });
    expect(expectations[0].traces[0].hops.length).toBeGreaterThan(2);
  });

  it('tells people the same in lines', () => {
    const { out } = dnet('simulate', good);
    expect(out).toContain('  network front  bridge  172.18.0.0/16 gateway 172.18.0.1');
    expect(out).toContain('    eth0  172.18.0.2/16  front  a random MAC address');
    expect(out).toContain('  ✓ line 3: expect web has ip 172.18.0.2 — as expected');
  });
});

describe('dnet trace', () => {
  const lab = file('trace.dnet', 'container web { image nginx; publish 8080:80 }\ncontainer app\nstop web\n');

  it('follows a packet at the end of the file, or at a line', () => {
    const before = dnet('trace', lab, 'outside', 'host', '--on', '8080', '--at', '1');
    expect(before.status).toBe(0);
    expect(before.out).toMatch(/^outside → 192\.0\.2\.10 on 8080\/tcp: delivered\n {2}1\. /);
    const after = dnet('trace', lab, 'outside', 'host', '--on', '8080');
    expect(after.status).toBe(1);
    expect(after.out).toContain(': refused');
  });

  it('looks a name up first, and shows what stands on the packet and which rule decided', () => {
    const path = file(
      'named.dnet',
      'network n\ncontainer web { image nginx; network n { alias www } }\ncontainer app { network n }\n',
    );
    const { out } = dnet('trace', path, 'app', 'www', '--on', '80');
    expect(out).toContain('app → www (172.18.0.2) on 80/tcp: delivered\n  1. app  name lookup: ');
    expect(out).toContain(
      '\n       172.18.0.3 → 172.18.0.2:80\n       172.18.0.0/16 dev eth0 proto kernel scope link src 172.18.0.3\n',
    );
    expect(out).toContain('br-‹n›');
    const outward = dnet('trace', path, 'app', 'outside').out;
    expect(outward).toContain('       nat: -A POSTROUTING -s 172.18.0.0/16 ! -o br-‹n› -j MASQUERADE\n');
    expect(outward).toContain('  The way back\n');
  });

  it('gives the trace as JSON', () => {
    const [trace] = JSON.parse(dnet('trace', lab, 'app', '172.17.0.1', '--format', 'json').out);
    expect(trace).toMatchObject({ verdict: 'delivered', query: { protocol: 'icmp' } });
  });

  it('says what it does not understand', () => {
    expect(dnet('trace', lab, 'nobody', 'host')).toMatchObject({
      status: 2,
      err: expect.stringContaining('no container "nobody"'),
    });
    expect(dnet('trace', lab, 'app', 'host', '--on', 'http')).toMatchObject({ status: 2 });
    expect(dnet('trace', lab, 'app', 'host', '--at', '99')).toMatchObject({
      status: 2,
      err: expect.stringContaining('1 to 4'),
    });
  });
});

describe('what cannot be read', () => {
  it.each([
    ['a missing file', join(folder, 'nowhere.dnet'), 'there is no such file'],
    ['a folder', folder, 'this is a folder, not a file'],
    ['a binary file', file('binary.dnet', Uint8Array.of(0x7f, 0x45, 0, 1)), 'is a binary file, not a lab'],
    ['what is not UTF-8', file('latin1.dnet', Uint8Array.of(0x63, 0xe9, 0x0a)), 'is not UTF-8 text'],
    ['a huge file', file('huge.dnet', '#'.repeat(17 * 1024 * 1024)), 'is 17 MB large; at most 16 MB are read'],
  ])('%s is told in one sentence', (_, path, message) => {
    for (const command of ['check', 'simulate']) {
      const { status, out, err } = dnet(command, path);
      expect({ status, out }).toEqual({ status: 2, out: '' });
      expect(err).toContain(message);
      expect(err.trim().split('\n')).toHaveLength(1);
    }
  });
});

describe('the command line', () => {
  it('has help with examples', () => {
    for (const args of [[], ['check'], ['simulate'], ['trace'], ['import'], ['export'], ['diff']]) {
      const { status, out } = dnet(...args, '--help');
      expect(status).toBe(0);
      expect(out).toContain('Examples:\n  $ dnet ');
    }
  });

  it.each([[[]], [['chekc', 'x']], [['check']], [['check', good, '--format', 'xml']], [['simulate']], [['--nothing']]])(
    'wrong usage %j has status 2 and says so',
    (args) => {
      const { status, err } = dnet(...args);
      expect(status).toBe(2);
      expect(err).not.toBe('');
    },
  );
});

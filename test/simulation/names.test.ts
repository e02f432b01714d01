import { describe, expect, it } from 'vitest';
import { resolve, resolveAddress } from '../../language-server/simulation/names.ts';
import { type LabOptions, lab } from './scripted-world.ts';

const ask = (script: string, from: string, name: string, options?: LabOptions) =>
  resolve(
    lab(script, options),
    from === 'host' ? { kind: 'host', name: 'host' } : { kind: 'container', name: from },
    name,
  );

const network =
  'network create n1; run --name web1 --network n1 --network-alias db --hostname front web; run --name c1 --network n1 bb';

describe('names on a user-defined network', () => {
  it.each(['web1', 'WEB1', 'web1.', 'web1.n1', 'db', 'db.n1', 'front', '<id12:web1>'])('%s', (name) => {
    expect(ask(network, 'c1', name)).toMatchObject({
      addresses: ['172.18.0.2'],
      source: 'docker',
      network: 'n1',
      rcode: 'NOERROR',
    });
  });

  it('an alias of several containers returns all of them, shuffled', () => {
    const script = `${network}; run --name web2 --network n1 --network-alias db web`;
    expect(ask(script, 'c1', 'db')).toMatchObject({ addresses: ['172.18.0.2', '172.18.0.4'], shuffled: true });
  });

  it('only running containers answer', () => {
    expect(ask(`${network}; stop web1`, 'c1', 'web1').rcode).toBe('NXDOMAIN');
    expect(ask(`${network}; pause web1`, 'c1', 'web1').rcode).toBe('NOERROR');
  });

  it('the first network that knows the name answers alone, by the order of the default route', () => {
    const script =
      'network create n2; network create n1; run --name w1 --network n1 --network-alias db bb; run --name w2 --network n2 --network-alias db bb; run --name c1 --network n2 bb; network connect n1 c1';
    expect(ask(script, 'c1', 'db')).toMatchObject({
      network: 'n1',
      shuffled: false,
    });
    expect(ask(script, 'c1', 'db.n2')).toMatchObject({ network: 'n2' });
  });

  it('a link is known to the linking container alone, and wins over a name', () => {
    const script = `${network}; run --name other --network n1 web; run --name app --network n1 --link web1:other bb`;
    expect(ask(script, 'app', 'other').addresses).toEqual(['172.18.0.2']);
    expect(ask(script, 'c1', 'other').addresses).toEqual(['172.18.0.4']);
    expect(ask(`${network}; run --name app --network n1 --link nobody:x bb`, 'app', 'x').rcode).toBe('NXDOMAIN');
  });

  it('a joined container asks as its target does', () => {
    expect(ask(`${network}; run --name joined --network container:c1 bb`, 'joined', 'web1').addresses).toEqual([
      '172.18.0.2',
    ]);
  });

  it('a network whose subnet holds the nameserver hides it', () => {
    const hidden = `network create --subnet 198.51.100.0/24 n9; run --name c9 --network n9 bb; run --name c0 bb; ${network}`;
    for (const asker of ['c9', 'c0', 'c1'])
      expect(ask(hidden, asker, 'printer')).toMatchObject({ rcode: 'TIMEOUT', reason: expect.stringContaining('n9') });
  });

  it('a hostname with dots is two names in the container’s own hosts file', () => {
    const script = 'run --name c1 --hostname a.b.c bb';
    expect(ask(script, 'c1', 'a.b.c')).toMatchObject({ addresses: ['172.17.0.2'], source: 'hosts' });
    expect(ask(script, 'c1', 'a')).toMatchObject({ addresses: ['172.17.0.2'], source: 'hosts' });
  });

  it('a name from outside is asked of the host’s server', () => {
    expect(ask(network, 'c1', 'example.test')).toMatchObject({ addresses: ['198.51.100.7'], source: 'upstream' });
    expect(ask(network, 'c1', 'printer')).toMatchObject({ addresses: ['203.0.113.66'], source: 'upstream' });
  });

  it('an internal network leads to no other server', () => {
    const script = 'network create --internal n1; run --name c1 --network n1 bb';
    expect(ask(script, 'c1', 'example.test', { engine: '20.10' }).rcode).toBe('TIMEOUT');
    for (const engine of ['28', '29'] as const) expect(ask(script, 'c1', 'nosuch', { engine }).rcode).toBe('SERVFAIL');
  });

  it('an address has a name in return', () => {
    const world = lab(network);
    const c1 = { kind: 'container', name: 'c1' } as const;
    expect(resolveAddress(world, c1, '172.18.0.2')).toEqual({ rcode: 'NOERROR', name: 'web1.n1.' });
    expect(resolveAddress(world, c1, '172.18.0.99')).toEqual({ rcode: 'NXDOMAIN' });
  });
});

describe('names elsewhere', () => {
  it('the default bridge knows its own hostname and nobody else', () => {
    const script = 'run --name c1 bb; run --name c2 bb';
    expect(ask(script, 'c1', 'c2')).toMatchObject({ rcode: 'NXDOMAIN', source: 'upstream' });
    expect(ask(script, 'c1', '<id12:c1>')).toMatchObject({ addresses: ['172.17.0.2'], source: 'hosts' });
    expect(ask(script, 'c1', 'localhost')).toMatchObject({ addresses: ['127.0.0.1'], source: 'hosts' });
  });

  it('none reaches no server; the hosts file works everywhere', () => {
    const script = 'run --name c1 --network none --add-host store:10.0.0.7 bb';
    expect(ask(script, 'c1', 'example.test')).toMatchObject({ rcode: 'UNREACHABLE', source: 'none' });
    expect(ask(script, 'c1', 'STORE')).toMatchObject({ addresses: ['10.0.0.7'], source: 'hosts' });
  });

  it('a server that does not exist never answers', () => {
    expect(ask('run --name c1 --dns 198.51.100.54 bb', 'c1', 'example.test').rcode).toBe('TIMEOUT');
  });

  it('the host knows no containers', () => {
    expect(ask(network, 'host', 'web1')).toMatchObject({ addresses: [], rcode: 'NXDOMAIN' });
  });

  it('a label has at most 63 characters', () => {
    expect(ask(network, 'c1', 'x'.repeat(64)).rcode).toBe('FORMERR');
  });
});

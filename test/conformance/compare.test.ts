import { describe, expect, it } from 'vitest';
import { Alternatives, AnyOrder, Columns } from './alternatives.ts';
import { compare } from './compare.ts';

const places = (recorded: unknown, simulated: unknown) =>
  compare(recorded, simulated).disagreements.map(({ place }) => place);

describe('the comparison of observations', () => {
  it('counts each leaf, and names the place of each disagreement', () => {
    const recorded = { steps: [{ exit: 0, stdout: 'a' }], containers: { c1: { ifaces: ['lo', 'eth0'] } } };
    const simulated = { steps: [{ exit: 1, stdout: 'a' }], containers: { c1: { ifaces: ['eth0', 'lo'] } } };
    expect(compare(recorded, simulated)).toMatchObject({ agreed: 1, total: 3 });
    expect(places(recorded, simulated)).toEqual(['steps[0].exit', 'containers.c1.ifaces']);
  });

  it('sees what is missing on either side', () => {
    expect(places({ containers: { a: { ip: '1' } } }, { containers: {} })).toEqual(['containers.a.ip']);
    expect(places({ containers: {} }, { containers: { a: { ip: '1' } } })).toEqual(['containers.a']);
    expect(places({ reach: [{ ok: true }] }, {})).toEqual(['reach[0].ok']);
    expect(places({ error: { command: 1 } }, {})).toEqual(['error.command']);
    expect(places({}, { error: { command: 1 } })).toEqual(['error']);
  });

  it('takes any locally administered unicast MAC for a random one, and no other', () => {
    const simulated = { mac: '<random MAC>' };
    expect(places({ mac: 'aa:0e:1a:82:b3:83' }, simulated)).toEqual([]);
    expect(places({ mac: '00:0e:1a:82:b3:83' }, simulated)).toEqual(['mac']);
    expect(places({ mac: '03:0e:1a:82:b3:83' }, simulated)).toEqual(['mac']);
    expect(places({ mac: null }, simulated)).toEqual(['mac']);
    expect(places({ mac: '<random MAC>' }, { mac: 'aa:0e:1a:82:b3:83' })).toEqual(['mac']);
  });

  it('takes any unique local prefix for the one that an engine drew, and no other', () => {
    const simulated = { subnet: 'fd00:d0c:4e74::/64' };
    expect(places({ subnet: 'fd9b:66fd:972f::/64' }, simulated)).toEqual([]);
    expect(places({ subnet: 'fe80:66fd:972f::/64' }, simulated)).toEqual(['subnet']);
    expect(places({ subnet: 'fd9b:66fd:972f:1::/64' }, simulated)).toEqual(['subnet']);
  });

  it('knows the bridge of a network by its place where its id was not recorded', () => {
    const simulated = { ifaces: ['br-<id12:n1> 172.18.0.1/16'] };
    expect(places({ ifaces: ['br-5110aec8a1e2 172.18.0.1/16'] }, simulated)).toEqual([]);
    expect(places({ ifaces: ['br-5110aec8a1e2 172.19.0.1/16'] }, simulated)).toEqual(['ifaces']);
    expect(places({ ifaces: ['br-<id12:n2> 172.18.0.1/16'] }, simulated)).toEqual(['ifaces']);
  });

  it('takes the alternative that agrees best', () => {
    const simulated = {
      c: new Alternatives([
        { a: 1, b: 2 },
        { a: 2, b: 1 },
      ]),
    };
    expect(places({ c: { a: 2, b: 1 } }, simulated)).toEqual([]);
    expect(places({ c: { a: 2, b: 2 } }, simulated)).toHaveLength(1);
  });

  it('compares lines in any order, and columns of any width, only where the simulation says so', () => {
    expect(places({ s: 'b\na' }, { s: new AnyOrder('a\nb') })).toEqual([]);
    expect(places({ s: 'b\nc' }, { s: new AnyOrder('a\nb') })).toEqual(['s']);
    expect(places({ s: 'b\na' }, { s: 'a\nb' })).toEqual(['s']);
    expect(places({ s: 'lo   UP ' }, { s: new Columns('lo UP') })).toEqual([]);
    expect(places({ s: 'lo   UP' }, { s: 'lo UP' })).toEqual(['s']);
  });

  it('counts what is left out', () => {
    const { total, excluded } = compare(
      { resolves: [{ from: 'host', rcode: 'timeout' }] },
      { resolves: [{ from: 'host' }] },
    );
    expect(total).toBe(1);
    expect([...excluded.values()]).toEqual([1]);
    expect(places({ resolves: [{ from: 'c1', rcode: 'timeout' }] }, { resolves: [{ from: 'c1' }] })).toHaveLength(1);
  });
});

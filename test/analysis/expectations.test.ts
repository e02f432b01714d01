import { describe, expect, it } from 'vitest';
import { findingsOf, open } from '../lab.ts';

/** Whether the last expectation of a lab holds, with its verdict. */
function outcome(text: string) {
  const { outcomes } = open(text);
  const { holds, verdict, reason } = outcomes.at(-1)!.outcome;
  return { holds, verdict, reason };
}

const TWO_NETWORKS = `
network front
network back
container web { image nginx:1.27; network front { alias www } }
container app { network front }
container db { network back }
`;

describe('expect … reach', () => {
  it('sends to the name that a container would type', () => {
    expect(outcome(`${TWO_NETWORKS}expect app can reach web on 80/tcp`)).toMatchObject({
      holds: true,
      verdict: 'delivered',
    });
  });

  it('takes no answer from whoever has the address on the host of the sender', () => {
    const lab = `
host a { interface eth0 { address 192.0.2.10/24 } }
host b { interface eth0 { address 192.0.2.11/24 } }
container web { image nginx:1.27; on a }
container api { image nginx:1.27; on b }
`;
    expect(outcome(`${lab}expect b can reach api on 80/tcp`)).toMatchObject({ holds: true });
    expect(outcome(`${lab}expect a can reach api on 80/tcp`)).toEqual({
      holds: false,
      verdict: 'isolated',
      reason: '`api` is on another host, and on `a` its address 172.17.0.2 is that of `web`.',
    });
    expect(outcome(`${lab}expect a cannot reach api on 80/tcp`)).toMatchObject({ holds: true });
  });

  it('is not reached where the name does not resolve, and tells what the address would do', () => {
    const { holds, verdict, reason } = outcome('container one\ncontainer two\nexpect one can reach two');
    expect({ holds, verdict }).toEqual({ holds: false, verdict: 'unresolved' });
    expect(reason.split('\n')).toEqual([
      'one and two share the default bridge alone, where containers cannot find each other by name: put them on a network of your own.',
      'By its address 172.17.0.3, `two` is reached from `one`.',
    ]);
  });

  it('takes the address of a container for senders that never ask the DNS of Docker', () => {
    expect(outcome(`${TWO_NETWORKS}expect host can reach web on 80/tcp`)).toMatchObject({ holds: true });
    expect(outcome(`${TWO_NETWORKS}expect outside cannot reach web on 80/tcp`)).toMatchObject({ holds: true });
  });

  it('needs every member behind an alias, and fulfils neither side when some are reached', () => {
    const lab = (rest: string) => `
network front
container aa { image nginx; network front { alias pool } }
container bb { image busybox; network front { alias pool } }
container cc { network front }
expect cc ${rest} pool on 80/tcp`;
    expect(outcome(lab('can reach'))).toMatchObject({ holds: false, verdict: 'refused' });
    expect(outcome(lab('cannot reach'))).toMatchObject({ holds: false });
    expect(outcome(lab('can reach')).reason).toContain('1 of 2 are reached.');
  });

  it('follows a published port from outside', () => {
    const published = 'container web { image nginx; publish 8080:80 }\n';
    expect(outcome(`${published}expect outside can reach host on 8080/tcp`)).toMatchObject({ holds: true });
    expect(outcome(`${published}expect outside can reach host on 80/tcp`)).toMatchObject({
      holds: false,
      verdict: 'refused',
    });
  });

  it('reaches the host in host mode without publishing', () => {
    expect(
      outcome('container mm { network host; listen 9100 }\nexpect outside can reach host on 9100/tcp'),
    ).toMatchObject({ holds: true });
  });

  it('sends from every replica', () => {
    const lab = 'network n\ncontainer ww { replicas 2; network n }\ncontainer db { image postgres; network n }\n';
    const { outcomes } = open(`${lab}expect ww can reach db on 5432/tcp`);
    expect(outcomes[0]!.outcome.traces).toHaveLength(2);
    expect(outcomes[0]!.outcome.holds).toBe(true);
  });
});

describe('expect … resolve', () => {
  const pool = `
network n
container aa { network n { alias pool } }
container bb { network n { alias pool } }
container cc { network n }
`;
  it('with targets wants exactly them', () => {
    expect(outcome(`${pool}expect cc can resolve pool to aa, bb`)).toMatchObject({ holds: true, verdict: 'resolved' });
    expect(outcome(`${pool}expect cc can resolve pool to aa`)).toMatchObject({ holds: false });
    expect(outcome(`${pool}expect cc can resolve pool to aa, bb, cc`)).toMatchObject({ holds: false });
    expect(outcome(`${pool}expect cc can resolve pool to 172.18.0.2, 172.18.0.3`)).toMatchObject({ holds: true });
  });

  it('without targets wants any answer', () => {
    expect(outcome(`${pool}expect cc can resolve aa`)).toMatchObject({ holds: true });
    expect(outcome(`${pool}expect cc cannot resolve nobody`)).toMatchObject({ holds: true, verdict: 'unresolved' });
  });
});

describe('expect … has', () => {
  it('compares addresses as addresses', () => {
    expect(outcome('container web\nexpect web has ip 172.17.0.2')).toMatchObject({ holds: true });
    expect(outcome('container web\nexpect web has ip 172.17.0.3')).toMatchObject({ holds: false });
  });

  it('looks at one network where one is named', () => {
    const lab = 'network n { subnet 10.0.0.0/24 }\ncontainer web\nconnect web to n\n';
    expect(outcome(`${lab}expect web has ip 10.0.0.2 on n`)).toMatchObject({ holds: true });
    expect(outcome(`${lab}expect web has ip 172.17.0.2 on n`)).toMatchObject({ holds: false });
    expect(outcome(`${lab}expect web has ip 172.17.0.2`)).toMatchObject({ holds: true });
  });

  it('takes interfaces as a set: all of them, in any order', () => {
    const lab = 'network n\ncontainer web\nconnect web to n\n';
    expect(outcome(`${lab}expect web has interfaces eth1, lo, eth0`)).toMatchObject({ holds: true });
    expect(outcome(`${lab}expect web has interfaces lo, eth0`)).toMatchObject({ holds: false });
  });

  it('says that a MAC address is drawn at random where it is', () => {
    const { holds, reason } = outcome('container web\nexpect web has mac 02:42:ac:11:00:02');
    expect(holds).toBe(false);
    expect(reason).toContain('at random');
    const old = 'host h { engine 20.10 }\ncontainer web\nexpect web has mac 02:42:AC:11:00:02';
    expect(outcome(old)).toMatchObject({ holds: true });
  });

  it('has nothing to find in a container that does not run', () => {
    expect(outcome('container web\nstop web\nexpect web has ip 172.17.0.2').reason).toBe(
      '`web` is not running: it is exited.',
    );
  });
});

describe('a failed expectation', () => {
  it('is a finding over the whole statement, with the statements it is due to', () => {
    const snapshot = open(`${TWO_NETWORKS}expect app can reach db`);
    expect(findingsOf(snapshot)).toEqual(['expectation-failed at "expect app can reach db"']);
    const [finding] = snapshot.findings;
    expect(finding?.related.map(({ span }) => snapshot.text.slice(span.start, span.end))).toEqual(['db', 'app']);
    expect(finding?.related[0]?.message).toBe('`db` is on the network `back`.');
  });

  it('points at the internal network', () => {
    const snapshot = open('network vault { internal }\ncontainer db { network vault }\nexpect db can reach outside');
    expect(snapshot.findings[0]?.related[0]?.message).toBe('`vault` is internal: it has no way out.');
  });

  it('points at the container behind a published port that does not listen', () => {
    const snapshot = open(
      'container shy { publish 9000:9000; listen 127.0.0.1:9000 }\nexpect outside can reach host on 9000/tcp',
    );
    const failed = snapshot.findings.find(({ code }) => code === 'expectation-failed');
    expect(failed?.related[0]?.message).toBe('`shy` listens on 127.0.0.1:9000/tcp, not on 9000/tcp.');
  });

  it('can be turned round', () => {
    const snapshot = open('network n\ncontainer aa { network n }\ncontainer bb\nexpect aa can reach bb');
    const fix = snapshot.findings[0]!.fixes.at(-1);
    const [edit] = fix!.edits;
    const repaired = snapshot.text.slice(0, edit!.start) + edit!.newText + snapshot.text.slice(edit!.end);
    expect(repaired).toContain('expect aa cannot reach bb');
    expect(open(repaired).findings).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { findingsOf, open } from '../lab.ts';

/** The text after the first fix of the first finding. */
function repaired(text: string): string {
  const edits = open(text).findings[0]?.fixes[0]?.edits ?? [];
  return edits.toReversed().reduce((t, { start, end, newText }) => t.slice(0, start) + newText + t.slice(end), text);
}

describe('findings', () => {
  it('are none for a lab that is fine', () => {
    expect(open('network n\ncontainer web { network n }\n').findings).toEqual([]);
  });

  it('tell syntax, binding and engine at the word that is to blame', () => {
    expect(findingsOf(open('container web {\n  image nginx\n'))).toEqual(['block-not-closed at "container web {"']);
    expect(findingsOf(open('container web { netwrok front }\nnetwork front'))).toEqual([
      'unknown-property at "netwrok"',
    ]);
    expect(findingsOf(open('network n { subnet 10.0.0.0/24; gateway 10.1.0.1 }'))).toEqual([
      'no-subnet-for-gateway at "10.1.0.1"',
    ]);
  });

  it('quote Docker and explain', () => {
    const [finding] = open('container one { publish 80:80 }\ncontainer two { publish 80:80 }').findings;
    expect(finding?.code).toBe('port-allocated');
    expect(finding?.message).toMatch(/^Docker: “.*Bind for 0\.0\.0\.0:80 failed: port is already allocated”\n/);
    expect(finding?.message).not.toContain('<id');
  });

  it('tell a suspicion and an error at one place together', () => {
    const [finding, ...others] = open('network front\ncontainer web { network frnot }').findings;
    expect(others).toEqual([]);
    expect(finding?.code).toBe('network-not-found');
    expect(finding?.message).toContain('Did you mean `front`?');
    expect(repaired('network front\ncontainer web { network frnot }')).toContain('network front }');
  });

  it('tell a refusal of several replicas once', () => {
    expect(findingsOf(open('container web { replicas 3; publish 80:80 }'))).toEqual(['port-allocated at "80:80"']);
  });

  it('offer the next free port and address', () => {
    expect(repaired('container one { publish 80:80 }\ncontainer two { publish 80:80/tcp }')).toContain('81:80/tcp');
    const network = 'network nn { subnet 10.0.0.0/24 }\n';
    const text = `${network}container one { network nn { ip 10.0.0.2 } }\ncontainer two { network nn { ip 10.0.0.2 } }`;
    expect(repaired(text)).toContain('two { network nn { ip 10.0.0.3 } }');
    expect(repaired('network nn { subnet 10.0.0.7/24 }')).toBe('network nn { subnet 10.0.0.0/24 }');
  });

  it('tell what Docker drops silently', () => {
    expect(findingsOf(open('container web { network host; publish 80:80 }'))).toEqual([
      'publish-in-host-mode at "container web"',
    ]);
  });

  it('tell which properties are not simulated', () => {
    const [finding] = open('network lab { mtu 1400 }').findings;
    expect(finding).toMatchObject({ code: 'not-simulated', severity: 'information' });
    const onParent = (driver: string, mode: string) =>
      open(`network lab { driver ${driver}; parent eth0; mode ${mode} }`).findings.map(({ code }) => code);
    expect(onParent('macvlan', 'bridge')).toContain('not-simulated');
    expect(onParent('ipvlan', 'l3')).not.toContain('not-simulated');
  });
});

describe('includes', () => {
  it('put the statements of another file in their place', () => {
    const snapshot = open('include "nets.dnet"\ncontainer web { network front }', { 'nets.dnet': 'network front' });
    expect(snapshot.findings).toEqual([]);
    expect(snapshot.timeline.steps).toHaveLength(2);
  });

  it('count once, however often a file is included', () => {
    const files = { 'nets.dnet': 'network front', 'more.dnet': 'include "nets.dnet"' };
    const snapshot = open('include "nets.dnet"\ninclude "more.dnet"', files);
    expect(snapshot.findings).toEqual([]);
    expect(snapshot.timeline.steps).toHaveLength(1);
  });

  it('say what is missing, outside or circular', () => {
    expect(findingsOf(open('include "nobody.dnet"'))).toEqual(['include-missing at ""nobody.dnet""']);
    expect(findingsOf(open('include "../secret.dnet"'))).toEqual(['include-outside-workspace at ""../secret.dnet""']);
    const circle = open('include "a.dnet"', { 'a.dnet': 'include "b.dnet"', 'b.dnet': 'include "a.dnet"' });
    expect(circle.findings).toHaveLength(1);
    expect(circle.findings[0]).toMatchObject({ code: 'include-cycle' });
    expect(circle.findings[0]?.message).toContain('a.dnet → b.dnet → a.dnet');
  });

  it('show the mistakes of an included file at the include', () => {
    const snapshot = open('include "bad.dnet"', { 'bad.dnet': 'network n { subnet 10.0.0.0/24; gateway 10.1.0.1 }' });
    expect(findingsOf(snapshot)).toEqual(['no-subnet-for-gateway at "include "bad.dnet""']);
    expect(snapshot.findings[0]?.related[0]).toMatchObject({ uri: 'file:///workspace/bad.dnet' });
    expect(findingsOf(open('include "bad.dnet"', { 'bad.dnet': 'network {' }))).toEqual([
      'include-has-errors at "include "bad.dnet""',
    ]);
  });
});

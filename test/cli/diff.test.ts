import { describe, expect, it } from 'vitest';
import { rules } from '../../language-server/simulation/engine-versions.ts';
import { rulesBetween, withRule } from '../../language-server/simulation/rule-summaries.ts';
import { dnet, file } from './dnet.ts';

const lab = file(
  'upgrade.dnet',
  `host box { engine 28 }
network front
network back { internal; subnet 10.7.0.0/24 }
container web { image nginx; network front; publish 8080:80 }
container app { network front; network back }
container db { network back }
expect db has gateway 10.7.0.1
container fixed { network front { ip 172.18.0.77 } }
expect web can resolve fixed
`,
);

const diff = (path: string, ...engines: string[]) =>
  dnet('diff', path, '--format', 'json', ...engines.flatMap((engine) => ['--engine', engine]));
type Told = Record<'line' | 'topic' | 'subject' | 'before' | 'after', string> & { causes: { rule: string }[] };
const told = (path: string, ...engines: string[]) =>
  JSON.parse(diff(path, ...engines).out).differences.map(
    ({ line, topic, subject, before, after, causes }: Told) =>
      `${line} ${subject} ${topic}: ${before} → ${after} [${causes.map(({ rule }) => rule).join(', ')}]`,
  );

describe('dnet diff', () => {
  it('tells every difference at its line, with the rule that makes it', () => {
    const differences = told(lab, '20.10', '29');
    expect(differences).toEqual(
      expect.arrayContaining([
        '4 web MAC addresses: 02:42:ac:12:00:02 on front → random on front [macAddress]',
        '5 app command: refused: “Container cannot be connected to network endpoints: front, back” → accepted [severalNetworksAtCreate]',
        '6 db addresses: 10.7.0.2/24 on back → 10.7.0.3/24 on back [severalNetworksAtCreate]',
        '6 db default route: via 10.7.0.1 → none [internalDefaultRoute]',
        '7  expectation: met (as expected) → not met (different) [internalDefaultRoute]',
        expect.stringMatching(/^8 fixed command: refused: .* → accepted \[.*staticAddressNeedsSubnet.*\]$/),
        expect.stringMatching(/^4 web asks fixed names resolved: none → 172.18.0.77 \[.*staticAddressNeedsSubnet.*\]$/),
      ]),
    );
    expect(differences.filter((one: string) => one.includes('web MAC addresses'))).toHaveLength(1);
  });

  it('has status 1 when something differs, 0 when nothing does', () => {
    expect(diff(lab, '28', '29').status).toBe(1);
    expect(dnet('diff', lab, '--engine', '29', '--engine', '29')).toEqual({
      status: 0,
      out: `${lab}: Docker Engine 29 → 29\n\nNothing differs.\n`,
      err: '',
    });
  });

  it('tells people by statement, a sentence for each', () => {
    const mac = file('mac.dnet', 'container web\n');
    expect(dnet('diff', mac, '--engine', '20.10', '--engine', '28')).toEqual({
      status: 1,
      out: `${mac}: Docker Engine 20.10 → 28

${mac}:1: container web
  web, MAC addresses: 02:42:ac:11:00:02 on bridge → random on bridge
    [macAddress] A MAC address follows from the IPv4 address until 27; from 28 on it is drawn anew at every start.

1 difference
`,
      err: '',
    });
  });

  it('says when only the wording of a refusal differs', () => {
    const path = file('wording.dnet', 'network a { subnet 10.1.0.0/24 }\nnetwork b { subnet 10.1.0.0/24 }\n');
    const [one] = JSON.parse(diff(path, '20.10', '29').out).differences;
    expect(one).toMatchObject({ line: 2, topic: 'command', subject: 'b' });
    expect(one.causes).toEqual([]);
    expect(dnet('diff', path, '--engine', '20.10', '--engine', '29').out).toContain('word the same refusal');
  });

  it.each([[['29']], [['20.10', '28', '29']], [[]], [['19', '29']]])('wants two versions: %j', (engines) => {
    expect(diff(lab, ...engines)).toMatchObject({ status: 2, out: '' });
  });
});

describe('an experiment with one rule', () => {
  it('changes this rule and no other, and leaves nothing behind', () => {
    const before = { ...rules['29'] };
    expect(rulesBetween('29', '29')).toEqual([]);
    expect(() =>
      withRule('29', 'macAddress', '20.10', () => {
        expect(rules['29']).toEqual({ ...before, macAddress: 'from address' });
        throw new Error('stopped');
      }),
    ).toThrow('stopped');
    expect(rules['29']).toEqual(before);
  });
});

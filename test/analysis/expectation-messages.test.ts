/** What a failed expectation says first: one sentence that a beginner understands. What experts ask stands below it. */
import { describe, expect, it } from 'vitest';
import { open } from '../lab.ts';

/** The lines of the message of the last expectation, which fails. */
function message(text: string): readonly string[] {
  const finding = open(text).findings.findLast(({ code }) => code === 'expectation-failed');
  return finding?.message.split('\n') ?? [];
}

const LAB = `
network front
network back
container web { image nginx:1.27; network front { alias site } }
container app { network front }
container db { image postgres:17; network back }
container one
container two
container batch { network none }
container metrics { network host; listen 9100 }
container side { network container:web }
`;

it('a name with very many answers is told with some of them', () => {
  const many = Array.from({ length: 30 }, (_, i) => `container c${i} { network n { alias all } }`).join('\n');
  const [first] = message(`network n\n${many}\nexpect c0 can resolve all to c1, c2`);
  expect(first).toMatch(/`all` resolves to c0 \(172\.18\.0\.2\), .*c11 \(172\.18\.0\.13\) and 18 more\.$/);
});

describe('a name that does not resolve', () => {
  it.each([
    ['app', 'db', 'app and db share no network, so app cannot find db by its name.'],
    ['one', 'web', 'one and web share no network, so one cannot find web by its name.'],
    [
      'one',
      'two',
      'one and two share the default bridge alone, where containers cannot find each other by name: put them on a network of your own.',
    ],
    ['batch', 'web', 'batch is on no network, so it cannot look up any name.'],
    ['app', 'batch', 'batch is on no network, so its name has no address.'],
    ['app', 'metrics', "metrics uses the host's network, so Docker's DNS server has no address for it."],
    [
      'metrics',
      'web',
      "metrics uses the host's network, where Docker's DNS server is not asked: names of containers are unknown there.",
    ],
    ['app', 'side', 'side shares the network of web, and others find it by the name web alone.'],
    ['db', 'site', 'site is a name of web on network front, and db is not on that network.'],
    ['app', 'nobody', 'Nobody is called nobody: no container on the networks of app, and no machine outside.'],
    [
      'one',
      'nobody',
      'one is on the default bridge, where Docker has no names for containers, and nobody is no name outside either.',
    ],
  ])('%s → %s', (from, to, sentence) => {
    expect(message(`${LAB}expect ${from} can reach ${to}`)[0]).toBe(`Expectation failed: ${sentence}`);
    expect(message(`${LAB}expect ${from} can resolve ${to}`)[0]).toBe(`Expectation failed: ${sentence}`);
  });

  it('of a stopped container', () => {
    expect(message(`${LAB}stop web\nexpect app can reach web`)[0]).toBe(
      'Expectation failed: web is not running (exited), so its name has no address.',
    );
  });

  it('of a container that Docker refused to start', () => {
    const lab = 'container web { network front }\ncontainer app\n';
    const never = 'Expectation failed: web has never been started, so';
    expect(message(`${lab}expect web can reach app`)[0]).toBe(`${never} it sends nothing.`);
    expect(message(`${lab}expect app can resolve web`)[0]).toBe(`${never} its name has no address.`);
    expect(message(`${lab}expect outside can reach web on 80`)[0]).toBe(`${never} it has no address.`);
  });

  it('of a container without an address', () => {
    expect(message(`${LAB}expect host can reach batch`)[0]).toBe(
      'Expectation failed: batch is on no network of its own, so it has no address.',
    );
  });

  it('of a container on another host', () => {
    const lab = `
host a { interface eth0 { address 192.0.2.10/24 } }
host b { interface eth0 { address 192.0.2.11/24 } }
network here { on a }
network there { on b }
container web { on a; network here }
container api { on b; network there }
expect web can reach api`;
    expect(message(lab)[0]).toBe(
      'Expectation failed: api runs on the host b, and shares no overlay network with web, so its name is unknown on a.',
    );
  });

  it('tells on lines below whether the address would do, and what the DNS servers said', () => {
    expect(message(`${LAB}expect app can reach db on 5432/tcp`).slice(1)).toEqual([
      expect.stringMatching(/^By its address 172\.19\.0\.2 it is not reached either: Docker keeps networks apart/),
      "At hop 1 (name lookup, app): unresolved. No container on app's networks is called db, so Docker's DNS server asks the host's server. The DNS server 198.51.100.53 does not know the name \"db\".",
    ]);
  });
});

describe('a packet that is lost', () => {
  it('leads with what was attempted, and ends with the rule', () => {
    const [first, last] = message(`${LAB}expect app can reach 172.19.0.2 on 5432/tcp`);
    expect(first).toMatch(/^Expectation failed: Docker keeps networks apart, and db is on back, not on front/);
    expect(first).not.toContain('-j DROP');
    expect(last).toMatch(
      /^At hop \d+ \(filter rule, .*\): dropped\. .* raw: -A PREROUTING -d 172\.19\.0\.2\/32 ! -i br-‹back› -j DROP$/,
    );
  });

  it('is told once where the hop says the same', () => {
    const [first, ...more] = message('host box { }\nexpect box can reach 2001:db8::1');
    expect(first).toMatch(/^Expectation failed: .*no route to 2001:db8::1/);
    expect(more).toEqual([expect.stringMatching(/^At hop 1 \(route, box\): no route\.$/)]);
  });
});

it('a packet that arrives and should not is told by who reaches whom, with the networks that they share', () => {
  const text = `${LAB}expect app cannot reach web on 80/tcp`;
  expect(message(text)).toEqual([
    'Expectation failed: `app` reaches `web`.',
    'web listens on tcp port 80 and answers.',
  ]);
  const { related } = open(text).findings.findLast(({ code }) => code === 'expectation-failed')!;
  expect(related.map((each) => each.message)).toEqual([
    '`web` is on the network `front`.',
    '`app` is on the network `front`.',
  ]);
});

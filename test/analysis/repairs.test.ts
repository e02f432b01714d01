import { describe, expect, it } from 'vitest';
import type { Fix } from '../../language-server/analysis/finding.ts';
import type { Snapshot } from '../../language-server/service.ts';
import { open } from '../lab.ts';

const failed = (snapshot: Snapshot) => snapshot.findings.find(({ code }) => code === 'expectation-failed');

function apply({ text }: Snapshot, { edits }: Fix): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}

/** The lab after the quick fix with this title, and nothing wrong with it any more. */
function repaired(lab: string, title: string): string {
  const snapshot = open(lab);
  const { fixes } = failed(snapshot)!;
  const fix = fixes.find((each) => each.title === title);
  expect(
    fixes.map((each) => each.title),
    'the titles of the fixes',
  ).toContain(title);
  const text = apply(snapshot, fix!);
  const after = open(text);
  expect(after.outcomes.map(({ outcome }) => outcome.holds)).toEqual(after.outcomes.map(() => true));
  expect(after.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return text;
}

describe('a quick fix makes the expectation hold:', () => {
  it('connect the container', () => {
    const lab = 'network front\nnetwork back\ncontainer app { network front }\ncontainer db { network back }\n';
    expect(repaired(`${lab}expect app can reach db`, 'Connect `app` to `back`')).toBe(
      `${lab}connect app to back\nexpect app can reach db`,
    );
    repaired(`${lab}expect app can reach db`, 'Connect `db` to `front`');
    repaired(`${lab}expect app can resolve db`, 'Connect `app` to `back`');
  });

  it('put it on a network in the place of none', () => {
    expect(
      repaired(
        'network front\ncontainer job { network none }\ncontainer db { network front }\nexpect job can reach db',
        'Put `job` on `front` instead of `none`',
      ),
    ).toContain('container job { network front }');
  });

  it('publish the port', () => {
    expect(
      repaired(
        'container web {\n  image nginx # the shop\n}\nexpect outside can reach host on 8080/tcp',
        'Publish port 80 of `web` as 8080',
      ),
    ).toBe(
      'container web {\n  image nginx # the shop\n  publish 8080:80\n}\nexpect outside can reach host on 8080/tcp',
    );
    expect(
      repaired('container dns { listen 53/udp }\nexpect outside can reach host on 53/udp', 'Publish port 53 of `dns`'),
    ).toContain('{ listen 53/udp; publish 53:53/udp }');
  });

  it('publish the port, and ask the host for it', () => {
    expect(
      repaired(
        'container web { image nginx }\nexpect outside can reach web on 80',
        'Publish port 80 of `web`, and expect it of the host',
      ),
    ).toBe('container web { image nginx; publish 80:80 }\nexpect outside can reach host on 80');
  });

  it('publish it on every address', () => {
    expect(
      repaired(
        'container web { image nginx; publish 127.0.0.1:8080:80 }\nexpect outside can reach host on 8080',
        'Publish the port of `web` on every address of the host: `8080:80`',
      ),
    ).toContain('publish 8080:80 }');
  });

  it('listen on 0.0.0.0', () => {
    expect(
      repaired(
        'container shy { publish 9000:9000; listen 127.0.0.1:9000 }\nexpect outside can reach host on 9000/tcp',
        'Listen on every address (0.0.0.0): `listen 9000`',
      ),
    ).toContain('listen 9000 }');
  });

  it('listen at all', () => {
    const lab = 'network n\ncontainer app { network n }\n';
    expect(
      repaired(
        `${lab}container web { image nginx; network n }\nexpect app can reach web on 81`,
        'Say that `web` listens on 81',
      ),
    ).toContain('; listen 80, 81 }');
    expect(
      repaired(
        `${lab}container web { network n; listen 80 }\nexpect app can reach web on 53/udp`,
        'Say that `web` listens on 53/udp',
      ),
    ).toContain('listen 80, 53/udp }');
  });

  it('move off the default bridge', () => {
    expect(
      repaired(
        'container one\ncontainer two { network bridge }\nexpect one can reach two',
        'Move `one` and `two` off the default bridge, to a network of their own',
      ),
    ).toBe(
      'network shared\ncontainer one { network shared }\ncontainer two { network shared }\nexpect one can reach two',
    );
    repaired(
      'container one\ncontainer two\nexpect one can resolve two',
      'Move `one` and `two` off the default bridge, to a network of their own',
    );
  });

  it('use the address where names are not resolved', () => {
    expect(
      repaired('container one\ncontainer two\nexpect one can reach two', 'Reach it by its address: `172.17.0.3`'),
    ).toContain('expect one can reach 172.17.0.3');
  });

  it('remove `internal`, or give the container a second network', () => {
    const lab =
      'network vault { internal; subnet 10.0.0.0/24 }\nnetwork edge\ncontainer db { network vault }\nexpect db can reach outside';
    expect(repaired(lab, 'Give `vault` a way out: remove `internal`')).toContain(
      'network vault { subnet 10.0.0.0/24 }',
    );
    expect(repaired(lab, 'Connect `db` to `edge`, which has a way out')).toContain('connect db to edge\nexpect');
    expect(
      repaired(
        'network vault {\n  subnet 10.0.0.0/24\n  internal\n}\ncontainer db { network vault }\nexpect db can reach outside',
        'Give `vault` a way out: remove `internal`',
      ),
    ).toContain('network vault {\n  subnet 10.0.0.0/24\n}');
  });

  it('remove `icc false` and `masquerade false`', () => {
    repaired(
      'network n { icc false }\ncontainer one { network n }\ncontainer two { network n }\nexpect one can reach two',
      'Let the containers on `n` talk to each other: remove `icc false`',
    );
    repaired(
      'network n { masquerade false }\ncontainer one { network n }\nexpect one can reach outside',
      'Masquerade what leaves `n`: remove `masquerade false`',
    );
  });

  it('start what does not run', () => {
    expect(
      repaired(
        'network n\ncontainer aa { network n }\ncontainer bb { network n }\nstop bb\nexpect aa can reach bb',
        'Start `bb` before',
      ),
    ).toContain('start bb\nexpect');
  });

  it('give the alias', () => {
    expect(
      repaired(
        'network n\ncontainer aa { network n }\ncontainer bb { network n }\ncontainer cc { network n { ip6 fd00::9; alias old } }\nexpect aa can resolve pool to bb'.replace(
          'ip6 fd00::9; ',
          '',
        ),
        'Give `bb` the alias `pool`',
      ),
    ).toContain('container bb { network n { alias pool } }');
  });

  it('disconnect, or publish for the host alone, what is not to be reached', () => {
    const lab = 'network n\nnetwork m\ncontainer aa { network n }\ncontainer bb { network n; network m }\n';
    expect(repaired(`${lab}expect aa cannot reach bb`, 'Disconnect `bb` from `n`')).toContain(
      'disconnect bb from n\nexpect',
    );
    repaired(`${lab}expect aa cannot resolve bb`, 'Disconnect `aa` from `n`');
    expect(
      repaired(
        'container db { image postgres; publish 5432:5432 }\nexpect outside cannot reach host on 5432',
        'Publish the port of `db` on the loopback address alone: `127.0.0.1:5432:5432`',
      ),
    ).toContain('publish 127.0.0.1:5432:5432 }');
  });

  it('expect what is there', () => {
    expect(repaired('container web\nexpect web has ip 172.17.0.9', 'Expect what is there: `172.17.0.2`')).toContain(
      'has ip 172.17.0.2',
    );
    expect(
      repaired(
        'network n\ncontainer aa { network n { alias pool } }\ncontainer bb { network n { alias pool } }\ncontainer cc { network n }\nexpect cc can resolve pool to aa, cc',
        'Expect what is there: `aa, bb`',
      ),
    ).toContain('resolve pool to aa, bb');
  });

  it('or turn it round', () => {
    expect(
      repaired(
        'network n\ncontainer aa { network n }\ncontainer bb\nexpect aa can reach bb',
        'Expect the opposite: `cannot`',
      ),
    ).toContain('expect aa cannot reach bb');
    repaired('container aa\nexpect aa cannot reach outside', 'Expect the opposite: `can`');
  });
});

describe('no quick fix is offered', () => {
  it('that would not help, or that Docker would refuse', () => {
    const { fixes } = failed(
      open(
        'network n\ncontainer metrics { network host; listen 9100 }\ncontainer app { network n }\nexpect app can reach metrics on 9100',
      ),
    )!;
    expect(fixes.map(({ title }) => title)).toEqual(['Expect the opposite: `cannot`']);
  });

  it('for what another file says', () => {
    const { fixes } = failed(
      open('include "other.dnet"', { 'other.dnet': 'container one\ncontainer two\nexpect one can reach two\n' }),
    )!;
    expect(fixes).toEqual([]);
  });
});

describe('the related places of a failed expectation', () => {
  const related = (lab: string) => {
    const snapshot = open(lab);
    return failed(snapshot)!.related.map(
      ({ span, message }) => `${snapshot.text.slice(span.start, span.end)}: ${message}`,
    );
  };

  it('are the property that forbids it', () => {
    expect(
      related(
        'network vault { subnet 10.0.0.0/24; internal }\ncontainer db { network vault }\nexpect db can reach outside',
      )[0],
    ).toBe('internal: `vault` is internal: it has no way out.');
    expect(
      related(
        'container shy { publish 9000:9000; listen 127.0.0.1:9000 }\nexpect outside can reach host on 9000/tcp',
      )[0],
    ).toBe('listen 127.0.0.1:9000: `shy` listens on 127.0.0.1:9000/tcp, not on 9000/tcp.');
    expect(
      related(
        'network n { icc false }\ncontainer one { network n }\ncontainer two { network n }\nexpect one can reach two',
      )[0],
    ).toContain('icc false: `n` has `icc false`');
    expect(
      related('container web { image nginx; publish 127.0.0.1:8080:80 }\nexpect outside can reach host on 8080')[0],
    ).toContain('publish 127.0.0.1:8080:80: `web` publishes 8080 on 127.0.0.1 alone');
  });

  it('are the action that took it away', () => {
    const lab = 'network n\ncontainer aa { network n }\ncontainer bb { network n }\n';
    expect(related(`${lab}disconnect bb from n\nexpect aa can reach bb`)).toContain(
      'disconnect bb from n: `bb` was disconnected from `n` here.',
    );
    expect(related(`${lab}stop bb\nexpect aa can reach bb`)).toContain('stop bb: `bb` was stopped here.');
  });
});

describe('the message of a failed expectation', () => {
  it('names the hop at which the packet was lost', () => {
    const message = failed(
      open(
        'network n\nnetwork m\ncontainer aa { network n }\ncontainer bb { network m }\nexpect aa can reach 172.19.0.2',
      ),
    )!.message;
    expect(message).toContain('At hop 5 (filter rule, host): dropped.');
  });
});

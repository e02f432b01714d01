import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { habits, suspicions } from '../../language-server/analysis/hygiene/hygiene.ts';
import { createService } from '../../language-server/service.ts';
import { findingsOf, open, URI } from '../lab.ts';

/** Findings of the hygiene rules alone. */
const hygiene = (text: string) => findingsOf(open(text)).filter((finding) => codes.has(finding.split(' ')[0]!));
const codes = new Set([...habits, ...suspicions].map(({ code }) => code));

describe('no hygiene rule says anything about', () => {
  it.each([
    ['a network that the file only declares, to be included', 'network front\nnetwork back'],
    [
      'a network that was refused, or whose name is misspelt elsewhere',
      'network front\ncontainer web { network frnot }',
    ],
    ['a web server that is published', 'container web { image nginx; publish 8080:80 }'],
    ['a database on the loopback address', 'container db { image postgres; publish 127.0.0.1:5432:5432 }'],
    [
      'a fixed address outside the range for automatic ones',
      'network n { subnet 10.9.0.0/24; ip-range 10.9.0.128/25 }\ncontainer aa { network n { ip 10.9.0.5 } }\ncontainer bb { network n }',
    ],
    [
      'fixed addresses alone',
      'network n { subnet 10.9.0.0/24 }\ncontainer aa { network n { ip 10.9.0.5 } }\ncontainer bb { network n { ip 10.9.0.6 } }',
    ],
    ['an alias of several replicas', 'network n\ncontainer aa { replicas 2; network n { alias pool } }'],
    [
      'a default route that the author expects',
      'network zz\nnetwork aa\ncontainer web { network zz; network aa }\nexpect web has gateway 172.19.0.1',
    ],
    [
      'a default route that an internal network cannot have',
      'network zz\nnetwork aa { internal }\ncontainer web { network zz; network aa }',
    ],
    [
      'a container that also is on a network with a way out',
      'network in { internal }\nnetwork out\ncontainer web { network in; publish 80:80 }\nconnect web to out',
    ],
    [
      'isolation that is one',
      'network aa\nnetwork bb\ncontainer one { network aa }\ncontainer two { network bb }\nexpect one cannot reach two',
    ],
    [
      'a host name that others can resolve',
      'network n\ncontainer one { network n; hostname big }\ncontainer two { network n }\nexpect two can reach big',
    ],
    ['a macvlan network on the LAN', 'network lan { driver macvlan; parent eth0; subnet 192.0.2.0/24 }'],
  ])('%s', (_, text) => {
    expect(hygiene(text)).toEqual([]);
  });
});

describe('hygiene', () => {
  it('sees a default route that `connect` moves', () => {
    expect(hygiene('network aa\ncontainer web\ncontainer app { network aa }\nconnect web to aa')).toEqual([
      'default-route-surprise at "aa"',
    ]);
    expect(hygiene('network zz\ncontainer web\ncontainer app { network zz }\nconnect web to zz')).toEqual([]);
  });

  it('says of the default route what the simulation does', () => {
    const lab = 'network zz\nnetwork aa\ncontainer web { network zz; network aa }\n';
    expect(hygiene(lab)).toEqual(['default-route-surprise at "zz"']);
    expect(open(`${lab}expect web has gateway 172.19.0.1`).outcomes[0]?.outcome.holds).toBe(true);
    const [fix] = open(lab).findings[0]!.fixes;
    const [edit] = fix!.edits;
    const preferred = lab.slice(0, edit!.start) + edit!.newText + lab.slice(edit!.end);
    expect(hygiene(preferred)).toEqual([]);
    expect(open(`${preferred}expect web has gateway 172.18.0.1`).outcomes[0]?.outcome.holds).toBe(true);
  });

  it('tells who is lost where a subnet overlaps the LAN: the longer prefix wins', () => {
    const message = (subnet: string) =>
      open(`network n { subnet ${subnet} }\ncontainer web { network n }`).findings.find(
        ({ code }) => code === 'subnet-overlaps-lan',
      )?.message;
    expect(message('192.0.2.128/25')).toContain('for a machine of the LAN in this range goes to the bridge');
    expect(message('192.0.0.0/16')).toContain('what the host sends to a container whose address lies in the LAN');
  });

  it('looks at what `connect` adds to a network', () => {
    const lab = 'network n\ncontainer one { network n { alias pool } }\ncontainer two\n';
    expect(hygiene(lab)).toEqual(['alias-never-resolvable at "pool"']);
    expect(hygiene(`${lab}connect two to n`)).toEqual([]);
  });

  it('keeps quiet where Docker refuses', () => {
    expect(
      findingsOf(
        open(
          'network n { subnet 10.9.0.0/24 }\ncontainer aa { network n { ip 10.1.0.5 } }\ncontainer bb { network n }',
        ),
      ),
    ).toEqual(['address-outside-subnet at "10.1.0.5"']);
  });

  it('sees after every edit what it would see in the whole text', () => {
    const service = createService();
    const names = Array.from({ length: 200 }, (_, i) => `c${i}`);
    const line = (name: string, i: number) =>
      `container ${name} { network ${i % 3 ? 'zz' : 'aa'}; network aa${i % 5 ? '' : ' { alias x; ip 172.19.0.77 }'} }`;
    let text = `network zz\nnetwork aa\nnetwork unused\n${names.map(line).join('\n')}\n`;
    service.open(URI, 1, text);
    for (let version = 2; version < 30; version++) {
      const at = text.indexOf('\n', (version * 977) % text.length) + 1;
      const edits = ['container late { network aa; network unused }\n', '# a comment\n', 'connect c1 to unused\n', ''];
      const newText = edits[version % edits.length]!;
      const until = newText === '' ? text.indexOf('\n', at) + 1 : at;
      const position = (offset: number) => service.snapshot(URI)!.lines.positionAt(offset);
      const [snapshot] = service.change(URI, version, [
        { range: { start: position(at), end: position(until) }, text: newText },
      ]);
      text = text.slice(0, at) + newText + text.slice(until);
      expect(findingsOf(snapshot!)).toEqual(findingsOf(open(text)));
    }
  });
});

describe('a finding', () => {
  const lab = 'network n\ncontainer db { image postgres; publish 5432:5432 }';

  it('is hidden by a comment on its line, or on the line above', () => {
    expect(hygiene(`${lab} # dnet-ignore publish-bypasses-firewall`)).toEqual(['unused-network at "n"']);
    expect(hygiene(lab.replace('\n', ' // for later: dnet-ignore unused-network\n'))).toEqual([
      'publish-bypasses-firewall at "5432:5432"',
    ]);
    expect(hygiene(lab.replace('\n', '\n# dnet-ignore publish-bypasses-firewall, unused-network\n'))).toEqual([
      'unused-network at "n"',
    ]);
    expect(hygiene(`${lab} # dnet-ignore alias-never-resolvable`)).toHaveLength(2);
    expect(hygiene(lab.replace('\n', ' # dnet-ignore unused-network because it comes later\n'))).toHaveLength(1);
    expect(hygiene(`${lab.replace('postgres', '"# dnet-ignore publish-bypasses-firewall"')}`)).toHaveLength(2);
  });

  it('that a comment hides in vain is told of, and the comment can go', () => {
    /** Each vain code with the texts after its fixes. */
    const vain = (text: string) =>
      open(text)
        .findings.filter(({ code }) => code === 'unused-ignore')
        .map(({ span, fixes }) => [
          text.slice(span.start, span.end),
          ...fixes.map(({ edits: [edit] }) => text.slice(0, edit!.start) + edit!.newText + text.slice(edit!.end)),
        ]);
    expect(vain(`${lab} # dnet-ignore publish-bypasses-firewall`)).toEqual([]);
    expect(vain(`# dnet-ignore unused-network\n${lab} // dnet-ignore publish-bypasses-firewall`)).toEqual([]);
    expect(vain(`${lab} # dnet-ignore unused-network`)).toEqual([['unused-network', lab]]);
    expect(vain(`# dnet-ignore port-allocated\n${lab}`)).toEqual([['port-allocated', lab]]);
    expect(vain(`container c\nnetwork n # dnet-ignore unused-network, port-allocated`)).toEqual([
      ['port-allocated', 'container c\nnetwork n # dnet-ignore unused-network'],
    ]);
    expect(vain(`container c\nnetwork n # dnet-ignore port-allocated unused-network`)).toEqual([
      ['port-allocated', 'container c\nnetwork n # dnet-ignore unused-network'],
    ]);
    expect(vain(`container c\nnetwork n # dnet-ignore unused-netwrok`)).toEqual([
      ['unused-netwrok', 'container c\nnetwork n # dnet-ignore unused-network', 'container c\nnetwork n'],
    ]);
    expect(vain(`container c # my own: dnet-ignore port-allocated`)).toEqual([
      ['port-allocated', 'container c # my own:'],
    ]);
    expect(vain(`container c # dnet-ignore`)).toEqual([]);
    expect(vain(`container c # see dnet-ignored port-allocated`)).toEqual([]);
  });

  it('has the severity of the settings', () => {
    const service = createService({
      severities: () => ({ 'publish-bypasses-firewall': 'error', 'unused-network': 'off' }),
    });
    const [snapshot] = service.open(URI, 1, lab);
    expect(snapshot!.findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'error publish-bypasses-firewall',
    ]);
    expect(snapshot!.findings[0]!.fixes).toHaveLength(1);
  });

  it('can be ignored by a code action', () => {
    const snapshot = open(lab);
    const titles = createService()
      .codeActions(
        snapshot,
        { start: { line: 1, character: 40 }, end: { line: 1, character: 40 } },
        { only: ['quickfix'] },
      )
      .map(({ title }) => title);
    expect(titles).toEqual([
      'Publish for the host alone: `127.0.0.1:5432:5432`',
      'Ignore `publish-bypasses-firewall` on this line',
    ]);
  });
});

describe('the setting dnet.diagnostics.severity', () => {
  it('offers every hygiene rule with its default', () => {
    const { contributes } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    const offered = contributes.configuration.properties['dnet.diagnostics.severity'].properties;
    for (const { code, severity } of [...habits, ...suspicions])
      expect(offered[code], code).toMatchObject({ default: severity });
  });
});

import { describe, expect, it } from 'vitest';
import { prepareRename, rename } from '../../language-server/features/rename.ts';
import { createService } from '../../language-server/service.ts';
import { resultsOf } from '../../language-server/steps.ts';
import { edited, marked } from '../cursor.ts';
import { open, URI } from '../lab.ts';

/** The text after the name under the cursor was renamed, or why it was not. */
function renamed(source: string, newName: string): string {
  const { text, position } = marked(source);
  const result = rename(open(text), position, newName);
  return 'refused' in result ? result.refused : edited(text, result.get(URI) ?? []);
}

function prepared(source: string): string {
  const { text, position } = marked(source);
  const result = prepareRename(open(text), position);
  return 'refused' in result ? result.refused : result.placeholder;
}

const lab = (web: string) => `network web
network net
container ${web} { network net { alias site }; network web }
container side { network container:${web} }
container old { network net; link ${web} as friend }
expect old can reach ${web} on 80/tcp
expect old can resolve ${web}
expect old can resolve ${web}.net to ${web}
stop ${web}
`;

describe('rename', () => {
  it('of a container reaches joined namespaces, links and expectations, and no network of that name', () => {
    for (const at of ['container we|b {', 'container:we|b', 'link w|eb', 'resolve we|b.net', 'stop w|eb']) {
      const source = lab('web').replace(at.replace('|', ''), at);
      expect(renamed(source, 'www')).toBe(lab('www'));
    }
  });

  it('of a network reaches DNS names on it', () => {
    const text = (net: string) =>
      `network ${net}\ncontainer aa { network ${net} }\ncontainer bb\nconnect bb to ${net}\nexpect bb can resolve aa.${net}\n` +
      `expect bb has ip 172.18.0.3 on ${net}\ndisconnect bb from ${net}\n`;
    expect(renamed(text('back').replace('aa.back', 'aa.ba|ck'), 'rear')).toBe(text('rear'));
    expect(renamed(text('back').replace('network back\n', 'network ba|ck\n'), 'rear')).toBe(text('rear'));
  });

  it('of an alias reaches all that share it', () => {
    const text = (alias: string) =>
      `network n\ncontainer aa { network n { alias ${alias} } }\ncontainer bb { network n { alias ${alias} } }\n` +
      `expect aa can resolve ${alias} to aa, bb\nexpect aa can resolve ${alias}.n\n`;
    expect(renamed(text('pool').replace('resolve pool', 'resolve po|ol'), 'lake')).toBe(text('lake'));
  });

  it('of a host reaches what is on it', () => {
    const text = (host: string) =>
      `host ${host}\nhost other\nnetwork n { on ${host} }\ncontainer aa { on ${host}; network n }\nexpect ${host} can reach aa\n`;
    expect(renamed(text('alpha').replace('on alpha', 'on al|pha'), 'omega')).toBe(text('omega'));
  });

  it('of replicas keeps their numbers', () => {
    const text = (name: string) => `container ${name} { replicas 3 }\nstop ${name}-2\nexpect host can reach ${name}\n`;
    expect(renamed(text('app').replace('app-2', 'ap|p-2'), 'web')).toBe(text('web'));
    expect(prepared(text('app').replace('app-2', 'ap|p-2'))).toBe('app');
  });

  it('refuses what Docker refuses, in its words', () => {
    expect(renamed('container we|b', '-x')).toBe(
      'Docker: “Invalid container name (-x), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed”',
    );
    expect(renamed('container we|b\ncontainer db', 'db')).toMatch(
      /Conflict\. The container name "\/db" is already in use/,
    );
    expect(renamed('network ba|ck\nnetwork front', 'front')).toContain('network with name front already exists');
    expect(renamed('network ba|ck', 'bridge')).toContain('operation is not permitted on predefined bridge network');
    expect(renamed('network ba|ck', 'a b')).toContain('not one word');
  });

  it('never takes over what another name means', () => {
    const text =
      'network n\ncontainer we|b { network n }\ncontainer db { network n { alias pool } }\nexpect web can resolve pool\n';
    expect(renamed(text, 'pool')).toBe('With this name, `pool` would mean something else than now.');
    expect(renamed('container we|b\nexpect web cannot resolve ghost', 'ghost')).toContain('`ghost` would mean');
    expect(renamed('container aa { replicas 2 }\ncontainer we|b', 'aa-2')).not.toContain('aa-2 {');
    expect(renamed('container we|b\nexpect host can reach web', 'host')).toContain('means a machine');
    expect(renamed('container we|b\nexpect host can reach web', '10.0.0.1')).toContain('read as an address');
    expect(renamed('host alpha\ncontainer we|b', 'alpha')).toContain('could not tell the two apart');
  });

  it('is not offered for what has no name of its own', () => {
    expect(prepared('container aa { network bri|dge }')).toContain("Docker's own networks");
    expect(prepared('contai|ner aa')).toContain('Only names');
    expect(prepared('stop gho|st')).toBe('No container named `ghost` is declared in this lab.');
    expect(prepared('container aa\nexpect aa cannot resolve exam|ple')).toContain('given to nothing');
  });

  it('reaches included files, and files that include this one', () => {
    const files: Record<string, string> = {
      'lab.dnet': 'include "nets.dnet"\ncontainer web { network front }\n',
      'nets.dnet': 'network front\n',
      'unopened.dnet': 'include "nets.dnet"\ncontainer db { network front }\n',
    };
    const folder = 'file:///workspace/';
    const service = createService({
      readFile: (uri) => files[uri.slice(folder.length)],
      roots: () => ['file:///workspace'],
      findFiles: () => [Object.keys(files).map((name) => folder + name)],
    });
    const renamedFrom = (from: string, position: { line: number; character: number }) => {
      const snapshot = service.open(folder + from, 1, files[from]!)[0]!;
      const result = rename(snapshot, position, 'edge', resultsOf(service.related(snapshot)));
      if ('refused' in result) throw new Error(result.refused);
      return Object.fromEntries(
        [...result].map(([uri, edits]) => [uri.slice(folder.length), edited(files[uri.slice(folder.length)]!, edits)]),
      );
    };
    const expected = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, text.replace('front', 'edge')]),
    );
    expect(renamedFrom('nets.dnet', { line: 0, character: 9 })).toEqual(expected);
    expect(renamedFrom('lab.dnet', { line: 1, character: 26 })).toEqual(expected);
  });
});

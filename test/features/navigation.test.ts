import { describe, expect, it } from 'vitest';
import { definition, implementation, typeDefinition } from '../../language-server/features/definition.ts';
import { documentLinks } from '../../language-server/features/document-links.ts';
import { documentSymbols, flatSymbols } from '../../language-server/features/document-symbols.ts';
import { foldingRanges } from '../../language-server/features/folding.ts';
import { highlights } from '../../language-server/features/highlights.ts';
import { references } from '../../language-server/features/references.ts';
import { selectionRanges } from '../../language-server/features/selection-ranges.ts';
import { workspaceSymbols } from '../../language-server/features/workspace-symbols.ts';
import { resultsOf } from '../../language-server/steps.ts';
import { marked } from '../cursor.ts';
import { open, URI } from '../lab.ts';

/** Line numbers of the definitions of the name under the cursor. */
function definitions(source: string, files: Record<string, string> = {}) {
  const { text, position } = marked(source);
  return definition(open(text, files), position).map(({ targetUri: uri, targetSelectionRange: range }) =>
    uri === URI ? range.start.line : `${uri.slice(uri.lastIndexOf('/') + 1)}:${range.start.line}`,
  );
}

describe('definition', () => {
  it('leads from a name to its declaration', () => {
    expect(definitions('network front\ncontainer web { network fr|ont }')).toEqual([0]);
    expect(definitions('container web\nexpect host can reach we|b')).toEqual([0]);
    expect(definitions('container web\ncontainer side { network container:we|b }')).toEqual([0]);
    expect(definitions('container web { replicas 2 }\nstop web-|2')).toEqual([0]);
  });

  it('leads from an alias to every container that has it', () => {
    const lab = 'network n\ncontainer aa { network n { alias pool } }\ncontainer bb { network n { alias pool } }\n';
    expect(definitions(`${lab}expect aa can reach po|ol`)).toEqual([1, 2]);
  });

  it('leads into included files', () => {
    const files = { 'nets.dnet': '# nets\nnetwork front' };
    expect(definitions('include "nets.dnet"\ncontainer web { network fr|ont }', files)).toEqual(['nets.dnet:1']);
    expect(definitions('include "ne|ts.dnet"', files)).toEqual(['nets.dnet:0']);
  });

  it('leads nowhere from what has none', () => {
    expect(definitions('container web { network bri|dge }')).toEqual([]);
    expect(definitions('contai|ner web')).toEqual([]);
  });
});

describe('a definition', () => {
  it('is a whole statement with the name in it, and says which word was asked about', () => {
    const { text, position } = marked('network front { internal }\ncontainer web { network "fr|ont" }');
    const [link] = definition(open(text), position);
    expect(link).toEqual({
      originSelectionRange: { start: { line: 1, character: 25 }, end: { line: 1, character: 30 } },
      targetUri: URI,
      targetRange: { start: { line: 0, character: 0 }, end: { line: 0, character: 26 } },
      targetSelectionRange: { start: { line: 0, character: 8 }, end: { line: 0, character: 13 } },
    });
  });
});

/** What the answers' selections say, with their lines. */
function targets(find: typeof definition, source: string) {
  const { text, position } = marked(source);
  const snapshot = open(text);
  return find(snapshot, position).map(({ targetSelectionRange: { start, end } }) => {
    const [from, to] = [snapshot.lines.offsetAt(start), snapshot.lines.offsetAt(end)];
    return `${start.line}:${snapshot.text.slice(from, to)}`;
  });
}

describe('implementation', () => {
  const lab =
    'network nn\ncontainer web { network nn { alias www } }\ncontainer db\nconnect db to nn\ncontainer side { network container:web }\n';

  it('leads from a network to the containers that are attached to it', () => {
    expect(targets(implementation, lab.replace('network nn', 'network n|n'))).toEqual(['1:web', '3:db']);
    expect(targets(implementation, `${lab}container x { network bri|dge }`)).toEqual(['2:db', '5:x']);
  });

  it('leads from a container to those that share its namespace, from a host to what is on it', () => {
    expect(targets(implementation, `${lab}stop we|b`)).toEqual(['4:side']);
    expect(
      targets(implementation, 'host al|pha\nhost beta\nnetwork nn { on alpha }\ncontainer web { on beta }'),
    ).toEqual(['2:nn']);
  });

  it('leads from an alias to the containers that bear it', () => {
    expect(targets(implementation, `${lab}expect db can reach ww|w`)).toEqual(['1:web']);
    expect(targets(typeDefinition, `${lab}expect db can reach ww|w`)).toEqual(['1:web']);
  });
});

describe('type definition', () => {
  it('leads from a container to its networks', () => {
    const lab = 'network one\nnetwork two\nnetwork three\ncontainer web { network one }\nconnect web to three\n';
    expect(targets(typeDefinition, `${lab}stop w|eb`)).toEqual(['0:one', '2:three']);
    expect(targets(typeDefinition, lab.replace('network two', 'network t|wo'))).toEqual([]);
  });
});

describe('references', () => {
  it('are all uses of what is meant, and no other thing of the same name', () => {
    const { text, position } = marked(
      'network web\ncontainer we|b { network web }\nexpect host can reach web\nstop web\ncontainer s { network container:web }',
    );
    const lines = (all: boolean) =>
      resultsOf(references(open(text), position, all)).map(({ range }) => range.start.line);
    expect(lines(true)).toEqual([1, 2, 3, 4]);
    expect(lines(false)).toEqual([2, 3, 4]);
  });

  it('are highlighted in the document', () => {
    const { text, position } = marked('network front\ncontainer web { network fr|ont }');
    expect(highlights(open(text), position).map(({ kind }) => kind)).toEqual([3, 2]);
  });
});

describe('document symbols', () => {
  it('are the statements, with networks inside containers, and lie in the document', () => {
    const symbols = documentSymbols(
      open('network front\ncontainer web { network front }\nexpect web can reach front\n'),
    );
    expect(symbols.map(({ name }) => name)).toEqual(['front', 'web', 'expect web can reach front']);
    expect(symbols[1]?.children?.map(({ name }) => name)).toEqual(['front']);
  });

  it('have names, also where the text has none', () => {
    for (const { name } of documentSymbols(open('container\nnetwork { }\nconnect'))) expect(name).not.toBe('');
  });
});

describe('the outline', () => {
  it('tells more about each thing, and what is below it', () => {
    const [host, network, container] = documentSymbols(
      open(`host box { engine 28; interface eth0 { address 192.0.2.10/24 } }
network nn { driver macvlan; subnet 10.0.0.0/24; internal }
container web { image nginx; replicas 2; network nn { ip 10.0.0.9; alias www }; publish 80:80 }`),
    );
    expect(host).toMatchObject({
      detail: 'host · engine 28',
      children: [{ name: 'eth0', detail: '192.0.2.10/24' }],
    });
    expect(network?.detail).toBe('network · macvlan · 10.0.0.0/24 · internal');
    expect(container).toMatchObject({
      detail: 'container · nginx · 2 replicas',
      children: [
        { name: 'nn', detail: 'network · 10.0.0.9 · www' },
        { name: '80:80', detail: 'published port' },
      ],
    });
  });

  it('is flat for clients that know no hierarchy', () => {
    const symbols = flatSymbols(open('network nn\ncontainer web { network nn }'));
    expect(symbols.map(({ name, containerName }) => [containerName, name])).toEqual([
      [undefined, 'nn'],
      [undefined, 'web'],
      ['web', 'nn'],
    ]);
  });
});

describe('workspace symbols', () => {
  const { lab } = open('include "nets.dnet"\ncontainer web { network front { alias www } }\nstop web', {
    'nets.dnet': 'network front',
  });
  const find = (query: string) => resultsOf(workspaceSymbols(lab.sources, query)).map(({ name }) => name);

  it('are names given in all files, by the letters of the query in their order', () => {
    expect(find('')).toEqual(['web', 'www', 'front']);
    expect(find('FT')).toEqual(['front']);
    expect(find('wb')).toEqual(['web']);
    expect(find('zz')).toEqual([]);
  });

  it('say where they are', () => {
    expect(resultsOf(workspaceSymbols(lab.sources, 'www'))[0]).toMatchObject({
      containerName: 'web',
      location: { uri: URI },
    });
    expect(resultsOf(workspaceSymbols(lab.sources, 'front'))[0]?.location.uri).toMatch(/nets\.dnet$/);
  });
});

describe('document links', () => {
  it('lead from includes to files that are there, and from nothing else', () => {
    const text = 'include "nets.dnet"\ninclude "none.dnet"\ncontainer web { image nginx }\n';
    const links = documentLinks(open(text, { 'nets.dnet': 'network front' }));
    expect(links).toEqual([
      {
        range: { start: { line: 0, character: 8 }, end: { line: 0, character: 19 } },
        target: 'file:///workspace/nets.dnet',
      },
    ]);
  });
});

describe('selection ranges', () => {
  /** What each step of expanding the selection takes in, from the cursor outwards. */
  function expansions(source: string): string[] {
    const { text, position } = marked(source);
    const snapshot = open(text);
    const found: string[] = [];
    let [range] = selectionRanges(snapshot, [position]) as [ReturnType<typeof selectionRanges>[0] | undefined];
    for (; range; range = range.parent) {
      const [start, end] = [range.range.start, range.range.end].map((each) => snapshot.lines.offsetAt(each));
      found.push(snapshot.text.slice(start, end));
    }
    return found;
  }

  it('grow from a part of a word over the list and the statement to the file', () => {
    const file = 'container web {\n  publish 8080:80, 8443:443\n}\nstop web';
    expect(expansions(file.replace('8443', '84|43'))).toEqual([
      '8443',
      '8443:443',
      '8080:80, 8443:443',
      'publish 8080:80, 8443:443',
      '\n  publish 8080:80, 8443:443\n',
      '{\n  publish 8080:80, 8443:443\n}',
      'container web {\n  publish 8080:80, 8443:443\n}',
      file,
    ]);
  });

  it('leave quotes out first', () => {
    expect(expansions('include "ne|ts"').slice(0, 2)).toEqual(['nets', '"nets"']);
  });

  it('are the file where nothing stands', () => {
    expect(expansions('stop web\n\n|\nstop db')).toEqual(['stop web\n\n\nstop db']);
  });
});

describe('folding ranges', () => {
  it('are blocks of several lines and runs of comments', () => {
    const text = '# one\n# two\ncontainer web {\n  network n {\n    alias x\n  }\n}\nnetwork n { internal }\n';
    expect(foldingRanges(open(text))).toEqual([
      { startLine: 0, endLine: 1, kind: 'comment' },
      { startLine: 2, endLine: 5 },
      { startLine: 3, endLine: 4 },
    ]);
  });

  it('are regions, block comments and runs of includes', () => {
    const text = '# region Names\ninclude "a"\ninclude "b"\n# endregion\n/* one\n   two */\n';
    expect(foldingRanges(open(text))).toEqual([
      { startLine: 0, endLine: 3, kind: 'region' },
      { startLine: 1, endLine: 2, kind: 'imports' },
      { startLine: 4, endLine: 5, kind: 'comment' },
    ]);
    expect(foldingRanges(open(text), 1)).toHaveLength(1);
  });
});

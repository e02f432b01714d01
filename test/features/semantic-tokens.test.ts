import { describe, expect, it } from 'vitest';
import { semanticTokens, tokenModifiers, tokenTypes } from '../../language-server/features/semantic-tokens.ts';
import type { Snapshot } from '../../language-server/service.ts';
import { ranged } from '../cursor.ts';
import { open } from '../lab.ts';

/** `text:type.modifier` for each token. */
function tokensOf(snapshot: Snapshot, data = semanticTokens(snapshot)): string[] {
  const found: string[] = [];
  let [line, character] = [0, 0];
  for (let i = 0; i < data.length; i += 5) {
    const [deltaLine, deltaCharacter, length, type, modifiers] = data.slice(i, i + 5) as [
      number,
      number,
      number,
      number,
      number,
    ];
    line += deltaLine;
    character = deltaLine === 0 ? character + deltaCharacter : deltaCharacter;
    const flags = tokenModifiers.filter((_, bit) => modifiers & (1 << bit)).map((name) => `.${name}`);
    found.push(
      `${snapshot.lines.lineText(line).slice(character, character + length)}:${tokenTypes[type]}${flags.join('')}`,
    );
  }
  return found;
}

const tokens = (text: string, files?: Record<string, string>) => tokensOf(open(text, files));

describe('semantic tokens', () => {
  it('tell statements, properties, names and values apart', () => {
    expect(tokens('container web {\n  image nginx:1.27\n  publish 8080:80, 443:443\n}')).toEqual([
      'container:keyword',
      'web:class.declaration',
      'image:property',
      'nginx:1.27:string',
      'publish:property',
      '8080:80:number',
      '443:443:number',
    ]);
    expect(tokens('network front { driver bridge; internal false; subnet 10.0.0.0/24 }')).toEqual([
      'network:keyword',
      'front:interface.declaration',
      'driver:property',
      'bridge:enumMember',
      'internal:property',
      'false:enumMember',
      'subnet:property',
      '10.0.0.0/24:number',
    ]);
  });

  it('show a name as what it means in this lab', () => {
    const lab = 'host box\nnetwork nn\ncontainer web { network nn { alias www } }\n';
    expect(tokens(`${lab}expect web can reach www on 80/tcp`).slice(-7)).toEqual([
      'expect:keyword',
      'web:class',
      'can:keyword',
      'reach:keyword',
      'www:variable',
      'on:keyword',
      '80/tcp:number',
    ]);
    expect(tokens(`${lab}expect box cannot reach web`)).toContain('box:namespace');
    expect(tokens(`${lab}expect web can reach 172.18.0.2`)).toContain('172.18.0.2:number');
    expect(tokens(`${lab}expect web has ip 172.18.0.2 on nn`).slice(-4)).toEqual([
      'ip:property',
      '172.18.0.2:number',
      'on:keyword',
      'nn:interface',
    ]);
  });

  it('show names of included files as what they are there', () => {
    expect(tokens('include "box.dnet"\nexpect box can reach outside', { 'box.dnet': 'host box' })).toContain(
      'box:namespace',
    );
  });

  it('mark what is built in and what Docker advises against', () => {
    const found = tokens('container web { network bridge; link db }\nexpect outside can reach host');
    expect(found).toContain('bridge:interface.defaultLibrary');
    expect(found).toContain('outside:namespace.defaultLibrary');
    expect(found).toContain('link:property.deprecated');
  });

  it('split `container:NAME` and leave quotes out', () => {
    expect(tokens('container "web"\ncontainer side { network container:web }')).toEqual([
      'container:keyword',
      'web:class.declaration',
      'container:keyword',
      'side:class.declaration',
      'network:property',
      'container::keyword',
      'web:class',
    ]);
  });

  it('include comments, line by line', () => {
    expect(tokens('# one\nnetwork n { # two\n  /* three\n  four */ internal\n} // five\n')).toEqual([
      '# one:comment',
      'network:keyword',
      'n:interface.declaration',
      '# two:comment',
      '/* three:comment',
      '  four */:comment',
      'internal:property',
      '// five:comment',
    ]);
  });

  it('say nothing about words that mean nothing', () => {
    expect(tokens('bananas web\nnetwork n { bananas 5 }')).toEqual(['network:keyword', 'n:interface.declaration']);
  });

  it('of a range are those of its lines', () => {
    const { text, range } = ranged('network a\n# note\ncontainer web {\n<|  image nginx\n|>  network a\n}\nstop web\n');
    const snapshot = open(text);
    expect(tokensOf(snapshot, semanticTokens(snapshot, range))).toEqual([
      'image:property',
      'nginx:string',
      'network:property',
      'a:interface',
    ]);
    expect(tokensOf(snapshot, semanticTokens(snapshot, snapshot.lines.rangeOf(0, text.length)))).toEqual(
      tokensOf(snapshot),
    );
  });
});

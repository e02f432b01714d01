import { describe, expect, it } from 'vitest';
import { commentAt, locate, statementIndexAt } from '../../language-server/syntax/locate.ts';
import { parse } from '../../language-server/syntax/parser.ts';

/** Splits a text at its cursor, `|`. */
function cursor(marked: string): readonly [text: string, offset: number] {
  const offset = marked.indexOf('|');
  return [marked.slice(0, offset) + marked.slice(offset + 1), offset];
}

/** What is at the cursor: the keywords of the path, the part, the index of the argument and the token. */
function at(marked: string): string | undefined {
  const [text, offset] = cursor(marked);
  const found = locate(parse(text), offset);
  if (found === undefined) return undefined;
  const { path, part, argument, token } = found;
  return [path.map(({ keyword }) => keyword.text).join('/'), part, argument, token?.text ?? ''].join(' ').trim();
}

describe('locate', () => {
  it.each([
    ['net|work n', 'network keyword -1 network'],
    ['network| n', 'network keyword -1 network'],
    ['network n|', 'network argument 0 n'],
    ['network  | n', 'network gap 0'],
    ['connect web to |', 'connect gap 2'],
    ['connect web to |\nnetwork n', 'connect gap 2'],
    ['network n { | }', 'network block -1'],
    ['network n { driver | }', 'network/driver gap 0'],
    ['network n { driver bri|dge }', 'network/driver argument 0 bridge'],
    ['network n { driver bridge; | }', 'network block -1'],
    ['container c {\n  network n {\n    alias a, |b\n  }\n}', 'container/network/alias argument 1 b'],
    ['container c {\n  network n {\n  }|\n}', 'container/network block -1'],
    ['container c {\n  |', 'container block -1'],
    ['container c {\n  image |', 'container/image gap 0'],
    ['network n\n|\nnetwork m', undefined],
    ['network n;| network m', undefined],
    ['|', undefined],
  ])('%s', (marked, wanted) => {
    expect(at(marked)).toBe(wanted);
  });

  it('finds the statement of the file by its start', () => {
    const tree = parse('a\nbb\n\nc\n');
    expect([0, 1, 2, 5, 6, 99].map((offset) => statementIndexAt(tree, offset))).toEqual([0, 0, 1, 1, 2, 2]);
    expect(statementIndexAt(parse('\n a'), 0)).toBe(-1);
  });

  it('gives an answer at every offset of a damaged text', () => {
    const text = 'container web {\n  network n { ip\n "x\n{ } , /* y\n}\n}\n}\ncontainer db {';
    for (let end = 0; end <= text.length; end++) {
      const tree = parse(text.slice(0, end));
      for (let offset = -1; offset <= end + 1; offset++) {
        const found = locate(tree, offset);
        if (found !== undefined) expect(found.path[0]).toBe(tree.statements[found.index]);
      }
    }
  });
});

describe('commentAt', () => {
  it.each([
    ['# a|bc\nnetwork n', '# abc'],
    ['network n # x|', '# x'],
    ['network n { /* x | y */ }', '/* x  y */'],
    ['network n { /* x */| }', undefined],
    ['network "# |" n', undefined],
    ['image a#|b', undefined],
  ])('%s', (marked, wanted) => {
    const [text, offset] = cursor(marked);
    const found = commentAt(parse(text), offset);
    expect(found && text.slice(found.start, found.end)).toBe(wanted);
  });
});

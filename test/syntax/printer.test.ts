import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../language-server/syntax/parser.ts';
import { pieces } from '../../language-server/syntax/pieces.ts';
import { isDamaged, print } from '../../language-server/syntax/printer.ts';
import type { Statement } from '../../language-server/syntax/tree.ts';

/** A statement without its places. */
function shape({ keyword, arguments: tokens, commas, block }: Statement): unknown {
  return [
    `${keyword.kind} ${keyword.text}`,
    tokens.map(({ kind, text, end }) => [kind, text, commas.filter(({ start }) => start < end).length]),
    block?.statements.map(shape),
  ];
}

function comments(text: string): readonly string[] {
  return [...pieces(text)].filter(({ kind }) => kind === 'comment').map(({ start, end }) => text.slice(start, end));
}

function printed(text: string): string {
  return print(parse(text));
}

describe('print', () => {
  it('sets white space, and keeps blocks on one line that were', () => {
    expect(
      printed('network   a{driver   bridge;internal }\n\n\n\ncontainer b   {\nimage x\n\n\n      network a { }\n}'),
    ).toBe('network a { driver bridge; internal }\n\ncontainer b {\n  image x\n\n  network a {}\n}\n');
  });

  it('keeps comments where they belong', () => {
    const text = [
      '# first',
      '',
      'network a { # opens',
      '    # inside',
      '  subnet 10.0.0.0/24 # behind',
      '  // before the end',
      '} /* closed */',
      '/* two',
      '   lines */ network /* b? */ b; // last',
    ].join('\n');
    expect(printed(text)).toBe(
      [
        '# first',
        '',
        'network a {  # opens',
        '  # inside',
        '  subnet 10.0.0.0/24  # behind',
        '  // before the end',
        '} /* closed */',
        '/* two',
        '   lines */ network /* b? */ b  // last',
        '',
      ].join('\n'),
    );
  });

  it('indents what goes on behind a comma', () => {
    expect(printed('container a { network b {\nalias a, # one\nb,c\n}}')).toBe(
      'container a {\n  network b {\n    alias a, # one\n        b, c\n  }\n}\n',
    );
  });

  it('keeps the line ends of the text', () => {
    expect(printed('a  b\r\nc\r\n')).toBe('a b\r\nc\r\n');
    expect(printed('')).toBe('');
  });

  it('leaves a damaged text alone', () => {
    expect(printed('a   {\n b   c')).toBe('a   {\n b   c');
  });

  it('changes neither statements nor comments, and nothing the second time', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        'b c',
        '"s t"',
        ' ',
        '\n',
        '\n\n',
        '\r\n',
        ';',
        ', ',
        ',\n',
        ' {',
        '{ ',
        ' }',
        '}\n',
        '# c\n',
        '// d\r\n',
      ],
      ...[' /* e */ ', '/* f\n  g */', '\n  ', '\ufeff', 'word', 'x {\n', 'y { z }'],
    );
    const balanced = fc.array(piece, { maxLength: 30 }).map((parts) => {
      const text = parts.join('');
      const open = [...pieces(text)].reduce((n, { kind }) => n + (kind === 'open' ? 1 : kind === 'close' ? -1 : 0), 0);
      return open > 0 ? `${text}\n${'}'.repeat(open)}` : text;
    });
    let undamaged = 0;
    fc.assert(
      fc.property(balanced, (text) => {
        const tree = parse(text);
        const once = print(tree);
        if (isDamaged(tree)) {
          expect(once).toBe(text);
          return;
        }
        undamaged++;
        const again = parse(once);
        expect(isDamaged(again)).toBe(false);
        expect(again.statements.map(shape)).toEqual(tree.statements.map(shape));
        expect(comments(once)).toEqual(comments(text));
        expect(print(again)).toBe(once);
      }),
      { numRuns: 5000 },
    );
    expect(undamaged).toBeGreaterThan(300);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultStyle, format, formatPart } from '../../language-server/syntax/format.ts';
import { parse } from '../../language-server/syntax/parser.ts';
import { pieces } from '../../language-server/syntax/pieces.ts';
import type { SpanEdit, Statement, SyntaxTree } from '../../language-server/syntax/tree.ts';

/** A statement without its places, but with the codes of its problems. */
function shape({ keyword, arguments: tokens, commas, block, problems }: Statement): unknown {
  return [
    `${keyword.kind} ${keyword.text}`,
    tokens.map(({ kind, text, end }) => [kind, text, commas.filter(({ start }) => start < end).length]),
    problems.map(({ code }) => code),
    block?.statements.map(shape),
  ];
}

function meaning(tree: SyntaxTree): unknown {
  return [tree.statements.map(shape), tree.problems.map(({ code }) => code)];
}

function comments(text: string): readonly string[] {
  return [...pieces(text)]
    .filter(({ kind }) => kind === 'comment')
    .map(({ start, end }) => text.slice(start, end).trimEnd());
}

function applied(text: string, edits: readonly SpanEdit[]): string {
  return edits.reduceRight((done, { start, end, newText }) => done.slice(0, start) + newText + done.slice(end), text);
}

function formatted(text: string, style = defaultStyle): string {
  return applied(text, format(parse(text), style));
}

/** Pieces of text that make and break every rule of the syntax. */
const fragment = fc.constantFrom(
  ...['a', 'b c', '"s t"', ' ', '\n', '\n\n', '\r\n', ';', ', ', ',\n', ' {', '{ ', ' }', '}\n', '# c\n', '// d\r\n'],
  ...[' /* e */ ', '/* f\n  g */', '\n  ', '\ufeff', 'word', 'x {\n', 'y { z }', 'y { z } # one \n', 'long { q }\n'],
);
const broken = fc.constantFrom(
  ...[
    '"open',
    '/* open\n',
    '{',
    '}',
    ',',
    ',,',
    '\u0000',
    '"a\\q"',
    '\n{',
    '*/',
    '    b {\n',
    '\t',
    'k l,\nm n\n',
    '\r',
  ],
);
const balanced = fc.array(fragment, { maxLength: 30 }).map((parts) => {
  const text = parts.join('');
  const open = [...pieces(text)].reduce((n, { kind }) => n + (kind === 'open' ? 1 : kind === 'close' ? -1 : 0), 0);
  return open > 0 ? `${text}\n${'}'.repeat(open)}` : text;
});
const damaged = fc.array(fc.oneof({ weight: 4, arbitrary: fragment }, broken), { maxLength: 30 });
const text = fc.oneof(
  balanced,
  damaged.map((parts) => parts.join('')),
);
/** Whole statements as people write them, with something to set. */
const lines = fc
  .array(
    fc.constantFrom(
      ...['network a {internal}', 'network bb { internal }  # why', 'container c {\n image x\n}', '', '', '# note'],
      ...['container   d {\n    image x # y\n  network a\n}', 'connect c   to a', 'network long { internal } #b'],
    ),
    { maxLength: 8 },
  )
  .map((each) => each.join('\n'));
const style = fc.record({ indent: fc.constantFrom('  ', '\t', '    '), alignColumns: fc.boolean() });

describe('format', () => {
  it('sets white space, and keeps blocks on one line that were', () => {
    expect(
      formatted('network   a{driver   bridge;internal }\n\n\n\ncontainer b   {\nimage x\n\n\n      network a { }\n}'),
    ).toBe('network a { driver bridge; internal }\n\ncontainer b {\n  image x\n\n  network a {}\n}\n');
  });

  it('keeps comments where they belong', () => {
    const source = [
      '# first',
      '',
      'network a { # opens',
      '    # inside',
      '  subnet 10.0.0.0/24 # behind   ',
      '  // before the end',
      '} /* closed */',
      '/* two',
      '   lines */ network /* b? */ b; // last',
    ];
    expect(formatted(source.join('\n'))).toBe(
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
    expect(formatted('container a { network b {\nalias a, # one\nb,c\n}}')).toBe(
      'container a {\n  network b {\n    alias a, # one\n        b, c\n  }\n}\n',
    );
  });

  it('keeps the line ends of the text', () => {
    expect(formatted('a  b\r\nc\r\n')).toBe('a b\r\nc\r\n');
    expect(formatted('')).toBe('');
  });

  it('indents as it is told', () => {
    const source = 'a {\n b {\n  c d,\ne\n}\n}\n';
    expect(formatted(source, { ...defaultStyle, indent: '\t' })).toBe('a {\n\tb {\n\t\tc d,\n\t\t\t\te\n\t}\n}\n');
  });

  it('aligns blocks of one-line statements of one kind, and comments at the end of lines', () => {
    const source = [
      'network front { internal } # one',
      'network b {internal} # two',
      'container web { image x }',
      '',
      'network longer_than_these { internal }',
    ].join('\n');
    expect(formatted(source)).toBe(
      [
        'network front { internal }  # one',
        'network b     { internal }  # two',
        'container web { image x }',
        '',
        'network longer_than_these { internal }',
        '',
      ].join('\n'),
    );
    expect(formatted(source, { ...defaultStyle, alignColumns: false })).toContain(
      '\nnetwork b { internal }  # two\ncontainer',
    );
    expect(formatted('stop a # x\nrestart bcd # y\n')).toBe('stop a       # x\nrestart bcd  # y\n');
  });

  it('leaves broken statements alone, and sets the others', () => {
    expect(formatted('a   {\n b   c')).toBe('a   {\n b   c');
    expect(formatted('x   y\n\na   {\n b   c\nd   e\n\n\n\nf  g\n')).toBe('x y\n\na   {\n b   c\nd e\n\nf g\n');
    expect(formatted('a   b,,  c\nd   e\n')).toBe('a   b,,  c\nd e\n');
    expect(formatted('a   b\n  }   c   d\ne   f\n')).toBe('a b\n  }   c   d\ne f\n');
  });

  it('edits nothing but the white space that differs', () => {
    const source = 'network a\ncontainer b {\n image  x\n}\n';
    expect(format(parse(source))).toEqual([
      { start: 25, end: 25, newText: ' ' },
      { start: 31, end: 32, newText: '' },
    ]);
  });

  it('changes neither statements nor comments, and nothing the second time, in broken texts too', () => {
    let changed = 0;
    fc.assert(
      fc.property(text, style, (source, chosen) => {
        const tree = parse(source);
        const once = formatted(source, chosen);
        if (once !== source) changed++;
        expect(meaning(parse(once))).toEqual(meaning(tree));
        expect(comments(once)).toEqual(comments(source));
        expect(formatted(once, chosen)).toBe(once);
      }),
      { numRuns: 8000 },
    );
    expect(changed).toBeGreaterThan(1000);
  });

  it('sets a part as it would set it together with all the rest', () => {
    let inner = 0;
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 3, arbitrary: lines }, text), { minLength: 1, maxLength: 5 }),
        style,
        fc.nat(120),
        fc.nat(80),
        (texts, chosen, start, length) => {
          const source = texts.join('\n');
          const tree = parse(source);
          const end = start + length;
          const some = formatPart(tree, { start, end }, chosen);
          const inside = format(tree, chosen).filter((edit) => start <= edit.start && edit.end <= end);
          if (some.length > 0 && start > 0) inner++;
          // What goes on behind a comma is set as a whole or not at all.
          if (!/,\s*(?:[#/\n\r]|$)/m.test(source)) expect(some).toEqual(inside);
          else for (const edit of some) expect(inside).toContainEqual(edit);
        },
      ),
      { numRuns: 6000 },
    );
    expect(inner).toBeGreaterThan(1000);
  });

  it('means the same when only a part of the text is set', () => {
    fc.assert(
      fc.property(text, style, fc.nat(40), fc.nat(40), (source, chosen, start, length) => {
        const tree = parse(source);
        const some = formatPart(tree, { start, end: start + length }, chosen);
        for (const edit of some) expect(edit.start >= start && edit.end <= start + length).toBe(true);
        const after = applied(source, some);
        expect(meaning(parse(after))).toEqual(meaning(tree));
        expect(comments(after)).toEqual(comments(source));
      }),
      { numRuns: 4000 },
    );
  });
});

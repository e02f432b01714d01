import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../language-server/syntax/parser.ts';
import { reparse } from '../../language-server/syntax/reparse.ts';

/** Pieces that make and break every rule of the syntax. */
const pieces = [
  'container web {\n  image nginx\n}\n',
  'network backend { subnet 10.0.0.0/24 }\n',
  'connect web to backend\n',
  'expect web can resolve x to a, b,\n  c\n',
  '  alias a,\n',
  'alias a,\nimage x\n',
  'container a { network b {\n',
  '  network b {\n    ip 1\n',
  '\tdeep {\n',
  '"text" more\n',
  'include "a\\qb\n',
  '"open { ',
  '/* comment\n over lines */',
  '/* never closed\n',
  '*/',
  '/',
  '*',
  '# hash\n',
  '// slashes\n',
  '{',
  '}',
  '}\n',
  ';',
  ',',
  '"',
  '\\',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '    ',
  '\t',
  '\u0000',
  '\ufeff',
  '\u00a0',
  '\ud83d',
  '\ude00',
  'word',
  'é',
];
const source = fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((parts) => parts.join(''));
const edit = fc.record({
  start: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)),
  newText: fc.oneof(fc.constant(''), fc.constantFrom(...pieces), source),
});

describe('reparse', () => {
  it('equals a full parse after each of many random edits', () => {
    fc.assert(
      fc.property(source, fc.array(edit, { minLength: 1, maxLength: 8 }), (text, edits) => {
        let tree = parse(text);
        for (const { start, length, newText } of edits) {
          const from = Math.floor(start * tree.text.length);
          const to = Math.min(tree.text.length, from + length);
          const wanted = tree.text.slice(0, from) + newText + tree.text.slice(to);
          tree = reparse(tree, { start: from, end: to, newText });
          expect(tree).toEqual(parse(wanted));
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('keeps every statement that the edit does not touch as the same object', () => {
    const text = Array.from({ length: 100 }, (_, i) => `container c${i} {\n  image nginx\n}\n`).join('');
    const old = parse(text);
    const at = text.indexOf('nginx', old.starts[50]);
    const tree = reparse(old, { start: at, end: at + 5, newText: 'httpd:2' });
    const kept = tree.statements.filter((statement, i) => statement === old.statements[i]);
    expect(kept.length).toBe(99);
    expect(tree.starts[99]).toBe(old.starts[99]! + 2);
  });

  it('keeps the statements behind an inserted one and before a removed one', () => {
    const old = parse('network a\nnetwork b\nnetwork c\n');
    const more = reparse(old, { start: 10, end: 10, newText: 'network x\n' });
    expect(more.statements[2]).toBe(old.statements[1]);
    expect(more.statements[3]).toBe(old.statements[2]);
    const fewer = reparse(more, { start: 20, end: 30, newText: '' });
    expect(fewer.statements[0]).toBe(more.statements[0]);
    expect(fewer.statements[2]).toBe(old.statements[2]);
  });

  it('keeps what stands behind a block that was opened and not yet closed', () => {
    const tail = Array.from({ length: 50 }, (_, i) => `network n${i} {\n  internal\n}\n`).join('');
    const old = parse(`network a\n${tail}`);
    const opened = reparse(old, { start: 9, end: 9, newText: ' {' });
    expect(opened.statements.slice(1)).toEqual(old.statements.slice(1));
    expect(opened.statements.every((statement, i) => i === 0 || statement === old.statements[i])).toBe(true);
    const closed = reparse(opened, { start: 11, end: 11, newText: '}' });
    expect(closed.statements.every((statement, i) => i === 0 || statement === old.statements[i])).toBe(true);
    expect(closed).toEqual(parse(closed.text));
  });

  it('moves an edit outside the text to its edge', () => {
    expect(reparse(parse('a\n'), { start: 90, end: 99, newText: 'b' })).toEqual(parse('a\nb'));
    expect(reparse(parse('a\n'), { start: -5, end: -1, newText: 'b ' })).toEqual(parse('b a\n'));
  });
});

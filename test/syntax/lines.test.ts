import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lines, type PositionEncoding } from '../../language-server/syntax/lines.ts';

describe('lines', () => {
  it('counts lines by \\n, \\r\\n and \\r alike', () => {
    const lines = Lines.of('a\nb\r\nc\rd');
    expect([0, 1, 2, 3].map((line) => lines.lineText(line))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('counts characters in UTF-16 units', () => {
    expect(Lines.of('x\n🐳y').positionAt(4)).toEqual({ line: 1, character: 2 });
  });

  it('counts characters as it is agreed', () => {
    // One, two, three and four bytes of UTF-8; the last one is two units of UTF-16.
    const text = 'x\naé한🐳b';
    const characters = (encoding: PositionEncoding) => {
      const lines = Lines.of(text, encoding);
      return [2, 3, 4, 5, 7, 8].map((offset) => {
        const position = lines.positionAt(offset);
        expect(lines.offsetAt(position)).toBe(offset);
        return position.character;
      });
    };
    expect(characters('utf-8')).toEqual([0, 1, 3, 6, 10, 11]);
    expect(characters('utf-16')).toEqual([0, 1, 2, 3, 5, 6]);
    expect(characters('utf-32')).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('moves a position within a character to its start, and one behind the line to its end', () => {
    const lines = Lines.of('é🐳\nx', 'utf-8');
    expect([0, 1, 2, 3, 5, 6, 99].map((character) => lines.offsetAt({ line: 0, character }))).toEqual([
      0, 0, 1, 1, 1, 3, 3,
    ]);
    expect(lines.endOf(0)).toEqual({ line: 0, character: 6 });
    expect(lines.replace(0, 1, 'aé').positionAt(2)).toEqual({ line: 0, character: 3 });
  });

  it('moves a position outside the text to the nearest inside', () => {
    const lines = Lines.of('ab\ncd');
    expect(lines.offsetAt({ line: 0, character: 99 })).toBe(2);
    expect(lines.offsetAt({ line: 99, character: 0 })).toBe(5);
    expect(lines.offsetAt({ line: -1, character: 5 })).toBe(0);
    expect(lines.positionAt(-3)).toEqual({ line: 0, character: 0 });
  });

  it('gives every offset back that is not inside a line end', () => {
    const lines = Lines.of('ab\r\n\ncd');
    for (const offset of [0, 1, 2, 4, 5, 6, 7]) expect(lines.offsetAt(lines.positionAt(offset))).toBe(offset);
  });

  it('is after any edit what a fresh scan makes of the new text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '🐳'), maxLength: 20 });
    fc.assert(
      fc.property(text, text, fc.nat(20), fc.nat(20), (before, inserted, a, b) => {
        const start = Math.min(a, b, before.length);
        const end = Math.min(Math.max(a, b), before.length);
        const edited = Lines.of(before).replace(start, end, inserted);
        const fresh = Lines.of(before.slice(0, start) + inserted + before.slice(end));
        expect(edited.text).toBe(fresh.text);
        expect(edited.count).toBe(fresh.count);
        for (let i = 0; i <= fresh.text.length; i++) expect(edited.positionAt(i)).toEqual(fresh.positionAt(i));
      }),
      { numRuns: 2000 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lines } from '../../language-server/syntax/lines.ts';

describe('lines', () => {
  it('counts lines by \\n, \\r\\n and \\r alike', () => {
    const lines = Lines.of('a\nb\r\nc\rd');
    expect([0, 1, 2, 3].map((line) => lines.lineText(line))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('counts characters in UTF-16 units', () => {
    expect(Lines.of('x\n🐳y').positionAt(4)).toEqual({ line: 1, character: 2 });
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

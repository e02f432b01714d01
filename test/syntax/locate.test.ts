import { expect, it } from 'vitest';
import { statementIndexAt } from '../../language-server/syntax/locate.ts';
import { parse } from '../../language-server/syntax/parser.ts';

it('finds the statement of the file by its start', () => {
  const tree = parse('a\nbb\n\nc\n');
  expect([0, 1, 2, 5, 6, 99].map((offset) => statementIndexAt(tree, offset))).toEqual([0, 0, 1, 1, 2, 2]);
  expect(statementIndexAt(parse('\n a'), 0)).toBe(-1);
});

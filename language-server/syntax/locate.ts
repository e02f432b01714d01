/** From an offset in the text to the statement of the file. */
import type { SyntaxTree } from './tree.ts';

/** The index of the last statement of the file that starts at or before an absolute offset; -1 when none does. */
export function statementIndexAt({ starts }: Pick<SyntaxTree, 'starts'>, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

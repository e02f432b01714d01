/** Edits as the protocol has them. */
import type { TextEdit } from 'vscode-languageserver-types';
import { withLineEndsOf } from '../analysis/line-ends.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import type { SpanEdit } from '../syntax/tree.ts';

/** In the order of the text, with the line ends of the document. */
export function textEdits({ lines }: Pick<Snapshot, 'lines'>, edits: readonly SpanEdit[]): TextEdit[] {
  return [...edits]
    .sort((a, b) => a.start - b.start)
    .map(({ start, end, newText }) => ({
      range: lines.rangeOf(start, end),
      newText: withLineEndsOf(lines.text, newText),
    }));
}

/** Sources with a mark, which is not part of the text: a cursor `|` says where the question is asked, `<| … |>` about what. */
import { Lines, type Position, type Range } from '../language-server/syntax/lines.ts';

export interface Marked {
  readonly text: string;
  readonly offset: number;
  readonly position: Position;
}

export function marked(source: string): Marked {
  const offset = source.indexOf('|');
  if (offset < 0) throw new Error('The source marks no cursor with `|`.');
  const text = source.slice(0, offset) + source.slice(offset + 1);
  return { text, offset, position: Lines.of(text).positionAt(offset) };
}

/** A source with a marked range. */
export function ranged(source: string): { readonly text: string; readonly range: Range } {
  const start = source.indexOf('<|');
  const end = source.indexOf('|>') - 2;
  if (start < 0 || end < start) throw new Error('The source marks no range with `<|` and `|>`.');
  const text = source.replace('<|', '').replace('|>', '');
  return { text, range: Lines.of(text).rangeOf(start, end) };
}

/** A text after edits that do not overlap. */
export function edited(text: string, edits: readonly { readonly range: Range; readonly newText: string }[]): string {
  const lines = Lines.of(text);
  return edits
    .map(({ range, newText }) => ({ start: lines.offsetAt(range.start), end: lines.offsetAt(range.end), newText }))
    .sort((a, b) => b.start - a.start)
    .reduce((done, { start, end, newText }) => done.slice(0, start) + newText + done.slice(end), text);
}

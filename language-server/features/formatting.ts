/** Formatting of a document, of a part of it, and while it is typed: white space alone, in the smallest edits. */
import type { FormattingOptions, TextEdit } from 'vscode-languageserver-types';
import type { Snapshot } from '../analysis/snapshot.ts';
import { format, formatPart, type Style } from '../syntax/format.ts';
import type { Position, Range } from '../syntax/lines.ts';
import type { Span, SpanEdit } from '../syntax/tree.ts';
import { locate } from './locate.ts';

/** The characters behind which {@link formatOnType} has something to set. */
export const FORMAT_ON_TYPE = { first: '}', more: ['\n'] } as const;

/** What an editor says about indentation, and what the user has set for labs, as a style. */
export function styleOf(
  { insertSpaces, tabSize }: FormattingOptions,
  settings: { readonly alignColumns: boolean },
): Style {
  const indent = insertSpaces ? ' '.repeat(Math.min(Math.max(tabSize, 1), 16)) : '\t';
  return { indent, alignColumns: settings.alignColumns };
}

export function formatDocument(snapshot: Snapshot, style: Style): TextEdit[] {
  return textEdits(snapshot, format(snapshot.tree, style));
}

/** Whole lines are set: those that the range touches. */
export function formatRange(snapshot: Snapshot, { start, end }: Range, style: Style): TextEdit[] {
  return textEdits(snapshot, formatPart(snapshot.tree, linesOf(snapshot, start.line, end.line), style));
}

/** Behind `}` the block that it closes, behind a line end the line that it ends. */
export function formatOnType(snapshot: Snapshot, position: Position, typed: string, style: Style): TextEdit[] {
  const part =
    typed === '\n' ? linesOf(snapshot, position.line - 1, position.line - 1) : blockEndingAt(snapshot, position);
  return part ? textEdits(snapshot, formatPart(snapshot.tree, part, style)) : [];
}

function linesOf({ lines }: Snapshot, first: number, last: number): Span {
  return {
    start: lines.offsetAt({ line: first, character: 0 }),
    end: lines.offsetAt({ line: last, character: Number.MAX_SAFE_INTEGER }),
  };
}

/** From the start of the line on which the block's statement starts to the end of the block. */
function blockEndingAt(snapshot: Snapshot, position: Position): Span | undefined {
  const place = locate(snapshot, position);
  const closed = place?.path.find(({ block }) => block?.closed && place.base + block.end === place.offset);
  if (!place || !closed) return undefined;
  const { line } = snapshot.lines.positionAt(place.base + closed.start);
  return { start: snapshot.lines.offsetAt({ line, character: 0 }), end: place.offset };
}

function textEdits({ lines }: Snapshot, edits: readonly SpanEdit[]): TextEdit[] {
  return edits.map(({ start, end, newText }) => ({ range: lines.rangeOf(start, end), newText }));
}

/** Edits of a lab's text that keep its style: a property more, a property less, a statement more. */
import type { Span, SpanEdit, Statement } from '../../syntax/tree.ts';
import type { Entry } from '../lab.ts';
import { endOfLine, endOfLineEnd } from '../line-ends.ts';
import { placeOf } from '../places.ts';

const textOf = ({ source }: Entry): string => source.lines.text;
const baseOf = (entry: Entry): number => placeOf(entry, { start: 0, end: 0 }).span.start;

/** A statement on a line of its own above the entry. */
export function insertAbove(entry: Entry, text: string): SpanEdit {
  const start = placeOf(entry, entry.declaration.statement).span.start;
  return { start, end: start, newText: `${text}\n${indentationAt(textOf(entry), start)}` };
}

/** A statement with the comments that belong to it: those on the lines right above it, and behind it on its last line. */
export function wholeSpan(entry: Entry): Span {
  const { text } = entry.source.lines;
  const { span } = placeOf(entry, entry.declaration.statement);
  let start = text.lastIndexOf('\n', span.start - 1) + 1;
  if (/\S/.test(text.slice(start, span.start))) return span;
  for (
    let above = lineBefore(text, start);
    above && /^[ \t]*(?:#|\/\/)/.test(above.text);
    above = lineBefore(text, start)
  )
    start = above.start;
  const end = endOfLine(text, span.end);
  const isLast = /^[ \t]*;?[ \t]*(?:(?:#|\/\/).*)?$/.test(text.slice(span.end, end));
  return { start, end: isLast ? end : span.end };
}

function lineBefore(text: string, start: number): { readonly start: number; readonly text: string } | undefined {
  if (start === 0) return undefined;
  const above = text.lastIndexOf('\n', start - 2) + 1;
  return { start: above, text: text.slice(above, start - 1) };
}

/** A statement less, with its comments and its line; a blank line that parted it from the next goes with it. */
export function takeAway(entry: Entry): SpanEdit {
  const { text } = entry.source.lines;
  let { start, end } = wholeSpan(entry);
  if (end === endOfLine(text, end)) end = endOfLineEnd(text, end);
  const isBlankBehind = /^[ \t]*\r?\n/.test(text.slice(end));
  if (end > start && isBlankBehind && (start === 0 || /\n[ \t]*\r?\n$/.test(text.slice(0, start))))
    end = endOfLineEnd(text, end);
  if (end === text.length && start > 0 && text[start - 1] === '\n' && text[end - 1] !== '\n')
    start -= text.startsWith('\r\n', start - 2) ? 2 : 1;
  return { start, end, newText: '' };
}

/** A property more at the end of a statement's block, or of one of its properties' blocks; the block is made if need be. */
export function addProperty(entry: Entry, text: string, statement: Statement = entry.declaration.statement): SpanEdit {
  const source = textOf(entry);
  const base = baseOf(entry);
  const { block } = statement;
  const insert = (at: number, newText: string): SpanEdit => ({ start: at, end: at, newText });
  if (!block) return insert(base + statement.end, ` { ${text} }`);
  const last = block.statements.at(-1);
  if (!last) return { start: base + block.start, end: base + block.end, newText: `{ ${text} }` };
  const end = base + last.end;
  const lineEnd = endOfLine(source, end);
  // A block in one line stays in one line.
  if (lineEnd >= Math.min(base + block.end, source.length)) return insert(end, `; ${text}`);
  const lineStart = `\n${indentationAt(source, base + last.start)}`;
  return insert(lineEnd, lineStart + text.replaceAll('\n', lineStart));
}

/** The property of a block, the last one of its name that satisfies the condition. */
export function findProperty(
  { block }: Statement,
  name: string,
  isMeant: (property: Statement) => boolean = () => true,
): Statement | undefined {
  return block?.statements.findLast((property) => property.keyword.text === name && isMeant(property));
}

/**
 * A property less, of a statement or of one of its properties; with it goes what parted it from its neighbours, comments
 * excepted, and a property's block that would be empty.
 */
export function removeProperty(
  entry: Entry,
  property: Statement,
  parent: Statement = entry.declaration.statement,
): SpanEdit {
  const base = baseOf(entry);
  const siblings = parent.block?.statements ?? [];
  const index = siblings.indexOf(property);
  const [before, after] = [siblings[index - 1], siblings[index + 1]];
  if (!before && !after && parent !== entry.declaration.statement && parent.block) {
    const start = (parent.arguments.at(-1) ?? parent.keyword).end;
    return { start: base + start, end: base + parent.block.end, newText: '' };
  }
  const span =
    before && isBlank(entry, before.end, property.start)
      ? { start: before.end, end: property.end }
      : { start: property.start, end: after && isBlank(entry, property.end, after.start) ? after.start : property.end };
  // A comment behind it moves to its place.
  const blanks = span.start === property.start ? /^[ \t]*(?=#)/.exec(textOf(entry).slice(base + span.end)) : null;
  return { start: base + span.start, end: base + span.end + (blanks?.[0].length ?? 0), newText: '' };
}

/** One of several arguments less, with its comma; undefined for the only one. */
export function removeArgument(entry: Entry, { commas }: Statement, argument: Span): SpanEdit | undefined {
  const base = baseOf(entry);
  const behind = commas.find(({ start }) => start >= argument.end);
  const before = commas.findLast(({ end }) => end <= argument.start);
  if (before) return { start: base + before.start, end: base + argument.end, newText: '' };
  if (!behind) return undefined;
  const blanks = /^\s*/.exec(textOf(entry).slice(base + behind.end))![0].length;
  return { start: base + argument.start, end: base + behind.end + blanks, newText: '' };
}

function isBlank(entry: Entry, start: number, end: number): boolean {
  const base = baseOf(entry);
  return /^[\s;]*$/.test(textOf(entry).slice(base + start, base + end));
}

/** Another text in the place of a part of the entry. */
export function replacePart(entry: Entry, part: { readonly start: number; readonly end: number }, newText: string) {
  const base = baseOf(entry);
  return { start: base + part.start, end: base + part.end, newText };
}

function indentationAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))![0];
}

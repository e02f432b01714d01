/** Edits of a lab's text that keep its style: a property more, a property less, a statement more. */
import type { SpanEdit, Statement } from '../../syntax/tree.ts';
import type { Entry } from '../lab.ts';
import { endOfLine } from '../line-ends.ts';
import { placeOf } from '../places.ts';

const textOf = ({ source }: Entry): string => source.lines.text;
const baseOf = (entry: Entry): number => placeOf(entry, { start: 0, end: 0 }).span.start;

/** A statement on a line of its own above the entry. */
export function insertAbove(entry: Entry, text: string): SpanEdit {
  const start = placeOf(entry, entry.declaration.statement).span.start;
  return { start, end: start, newText: `${text}\n${indentationAt(textOf(entry), start)}` };
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

/** A property less; with it goes what parted it from its neighbours, comments excepted. */
export function removeProperty(entry: Entry, property: Statement): SpanEdit {
  const base = baseOf(entry);
  const { block } = entry.declaration.statement;
  const siblings = block?.statements ?? [];
  const index = siblings.indexOf(property);
  const [before, after] = [siblings[index - 1], siblings[index + 1]];
  const span =
    before && isBlank(entry, before.end, property.start)
      ? { start: before.end, end: property.end }
      : { start: property.start, end: after && isBlank(entry, property.end, after.start) ? after.start : property.end };
  // A comment behind it moves to its place.
  const blanks = span.start === property.start ? /^[ \t]*(?=#)/.exec(textOf(entry).slice(base + span.end)) : null;
  return { start: base + span.start, end: base + span.end + (blanks?.[0].length ?? 0), newText: '' };
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

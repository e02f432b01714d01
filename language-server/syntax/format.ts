/**
 * Text → the edits that set it in one style. Comments, strings and single blank lines stay; white space, `;` and line
 * ends are set anew. Only gaps between pieces are edited, each on its own, so that any part of the edits may be applied.
 */
import { alignColumns, gapBefore, linesOf, type Section, type Unit, type WrittenLines } from './align.ts';
import { classAt, lineEnd, NEWLINE } from './characters.ts';
import { Layout } from './layout.ts';
import { statementIndexAt } from './locate.ts';
import type { Span, SpanEdit, Statement, SyntaxTree, TopLevelStatement } from './tree.ts';

export interface Style {
  /** The indentation of one level. */
  readonly indent: string;
  /** Blocks and comments at the end of successive lines stand below each other. */
  readonly alignColumns: boolean;
}

export const defaultStyle: Style = { indent: '  ', alignColumns: true };

/**
 * One statement a line, a block written on one line stays on one. The text after these edits parses to the same
 * statements and has the same comments, and formatting it again changes nothing. A statement with syntax problems is
 * left as it is, with the white space around it: what that means is a guess. So is one behind them whose indentation
 * counts and is hard to tell, because of a comment between. Absolute offsets, in order.
 */
export function format(tree: SyntaxTree, style: Style = defaultStyle): readonly SpanEdit[] {
  return editsOf(tree, style, { start: 0, end: tree.text.length });
}

/** As much of {@link format} as lies in a part of the text and can be done without the rest. Absolute offsets. */
export function formatPart(tree: SyntaxTree, part: Span, style: Style = defaultStyle): readonly SpanEdit[] {
  return editsOf(tree, style, part);
}

function editsOf(tree: SyntaxTree, style: Style, part: Span): readonly SpanEdit[] {
  const { text } = tree;
  const window = windowAround(tree, part);
  const { sections, lastGap } = written(tree, style, window);
  if (style.alignColumns) alignColumns(text, sections);
  const edits: SpanEdit[] = [];
  let end = endOf(tree, window.from - 1);
  for (const section of sections) {
    const start = end;
    end = section.base + section.written.units.at(-1)!.end;
    if (start <= part.end && end >= part.start) addEdits(edits, text, section, start, part);
  }
  const last = gapEdit(text, end, text.length, lastGap);
  if (last && isInside(last, part)) edits.push(last);
  return edits;
}

const isInside = ({ start, end }: Span, part: Span): boolean => part.start <= start && end <= part.end;

/** The edits of a section that lie in the part, but for those that mean the same only together with some that do not. */
function addEdits(edits: SpanEdit[], text: string, section: Section, before: number, part: Span): void {
  const { base, written, padding } = section;
  const { units, toSet, joined } = written;
  const indexes = padding ? [...new Set([...toSet, ...padding.keys()])].sort((a, b) => a - b) : toSet;
  const own = indexes.flatMap((index) => {
    const start = index === 0 ? before : base + units[index - 1]!.end;
    const edit = gapEdit(text, start, base + units[index]!.start, gapBefore(section, index));
    return edit ? { index, edit } : [];
  });
  const outside = own.filter(({ edit }) => !isInside(edit, part));
  const isCut = (index: number) =>
    joined.some(
      ({ start, end }) =>
        start <= index && index < end && outside.some((other) => start <= other.index && other.index < end),
    );
  for (const { index, edit } of own)
    if (isInside(edit, part) && (outside.length === 0 || !isCut(index))) edits.push(edit);
}

/** The smallest edit that makes `wanted` of a gap. */
function gapEdit(text: string, start: number, end: number, wanted: string | undefined): SpanEdit | undefined {
  if (wanted === undefined || (end - start === wanted.length && text.startsWith(wanted, start))) return undefined;
  const gap = text.slice(start, end);
  const shorter = Math.min(gap.length, wanted.length);
  let head = 0;
  while (head < shorter && gap[head] === wanted[head]) head++;
  let tail = 0;
  while (tail < shorter - head && gap[gap.length - 1 - tail] === wanted[wanted.length - 1 - tail]) tail++;
  return { start: start + head, end: end - tail, newText: wanted.slice(head, wanted.length - tail) };
}

/** Statements of a file, by their indexes. */
interface Window {
  readonly from: number;
  readonly to: number;
}

/** The statements around a part of the text that have nothing to do with those before and behind them. */
function windowAround(tree: SyntaxTree, part: Span): Window {
  const { statements } = tree;
  let from = Math.max(0, statementIndexAt(tree, part.start));
  while (from > 0 && !standsApart(tree, from)) from--;
  // The part may end in the gap before a statement.
  let to = Math.min(statementIndexAt(tree, part.end) + 2, statements.length);
  while (to < statements.length && !standsApart(tree, to)) to++;
  return { from, to };
}

/** Whether no column goes on from the statement before, and what that means is no guess. */
function standsApart(tree: SyntaxTree, index: number): boolean {
  const { text, starts } = tree;
  const end = endOf(tree, index - 1);
  const gap = text.slice(end, starts[index]);
  if (!/^[ \t\r\n]*\n[ \t]*$/.test(gap) || isBroken(tree, index - 1) || !isLineStart(text, starts[index - 1]!))
    return false;
  const isBlank = gap.indexOf('\n') !== gap.lastIndexOf('\n');
  return isBlank || text.slice(text.lastIndexOf('\n', end - 1) + 1, end).trim() === '}';
}

/** Whether what a statement means is a guess. */
function isBroken(tree: SyntaxTree, index: number): boolean {
  const statement = tree.statements[index];
  if (!statement) return false;
  if (isDamaged(statement)) return true;
  return index >= tree.indentedFrom && tree.text.slice(endOf(tree, index - 1), endOf(tree, index)).includes('/*');
}

/**
 * The text as it is to be, in sections of whole lines; and what has to stand behind the last of them, where that is the
 * end of the file.
 */
function written(tree: SyntaxTree, style: Style, { from, to }: Window) {
  const { text, statements, starts, problems } = tree;
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const layout = new Layout(text, style.indent, lineBreak);
  const sections: Section[] = [];
  const finishSection = () => {
    const { units, joined } = layout.take();
    if (units.length === 0) return;
    const lines = linesOf(text, units);
    sections.push({
      written: { units, joined, lines, toSet: toSet(text, units) },
      base: 0,
      firstGap: units[0]!.gap,
      padding: undefined,
    });
  };
  const hasProblem = (from: number, to: number) => problems.some(({ start }) => from <= start && start < to);
  let at = endOf(tree, from - 1);
  let untouched = false;
  if (from > 0) layout.passLines('token');
  for (let index = from; index < to; index++) {
    const statement = statements[index]!;
    const start = starts[index]!;
    const end = start + statement.end;
    untouched ||= isBroken(tree, index) || hasProblem(at, start);
    if (untouched) layout.leave(at, start);
    else layout.add(at, start);
    at = end;
    // Behind what is left alone, a statement that does not start its line stays where it is, and so does its block.
    untouched = isBroken(tree, index) || (untouched && !isLineStart(text, start));
    if (untouched) {
      layout.leave(start, end);
      continue;
    }
    const next = starts[index + 1] ?? text.length;
    const endOfLine = lineEnd(text, end);
    const fillsLines =
      layout.startsLine && endOfLine <= next && !isBroken(tree, index + 1) && !hasProblem(end, next + 1);
    const own = fillsLines ? ownLines(statement, text, start, endOfLine, style, lineBreak) : undefined;
    if (own) {
      finishSection();
      sections.push({ written: own, base: start, firstGap: layout.passLines(own.last), padding: undefined });
      at = endOfLine;
    } else layout.add(start, end);
  }
  if (to === statements.length) {
    untouched ||= hasProblem(at, text.length + 1);
    if (untouched) layout.leave(at, text.length);
    else layout.add(at, text.length);
  }
  finishSection();
  return { sections, lastGap: to === statements.length ? layout.lastGap : undefined };
}

const endOf = ({ statements, starts }: SyntaxTree, index: number): number =>
  index < 0 ? 0 : starts[index]! + statements[index]!.end;

/** A statement that has its lines for itself: nothing but the gap before it, and its outermost columns, can change. */
interface OwnLines extends WrittenLines {
  readonly last: 'token' | 'close' | 'comment';
  /** From the statement's end to the end of its line. */
  readonly tail: string;
  readonly style: Style;
  readonly lineBreak: string;
}

const known = new WeakMap<TopLevelStatement, OwnLines>();

/** Undefined where a comment behind the statement may go on on another line. */
function ownLines(
  statement: TopLevelStatement,
  text: string,
  start: number,
  end: number,
  style: Style,
  lineBreak: string,
): OwnLines | undefined {
  const tail = text.slice(start + statement.end, end);
  const earlier = known.get(statement);
  if (earlier?.tail === tail && earlier.lineBreak === lineBreak && isSame(earlier.style, style)) return earlier;
  if (tail.includes('/*')) return undefined;
  const own = text.slice(start, end);
  const layout = new Layout(own, style.indent, lineBreak);
  layout.add(0, own.length);
  const { units, joined } = layout.take();
  const { kind } = units.at(-1)!;
  const last = kind === 'close' || kind === 'comment' ? kind : 'token';
  const made = { ...aligned(own, { units, joined }, style), last, tail, style, lineBreak } as const;
  known.set(statement, made);
  return made;
}

const isSame = (a: Style, b: Style): boolean => a.indent === b.indent && a.alignColumns === b.alignColumns;

/** The inner lines in their columns: they are indented, and so have nothing to do with the lines of other statements. */
function aligned(
  text: string,
  { units, joined }: Pick<WrittenLines, 'units' | 'joined'>,
  { alignColumns: isAligned }: Style,
): WrittenLines {
  const lines = linesOf(text, units);
  const inner: Section = {
    written: { units, joined, lines: lines.slice(1, -1), toSet: [] },
    base: 0,
    firstGap: '',
    padding: undefined,
  };
  if (isAligned) alignColumns(text, [inner]);
  const padded = inner.padding ? units.map((unit, index) => ({ ...unit, gap: gapBefore(inner, index) })) : units;
  const outer = lines.length > 3 ? [lines[0]!, lines[1]!, lines.at(-1)!] : lines;
  return { units: padded, joined, lines: outer, toSet: toSet(text, padded) };
}

function toSet(text: string, units: readonly Unit[]): readonly number[] {
  return units.flatMap(({ start, gap }, index) =>
    index === 0 || (gap !== undefined && text.slice(units[index - 1]!.end, start) !== gap) ? index : [],
  );
}

const damaged = new WeakMap<TopLevelStatement, boolean>();

/** True when a statement or one in its block has syntax problems. */
function isDamaged(root: TopLevelStatement): boolean {
  const known = damaged.get(root);
  if (known !== undefined) return known;
  const open: Statement[] = [root];
  let found = false;
  for (let statement = open.pop(); statement !== undefined && !found; statement = open.pop()) {
    found = statement.problems.length > 0;
    if (statement.block !== undefined) for (const child of statement.block.statements) open.push(child);
  }
  damaged.set(root, found);
  return found;
}

function isLineStart(text: string, offset: number): boolean {
  return offset === 0 || classAt(text, offset - 1) === NEWLINE;
}

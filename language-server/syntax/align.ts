/** Columns: what stands below each other on successive lines of the same kind. */
import type { PieceKind } from './pieces.ts';
import type { Span } from './tree.ts';

/** What stands between two gaps: a piece, or a part of the text that is left as it is. */
export interface Unit extends Span {
  readonly kind: Exclude<PieceKind, 'newline' | 'semicolon' | 'control'> | 'untouched';
  /** What is to stand before it; undefined where nothing is to be changed. */
  readonly gap: string | undefined;
}

/** Whole lines that are to be written, whatever stands around them. */
export interface WrittenLines {
  /** At least one. */
  readonly units: readonly Unit[];
  /** The units whose gaps mean the same only together: the first of a statement's line to one on a later line of it. */
  readonly joined: readonly Span[];
  /** The lines that could be aligned with others. */
  readonly lines: readonly Line[];
  /** The units before which something else stands than their gap, and the first one; in order. */
  readonly toSet: readonly number[];
}

/** Where written lines are to stand. */
export interface Section {
  readonly written: WrittenLines;
  /** Where the offsets of the units count from. */
  readonly base: number;
  /** What is to stand before the first unit, whatever its own gap. */
  readonly firstGap: string | undefined;
  /** By how much the gap before a unit is wider, because of the lines around it; absent where none is. */
  padding: Map<number, number> | undefined;
}

/** What is to stand before a unit. */
export function gapBefore({ written, firstGap, padding }: Section, index: number): string | undefined {
  const gap = index === 0 ? firstGap : written.units[index]!.gap;
  const width = padding?.get(index);
  return gap === undefined || width === undefined ? gap : gap + ' '.repeat(width);
}

/** A line that is to be written, as far as its columns are concerned. */
interface Line {
  /** The white space before it, without the line ends. */
  readonly margin: string;
  /** The word that it starts with. */
  readonly keyword: string;
  /** The indices of the units of the line. */
  readonly from: number;
  readonly to: number;
  /** The `{` of a statement that is written on this line as a whole. */
  readonly block: number | undefined;
  /** The comment at the end of the line. */
  readonly comment: number | undefined;
}

/** Widens gaps: before the blocks of one-line statements of one kind, and before comments at the end of lines. */
export function alignColumns(text: string, sections: readonly Section[]): void {
  alignColumn(text, sections, ({ block }) => block, true);
  alignColumn(text, sections, ({ comment }) => comment, false);
}

/** The lines that units are written on. */
export function linesOf(text: string, units: readonly Unit[]): readonly Line[] {
  const lines: Line[] = [];
  for (let from = 0; from < units.length; ) {
    let to = from + 1;
    while (to < units.length && units[to]!.gap !== undefined && !hasLineEnd(units[to]!.gap!)) to++;
    lines.push(lineOf(text, units, from, to));
    from = to;
  }
  return lines;
}

function lineOf(text: string, units: readonly Unit[], from: number, to: number): Line {
  const { gap = '', start, end } = units[from]!;
  const last = to - 1;
  const comment = last > from && isLineComment(text, units[last]!) ? last : undefined;
  let open = from;
  while (open < to && units[open]!.kind !== 'open') open++;
  return {
    margin: gap.slice(Math.max(gap.lastIndexOf('\n'), gap.lastIndexOf('\r')) + 1),
    keyword: text.slice(start, end),
    from,
    to,
    block: open > from && open < to && isClosedOn(units, open, comment ?? to) ? open : undefined,
    comment,
  };
}

/** True when the block that is opened at `open` is closed by the last unit before `end`. */
function isClosedOn(units: readonly Unit[], open: number, end: number): boolean {
  let depth = 0;
  for (let index = open; index < end; index++) {
    const { kind } = units[index]!;
    if (kind === 'open') depth++;
    else if (kind === 'close' && --depth === 0) return index === end - 1;
  }
  return false;
}

/** Aligns one column in each run of successive lines that have it and are indented alike. */
function alignColumn(
  text: string,
  sections: readonly Section[],
  column: (line: Line) => number | undefined,
  sameKeyword: boolean,
): void {
  let run: { readonly section: Section; readonly at: number; readonly width: number }[] = [];
  let before: Line | undefined;
  const finish = () => {
    const widest = Math.max(...run.map(({ width }) => width));
    for (const { section, at, width } of run) {
      if (width === widest) continue;
      section.padding ??= new Map();
      section.padding.set(at, widest - width);
    }
    run = [];
  };
  for (const section of sections) {
    const { lines, units } = section.written;
    for (const line of lines) {
      const gap = line.from === 0 ? section.firstGap : units[line.from]!.gap;
      const at = column(line);
      // A blank line, or one that is left as it is, parts what stands above it from what stands below.
      const goesOn =
        before !== undefined &&
        gap !== undefined &&
        !isBlank(gap) &&
        line.margin === before.margin &&
        (!sameKeyword || line.keyword === before.keyword);
      if (run.length > 0 && (at === undefined || !goesOn)) finish();
      const isWritten = gap !== undefined || section.base + units[line.from]!.start === 0;
      before = isWritten ? line : undefined;
      if (isWritten && at !== undefined) run.push({ section, at, width: widthBefore(text, section, line, at) });
    }
  }
  if (run.length > 0) finish();
}

/** How many UTF-16 code units of the line stand before a unit and its gap, the margin left out. */
function widthBefore(text: string, { base, written, padding }: Section, { from }: Line, at: number): number {
  let width = 0;
  for (let index = from; index < at; index++) {
    const { kind, start, end, gap } = written.units[index]!;
    const own = end - start;
    const lineStart = kind === 'comment' || kind === 'untouched' ? behindLineEnd(text, base + start, base + end) : 0;
    const before = index > from ? gap!.length + (padding?.get(index) ?? 0) : 0;
    width = lineStart > 0 ? own - lineStart : width + own + before;
  }
  return width;
}

/** Where the last line of a part of the text begins, counted from the part's start. */
function behindLineEnd(text: string, start: number, end: number): number {
  const written = text.slice(start, end);
  return Math.max(written.lastIndexOf('\n'), written.lastIndexOf('\r')) + 1;
}

function isLineComment(text: string, { kind, start }: Unit): boolean {
  return kind === 'comment' && !text.startsWith('/*', start);
}

function hasLineEnd(gap: string): boolean {
  return gap.includes('\n');
}

function isBlank(gap: string): boolean {
  return gap.indexOf('\n') !== gap.lastIndexOf('\n');
}

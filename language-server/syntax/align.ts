/** Columns: what stands below each other on successive lines of the same kind. */
import type { PieceKind } from './pieces.ts';
import type { Span } from './tree.ts';

/** What stands between two gaps: a piece, or a part of the text that is left as it is. */
export interface Unit extends Span {
  readonly kind: Exclude<PieceKind, 'newline' | 'semicolon' | 'control'> | 'untouched';
  /** What is to stand before it; undefined where nothing is to be changed. */
  gap: string | undefined;
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
export function alignColumns(text: string, units: readonly Unit[]): void {
  const groups = groupsOf(text, units);
  for (const lines of groups) {
    alignRuns(text, units, lines, ({ block }) => block, true);
    alignRuns(text, units, lines, ({ comment }) => comment, false);
  }
}

/** Successive lines without a blank one or one that is left as it is between them. */
function groupsOf(text: string, units: readonly Unit[]): readonly (readonly Line[])[] {
  const groups: Line[][] = [];
  let group: Line[] = [];
  for (let from = 0; from < units.length; ) {
    const { gap, start } = units[from]!;
    if (gap === undefined || isBlank(gap)) {
      if (group.length > 0) groups.push(group);
      group = [];
    }
    let to = from + 1;
    while (to < units.length && units[to]!.gap !== undefined && !hasLineEnd(units[to]!.gap!)) to++;
    if (gap !== undefined || start === 0) group.push(lineOf(text, units, from, to));
    from = to;
  }
  return group.length > 0 ? [...groups, group] : groups;
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

/** Aligns one column in each run of lines that have it and are indented alike. */
function alignRuns(
  text: string,
  units: readonly Unit[],
  lines: readonly Line[],
  column: (line: Line) => number | undefined,
  sameKeyword: boolean,
): void {
  let run: { readonly at: number; readonly width: number }[] = [];
  let before: Line | undefined;
  const finish = () => {
    const widest = Math.max(...run.map(({ width }) => width));
    for (const { at, width } of run) units[at]!.gap += ' '.repeat(widest - width);
    run = [];
  };
  for (const line of lines) {
    const at = column(line);
    const goesOn = line.margin === before?.margin && (!sameKeyword || line.keyword === before.keyword);
    if (run.length > 0 && (at === undefined || !goesOn)) finish();
    if (at !== undefined) run.push({ at, width: widthBefore(text, units, line, at) });
    before = line;
  }
  if (run.length > 0) finish();
}

/** How many UTF-16 code units of the line stand before a unit and its gap, the margin left out. */
function widthBefore(text: string, units: readonly Unit[], { from }: Line, at: number): number {
  let width = 0;
  for (let index = from; index < at; index++) {
    const { start, end, gap } = units[index]!;
    const written = text.slice(start, end);
    const lineStart = Math.max(written.lastIndexOf('\n'), written.lastIndexOf('\r')) + 1;
    width = lineStart > 0 ? written.length - lineStart : width + written.length + (index > from ? gap!.length : 0);
  }
  return width;
}

function isLineComment(text: string, { kind, start }: Unit): boolean {
  return kind === 'comment' && !text.startsWith('/*', start);
}

function hasLineEnd(gap: string): boolean {
  return gap.includes('\n');
}

function isBlank(gap: string): boolean {
  return gap.split('\n').length > 2;
}

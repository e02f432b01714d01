/**
 * Text → the edits that set it in one style. Comments, strings and single blank lines stay; white space, `;` and line
 * ends are set anew. Only gaps between pieces are edited, each on its own, so that any part of the edits may be applied.
 */
import { alignColumns, type Unit } from './align.ts';
import { classAt, NEWLINE, SPACE } from './characters.ts';
import { type Piece, pieces } from './pieces.ts';
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
  return formatted(tree, style).edits();
}

/** As much of {@link format} as lies in a part of the text and can be done without the rest. Absolute offsets. */
export function formatPart(tree: SyntaxTree, part: Span, style: Style = defaultStyle): readonly SpanEdit[] {
  return formatted(tree, style).editsIn(part);
}

function formatted(tree: SyntaxTree, style: Style): Formatter {
  const { text } = tree;
  const formatter = new Formatter(text, style);
  let at = 0;
  let untouched = false;
  tree.statements.forEach((statement, index) => {
    const start = tree.starts[index]!;
    const end = start + statement.end;
    const broken = isDamaged(statement) || (index >= tree.indentedFrom && text.slice(at, end).includes('/*'));
    untouched ||= broken || tree.problems.some((problem) => at <= problem.start && problem.start < start);
    if (untouched) formatter.leave(at, start);
    else formatter.add(at, start);
    // Behind what is left alone, a statement that does not start its line stays where it is, and so does its block.
    untouched = broken || (untouched && !isLineStart(text, start));
    if (untouched) formatter.leave(start, end);
    else formatter.add(start, end);
    at = end;
  });
  untouched ||= tree.problems.some((problem) => at <= problem.start);
  if (untouched) formatter.leave(at, text.length);
  else formatter.add(at, text.length);
  if (style.alignColumns) alignColumns(text, formatter.units);
  return formatter;
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

/** The opening braces whose block is written on one line. */
function inlineBlocks(text: string, all: readonly Piece[]): ReadonlySet<Piece> {
  const inline = new Set<Piece>();
  const open: { readonly piece: Piece; readonly line: number }[] = [];
  let line = 0;
  for (const piece of all) {
    if (piece.kind === 'open') open.push({ piece, line });
    else if (piece.kind === 'newline' || (piece.kind === 'comment' && spansLines(text, piece))) line++;
    else if (piece.kind === 'close') {
      const opened = open.pop();
      if (opened?.line === line) inline.add(opened.piece);
    }
  }
  return inline;
}

function spansLines(text: string, { start, end }: Span): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x0a || code === 0x0d) return true;
  }
  return false;
}

/** What stands before. */
type Previous = 'nothing' | 'token' | 'open' | 'close' | 'comma' | 'comment' | 'untouched';

class Formatter {
  readonly units: Unit[] = [];
  readonly #text: string;
  readonly #indent: string;
  readonly #lineEnd: string;
  #inline: ReadonlySet<Piece> = new Set();
  /** The open blocks: true for one on one line. */
  readonly #blocks: boolean[] = [];
  #previous: Previous = 'nothing';
  /** Line ends in the source since what stands before. */
  #lines = 0;
  /** A `;` in the source since what stands before. */
  #separated = false;
  /** Another argument could follow. */
  #inHeader = false;
  #afterComma = false;
  /** The unit with which the statement begins, or what stands before it on its line. */
  #lineStart = 0;
  /** How far comments before the statement on its line move it to the right. */
  #shift = 0;
  /** The units whose gaps mean the same only together: the first of a statement's line to one on a later line of it. */
  readonly #joined: Span[] = [];
  /** Nothing but comments stands before on this line, or since the block was opened. */
  #fresh = true;

  constructor(text: string, { indent }: Style) {
    this.#text = text;
    this.#indent = indent;
    this.#lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** The part of the text from `start` to `end` is set in style: a statement of the file, or what is between two. */
  add(start: number, end: number): void {
    const all = [...pieces(this.#text, start, end)];
    this.#inline = inlineBlocks(this.#text, all);
    for (const piece of all) this.#piece(piece);
  }

  /** The part of the text from `start` to `end` is left as it is, and so is the gap before it. */
  leave(start: number, end: number): void {
    if (start === end) return;
    this.units.push({ kind: 'untouched', start, end, gap: undefined });
    this.#previous = 'untouched';
    this.#lines = 0;
    this.#separated = false;
    this.#inHeader = false;
    this.#afterComma = false;
    this.#fresh = true;
  }

  edits(): readonly SpanEdit[] {
    return [...this.#gapEdits(), this.#lastEdit()].filter((edit) => edit !== undefined);
  }

  editsIn(part: Span): readonly SpanEdit[] {
    const isInside = (edit: SpanEdit | undefined) => !edit || (part.start <= edit.start && edit.end <= part.end);
    const edits = this.#gapEdits();
    const cut = this.#joined.filter(({ start, end }) => !edits.slice(start, end).every(isInside));
    for (const { start, end } of cut) edits.fill(undefined, start, end);
    return [...edits, this.#lastEdit()].filter((edit) => edit !== undefined).filter(isInside);
  }

  /** Parallel to the units. */
  #gapEdits(): (SpanEdit | undefined)[] {
    const { units } = this;
    return units.map(({ start, gap }, index) => this.#edit(units[index - 1]?.end ?? 0, start, gap));
  }

  #lastEdit(): SpanEdit | undefined {
    const end = this.units.at(-1)?.end ?? 0;
    const wanted = this.#previous === 'untouched' ? undefined : this.#previous === 'nothing' ? '' : this.#lineEnd;
    return this.#edit(end, this.#text.length, wanted);
  }

  /** The smallest edit that makes `wanted` of a gap. */
  #edit(start: number, end: number, wanted: string | undefined): SpanEdit | undefined {
    const gap = this.#text.slice(start, end);
    if (wanted === undefined || gap === wanted) return undefined;
    const shorter = Math.min(gap.length, wanted.length);
    let head = 0;
    while (head < shorter && gap[head] === wanted[head]) head++;
    let tail = 0;
    while (tail < shorter - head && gap[gap.length - 1 - tail] === wanted[wanted.length - 1 - tail]) tail++;
    return { start: start + head, end: end - tail, newText: wanted.slice(head, wanted.length - tail) };
  }

  #piece(piece: Piece): void {
    switch (piece.kind) {
      case 'newline':
        this.#lines++;
        if (!this.#afterComma) this.#inHeader = false;
        break;
      case 'semicolon':
        this.#separated = true;
        this.#inHeader = false;
        break;
      case 'word':
      case 'string':
        this.#token(piece.kind, piece);
        break;
      case 'comma':
        this.#write('comma', piece, 'comma', '');
        this.#afterComma = true;
        break;
      case 'comment':
        this.#comment(piece);
        break;
      case 'open':
        this.#write('open', piece, 'open', ' ');
        this.#inHeader = false;
        this.#blocks.push(this.#inline.has(piece));
        break;
      case 'close':
        this.#close(piece);
        break;
      case 'control':
        break;
    }
  }

  #token(kind: 'word' | 'string', piece: Piece): void {
    if (this.#inHeader) {
      this.#write(kind, piece, 'token', this.#lines > 0 ? this.#continuation() : ' ');
    } else {
      this.#write(kind, piece, 'token', this.#beforeStatement());
      this.#shift = this.#widthOf(this.#lineStart, this.units.length - 1);
    }
    this.#inHeader = true;
    this.#afterComma = false;
    this.#fresh = false;
  }

  #comment(piece: Piece): void {
    const onLine = this.#lines === 0 && this.#previous !== 'nothing';
    if (this.#afterComma) {
      this.#write('comment', piece, 'comment', onLine ? ' ' : this.#continuation());
      // Where a comment ends on another line, what follows is to be indented like a continuation.
      if (spansLines(this.#text, piece)) this.#lines = 1;
    } else if (this.#text.startsWith('/*', piece.start)) {
      const startsLine = !onLine || this.#separated;
      const fresh = this.#fresh || startsLine || this.#previous === 'open';
      this.#write('comment', piece, 'comment', startsLine ? this.#beforeStatement() : ' ');
      this.#fresh = fresh;
    } else {
      this.#write('comment', piece, 'comment', onLine ? '  ' : this.#beforeStatement());
    }
  }

  #close(piece: Piece): void {
    const inline = this.#blocks.pop();
    const gap = this.#previous === 'open' ? '' : inline ? ' ' : this.#lineEnd + this.#margin();
    this.#write('close', piece, 'close', gap);
    this.#inHeader = false;
    this.#fresh = false;
  }

  /** What separates a statement, or a comment on a line of its own, from what stands before it. */
  #beforeStatement(): string {
    if (this.#previous === 'nothing') return '';
    if (this.#fresh && this.#previous === 'comment' && this.#lines === 0) return ' ';
    if (this.#blocks.at(-1)) return this.#previous === 'open' ? ' ' : '; ';
    this.#fresh = true;
    return this.#newLine();
  }

  /** A line end and the indentation behind it, with one blank line where the source has some. */
  #newLine(): string {
    const blank = this.#lines > 1 && this.#previous !== 'open' ? this.#lineEnd : '';
    return blank + this.#lineEnd + this.#margin();
  }

  /** Behind a comma a line goes on deeper than a block would, and than the statement where a comment stands before it. */
  #continuation(): string {
    this.#joined.push({ start: this.#lineStart, end: this.units.length + 1 });
    return this.#lineEnd + this.#margin() + ' '.repeat(this.#shift) + this.#indent + this.#indent;
  }

  /** The width of units and the gaps behind them, on the last line that they stand on. */
  #widthOf(from: number, to: number): number {
    const { units } = this;
    const texts = units.slice(from, to).map(({ start, end }, index) => {
      return this.#text.slice(start, end) + (units[from + index + 1]!.gap ?? '');
    });
    return texts.join('').replace(/^[\s\S]*[\n\r]/, '').length;
  }

  #margin(): string {
    return this.#indent.repeat(this.#blocks.length);
  }

  #write(kind: Unit['kind'], { start, end }: Piece, as: Previous, gap: string): void {
    if (gap.includes('\n') && !this.#inHeader) this.#lineStart = this.units.length;
    const trimmed = kind === 'comment' ? this.#withoutSpace(end) : end;
    this.units.push({ kind, start, end: trimmed, gap: this.#previous === 'untouched' ? undefined : gap });
    this.#previous = as;
    this.#lines = 0;
    this.#separated = false;
  }

  /** The end of a comment without the white space at the end of its line. */
  #withoutSpace(end: number): number {
    let trimmed = end;
    while (classAt(this.#text, trimmed - 1) === SPACE) trimmed--;
    return trimmed;
  }
}

/** The gaps that are to stand between the pieces of a text: one statement a line, blocks indented. */
import type { Unit } from './align.ts';
import { classAt, NEWLINE, SPACE } from './characters.ts';
import { type Piece, pieces } from './pieces.ts';
import type { Span } from './tree.ts';

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

/**
 * Sets pieces one after another. What it has set is a list of units, each with the gap that is to stand before it; a
 * caller may take the list away where a line ends, and the next one starts anew.
 */
export class Layout {
  #units: Unit[] = [];
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
  #joined: Span[] = [];
  /** Nothing but comments stands before on this line, or since the block was opened. */
  #fresh = true;

  constructor(text: string, indent: string, lineEnd: string) {
    this.#text = text;
    this.#indent = indent;
    this.#lineEnd = lineEnd;
  }

  /** Whether what comes next is the first of its line, and of the file's own statements. */
  get startsLine(): boolean {
    return this.#lines > 0 || this.#previous === 'nothing' || this.#previous === 'untouched';
  }

  /** What has to stand between the last piece and the end of the file; undefined where that is left as it is. */
  get lastGap(): string | undefined {
    if (this.#previous === 'untouched') return undefined;
    return this.#previous === 'nothing' ? '' : this.#lineEnd;
  }

  /** The part of the text from `start` to `end` is set in style: a statement of the file, or what is between two. */
  add(start: number, end: number): void {
    const first = this.#behindSpace(start, end);
    if (first === end) return;
    const all = [...pieces(this.#text, first, end)];
    this.#inline = inlineBlocks(this.#text, all);
    for (const piece of all) this.#piece(piece);
  }

  /** The part of the text from `start` to `end` is left as it is, and so is the gap before it. */
  leave(start: number, end: number): void {
    if (start === end) return;
    this.#units.push({ kind: 'untouched', start, end, gap: undefined });
    this.#previous = 'untouched';
    this.#lines = 0;
    this.#separated = false;
    this.#inHeader = false;
    this.#afterComma = false;
    this.#fresh = true;
  }

  /** Takes away what has been set. */
  take(): { readonly units: readonly Unit[]; readonly joined: readonly Span[] } {
    const taken = { units: this.#units, joined: this.#joined };
    this.#units = [];
    this.#joined = [];
    this.#lineStart = 0;
    return taken;
  }

  /** Takes note that a line, or several, have been set elsewhere. Answers the gap before them. */
  passLines(last: 'token' | 'close' | 'comment'): string | undefined {
    const gap = this.#previous === 'untouched' ? undefined : this.#beforeStatement();
    this.#previous = last;
    this.#lines = 0;
    this.#separated = false;
    this.#inHeader = false;
    this.#fresh = false;
    return gap;
  }

  /** Passes white space and line ends; answers where something else begins. */
  #behindSpace(start: number, end: number): number {
    for (let at = start; at < end; at++) {
      const kind = classAt(this.#text, at);
      if (kind === NEWLINE) {
        if (!this.#text.startsWith('\r\n', at)) this.#newline();
      } else if (kind !== SPACE) return at;
    }
    return end;
  }

  #newline(): void {
    this.#lines++;
    if (!this.#afterComma) this.#inHeader = false;
  }

  #piece(piece: Piece): void {
    switch (piece.kind) {
      case 'newline':
        this.#newline();
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
      this.#shift = this.#widthOf(this.#lineStart, this.#units.length - 1);
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
    this.#joined.push({ start: this.#lineStart, end: this.#units.length + 1 });
    return this.#lineEnd + this.#margin() + ' '.repeat(this.#shift) + this.#indent + this.#indent;
  }

  /** The width of units and the gaps behind them, on the last line that they stand on. */
  #widthOf(from: number, to: number): number {
    const units = this.#units;
    const texts = units.slice(from, to).map(({ start, end }, index) => {
      return this.#text.slice(start, end) + (units[from + index + 1]!.gap ?? '');
    });
    return texts.join('').replace(/^[\s\S]*[\n\r]/, '').length;
  }

  #margin(): string {
    return this.#indent.repeat(this.#blocks.length);
  }

  #write(kind: Unit['kind'], { start, end }: Piece, as: Previous, gap: string): void {
    if (gap.includes('\n') && !this.#inHeader) this.#lineStart = this.#units.length;
    const trimmed = kind === 'comment' ? this.#withoutSpace(end) : end;
    this.#units.push({ kind, start, end: trimmed, gap: this.#previous === 'untouched' ? undefined : gap });
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

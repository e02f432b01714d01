/** Tree → text in one style. Comments, strings and single blank lines stay; white space, `;` and line ends are set anew. */
import { type Piece, pieces } from './pieces.ts';
import type { Statement, SyntaxTree } from './tree.ts';

const INDENT = '  ';
/** Behind a comma a line goes on deeper than a block would. */
const CONTINUATION = '    ';

/**
 * Prints a tree: two spaces a level, one statement a line; a block written on one line stays on one. Printing what was
 * printed changes nothing, and the result parses to the same statements. A text with syntax problems is left as it is:
 * what its white space means is a guess.
 */
export function print(tree: SyntaxTree): string {
  if (isDamaged(tree)) return tree.text;
  const all = [...pieces(tree.text)];
  return new Printer(tree.text, all, inlineBlocks(tree.text, all)).run();
}

/** True when a tree has syntax problems, at any depth. */
export function isDamaged(tree: SyntaxTree): boolean {
  if (tree.problems.length > 0) return true;
  const open: Statement[] = [...tree.statements];
  for (let statement = open.pop(); statement !== undefined; statement = open.pop()) {
    if (statement.problems.length > 0) return true;
    if (statement.block !== undefined) for (const child of statement.block.statements) open.push(child);
  }
  return false;
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
      const opened = open.pop()!;
      if (opened.line === line) inline.add(opened.piece);
    }
  }
  return inline;
}

function spansLines(text: string, { start, end }: Piece): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x0a || code === 0x0d) return true;
  }
  return false;
}

/** What was written last. */
type Previous = 'nothing' | 'token' | 'open' | 'close' | 'comma' | 'comment';

class Printer {
  readonly #text: string;
  readonly #pieces: readonly Piece[];
  readonly #inline: ReadonlySet<Piece>;
  readonly #lineEnd: string;
  readonly #output: string[] = [];
  /** The open blocks: true for one on one line. */
  readonly #blocks: boolean[] = [];
  #previous: Previous = 'nothing';
  /** Line ends in the source since what was written last. */
  #lines = 0;
  /** A `;` in the source since what was written last. */
  #separated = false;
  /** Another argument could follow. */
  #inHeader = false;
  #afterComma = false;
  /** Nothing but comments stands before on this line, or since the block was opened. */
  #fresh = true;

  constructor(text: string, all: readonly Piece[], inline: ReadonlySet<Piece>) {
    this.#text = text;
    this.#pieces = all;
    this.#inline = inline;
    this.#lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  }

  run(): string {
    for (const piece of this.#pieces) this.#piece(piece);
    if (this.#previous !== 'nothing') this.#output.push(this.#lineEnd);
    return this.#output.join('');
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
        this.#token(piece);
        break;
      case 'comma':
        this.#write(piece, 'comma', '');
        this.#afterComma = true;
        break;
      case 'comment':
        this.#comment(piece);
        break;
      case 'open':
        this.#write(piece, 'open', ' ');
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

  #token(piece: Piece): void {
    if (this.#inHeader) {
      this.#write(piece, 'token', this.#lines > 0 ? this.#lineEnd + this.#margin() + CONTINUATION : ' ');
    } else {
      this.#write(piece, 'token', this.#beforeStatement());
    }
    this.#inHeader = true;
    this.#afterComma = false;
    this.#fresh = false;
  }

  #comment(piece: Piece): void {
    const onLine = this.#lines === 0 && this.#previous !== 'nothing';
    if (this.#afterComma) {
      this.#write(piece, 'comment', onLine ? ' ' : this.#lineEnd + this.#margin() + CONTINUATION);
      // Where a comment ends on another line, what follows is to be indented like a continuation.
      if (spansLines(this.#text, piece)) this.#lines = 1;
    } else if (this.#text.startsWith('/*', piece.start)) {
      const startsLine = !onLine || this.#separated;
      const fresh = this.#fresh || startsLine || this.#previous === 'open';
      this.#write(piece, 'comment', startsLine ? this.#beforeStatement() : ' ');
      this.#fresh = fresh;
    } else {
      this.#write(piece, 'comment', onLine ? '  ' : this.#beforeStatement());
    }
  }

  #close(piece: Piece): void {
    const inline = this.#blocks.pop()!;
    const gap = this.#previous === 'open' ? '' : inline ? ' ' : this.#lineEnd + this.#margin();
    this.#write(piece, 'close', gap);
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

  #margin(): string {
    return INDENT.repeat(this.#blocks.length);
  }

  #write(piece: Piece, as: Previous, before: string): void {
    this.#output.push(before, this.#text.slice(piece.start, piece.end));
    this.#previous = as;
    this.#lines = 0;
    this.#separated = false;
  }
}

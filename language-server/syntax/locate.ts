/** From an offset in the text to the place in the tree. */
import { classAt, NEWLINE, SPACE } from './characters.ts';
import { type Piece, pieces } from './pieces.ts';
import type { Statement, SyntaxTree, Token } from './tree.ts';

export interface Location {
  /** The statement of the file: an index into the tree's `statements` and `starts`. */
  readonly index: number;
  /** Its absolute start, to which the spans of all statements in `path` are relative. */
  readonly start: number;
  /** The statements around the offset, from the one of the file inwards; never empty. */
  readonly path: readonly [Statement, ...Statement[]];
  /**
   * What of the innermost statement is at the offset: its keyword, an argument, the room between or behind them where
   * an argument could be written, or its block, outside every statement in it.
   */
  readonly part: 'keyword' | 'argument' | 'gap' | 'block';
  /** The index of the argument; in a `gap`, the one that an argument written there would get; else -1. */
  readonly argument: number;
  /** The keyword or argument that the offset touches; its end counts too. */
  readonly token?: Token;
}

/** The index of the last statement of the file that starts at or before an absolute offset; -1 when none does. */
export function statementIndexAt(tree: SyntaxTree, offset: number): number {
  const { starts } = tree;
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * The innermost place at an absolute offset; `undefined` between the statements of the file. Behind the last word of a
 * line the offset still belongs to the statement: that is where its next argument is typed.
 */
export function locate(tree: SyntaxTree, offset: number): Location | undefined {
  const index = statementIndexAt(tree, offset);
  const root = tree.statements[index];
  if (root === undefined) return undefined;
  const start = tree.starts[index]!;
  const at = offset - start;
  if (!holds(tree.text, start, root, at)) return undefined;
  const path: [Statement, ...Statement[]] = [root];
  let statement: Statement = root;
  while (statement.block !== undefined && isInside(statement, at)) {
    const child = childAt(statement.block.statements, at);
    if (child === undefined || !holds(tree.text, start, child, at)) {
      return { index, start, path, part: 'block', argument: -1 };
    }
    path.push(child);
    statement = child;
  }
  return { index, start, path, ...headerPart(statement, at) };
}

/** The comment at an absolute offset, its end included where the comment ends with its line. */
export function commentAt(tree: SyntaxTree, offset: number): Piece | undefined {
  const index = statementIndexAt(tree, offset);
  const start = index < 0 ? 0 : tree.starts[index]!;
  for (const piece of pieces(tree.text, start, offset)) {
    if (piece.kind !== 'comment') continue;
    const isBlock = tree.text.startsWith('*/', piece.end - 2) && tree.text.startsWith('/*', piece.start);
    if (isBlock ? offset < piece.end : offset <= piece.end) return piece;
  }
  return undefined;
}

/**
 * True when the offset is in the statement, or behind it where it goes on: on its line with nothing but white space
 * between, or, when its block was never closed, wherever the line is indented as deep as in that block.
 */
function holds(text: string, start: number, statement: Statement, at: number): boolean {
  if (at <= statement.end) return true;
  if (statement.block !== undefined) return !statement.block.closed && isDeeper(text, start, statement, start + at);
  for (let i = start + statement.end; i < start + at && i < text.length; i++) {
    if (classAt(text, i) !== SPACE) return false;
  }
  return true;
}

/** True when the line at an absolute offset is deeper there than the line on which the statement starts. */
function isDeeper(text: string, start: number, statement: Statement, offset: number): boolean {
  const opened = lineStart(text, start + statement.start);
  const line = lineStart(text, Math.min(offset, text.length));
  let margin = opened;
  while (classAt(text, margin) === SPACE) margin++;
  return line === opened || offset - line > margin - opened;
}

function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && classAt(text, at - 1) !== NEWLINE) at--;
  return at;
}

function isInside(statement: Statement, at: number): boolean {
  const { start, end, closed } = statement.block!;
  return at > start && (!closed || at < end);
}

/** The last of the statements that starts at or before the offset. */
function childAt(statements: readonly Statement[], at: number): Statement | undefined {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (statements[middle]!.start <= at) low = middle + 1;
    else high = middle;
  }
  return statements[low - 1];
}

function headerPart(statement: Statement, at: number): Pick<Location, 'part' | 'argument' | 'token'> {
  const { keyword, arguments: tokens, block } = statement;
  if (at <= keyword.end) return { part: 'keyword', argument: -1, token: keyword };
  let next = 0;
  while (next < tokens.length && tokens[next]!.end < at) next++;
  const token = tokens[next];
  if (token !== undefined && token.start <= at) return { part: 'argument', argument: next, token };
  if (block !== undefined && at >= block.end) return { part: 'block', argument: -1 };
  return { part: 'gap', argument: next };
}

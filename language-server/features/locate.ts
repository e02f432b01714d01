/** What stands at a place of a document: the statement, the statements around it, the word. */
import type { Snapshot } from '../analysis/snapshot.ts';
import type { Position, Range } from '../syntax/lines.ts';
import { statementIndexAt } from '../syntax/locate.ts';
import type { Span, Statement, Token } from '../syntax/tree.ts';

export interface Location {
  readonly offset: number;
  /** Index of the top-level statement, which is also the index of its declaration. */
  readonly declaration: number;
  /** Absolute offset that the spans of this statement count from. */
  readonly base: number;
  /** From the top-level statement down to the innermost one around the place. */
  readonly path: readonly [Statement, ...Statement[]];
  /** The word or string that the place touches, its end included. */
  readonly token: Token | undefined;
}

/** Undefined outside every statement. A place at the end of a statement, before white space, is still in it. */
export function locate(snapshot: Snapshot, position: Position): Location | undefined {
  const offset = snapshot.lines.offsetAt(position);
  const declaration = statementIndexAt(snapshot.tree, offset);
  const statement = snapshot.tree.statements[declaration];
  const base = snapshot.tree.starts[declaration];
  if (!statement || base === undefined || offset > base + statement.end) return undefined;
  const path: [Statement, ...Statement[]] = [statement];
  for (let inner = childAt(statement, offset - base); inner; inner = childAt(inner, offset - base)) path.push(inner);
  return { offset, declaration, base, path, token: tokenAt(path[path.length - 1]!, offset - base) };
}

export function contains(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** A span of a top-level statement as a range of the document. */
export function rangeOf(snapshot: Pick<Snapshot, 'lines'>, base: number, span: Span): Range {
  return snapshot.lines.rangeOf(base + span.start, base + span.end);
}

function childAt(statement: Statement, offset: number): Statement | undefined {
  return statement.block?.statements.findLast((child) => contains(child, offset));
}

function tokenAt(statement: Statement, offset: number): Token | undefined {
  return [statement.keyword, ...statement.arguments].findLast((token) => contains(token, offset));
}

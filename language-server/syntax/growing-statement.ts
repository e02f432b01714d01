/** Statements while they grow. Nothing changes once a statement of the file is handed out. */
import type { Block, Span, Statement, SyntaxProblem, Token } from './tree.ts';

export const NO_PROBLEMS: SyntaxProblem[] = [];

type Growing<T> = { -readonly [K in keyof T]: T[K] };

export interface GrowingBlock extends Growing<Block> {
  statements: GrowingStatement[];
}

export interface GrowingStatement extends Growing<Statement> {
  problems: SyntaxProblem[];
  block?: GrowingBlock;
}

export interface GrowingRoot extends GrowingStatement {
  reach: number;
  indentationMatters: boolean;
}

/** A literal for each of the four shapes, so that the engine never has to change an object's. */
export function statementOf(
  keyword: Token,
  tokens: readonly Token[],
  commas: readonly Span[],
  problems: SyntaxProblem[],
  end: number,
  block: GrowingBlock | undefined,
  ofFile: boolean,
): GrowingStatement {
  const { start } = keyword;
  if (!ofFile) {
    if (block === undefined) return { start, end, keyword, arguments: tokens, commas, problems };
    return { start, end, keyword, arguments: tokens, commas, problems, block };
  }
  const root = { start, end, keyword, arguments: tokens, commas, problems, reach: 0, indentationMatters: false };
  return block === undefined ? root : { ...root, block };
}

export function report(statement: GrowingStatement, problem: SyntaxProblem): void {
  if (statement.problems === NO_PROBLEMS) statement.problems = [problem];
  else statement.problems.push(problem);
}

/** A block that begins at an offset, and whose end is not known yet. */
export const openedBlock = (start: number): GrowingBlock => ({ start, end: start + 1, closed: false, statements: [] });

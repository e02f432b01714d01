/** Folding: every block of more than one line, and every run of whole-line comments. */
import type { FoldingRange } from 'vscode-languageserver-types';
import type { Snapshot } from '../analysis/snapshot.ts';
import type { Statement } from '../syntax/tree.ts';

export function foldingRanges(snapshot: Snapshot): FoldingRange[] {
  const { lines, tree } = snapshot;
  const ranges: FoldingRange[] = [];
  const fold = (statement: Statement, base: number): void => {
    if (!statement.block) return;
    const startLine = lines.positionAt(base + statement.block.start).line;
    // The line of the closing brace stays visible, so that a folded block still looks closed.
    const endLine = lines.positionAt(base + statement.block.end).line - (statement.block.closed ? 1 : 0);
    if (endLine > startLine) ranges.push({ startLine, endLine });
    for (const child of statement.block.statements) fold(child, base);
  };
  tree.statements.forEach((statement, index) => {
    fold(statement, tree.starts[index]!);
  });
  return [...ranges, ...commentRuns(snapshot)].sort((a, b) => a.startLine - b.startLine);
}

function commentRuns({ lines }: Snapshot): FoldingRange[] {
  const runs: FoldingRange[] = [];
  let start = -1;
  for (let line = 0; line <= lines.count; line++) {
    const isComment = line < lines.count && /^\s*(#|\/\/)/.test(lines.lineText(line));
    if (isComment && start < 0) start = line;
    if (isComment || start < 0) continue;
    if (line - 1 > start) runs.push({ startLine: start, endLine: line - 1, kind: 'comment' });
    start = -1;
  }
  return runs;
}

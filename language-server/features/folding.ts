/** Folding: blocks of more than one line, runs of comments, block comments, runs of includes and marked regions. */
import { type FoldingRange, FoldingRangeKind } from 'vscode-languageserver-types';
import type { Snapshot } from '../analysis/snapshot.ts';
import { pieces } from '../syntax/pieces.ts';
import type { Statement } from '../syntax/tree.ts';

/** At most `limit` ranges: those that begin first. */
export function foldingRanges(snapshot: Snapshot, limit = Number.POSITIVE_INFINITY): FoldingRange[] {
  const ranges = [
    ...blocks(snapshot),
    ...includes(snapshot),
    ...commentLines(snapshot),
    ...(snapshot.text.includes('/*') ? blockComments(snapshot) : []),
  ];
  return ranges.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine).slice(0, limit);
}

function blocks({ lines, tree }: Snapshot): FoldingRange[] {
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
  return ranges;
}

function includes({ lines, program: { declarations, tree } }: Snapshot): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  for (let first = 0; first < declarations.length; first++) {
    if (declarations[first]!.kind !== 'include') continue;
    let last = first;
    while (declarations[last + 1]?.kind === 'include') last++;
    const startLine = lines.positionAt(tree.starts[first]!).line;
    const endLine = lines.positionAt(tree.starts[last]! + tree.statements[last]!.end).line;
    if (endLine > startLine) ranges.push({ startLine, endLine, kind: FoldingRangeKind.Imports });
    first = last;
  }
  return ranges;
}

const LINE_COMMENT = /^\s*(?:#|\/\/)(.*)$/;
const REGION = /^\s*#?region\b/;
const END_REGION = /^\s*#?endregion\b/;

/** Runs of comments that fill their lines, and what is between `# region` and `# endregion`. */
function commentLines({ lines }: Snapshot): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  const regions: number[] = [];
  let start = -1;
  const endRun = (line: number): void => {
    if (start >= 0 && line - 1 > start) {
      ranges.push({ startLine: start, endLine: line - 1, kind: FoldingRangeKind.Comment });
    }
    start = -1;
  };
  for (let line = 0; line < lines.count; line++) {
    const comment = LINE_COMMENT.exec(lines.lineText(line))?.[1];
    if (comment === undefined || REGION.test(comment) || END_REGION.test(comment)) endRun(line);
    else if (start < 0) start = line;
    if (comment === undefined) continue;
    if (REGION.test(comment)) regions.push(line);
    const opened = END_REGION.test(comment) ? regions.pop() : undefined;
    if (opened !== undefined) ranges.push({ startLine: opened, endLine: line, kind: FoldingRangeKind.Region });
  }
  endRun(lines.count);
  return ranges;
}

function blockComments({ lines, text }: Snapshot): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  for (const { kind, start, end } of pieces(text)) {
    if (kind !== 'comment' || !text.startsWith('/*', start)) continue;
    const [startLine, endLine] = [lines.positionAt(start).line, lines.positionAt(end).line];
    if (endLine > startLine) ranges.push({ startLine, endLine, kind: FoldingRangeKind.Comment });
  }
  return ranges;
}

/** Where completion is asked: at a keyword or at an argument, inside which blocks, and what is replaced. */
import type { Snapshot } from '../analysis/snapshot.ts';
import type { Position } from '../syntax/lines.ts';
import { statementIndexAt } from '../syntax/locate.ts';
import type { Span, Statement } from '../syntax/tree.ts';

export interface CompletionPlace {
  readonly kind: 'keyword' | 'argument';
  /** The statements around the place; for an argument, its statement is the last. */
  readonly path: readonly Statement[];
  /** The statements of the block or file. */
  readonly siblings: readonly Statement[];
  /** For a keyword: the one among them whose keyword the place touches. */
  readonly current?: Statement;
  /** The place, counted like the statements' offsets. */
  readonly offset: number;
  /** The place as an absolute offset. */
  readonly cursor: number;
  /** Index of the statement of the file around or before the place; -1 for none. */
  readonly declaration: number;
  /** The word to replace, as absolute offsets; empty between words. */
  readonly replace: Span;
}

/** Undefined in a comment, and behind a closed block on the same line, where nothing can be written. */
export function completionPlace(snapshot: Snapshot, position: Position): CompletionPlace | undefined {
  const { text, tree, lines } = snapshot;
  const absolute = lines.offsetAt(position);
  const index = statementIndexAt(tree, absolute);
  const base = tree.starts[index] ?? 0;
  const offset = absolute - base;
  const path: Statement[] = [];
  let siblings: readonly Statement[] = tree.statements;
  let current: Statement | undefined = tree.statements[index];
  for (;;) {
    if (current?.block && isInside(current.block, offset)) {
      path.push(current);
      siblings = current.block.statements;
      current = siblings.findLast(({ start }) => start <= offset);
    } else {
      break;
    }
  }
  const words = current ? [current.keyword, ...current.arguments] : [];
  const word = words.findLast(({ start, end }) => start <= offset && offset <= end);
  const last = words.findLast(({ end }) => end <= offset);
  const gap = text.slice(base + (word?.start ?? last?.end ?? path.at(-1)?.block?.start ?? -base), absolute);
  if (!word && isComment(gap)) return undefined;
  const replace = word ? { start: base + word.start, end: base + word.end } : { start: absolute, end: absolute };
  const at = { offset, cursor: absolute, declaration: index };
  const keyword: CompletionPlace = { kind: 'keyword', path, siblings, replace, ...at };
  if (!current) return keyword;
  if (word === current.keyword) return { ...keyword, current };
  const argument: CompletionPlace = { ...keyword, kind: 'argument', path: [...path, current] };
  if (word) return argument;
  // Behind the last word: still the same statement unless something ended it.
  const behindBlock = current.block !== undefined && offset >= current.block.end;
  const comma = current.commas.some(({ end }) => end <= offset && end > (last?.end ?? 0));
  if (behindBlock) return /[\n;]/.test(text.slice(base + current.block!.end, absolute)) ? keyword : undefined;
  return comma || !/[\n\r;]/.test(gap) ? argument : keyword;
}

function isInside({ start, end, closed }: NonNullable<Statement['block']>, offset: number): boolean {
  return start < offset && (!closed || offset < end);
}

/** Whether the text between the last word and the place leaves one inside a comment. */
function isComment(gap: string): boolean {
  const line = gap.slice(gap.lastIndexOf('\n') + 1);
  const open = gap.lastIndexOf('/*');
  return /(^|[\s,{};])(#|\/\/)/.test(line) || (open >= 0 && !gap.includes('*/', open));
}

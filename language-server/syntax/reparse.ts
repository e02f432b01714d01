/** The tree after an edit: every statement the edit did not touch is the same object, wherever it moved to. */
import { finished } from '../steps.ts';
import { classAt, NEWLINE, SPACE } from './characters.ts';
import type { ReusableStatements } from './growing-file.ts';
import { statementIndexAt } from './locate.ts';
import { Parser } from './parser.ts';
import type { Scanner } from './scanner.ts';
import type { SyntaxTree, TextEdit, TopLevelStatement } from './tree.ts';

/**
 * The same tree as `parse` gives for the edited text. An edit outside the text is moved to its nearest place in it.
 * @param edited the edited text, where it is at hand: a second copy of it would have to be put together first
 */
export function reparse(old: SyntaxTree, edit: TextEdit, edited?: string): SyntaxTree {
  const start = Math.max(0, Math.min(edit.start, old.text.length));
  const end = Math.max(start, Math.min(edit.end, old.text.length));
  const text = edited ?? old.text.slice(0, start) + edit.newText + old.text.slice(end);
  return finished(new Parser(text, new Untouched(old, start, end, edit.newText.length)).file());
}

/** The statements of a tree that an edit left as they were. */
class Untouched implements ReusableStatements {
  readonly old: SyntaxTree;
  readonly head: number;
  readonly delta: number;
  readonly #editStart: number;
  readonly #editEnd: number;
  /** The first old statement not yet passed. */
  #next: number;
  /** The index behind the last statement that was used again when it stood behind the edit, else -1. */
  #chained = -1;

  constructor(old: SyntaxTree, start: number, end: number, inserted: number) {
    this.old = old;
    this.delta = inserted - (end - start);
    this.#editStart = start;
    this.#editEnd = end;
    this.head = this.#untouchedHead();
    this.#next = this.head;
  }

  /** Problems between statements are found again by reading, so that a tree with some has no known head or tail. */
  #untouchedHead(): number {
    const { problems, indentedFrom, unboundedFrom } = this.old;
    if (problems.length > 0) return 0;
    let head = Math.min(statementIndexAt(this.old, this.#editStart) + 1, indentedFrom, unboundedFrom);
    while (head > 0 && (this.#reaches(head - 1) || this.#reaches(head - 2) || this.#reaches(head - 3))) head--;
    return head;
  }

  /** True when reading an old statement looked at what the edit changed. */
  #reaches(index: number): boolean {
    return index >= 0 && this.old.starts[index]! + this.old.statements[index]!.reach > this.#editStart;
  }

  tail(byIndentation: boolean): number | undefined {
    const { problems, statements, indentedFrom } = this.old;
    const known = byIndentation ? this.#chained >= indentedFrom : indentedFrom === statements.length;
    return this.#chained >= 0 && known && problems.length === 0 ? this.#chained : undefined;
  }

  at(scanner: Scanner, byIndentation: boolean): TopLevelStatement | undefined {
    const { starts, statements, indentedFrom } = this.old;
    const { position } = scanner;
    const behind = position - this.delta >= this.#editEnd;
    const offset = behind ? position - this.delta : position;
    while (this.#next < starts.length && starts[this.#next]! < offset) {
      this.#next++;
      this.#chained = -1;
    }
    if (starts[this.#next] !== offset) return undefined;
    const index = this.#next;
    const statement = statements[index]!;
    if (statement.indentationMatters && index >= indentedFrom !== byIndentation) return undefined;
    if (behind) {
      if (this.#chained !== index && !this.#lineUntouched(scanner)) return undefined;
      this.#chained = index + 1;
    } else if (offset + statement.reach > this.#editStart) {
      return undefined;
    }
    this.#next = index + 1;
    return statement;
  }

  /** True when only white space stands before the scanner's position on its line, as much as in the old text. */
  #lineUntouched({ text, position, lineStart, crossedLine }: Scanner): boolean {
    const editEnd = this.#editEnd + this.delta;
    if (!crossedLine || lineStart < editEnd) return false;
    for (let at = lineStart; at < position; at++) if (classAt(text, at) !== SPACE) return false;
    return lineStart > editEnd || this.#editEnd === 0 || classAt(this.old.text, this.#editEnd - 1) === NEWLINE;
  }
}

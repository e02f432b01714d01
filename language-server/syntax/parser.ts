/**
 * Text → tree, for every text. Statements are read with an explicit stack, so that depth costs no call stack, and a
 * damaged statement never takes a later one with it: an open block that braces alone never close is read again with an
 * eye on the indentation.
 */
import { t } from '../l10n.ts';
import { finished, type Work } from '../steps.ts';
import { CLOSE, classAt, lineEnd, OPEN, QUOTE, SLASH, SPACE, wordEnd } from './characters.ts';
import { GrowingFile, type ReusableStatements } from './growing-file.ts';
import {
  type GrowingBlock,
  type GrowingRoot,
  type GrowingStatement,
  openedBlock,
  report,
} from './growing-statement.ts';
import { FoundProblems, HeaderReader } from './header.ts';
import { BETWEEN_STATEMENTS, type ProblemSink, Scanner, WITHIN_LINE } from './scanner.ts';
import type { Statement, SyntaxProblem, SyntaxTree, TopLevelStatement } from './tree.ts';

/** Reads a whole text. Never throws; what is wrong stands in the tree as problems. */
export function parse(text: string): SyntaxTree {
  return finished(parseInSteps(text));
}

/** As {@link parse}, a statement a step. */
export function parseInSteps(text: string): Work<SyntaxTree> {
  return new Parser(text).file();
}

/** How deep blocks may be nested: deeper than any statement has use for, and shallow enough for whoever recurses. */
const DEEPEST = 20;

/** An open block. */
class Frame {
  readonly statement: GrowingStatement;
  readonly block: GrowingBlock;
  /** How far the line is indented on which the statement starts; -1 where that is not known. */
  readonly indent: number;
  /** Where that line starts. */
  readonly lineStart: number;
  /** The same two of the last statement in the block. */
  lastIndent = -1;
  lastLineStart = 0;

  constructor(statement: GrowingStatement, block: GrowingBlock, indent: number, lineStart: number) {
    this.statement = statement;
    this.block = block;
    this.indent = indent;
    this.lineStart = lineStart;
  }
}

/** One run over one text. */
export class Parser {
  readonly #scanner: Scanner;
  readonly #text: string;
  readonly #reusable: ReusableStatements | undefined;
  /** Blocks end where the indentation says so, not only at their brace. */
  #byIndentation = false;
  #indentationMatters = false;
  readonly #found = new FoundProblems();
  readonly #headers: HeaderReader;
  /** Problems between the statements of the file. */
  readonly #problems: SyntaxProblem[] = [];
  readonly #outside: ProblemSink = { report: (problem) => this.#problems.push(problem) };

  constructor(text: string, reusable?: ReusableStatements) {
    this.#scanner = new Scanner(text);
    this.#text = text;
    this.#reusable = reusable;
    this.#headers = new HeaderReader(this.#scanner, this.#found);
  }

  *file(): Work<SyntaxTree> {
    const scanner = this.#scanner;
    const text = this.#text;
    const file = new GrowingFile(text, this.#reusable, this.#problems);
    scanner.position = file.end;
    scanner.crossedLine = file.end === 0;
    for (;;) {
      scanner.base = 0;
      scanner.skip(BETWEEN_STATEMENTS, this.#outside);
      const start = scanner.position;
      if (start >= text.length) break;
      if (classAt(text, start) === CLOSE) {
        this.#problems.push(this.#strayBrace(start));
        scanner.position++;
      } else {
        const reused = this.#reusable?.at(scanner, this.#byIndentation);
        file.add(start, reused ?? this.#read(file));
        const tail = reused && this.#reusable?.tail(this.#byIndentation);
        if (tail !== undefined) file.addTail(tail);
        scanner.position = file.end;
      }
      scanner.crossedLine = false;
      yield undefined;
    }
    return file.tree();
  }

  /** Reads the statement at the scanner's position, by indentation from the first one on that braces never close. */
  #read(file: GrowingFile): TopLevelStatement {
    const scanner = this.#scanner;
    const { position, lineStart, crossedLine } = scanner;
    const statement = this.#topLevelStatement();
    if (statement !== undefined) return statement;
    this.#byIndentation = true;
    file.indentedFromHere();
    scanner.position = position;
    scanner.lineStart = lineStart;
    scanner.crossedLine = crossedLine;
    return this.#reusable?.at(scanner, true) ?? this.#topLevelStatement()!;
  }

  #strayBrace(at: number): SyntaxProblem {
    return this.#scanner.problem(
      'brace-without-block',
      at,
      at + 1,
      t('This `}` closes nothing: every block before it is closed already.'),
      t('Remove the brace'),
      { start: at, end: at + 1, newText: '' },
    );
  }

  /** Reads one statement of the file; `undefined` when braces alone never close it and they alone are looked at. */
  #topLevelStatement(): TopLevelStatement | undefined {
    const scanner = this.#scanner;
    scanner.base = scanner.position;
    scanner.reach = 0;
    this.#indentationMatters = false;
    const indent = scanner.crossedLine ? scanner.position - scanner.lineStart : -1;
    const lineStart = indent < 0 ? 0 : scanner.lineStart;
    let root = this.#headers.read(indent, true);
    for (;;) {
      if (root.block !== undefined && !this.#block(new Frame(root, root.block, indent, lineStart))) return undefined;
      if (!this.#atMisplacedBlock(root)) break;
      root = this.#reopened(root);
    }
    const statement = root as GrowingRoot;
    statement.reach = scanner.reach - scanner.base;
    statement.indentationMatters = this.#indentationMatters;
    return statement;
  }

  /** True when a `{` stands where the statement after `root` would: it was meant for `root`. */
  #atMisplacedBlock(root: Statement): boolean {
    const scanner = this.#scanner;
    scanner.position = scanner.base + root.end;
    scanner.skip(BETWEEN_STATEMENTS, undefined);
    scanner.look(scanner.position + 2);
    return scanner.position < this.#text.length && classAt(this.#text, scanner.position) === OPEN;
  }

  /** Reads the open block of `root` and all blocks in it; false when it is never closed and only braces count. */
  #block(root: Frame): boolean {
    const scanner = this.#scanner;
    const text = this.#text;
    const stack: Frame[] = [root];
    let frame: Frame | undefined = root;
    while (frame !== undefined) {
      scanner.skip(BETWEEN_STATEMENTS, this.#found);
      if (this.#found.count > 0) for (const problem of this.#found.take()) report(frame.statement, problem);
      const at = scanner.position;
      if (at >= text.length) {
        this.#indentationMatters = true;
        scanner.look(text.length + 2);
        if (!this.#byIndentation) return false;
        this.#neverClosed(stack, 0);
        return true;
      }
      const kind = classAt(text, at);
      if (scanner.crossedLine && this.#closes(stack, frame, at, kind === CLOSE)) {
        this.#indentationMatters = true;
        if (this.#byIndentation) {
          this.#neverClosed(stack, this.#survivors(stack, at - scanner.lineStart, kind === CLOSE));
          frame = stack[stack.length - 1];
          continue;
        }
      }
      if (kind === CLOSE) {
        scanner.position++;
        scanner.crossedLine = false;
        this.#end(frame.statement, frame.block, scanner.position, true);
        stack.pop();
        frame = stack[stack.length - 1];
        continue;
      }
      const { statements } = frame.block;
      let child: GrowingStatement;
      if (kind === OPEN && statements.length > 0) {
        child = this.#reopened(statements.pop()!);
      } else {
        const ownLine = scanner.crossedLine;
        frame.lastIndent = ownLine ? at - scanner.lineStart : frame.indent;
        frame.lastLineStart = ownLine ? scanner.lineStart : frame.lineStart;
        child = this.#headers.read(frame.lastIndent, false);
      }
      statements.push(child);
      if (child.block !== undefined) {
        frame = new Frame(child, child.block, frame.lastIndent, frame.lastLineStart);
        stack.push(frame);
        if (stack.length === DEEPEST) this.#leaveOut(child, child.block);
      }
    }
    return true;
  }

  /** Reads on without putting into the tree what is in a block. */
  #leaveOut(statement: GrowingStatement, { start }: GrowingBlock): void {
    const at = this.#scanner.base + start;
    report(
      statement,
      this.#scanner.problem(
        'nested-too-deeply',
        at,
        at + 1,
        t`Blocks are nested more than ${DEEPEST} deep here. What is in this one is not looked at.`,
      ),
    );
    delete statement.block;
  }

  /** Ends a block, for now or for good, at an absolute offset. */
  #end(statement: GrowingStatement, block: GrowingBlock, end: number, closed: boolean): void {
    block.end = end - this.#scanner.base;
    block.closed = closed;
    // A copy has no more room than it needs.
    block.statements = block.statements.slice();
    statement.end = block.end;
  }

  /** True when the indentation of the line that starts with the code unit at `at` ends the innermost block. */
  #closes(stack: readonly Frame[], frame: Frame, at: number, isBrace: boolean): boolean {
    if (isBrace && stack.length === 1) return false;
    return closesByIndentation(frame, at - this.#scanner.lineStart, isBrace);
  }

  /** How many of the open blocks are still open at a line that starts at `column`, as the indentation has it. */
  #survivors(stack: readonly Frame[], column: number, isBrace: boolean): number {
    // A brace that is indented less than every open block still closes the outermost one.
    const least = isBrace ? 1 : 0;
    let survivors = stack.length;
    while (survivors > least && closesByIndentation(stack[survivors - 1]!, column, isBrace)) survivors--;
    return survivors;
  }

  /** Ends the open blocks from `survivors` on, innermost first, before what stands at the scanner's position. */
  #neverClosed(stack: Frame[], survivors: number): void {
    const scanner = this.#scanner;
    const before = this.#before(stack[survivors - 1]);
    while (stack.length > survivors) {
      const frame = stack.pop()!;
      const { statement, block } = frame;
      const isLeftOut = stack.length >= DEEPEST;
      const end = scanner.base + Math.max(block.end, block.statements.at(-1)?.end ?? 0);
      this.#end(statement, block, end, false);
      if (isLeftOut) continue;
      const at = this.#lineTail(end);
      report(
        statement,
        scanner.problem(
          'block-not-closed',
          scanner.base + statement.start,
          scanner.base + block.start + 1,
          t`${this.#name(statement)} is never closed. Add \`}\` ${before}.`,
          t('Add the missing `}`'),
          { start: at, end: at, newText: `\n${this.#margin(frame)}}` },
        ),
      );
    }
  }

  /** Where the missing brace belongs, in words. */
  #before(parent: Frame | undefined): string {
    const scanner = this.#scanner;
    const text = this.#text;
    const start = scanner.position;
    if (start >= text.length) return t('before the end of the file');
    const kind = classAt(text, start);
    if (kind === CLOSE) return t`before the \`}\` of ${this.#name(parent!.statement)}`;
    const firstEnd = kind === QUOTE ? lineEnd(text, start) : wordEnd(text, start);
    let end = firstEnd;
    while (end < text.length && classAt(text, end) === SPACE) end++;
    const second = end < text.length && classAt(text, end) <= SLASH ? wordEnd(text, end) : firstEnd;
    scanner.look(Math.max(second, end) + 1);
    return t`before \`${shortened(text.slice(start, second))}\``;
  }

  /** The statement as a message calls it: its keyword and its first argument. */
  #name({ keyword, arguments: [first] }: Statement): string {
    if (keyword.start === keyword.end) return t('This block');
    const { base } = this.#scanner;
    return `\`${shortened(this.#text.slice(base + keyword.start, base + (first ?? keyword).end))}\``;
  }

  /** The white space before the line on which a statement starts. */
  #margin(frame: Frame): string {
    let end = frame.lineStart;
    while (end < frame.lineStart + frame.indent && classAt(this.#text, end) === SPACE) end++;
    return this.#text.slice(frame.lineStart, end);
  }

  /** The end of the line at `offset`, white space and comments behind it included. */
  #lineTail(offset: number): number {
    const scanner = this.#scanner;
    const { position, lineStart, crossedLine } = scanner;
    scanner.position = offset;
    scanner.skip(WITHIN_LINE, undefined);
    const end = scanner.position;
    scanner.position = position;
    scanner.lineStart = lineStart;
    scanner.crossedLine = crossedLine;
    return end;
  }

  /** Makes the `{` at the scanner's position a block of the statement before it, which it was meant for. */
  #reopened(statement: GrowingStatement): GrowingStatement {
    const scanner = this.#scanner;
    const at = scanner.position;
    const name = this.#name(statement);
    const remove = { start: at, end: at + 1, newText: '' };
    scanner.position = at + 1;
    scanner.crossedLine = false;
    const { block } = statement;
    if (block !== undefined) {
      const close = scanner.base + block.end - 1;
      report(
        statement,
        scanner.problem(
          'second-block',
          at,
          at + 1,
          t`${name} has a block already, and a statement has one. Put all of it into one pair of braces.`,
          t('Join the two blocks'),
          ...(block.closed ? [{ start: close, end: close + 1, newText: ';' }] : []),
          remove,
        ),
      );
      this.#end(statement, block, at + 1, false);
      return statement;
    }
    const headerEnd = scanner.base + (statement.arguments.at(-1) ?? statement.keyword).end;
    report(
      statement,
      scanner.problem(
        'block-without-statement',
        at,
        at + 1,
        t`This block stands apart from its statement. Put the \`{\` on the line of ${name}, which ends without it.`,
        t('Move the `{` to its statement'),
        { start: headerEnd, end: headerEnd, newText: ' {' },
        remove,
      ),
    );
    return { ...statement, block: openedBlock(at - scanner.base) };
  }
}

/** The longest a piece of the file may be in a message. */
const SHORT = 40;

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > SHORT ? `${line.slice(0, SHORT - 1)}…` : line;
}

/** True when a line that starts at `column` is indented too little to belong to the block of `frame`. */
function closesByIndentation(frame: Frame, column: number, isBrace: boolean): boolean {
  return isBrace ? column < frame.indent : column <= frame.indent;
}

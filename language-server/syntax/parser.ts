/**
 * Text → tree, for every text. Statements are read with an explicit stack, so that depth costs no call stack, and a
 * damaged statement never takes a later one with it: an open block that braces alone never close is read again with an
 * eye on the indentation.
 */
import { CLOSE, COMMA, classAt, lineEnd, NEWLINE, OPEN, QUOTE, SLASH, SPACE, wordEnd } from './characters.ts';
import { BETWEEN_STATEMENTS, OVER_LINES, type ProblemSink, Scanner, WITHIN_LINE } from './scanner.ts';
import type { Span, Statement, SyntaxProblem, SyntaxTree, Token, TopLevelStatement } from './tree.ts';

/** Reads a whole text. Never throws; what is wrong stands in the tree as problems. */
export function parse(text: string): SyntaxTree {
  return new Parser(text).file();
}

/** Statements of an older tree that may be used again, asked once for every place where a statement starts. */
export interface ReusableStatements {
  /** The old statement that reading at the scanner's position would give again. */
  at(scanner: Scanner, byIndentation: boolean): TopLevelStatement | undefined;
}

const NO_TOKENS: readonly Token[] = [];
const NO_SPANS: readonly Span[] = [];
const NO_STATEMENTS: readonly Statement[] = [];
const NO_PROBLEMS: readonly SyntaxProblem[] = [];

/** The line on which a statement starts, or the one its block's statement starts on. */
interface Line {
  readonly indent: number;
  readonly lineStart: number;
}

const UNKNOWN_LINE: Line = { indent: -1, lineStart: 0 };

/** A statement being read. Offsets are absolute. */
class Frame implements ProblemSink {
  readonly start: number;
  /** How far the line is indented on which the statement starts; -1 where that is not known. */
  readonly indent: number;
  /** Where that line starts. */
  readonly lineStart: number;
  readonly keyword: Token;
  arguments: Token[] | undefined;
  commas: Span[] | undefined;
  problems: SyntaxProblem[] | undefined;
  /** Behind the last token read, the closing brace included. */
  end: number;
  headerEnd: number;
  blockStart = -1;
  closed = false;
  statements: Statement[] | undefined;
  /** The last statement of the block, to which a misplaced block could still belong. */
  last: Frame | undefined;

  constructor(start: number, end: number, line: Line, keyword: Token) {
    this.start = start;
    this.indent = line.indent;
    this.lineStart = line.lineStart;
    this.keyword = keyword;
    this.end = end;
    this.headerEnd = end;
  }

  report(problem: SyntaxProblem): void {
    this.problems ??= [];
    this.problems.push(problem);
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

  constructor(text: string, reusable?: ReusableStatements) {
    this.#scanner = new Scanner(text);
    this.#text = text;
    this.#reusable = reusable;
  }

  file(): SyntaxTree {
    const scanner = this.#scanner;
    const text = this.#text;
    const statements: TopLevelStatement[] = [];
    const starts: number[] = [];
    const problems: SyntaxProblem[] = [];
    const outside: ProblemSink = { report: (problem) => problems.push(problem) };
    let indentedFrom = -1;
    for (;;) {
      scanner.base = 0;
      scanner.skip(BETWEEN_STATEMENTS, outside);
      const start = scanner.position;
      if (start >= text.length) break;
      if (classAt(text, start) === CLOSE) {
        problems.push(this.#strayBrace(start));
        scanner.position++;
        scanner.crossedLine = false;
        continue;
      }
      let statement = this.#reusable?.at(scanner, this.#byIndentation);
      if (statement === undefined) {
        const { lineStart, crossedLine } = scanner;
        statement = this.#topLevelStatement();
        if (statement === undefined) {
          indentedFrom = statements.length;
          this.#byIndentation = true;
          scanner.position = start;
          scanner.lineStart = lineStart;
          scanner.crossedLine = crossedLine;
          statement = this.#reusable?.at(scanner, true) ?? this.#topLevelStatement()!;
        }
      }
      scanner.position = start + statement.end;
      scanner.crossedLine = false;
      statements.push(statement);
      starts.push(start);
    }
    return { text, statements, starts, problems, indentedFrom: indentedFrom < 0 ? statements.length : indentedFrom };
  }

  #strayBrace(at: number): SyntaxProblem {
    return this.#scanner.problem(
      'brace-without-block',
      at,
      at + 1,
      'This `}` closes nothing: every block before it is closed already.',
      'Remove the brace',
      { start: at, end: at + 1, newText: '' },
    );
  }

  /** Reads one statement of the file; `undefined` when braces alone never close it and they alone are looked at. */
  #topLevelStatement(): TopLevelStatement | undefined {
    const scanner = this.#scanner;
    scanner.base = scanner.position;
    scanner.reach = 0;
    this.#indentationMatters = false;
    const root = this.#header(this.#ownLine() ?? UNKNOWN_LINE);
    do {
      if (root.blockStart >= 0 && !this.#block(root)) return undefined;
    } while (this.#misplacedBlock(root));
    const statement = seal(root, scanner.base);
    return { ...statement, reach: scanner.reach - scanner.base, indentationMatters: this.#indentationMatters };
  }

  /** True when a `{` stands where the statement after `root` would: it is opened as a block of `root`. */
  #misplacedBlock(root: Frame): boolean {
    const scanner = this.#scanner;
    scanner.position = root.end;
    scanner.skip(BETWEEN_STATEMENTS, undefined);
    scanner.look(scanner.position + 2);
    if (scanner.position >= this.#text.length || classAt(this.#text, scanner.position) !== OPEN) return false;
    this.#reopen(root);
    return true;
  }

  /** Reads the open block of `root` and all blocks in it; false when it is never closed and only braces count. */
  #block(root: Frame): boolean {
    const scanner = this.#scanner;
    const text = this.#text;
    const stack: Frame[] = [root];
    while (stack.length > 0) {
      const frame = stack[stack.length - 1]!;
      scanner.skip(BETWEEN_STATEMENTS, frame);
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
          continue;
        }
      }
      if (kind === CLOSE) {
        scanner.position++;
        scanner.crossedLine = false;
        finish(frame, scanner.position, scanner.base);
        frame.closed = true;
        stack.pop();
        if (stack.length > 0) stack[stack.length - 1]!.end = frame.end;
        continue;
      }
      if (kind === OPEN && frame.last !== undefined) {
        this.#reopen(frame.last);
        stack.push(frame.last);
        continue;
      }
      sealLast(frame, scanner.base);
      const child = this.#header(this.#ownLine() ?? frame);
      frame.last = child;
      frame.end = child.end;
      if (child.blockStart >= 0) stack.push(child);
    }
    return true;
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
      finish(frame, frame.end, scanner.base);
      const at = this.#lineTail(frame.end);
      frame.report(
        scanner.problem(
          'block-not-closed',
          frame.start,
          frame.blockStart + 1,
          `${this.#name(frame)} is never closed. Add \`}\` ${before}.`,
          'Add the missing `}`',
          { start: at, end: at, newText: `\n${this.#margin(frame)}}` },
        ),
      );
      if (stack.length > 0) stack[stack.length - 1]!.end = frame.end;
    }
  }

  /** Where the missing brace belongs, in words. */
  #before(parent: Frame | undefined): string {
    const scanner = this.#scanner;
    const text = this.#text;
    const start = scanner.position;
    if (start >= text.length) return 'before the end of the file';
    const kind = classAt(text, start);
    if (kind === CLOSE) return parent === undefined ? 'before this `}`' : `before the \`}\` of ${this.#name(parent)}`;
    let end = kind === QUOTE ? lineEnd(text, start) : wordEnd(text, start);
    const firstEnd = end;
    while (end < text.length && classAt(text, end) === SPACE) end++;
    const second = end < text.length && classAt(text, end) <= SLASH ? wordEnd(text, end) : firstEnd;
    scanner.look(Math.max(second, end) + 1);
    return `before \`${shortened(text.slice(start, second))}\``;
  }

  /** The statement as a message calls it: its keyword and its first argument. */
  #name(frame: Frame): string {
    const { keyword } = frame;
    if (keyword.start === keyword.end) return 'This block';
    const end = frame.arguments?.[0]?.end ?? keyword.end;
    const { base } = this.#scanner;
    return `\`${shortened(this.#text.slice(keyword.start + base, end + base))}\``;
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
  #reopen(frame: Frame): void {
    const scanner = this.#scanner;
    const at = scanner.position;
    const name = this.#name(frame);
    const remove = { start: at, end: at + 1, newText: '' };
    if (frame.blockStart < 0) {
      frame.report(
        scanner.problem(
          'block-without-statement',
          at,
          at + 1,
          `This block stands apart from its statement. Put the \`{\` on the line of ${name}, which ends without it.`,
          'Move the `{` to its statement',
          { start: frame.headerEnd, end: frame.headerEnd, newText: ' {' },
          remove,
        ),
      );
      frame.blockStart = at;
    } else {
      const close = frame.end - 1;
      frame.report(
        scanner.problem(
          'second-block',
          at,
          at + 1,
          `${name} has a block already, and a statement has one. Put all of it into one pair of braces.`,
          'Join the two blocks',
          ...(frame.closed ? [{ start: close, end: close + 1, newText: '' }] : []),
          remove,
        ),
      );
    }
    frame.closed = false;
    scanner.position = at + 1;
    scanner.crossedLine = false;
    frame.end = at + 1;
  }

  /** The line of the statement at the scanner's position when it is the first on it. */
  #ownLine(): Line | undefined {
    const { position, lineStart, crossedLine } = this.#scanner;
    return crossedLine ? { indent: position - lineStart, lineStart } : undefined;
  }

  /** Reads a keyword, its arguments, and the `{` of its block where it has one. */
  #header(line: Line): Frame {
    const scanner = this.#scanner;
    const text = this.#text;
    const start = scanner.position;
    const kind = classAt(text, start);
    const frame = this.#keyword(line, kind);
    let commaAt = -1;
    let lineStart = scanner.lineStart;
    scanner.crossedLine = false;
    for (;;) {
      const known = frame.problems?.length ?? 0;
      scanner.skip(commaAt < 0 ? WITHIN_LINE : OVER_LINES, frame);
      const at = scanner.position;
      const next = at < text.length ? classAt(text, at) : NEWLINE;
      const dangling = commaAt >= 0 && scanner.crossedLine && this.#endsAtComma(at, frame);
      if (!dangling && (next <= SLASH || next === QUOTE)) {
        frame.arguments ??= [];
        frame.arguments.push(next === QUOTE ? scanner.string(frame) : scanner.word());
        commaAt = -1;
      } else if (!dangling && next === COMMA) {
        scanner.position++;
        if (commaAt >= 0 || frame.arguments === undefined) {
          frame.report(scanner.strayComma(at));
        } else {
          commaAt = at;
          frame.commas ??= [];
          frame.commas.push({ start: at - scanner.base, end: at + 1 - scanner.base });
        }
      } else {
        // What was skipped behind the last token belongs to whoever reads on from there.
        if (frame.problems !== undefined) frame.problems.length = known;
        if (commaAt >= 0) this.#missingArgument(frame, commaAt);
        scanner.look(at + 2);
        if (dangling || next !== OPEN || (commaAt >= 0 && scanner.crossedLine)) {
          scanner.position = frame.end;
          scanner.lineStart = lineStart;
        } else {
          frame.blockStart = at;
          scanner.position = at + 1;
          frame.end = at + 1;
        }
        scanner.crossedLine = false;
        return frame;
      }
      frame.end = scanner.position;
      frame.headerEnd = scanner.position;
      lineStart = scanner.lineStart;
      scanner.crossedLine = false;
    }
  }

  #keyword(line: Line, kind: number): Frame {
    const scanner = this.#scanner;
    const start = scanner.position;
    if (kind === OPEN) {
      const nothing: Token = { kind: 'word', start: start - scanner.base, end: start - scanner.base, text: '' };
      const frame = new Frame(start, start, line, nothing);
      frame.report(
        scanner.problem(
          'block-without-statement',
          start,
          start + 1,
          'This block belongs to no statement. Write before the `{` what it describes, as in `container web {`.',
        ),
      );
      return frame;
    }
    if (kind !== QUOTE) {
      const word = scanner.word();
      return new Frame(start, scanner.position, line, word);
    }
    const problems: SyntaxProblem[] = [];
    const string = scanner.string({ report: (problem) => problems.push(problem) });
    const frame = new Frame(start, scanner.position, line, string);
    frame.problems = problems;
    frame.report(
      scanner.problem(
        'unexpected-character',
        start,
        scanner.position,
        'A statement starts with a word, such as `network` or `container`, not with a string.',
      ),
    );
    return frame;
  }

  #missingArgument(frame: Frame, commaAt: number): void {
    frame.report(
      this.#scanner.problem(
        'missing-argument-after-comma',
        commaAt,
        commaAt + 1,
        'A value is missing after this comma. Add it or remove the comma.',
        'Remove the comma',
        { start: commaAt, end: commaAt + 1, newText: '' },
      ),
    );
  }

  /** True when the line behind a comma is no continuation but the next statement: as far left, and shaped like one. */
  #endsAtComma(at: number, frame: Frame): boolean {
    const scanner = this.#scanner;
    return at < this.#text.length && at - scanner.lineStart <= frame.indent && scanner.looksLikeStatement(at);
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

/** Ends the block of `frame` at the absolute offset `end`. */
function finish(frame: Frame, end: number, base: number): void {
  sealLast(frame, base);
  frame.end = end;
}

function sealLast(frame: Frame, base: number): void {
  if (frame.last === undefined) return;
  frame.statements ??= [];
  frame.statements.push(seal(frame.last, base));
  frame.last = undefined;
}

function seal(frame: Frame, base: number): Statement {
  const statement = {
    start: frame.start - base,
    end: frame.end - base,
    keyword: frame.keyword,
    arguments: frame.arguments ?? NO_TOKENS,
    commas: frame.commas ?? NO_SPANS,
    problems: frame.problems === undefined || frame.problems.length === 0 ? NO_PROBLEMS : frame.problems,
  };
  if (frame.blockStart < 0) return statement;
  return {
    ...statement,
    block: {
      start: frame.blockStart - base,
      end: frame.end - base,
      closed: frame.closed,
      statements: frame.statements ?? NO_STATEMENTS,
    },
  };
}

/** The head of a statement: its keyword, its arguments and commas, up to the `{` of its block. */
import { t } from '../l10n.ts';
import { COMMA, classAt, NEWLINE, OPEN, QUOTE, SLASH } from './characters.ts';
import {
  type GrowingBlock,
  type GrowingStatement,
  NO_PROBLEMS,
  openedBlock,
  statementOf,
} from './growing-statement.ts';
import { OVER_LINES, type ProblemSink, type Scanner, WITHIN_LINE } from './scanner.ts';
import type { Span, SyntaxProblem, Token } from './tree.ts';

const NO_TOKENS: readonly Token[] = [];
const NO_SPANS: readonly Span[] = [];

/** What has been found and nobody has taken yet. */
export class FoundProblems implements ProblemSink {
  #problems: SyntaxProblem[] = [];

  get count(): number {
    return this.#problems.length;
  }

  report(problem: SyntaxProblem): void {
    this.#problems.push(problem);
  }

  take(): SyntaxProblem[] {
    const found = this.#problems;
    this.#problems = [];
    return found;
  }

  /** Forgets what was found behind the first ones. */
  dropBehind(count: number): void {
    if (this.#problems.length > count) this.#problems.length = count;
  }
}

export class HeaderReader {
  readonly #scanner: Scanner;
  readonly #text: string;
  readonly #found: FoundProblems;

  constructor(scanner: Scanner, found: FoundProblems) {
    this.#scanner = scanner;
    this.#text = scanner.text;
    this.#found = found;
  }

  /** Reads a keyword, its arguments, and the `{` of its block where it has one. */
  read(indent: number, ofFile: boolean): GrowingStatement {
    const scanner = this.#scanner;
    const text = this.#text;
    const keyword = this.#keyword();
    const found = this.#found;
    let tokens: Token[] | undefined;
    let commas: Span[] | undefined;
    let block: GrowingBlock | undefined;
    let commaAt = -1;
    let end = scanner.position;
    let lineStart = scanner.lineStart;
    scanner.crossedLine = false;
    for (;;) {
      const known = found.count;
      scanner.skip(commaAt < 0 ? WITHIN_LINE : OVER_LINES, found);
      const at = scanner.position;
      const next = at < text.length ? classAt(text, at) : NEWLINE;
      const dangling = commaAt >= 0 && scanner.crossedLine && this.#endsAtComma(at, indent);
      if (!dangling && (next <= SLASH || next === QUOTE)) {
        const token = next === QUOTE ? scanner.string(found) : scanner.word();
        if (tokens === undefined) tokens = [token];
        else tokens.push(token);
        commaAt = -1;
      } else if (!dangling && next === COMMA) {
        if (commaAt >= 0 || tokens === undefined) {
          scanner.strayCommas(found);
        } else {
          scanner.position++;
          commaAt = at;
          commas ??= [];
          commas.push({ start: at - scanner.base, end: at + 1 - scanner.base });
        }
      } else {
        // What was skipped behind the last token belongs to whoever reads on from there.
        found.dropBehind(known);
        if (commaAt >= 0) found.report(this.#missingArgument(commaAt));
        scanner.look(at + 2);
        if (dangling || next !== OPEN || (commaAt >= 0 && scanner.crossedLine)) {
          scanner.position = end;
          scanner.lineStart = lineStart;
        } else {
          block = openedBlock(at - scanner.base);
          end = at + 1;
          scanner.position = end;
        }
        scanner.crossedLine = false;
        break;
      }
      end = scanner.position;
      lineStart = scanner.lineStart;
      scanner.crossedLine = false;
    }
    const problems = found.count > 0 ? found.take() : NO_PROBLEMS;
    return statementOf(keyword, tokens ?? NO_TOKENS, commas ?? NO_SPANS, problems, end - scanner.base, block, ofFile);
  }

  #keyword(): Token {
    const scanner = this.#scanner;
    const start = scanner.position;
    const kind = classAt(this.#text, start);
    if (kind <= SLASH) return scanner.word();
    if (kind === OPEN) {
      this.#found.report(
        scanner.problem(
          'block-without-statement',
          start,
          start + 1,
          t('This block belongs to no statement. Write before the `{` what it describes, as in `container web {`.'),
        ),
      );
      return { kind: 'word', start: start - scanner.base, end: start - scanner.base, text: '' };
    }
    const string = scanner.string(this.#found);
    this.#found.report(
      scanner.problem(
        'unexpected-character',
        start,
        scanner.position,
        t('A statement starts with a word, such as `network` or `container`, not with a string.'),
      ),
    );
    return string;
  }

  #missingArgument(commaAt: number): SyntaxProblem {
    return this.#scanner.problem(
      'missing-argument-after-comma',
      commaAt,
      commaAt + 1,
      t('A value is missing after this comma. Add it or remove the comma.'),
      t('Remove the comma'),
      { start: commaAt, end: commaAt + 1, newText: '' },
    );
  }

  /** True when the line behind a comma is no continuation but the next statement: as far left, and shaped like one. */
  #endsAtComma(at: number, indent: number): boolean {
    const scanner = this.#scanner;
    return at < this.#text.length && at - scanner.lineStart <= indent && scanner.looksLikeStatement(at);
  }
}

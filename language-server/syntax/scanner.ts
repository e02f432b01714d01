/**
 * Reads the parts below a statement: white space, comments and strings. It walks over code units and makes no object
 * but the tokens and problems it was asked for.
 */
import { t } from '../l10n.ts';
import {
  CLOSE,
  COMMA,
  CONTROL,
  classAt,
  HASH,
  isCommentStart,
  lineEnd,
  NEWLINE,
  OPEN,
  QUOTE,
  SEMICOLON,
  SLASH,
  SPACE,
  wordEnd,
} from './characters.ts';
import type { SpanEdit, SyntaxProblem, SyntaxProblemCode, Token } from './tree.ts';

/** Which separators {@link Scanner.skip} passes over. */
export const WITHIN_LINE = 0;
/** After a comma a statement goes on over the line end. */
export const OVER_LINES = 1;
/** Between statements. */
export const BETWEEN_STATEMENTS = 2;

/** Who keeps the problems found while reading on. */
export interface ProblemSink {
  report(problem: SyntaxProblem): void;
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', n: '\n', t: '\t' };

export class Scanner {
  readonly text: string;
  /** The next code unit to read, absolute. */
  position = 0;
  /** Where the current line starts, as far as it was seen. */
  lineStart = 0;
  /** True when {@link skip} went over a line end, or nothing but white space stands before it in the file. */
  crossedLine = true;
  /** The text before this absolute offset has been looked at for the statement being read. */
  reach = 0;
  /** Subtracted from every offset that is written down: the start of the top-level statement, or 0 outside. */
  base = 0;
  /** The first end of a comment behind `#commentFrom` is at `#commentEnd`; the text's length + 1 when there is none. */
  #commentFrom = 0;
  #commentEnd = -1;

  constructor(text: string) {
    this.text = text;
  }

  /** Looks at the text up to `end` without reading it. */
  look(end: number): void {
    if (end > this.reach) this.reach = end;
  }

  problem(
    code: SyntaxProblemCode,
    start: number,
    end: number,
    message: string,
    title?: string,
    ...edits: readonly SpanEdit[]
  ): SyntaxProblem {
    const at = { code, start: start - this.base, end: end - this.base, message };
    if (title === undefined) return at;
    const moved = edits.map((edit) => ({ ...edit, start: edit.start - this.base, end: edit.end - this.base }));
    return { ...at, fix: { title, edits: moved } };
  }

  /**
   * Goes to the next token over white space and comments, and over line ends, semicolons and stray commas as `over`
   * says. Sets {@link crossedLine} when a line end was passed.
   */
  skip(over: number, sink: ProblemSink | undefined): void {
    const { text } = this;
    while (this.position < text.length) {
      const at = this.position;
      switch (classAt(text, at)) {
        case SPACE:
          this.position++;
          break;
        case NEWLINE:
          if (over === WITHIN_LINE) return;
          this.position++;
          this.lineStart = this.position;
          this.crossedLine = true;
          break;
        case HASH:
        case SLASH:
          if (!isCommentStart(text, at)) return;
          this.comment(sink);
          break;
        case SEMICOLON:
          if (over !== BETWEEN_STATEMENTS) return;
          this.position++;
          break;
        case COMMA:
          if (over !== BETWEEN_STATEMENTS) return;
          this.strayCommas(sink);
          break;
        case CONTROL: {
          this.position++;
          const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
          sink?.report(
            this.problem(
              'unexpected-character',
              at,
              at + 1,
              t`The invisible control character U+${code} is not allowed here.`,
              t('Remove the character'),
              { start: at, end: at + 1, newText: '' },
            ),
          );
          break;
        }
        default:
          return;
      }
    }
  }

  /** Passes over commas that stand where none may: several are one mistake. */
  strayCommas(sink: ProblemSink | undefined): void {
    const start = this.position;
    while (classAt(this.text, this.position) === COMMA) this.position++;
    const end = this.position;
    sink?.report(
      this.problem(
        'stray-comma',
        start,
        end,
        t('This comma separates nothing: a comma stands between two values.'),
        t('Remove the comma'),
        { start, end, newText: '' },
      ),
    );
  }

  /** Passes over the comment that starts here. One that is never closed ends with its line, so that the rest survives. */
  comment(sink: ProblemSink | undefined): void {
    const { text, position: start } = this;
    if (text.charCodeAt(start) === 0x23 || text.charCodeAt(start + 1) === 0x2f) {
      this.position = lineEnd(text, start);
      return;
    }
    if (start + 2 < this.#commentFrom || start + 2 > this.#commentEnd) {
      this.#commentFrom = start + 2;
      const found = text.indexOf('*/', start + 2);
      this.#commentEnd = found < 0 ? text.length + 1 : found;
    }
    const limit = Math.min(this.#commentEnd, text.length);
    let lastLine = -1;
    let onlySpace = false;
    for (let at = start + 2; at < limit; at++) {
      const kind = classAt(text, at);
      if (kind === NEWLINE) {
        lastLine = at + 1;
        onlySpace = true;
      } else if (onlySpace && kind !== SPACE) {
        if (text.startsWith('/*', at)) {
          this.look(at + 2);
          this.#unclosedComment(start, sink);
          return;
        }
        onlySpace = false;
      }
    }
    if (this.#commentEnd > text.length) {
      this.look(text.length + 2);
      this.#unclosedComment(start, sink);
      return;
    }
    this.position = this.#commentEnd + 2;
    if (lastLine >= 0) {
      this.lineStart = lastLine;
      this.crossedLine = true;
    }
  }

  #unclosedComment(start: number, sink: ProblemSink | undefined): void {
    this.position = lineEnd(this.text, start);
    sink?.report(
      this.problem(
        'comment-not-closed',
        start,
        this.position,
        t('This comment is never closed. Add `*/` where it ends; until then it is taken to end with its line.'),
        t('Close the comment at the end of the line'),
        { start: this.position, end: this.position, newText: ' */' },
      ),
    );
  }

  word(): Token {
    const start = this.position;
    const end = wordEnd(this.text, start);
    this.position = end;
    return { kind: 'word', start: start - this.base, end: end - this.base, text: this.text.slice(start, end) };
  }

  /** Reads the string that starts here; one that is not closed on its line ends before what closes the statement. */
  string(sink: ProblemSink): Token {
    const { text, position: start } = this;
    let value = '';
    let at = start + 1;
    let copied = at;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x22) {
        this.position = at + 1;
        return this.#stringToken(start, value + text.slice(copied, at));
      }
      if (code === 0x0a || code === 0x0d) break;
      if (code !== 0x5c || at + 1 >= text.length || classAt(text, at + 1) === NEWLINE) continue;
      const escaped = text[at + 1]!;
      const meaning = Object.hasOwn(ESCAPES, escaped) ? ESCAPES[escaped] : undefined;
      if (meaning === undefined) {
        sink.report(
          this.problem(
            'unknown-escape',
            at,
            at + 2,
            t`\`\\${escaped}\` is not an escape. Strings know \`\\"\`, \`\\\\\`, \`\\n\` and \`\\t\`; write \`\\\\\` for a backslash.`,
            t('Write the backslash twice'),
            { start: at, end: at + 1, newText: '\\\\' },
          ),
        );
      } else {
        value += text.slice(copied, at) + meaning;
        copied = at + 2;
      }
      at++;
    }
    this.look(at + 1);
    let end = at;
    while (end > start + 1 && endsStatement(classAt(text, end - 1))) end--;
    this.position = end;
    sink.report(
      this.problem(
        'string-not-closed',
        start,
        end,
        t('This string is never closed. Add `"` where it ends: a string cannot go on over the end of its line.'),
        t('Close the string'),
        { start: end, end, newText: '"' },
      ),
    );
    return this.#stringToken(start, value + text.slice(copied, end));
  }

  #stringToken(start: number, value: string): Token {
    return { kind: 'string', start: start - this.base, end: this.position - this.base, text: value };
  }

  /** True when a word or a string and then something more of a statement stand on the line at `offset`. */
  looksLikeStatement(offset: number): boolean {
    const { text } = this;
    if (classAt(text, offset) > SLASH) return false;
    let at = wordEnd(text, offset);
    while (at < text.length && classAt(text, at) === SPACE) at++;
    this.look(at + 2);
    if (at >= text.length || isCommentStart(text, at)) return false;
    const next = classAt(text, at);
    return next <= SLASH || next === QUOTE || next === OPEN;
  }
}

function endsStatement(kind: number): boolean {
  return kind === SPACE || kind === OPEN || kind === CLOSE || kind === SEMICOLON || kind === COMMA;
}

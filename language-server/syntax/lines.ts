/**
 * Lines of a text: LSP positions (zero-based line, UTF-16 character) to offsets and back.
 *
 * A line ends with `\n`, `\r\n` or `\r`, as the Language Server Protocol says. Positions outside the text are moved to
 * the nearest one inside, also as the protocol says, so no caller has to check.
 */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

export class Lines {
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly #starts: readonly number[];

  private constructor(text: string, starts: readonly number[]) {
    this.text = text;
    this.#starts = starts;
  }

  static of(text: string): Lines {
    const starts = [0];
    scan(text, 0, text.length, starts);
    return new Lines(text, starts);
  }

  get count(): number {
    return this.#starts.length;
  }

  /** The lines after replacing `start … end` by `newText`; only the replaced part is scanned. */
  replace(start: number, end: number, newText: string): Lines {
    const text = this.text.slice(0, start) + newText + this.text.slice(end);
    // One character of context on both sides, because `\r` and `\n` next to the edit join or part.
    const from = Math.max(0, start - 1);
    const to = Math.min(this.text.length, end + 1);
    const shift = newText.length - (end - start);
    const before = this.#upTo(from);
    const starts = this.#starts.slice(0, before);
    scan(text, from, to + shift, starts);
    const after = this.#upTo(to);
    for (let i = after; i < this.#starts.length; i++) starts.push(this.#starts[i]! + shift);
    return new Lines(text, starts);
  }

  positionAt(offset: number): Position {
    const inside = Math.min(Math.max(offset, 0), this.text.length);
    const line = this.#upTo(inside) - 1;
    return { line, character: inside - this.#starts[line]! };
  }

  offsetAt(position: Position): number {
    if (position.line < 0) return 0;
    if (position.line >= this.#starts.length) return this.text.length;
    const start = this.#starts[position.line]!;
    return start + Math.min(Math.max(position.character, 0), this.#lineLength(position.line));
  }

  rangeOf(start: number, end: number): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }

  /** The text of a line without its line end. */
  lineText(line: number): string {
    const start = this.#starts[line];
    return start === undefined ? '' : this.text.slice(start, start + this.#lineLength(line));
  }

  /** Number of lines that start at or before an offset. */
  #upTo(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#starts[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #lineLength(line: number): number {
    const start = this.#starts[line]!;
    let end = this.#starts[line + 1] ?? this.text.length;
    while (end > start && isLineEnd(this.text.charCodeAt(end - 1))) end--;
    return end - start;
  }
}

function isLineEnd(code: number): boolean {
  return code === LINE_FEED || code === CARRIAGE_RETURN;
}

/** Appends the starts of the lines that begin after `from` and at or before `to`. */
function scan(text: string, from: number, to: number, starts: number[]): void {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === LINE_FEED) starts.push(i + 1);
    else if (code === CARRIAGE_RETURN && text.charCodeAt(i + 1) !== LINE_FEED) starts.push(i + 1);
  }
}

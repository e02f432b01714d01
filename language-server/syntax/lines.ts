/**
 * Lines of a text: LSP positions (zero-based line and character) to offsets and back. This is the one place that knows
 * in which units client and server have agreed to count characters; offsets are JavaScript's own, UTF-16.
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

/** What a position's `character` counts: bytes of UTF-8, code units of UTF-16, or code points. */
export type PositionEncoding = 'utf-8' | 'utf-16' | 'utf-32';

const NOTHING_COUNTED = { start: -1, end: -1, units: 0 };

export class Lines {
  readonly text: string;
  readonly encoding: PositionEncoding;
  /** Offset of the first character of each line. */
  readonly #starts: Uint32Array;
  /** What was counted last: on a line without end, counting goes on from there. */
  #counted = NOTHING_COUNTED;

  private constructor(text: string, encoding: PositionEncoding, starts: Uint32Array) {
    this.text = text;
    this.encoding = encoding;
    this.#starts = starts;
  }

  static of(text: string, encoding: PositionEncoding = 'utf-16'): Lines {
    const starts = [0];
    scan(text, 0, text.length, starts);
    return new Lines(text, encoding, Uint32Array.from(starts));
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
    const between: number[] = [];
    scan(text, from, to + shift, between);
    const before = this.#upTo(from);
    const known = this.#starts;
    const after = this.#upTo(to);
    const moved = before + between.length - after;
    const starts = new Uint32Array(known.length + moved);
    starts.set(known.subarray(0, before));
    starts.set(between, before);
    for (let i = after; i < known.length; i++) starts[i + moved] = known[i]! + shift;
    return new Lines(text, this.encoding, starts);
  }

  positionAt(offset: number): Position {
    const inside = Math.min(Math.max(offset, 0), this.text.length);
    const line = this.#upTo(inside) - 1;
    return { line, character: this.lengthOf(this.#starts[line]!, inside) };
  }

  offsetAt(position: Position): number {
    if (position.line < 0) return 0;
    if (position.line >= this.#starts.length) return this.text.length;
    const start = this.#starts[position.line]!;
    const length = this.#lineLength(position.line);
    if (this.encoding !== 'utf-16') return this.#offsetWithin(start, start + length, position.character);
    return start + Math.min(Math.max(position.character, 0), length);
  }

  /** How long a part of one line is, in the units of positions. */
  lengthOf(start: number, end: number): number {
    if (this.encoding === 'utf-16') return end - start;
    const goesOn = this.#counted.start === start && this.#counted.end <= end;
    let { end: at, units } = goesOn ? this.#counted : { end: start, units: 0 };
    while (at < end) {
      const code = this.text.codePointAt(at)!;
      units += unitsOf(code, this.encoding);
      at += widthOf(code);
    }
    this.#counted = { start, end: at, units };
    return units;
  }

  /** Where a line ends, before its line end. */
  endOf(line: number): Position {
    return this.positionAt(this.offsetAt({ line, character: Number.MAX_SAFE_INTEGER }));
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

  /** A position within a character is moved to its start. */
  #offsetWithin(start: number, end: number, character: number): number {
    let at = start;
    for (let left = character; at < end; at += widthOf(this.text.codePointAt(at)!)) {
      left -= unitsOf(this.text.codePointAt(at)!, this.encoding);
      if (left < 0) break;
    }
    return at;
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

/** How many UTF-16 code units a code point takes. */
function widthOf(code: number): number {
  return code > 0xffff ? 2 : 1;
}

function unitsOf(code: number, encoding: PositionEncoding): number {
  if (encoding === 'utf-16') return widthOf(code);
  if (encoding === 'utf-32' || code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code > 0xffff ? 4 : 3;
}

/** Appends the starts of the lines that begin after `from` and at or before `to`. */
function scan(text: string, from: number, to: number, starts: number[]): void {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === LINE_FEED) starts.push(i + 1);
    else if (code === CARRIAGE_RETURN && text.charCodeAt(i + 1) !== LINE_FEED) starts.push(i + 1);
  }
}

/** A text as the pieces it consists of, comments and line ends included: for whatever has to keep them. */
import {
  CLOSE,
  COMMA,
  CONTROL,
  classAt,
  HASH,
  isCommentStart,
  NEWLINE,
  OPEN,
  QUOTE,
  SEMICOLON,
  SLASH,
  SPACE,
} from './characters.ts';
import { Scanner } from './scanner.ts';
import type { Span } from './tree.ts';

export type PieceKind =
  | 'word'
  | 'string'
  | 'comment'
  | 'newline'
  | 'open'
  | 'close'
  | 'comma'
  | 'semicolon'
  | 'control';

/** A piece with absolute offsets. */
export interface Piece extends Span {
  readonly kind: PieceKind;
}

const KINDS: readonly (PieceKind | undefined)[] = Object.assign([], {
  [NEWLINE]: 'newline',
  [OPEN]: 'open',
  [CLOSE]: 'close',
  [SEMICOLON]: 'semicolon',
  [COMMA]: 'comma',
  [CONTROL]: 'control',
});

/**
 * The pieces of `text` from `start`, where a token could start, to those that start before `end`; white space between
 * them is left out. `\r\n` is one line end. They begin and end where the parser's tokens and comments do.
 */
export function* pieces(text: string, start = 0, end = text.length): Generator<Piece> {
  const scanner = new Scanner(text);
  scanner.position = start;
  while (scanner.position < end) {
    const at = scanner.position;
    const kind = classAt(text, at);
    if (kind === SPACE) {
      scanner.position++;
    } else if ((kind === HASH || kind === SLASH) && isCommentStart(text, at)) {
      scanner.comment(undefined);
      yield { kind: 'comment', start: at, end: scanner.position };
    } else if (kind <= SLASH) {
      scanner.word();
      yield { kind: 'word', start: at, end: scanner.position };
    } else if (kind === QUOTE) {
      scanner.string({ report: () => undefined });
      yield { kind: 'string', start: at, end: scanner.position };
    } else {
      scanner.position += kind === NEWLINE && text.startsWith('\r\n', at) ? 2 : 1;
      yield { kind: KINDS[kind]!, start: at, end: scanner.position };
    }
  }
}

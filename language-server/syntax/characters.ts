/** What a UTF-16 code unit can be in a `.dnet` file. Up to {@link SLASH} it can stand inside a word. */
export const WORD = 0;
/** `#`: starts a comment where a token could start, else part of a word. */
export const HASH = 1;
/** `/`: starts a comment together with a second `/` or a `*`. */
export const SLASH = 2;
export const SPACE = 3;
export const NEWLINE = 4;
export const OPEN = 5;
export const CLOSE = 6;
export const SEMICOLON = 7;
export const COMMA = 8;
export const QUOTE = 9;
/** A control character, which no word may contain. */
export const CONTROL = 10;

/** One class for every code unit: one look-up a character, no branch and no regular expression. */
const CLASSES = new Uint8Array(0x10000);
CLASSES.fill(CONTROL, 0, 0x20);
CLASSES[0x7f] = CONTROL;
for (const space of ' \t\v\f\u0085\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff')
  CLASSES[space.charCodeAt(0)] = SPACE;
CLASSES.fill(SPACE, 0x2000, 0x200b);
CLASSES[0x0a] = NEWLINE;
CLASSES[0x0d] = NEWLINE;
CLASSES[0x23] = HASH;
CLASSES[0x2f] = SLASH;
CLASSES[0x7b] = OPEN;
CLASSES[0x7d] = CLOSE;
CLASSES[0x3b] = SEMICOLON;
CLASSES[0x2c] = COMMA;
CLASSES[0x22] = QUOTE;

/** The class of the code unit at `offset`, which must be inside the text. */
export function classAt(text: string, offset: number): number {
  return CLASSES[text.charCodeAt(offset)]!;
}

/** The offset behind the word that starts at `offset`. */
export function wordEnd(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && CLASSES[text.charCodeAt(end)]! <= SLASH) end++;
  return end;
}

/** The offset of the line end at or behind `offset`, or the text's end. */
export function lineEnd(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && CLASSES[text.charCodeAt(end)] !== NEWLINE) end++;
  return end;
}

/** True when a comment starts at `offset`: `#`, `//` or a slash and a star. */
export function isCommentStart(text: string, offset: number): boolean {
  const first = text.charCodeAt(offset);
  if (first === 0x23) return true;
  if (first !== 0x2f) return false;
  const second = text.charCodeAt(offset + 1);
  return second === 0x2f || second === 0x2a;
}

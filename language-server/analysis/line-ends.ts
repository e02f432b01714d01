/** Line ends: `\n` or `\r\n`, as the text has them. Our own texts are written with `\n` until they become edits. */

/** Where the line ends that an offset is on, before its line end. */
export function endOfLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  if (at < 0) return text.length;
  return at > offset && text[at - 1] === '\r' ? at - 1 : at;
}

/** Behind the line end of that line. */
export function endOfLineEnd(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}

/** A text that goes into another one, with the line ends of that. */
export function withLineEndsOf(text: string, newText: string): string {
  if (!/[\r\n]/.test(newText)) return newText;
  return newText.replace(/\r\n|\n/g, text.includes('\r\n') ? '\r\n' : '\n');
}

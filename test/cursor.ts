/** Sources with a marked cursor: `|` says where the question is asked and is not part of the text. */
import { Lines, type Position } from '../language-server/syntax/lines.ts';

export interface Marked {
  readonly text: string;
  readonly offset: number;
  readonly position: Position;
}

export function marked(source: string): Marked {
  const offset = source.indexOf('|');
  if (offset < 0) throw new Error('The source marks no cursor with `|`.');
  const text = source.slice(0, offset) + source.slice(offset + 1);
  return { text, offset, position: Lines.of(text).positionAt(offset) };
}

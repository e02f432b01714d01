/** `docs/performance.md` is written by hand around stretches that the benchmark writes. */
import { markdown, type Table } from './table.ts';

const START = (name: string): string => `<!-- benchmark: ${name} -->`;
const END = '<!-- /benchmark -->';

/**
 * Puts text into the document's stretch of that name.
 * @throws when the document has no such stretch
 */
export function fillIn(document: string, name: string, text: string): string {
  const start = document.indexOf(START(name));
  const end = document.indexOf(END, start);
  if (start < 0 || end < 0) throw new Error(`The document has no place for “${name}”.`);
  return `${document.slice(0, start + START(name).length)}\n\n${text.trim()}\n\n${document.slice(end)}`;
}

export const tablesInMarkdown = (tables: readonly Table[]): string =>
  tables.map((table) => `### ${table.title}\n\n${markdown(table)}`).join('\n\n');

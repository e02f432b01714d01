/** Pieces of Markdown from texts that may contain anything. */

import { readable } from '../analysis/readable.ts';
import { t } from '../l10n.ts';

/** A name or value in the running text: never markup, never more than one line. */
export function code(text: string): string {
  const line = readable(text).replace(/[\r\n]+/g, ' ');
  const fence = '`'.repeat(Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const space = line.startsWith('`') || line.endsWith('`') || line.trim() === '' ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** A block of code that a fence in it cannot end. */
export function fenced(language: string, text: string): string {
  const fence = '`'.repeat(Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Prose from elsewhere: what would be markup in it stays visible as it is. */
export function prose(text: string): string {
  return readable(text)
    .replace(/[\\<>[\]*_#|]/g, '\\$&')
    .replace(/\r?\n/g, '  \n');
}

/** A table; cells are Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Paragraphs; the absent ones are left out. */
export function paragraphs(...parts: readonly (string | undefined | false)[]): string {
  return parts.filter((part) => part).join('\n\n');
}

/** `a, b, c and 4 more`. */
export function some(items: readonly string[], most: number): string {
  const shown = items.slice(0, most).join(', ');
  return items.length > most ? t`${shown} and ${items.length - most} more` : shown;
}

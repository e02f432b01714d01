/** `dnet format`: sets files in one style. */

import { readInput, STANDARD_INPUT, writeOutput } from '../files.node.ts';
import { t } from '../l10n.ts';
import { defaultStyle, format, type Style } from '../syntax/format.ts';
import { parse } from '../syntax/parser.ts';
import type { SpanEdit } from '../syntax/tree.ts';
import { countOf } from './counts.ts';
import { FOUND_ERRORS, OK, type Output } from './status.ts';

export interface FormatOptions {
  /** Write nothing: exit status 1 when a file would change. */
  readonly check?: boolean;
  /** A number of spaces, or `tab`. */
  readonly indent?: string;
  /** False with `--no-align`. */
  readonly align: boolean;
}

/** Names the files that change. Throws {@link InputError} where one cannot be read or written. */
export function formatFiles(paths: readonly string[], options: FormatOptions, output: Output): number {
  const style: Style = { indent: indentOf(options.indent), alignColumns: options.align };
  let changed = 0;
  for (const path of paths) {
    const { text } = readInput(path);
    const formatted = applied(text, format(parse(text), style));
    if (path === STANDARD_INPUT && !options.check) {
      output.out(formatted);
      continue;
    }
    if (formatted === text) continue;
    changed++;
    if (!options.check) writeOutput(path, formatted);
    output.out(`${path}\n`);
  }
  const files = countOf.files(paths.length);
  output.err(`${options.check ? t`${changed} of ${files} would change` : t`${changed} of ${files} changed`}\n`);
  return options.check && changed > 0 ? FOUND_ERRORS : OK;
}

function indentOf(indent: string | undefined): string {
  if (indent === undefined) return defaultStyle.indent;
  return indent === 'tab' ? '\t' : ' '.repeat(Number(indent));
}

function applied(text: string, edits: readonly SpanEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, newText } of edits) {
    parts.push(text.slice(at, start), newText);
    at = end;
  }
  return parts.join('') + text.slice(at);
}

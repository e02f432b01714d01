/** Findings for people: message, place, the line of the source with the part in question underlined. */

import type { Finding, Severity } from '../analysis/finding.ts';
import { t, translatable } from '../l10n.ts';
import type { Lines } from '../syntax/lines.ts';

const CODES: Readonly<Record<Severity | 'bold' | 'dim', string>> = {
  error: '31',
  warning: '33',
  information: '36',
  hint: '2',
  bold: '1',
  dim: '2',
};

/** As the report names them. */
const SEVERITIES: Readonly<Record<Severity, string>> = {
  error: translatable('error'),
  warning: translatable('warning'),
  information: translatable('information'),
  hint: translatable('hint'),
};

/** A severity and a code as they stand before a message: `warning[unused-network]`. */
export const label = ({ severity, code }: Finding): string => `${t(SEVERITIES[severity])}[${code}]`;

export type Paint = (style: keyof typeof CODES, text: string) => string;

/** Colours text with ANSI escapes, or leaves it alone. */
export function painter(color: boolean): Paint {
  return (style, text) => (color ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text);
}

/** A file as the user named it. */
export interface NamedLines {
  readonly path: string;
  readonly lines: Lines;
}

/** Several lines, each ended by a line feed. `find` gives the file of a URI. */
export function renderFinding(finding: Finding, find: (uri: string) => NamedLines, paint: Paint): string {
  const { severity, message } = finding;
  const [first = '', ...more] = message.split('\n');
  return [
    `${paint(severity, label(finding))}: ${paint('bold', first)}`,
    ...more,
    ...excerpt(find(finding.uri), finding.span, severity, paint),
    ...finding.related.flatMap((related) => [
      `  ${paint('dim', t('note:'))} ${related.message}`,
      ...excerpt(find(related.uri), related.span, 'information', paint),
    ]),
    ...finding.fixes.map(({ title }) => `  ${paint('dim', t('help:'))} ${title}`),
    '',
    '',
  ].join('\n');
}

/** `path:line:column`, counted from one, and the line with the span underlined. */
function excerpt(
  { path, lines }: NamedLines,
  span: { readonly start: number; readonly end: number },
  severity: Severity,
  paint: Paint,
): readonly string[] {
  const { start, end } = lines.rangeOf(span.start, span.end);
  const text = lines.lineText(start.line);
  const last = end.line === start.line ? end.character : text.length;
  const number = String(start.line + 1);
  const margin = ' '.repeat(number.length);
  // What stands before the underlined part becomes blank, but tabs stay: they are as wide as above.
  const indent = text.slice(0, start.character).replace(/[^\t]/g, ' ');
  return [
    `  ${paint('dim', '-->')} ${path}:${number}:${start.character + 1}`,
    `  ${paint('dim', `${number} |`)} ${text}`,
    `  ${paint('dim', `${margin} |`)} ${indent}${paint(severity, '^'.repeat(Math.max(1, last - start.character)))}`,
  ];
}

/** `dnet check --format github`: findings as annotations of a GitHub workflow's run. */

import type { Finding, Severity } from '../analysis/finding.ts';
import { t } from '../l10n.ts';
import type { CheckedLab } from './check.ts';
import type { OpenLab } from './lab.ts';

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

export function githubReport(labs: readonly CheckedLab[]): string {
  return labs.flatMap((lab) => lab.findings.map((finding) => annotation(lab, finding))).join('');
}

function annotation({ find }: OpenLab, { severity, code, message, uri, span, related }: Finding): string {
  const { path, lines } = find(uri);
  const { start, end } = lines.rangeOf(span.start, span.end);
  const properties = {
    file: path,
    line: start.line + 1,
    endLine: end.line + 1,
    // GitHub takes columns only where the lines are the same.
    ...(start.line === end.line && { col: start.character + 1, endColumn: end.character + 1 }),
    title: code,
  };
  const notes = related.map((each) => {
    const place = find(each.uri);
    const line = place.lines.positionAt(each.span.start).line + 1;
    return t`note: ${each.message} (${`${place.path}:${line}`})`;
  });
  const text = Object.entries(properties)
    .map(([key, value]) => `${key}=${property(String(value))}`)
    .join(',');
  return `::${COMMANDS[severity]} ${text}::${data([message, ...notes].join('\n'))}\n`;
}

const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

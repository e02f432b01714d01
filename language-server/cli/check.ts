/** `dnet check`: every finding of every file. */

import type { Finding, Severity } from '../analysis/finding.ts';
import { expectations } from '../features/expectations.ts';
import { t } from '../l10n.ts';
import { githubReport } from './check-github.ts';
import { junitReport } from './check-junit.ts';
import { countOf } from './counts.ts';
import { type OpenLab, openLab } from './lab.ts';
import { painter, renderFinding } from './report.ts';
import { FOUND_ERRORS, OK, type Output } from './status.ts';

/** From the gravest on. */
export const severities = ['error', 'warning', 'information', 'hint'] as const satisfies readonly Severity[];

export interface CheckOptions {
  readonly format: string;
  /** The least that is reported. */
  readonly severity: Severity;
}

/** A lab with those of its findings that are reported. */
export interface CheckedLab extends OpenLab {
  readonly findings: readonly Finding[];
}

/** What `--format` can name, each with its report on all files. */
const reports: Readonly<Record<string, (labs: readonly CheckedLab[], counts: Counts, output: Output) => string>> = {
  human: humanReport,
  json: (labs, counts) => {
    const files = labs.map((lab) => ({
      file: lab.input.path,
      findings: lab.findings.map(describe(lab)),
      expectations: expectations(lab.snapshot).expectations.map(({ label, range, holds, expected, actual }) => ({
        expectation: label,
        line: range.start.line + 1,
        holds,
        expected,
        actual,
      })),
    }));
    return `${JSON.stringify({ ...counts, files }, null, 2)}\n`;
  },
  junit: junitReport,
  github: (labs, counts) => `${githubReport(labs)}${summary(labs, counts)}\n`,
};

export const checkFormats = Object.keys(reports) as [string, ...string[]];

/** Exit status 1 when there is an error in any file. */
export function check(paths: readonly string[], { format, severity: least }: CheckOptions, output: Output): number {
  const reported = new Set<Severity>(severities.slice(0, severities.indexOf(least) + 1));
  const labs = paths.map((path): CheckedLab => {
    const lab = openLab(path);
    return { ...lab, findings: lab.snapshot.findings.filter(({ severity }) => reported.has(severity)) };
  });
  const counts = countBySeverity(labs.flatMap(({ findings }) => findings));
  output.out(reports[format]!(labs, counts, output));
  return counts.errors > 0 ? FOUND_ERRORS : OK;
}

function humanReport(labs: readonly CheckedLab[], counts: Counts, { color }: Output): string {
  const paint = painter(color);
  const rendered = labs.flatMap(({ findings, find }) => findings.map((finding) => renderFinding(finding, find, paint)));
  return `${rendered.join('')}${summary(labs, counts)}\n`;
}

interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly informations: number;
  readonly hints: number;
}

function countBySeverity(findings: readonly Finding[]): Counts {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return {
    errors: count('error'),
    warnings: count('warning'),
    informations: count('information'),
    hints: count('hint'),
  };
}

/** Lines and columns as people count them: from one, in UTF-16 units. */
function describe({ find }: OpenLab): (finding: Finding) => object {
  const place = (uri: string, { start, end }: { readonly start: number; readonly end: number }) => {
    const { path, lines } = find(uri);
    const range = lines.rangeOf(start, end);
    return {
      file: path,
      line: range.start.line + 1,
      column: range.start.character + 1,
      endLine: range.end.line + 1,
      endColumn: range.end.character + 1,
    };
  };
  return ({ code, severity, message, uri, span, related, fixes }) => ({
    code,
    severity,
    message,
    ...place(uri, span),
    related: related.map((each) => ({ message: each.message, ...place(each.uri, each.span) })),
    fixes: fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map((edit) => ({ ...place(uri, edit), newText: edit.newText })),
    })),
  });
}

function summary(labs: readonly CheckedLab[], { errors, warnings, informations, hints }: Counts): string {
  const expectations = labs.flatMap(({ snapshot }) => snapshot.outcomes);
  const met = expectations.filter(({ outcome }) => outcome.holds).length;
  const parts = [
    countOf.files(labs.length),
    countOf.errors(errors),
    ...(warnings > 0 ? [countOf.warnings(warnings)] : []),
    ...(informations > 0 ? [countOf.notes(informations)] : []),
    ...(hints > 0 ? [countOf.hints(hints)] : []),
    ...(expectations.length > 0 ? [metText(met, expectations.length)] : []),
  ];
  return parts.join(', ');
}

const metText = (met: number, all: number): string =>
  all === 1 ? t`${met} of 1 expectation met` : t`${met} of ${all} expectations met`;

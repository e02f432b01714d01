/** `dnet check`: every finding of every file. */
import type { Finding, Severity } from '../analysis/finding.ts';
import { type OpenLab, openLab } from './lab.ts';
import { painter, renderFinding } from './report.ts';
import { FOUND_ERRORS, OK, type Output } from './status.ts';

/** Exit status 1 when there is an error in any file. */
export function check(paths: readonly string[], format: string, output: Output): number {
  const labs = paths.map((path) => openLab(path));
  const counts = countBySeverity(labs.flatMap(({ snapshot }) => snapshot.findings));
  if (format === 'json') {
    const files = labs.map((lab) => ({ file: lab.input.path, findings: lab.snapshot.findings.map(describe(lab)) }));
    output.out(`${JSON.stringify({ ...counts, files }, null, 2)}\n`);
  } else {
    const paint = painter(output.color);
    for (const { snapshot, find } of labs) {
      // Hints are for editors, which show them in the text alone.
      for (const finding of snapshot.findings)
        if (finding.severity !== 'hint') output.out(renderFinding(finding, find, paint));
    }
    output.out(`${summary(labs, counts)}\n`);
  }
  return counts.errors > 0 ? FOUND_ERRORS : OK;
}

interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly informations: number;
}

function countBySeverity(findings: readonly Finding[]): Counts {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), informations: count('information') };
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

function summary(labs: readonly OpenLab[], { errors, warnings, informations }: Counts): string {
  const expectations = labs.flatMap(({ snapshot }) => snapshot.outcomes);
  const met = expectations.filter(({ outcome }) => outcome.holds).length;
  const parts = [
    count(labs.length, 'file'),
    count(errors, 'error'),
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
    ...(informations > 0 ? [count(informations, 'note')] : []),
    ...(expectations.length > 0 ? [`${met} of ${count(expectations.length, 'expectation')} met`] : []),
  ];
  return parts.join(', ');
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

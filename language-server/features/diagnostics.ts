/** Findings as the protocol's diagnostics. */
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import type { Finding, Place, Severity } from '../analysis/finding.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import type { Range } from '../syntax/lines.ts';

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** `documentation`: the folder of the documentation, as a URI; without it there are no links to pages. */
export function diagnostics(snapshot: Snapshot, documentation?: string): Diagnostic[] {
  return snapshot.findings.map((finding) => diagnostic(snapshot, finding, documentation));
}

export function diagnostic(snapshot: Snapshot, finding: Finding, documentation?: string): Diagnostic {
  return {
    range: rangeIn(snapshot, finding),
    severity: SEVERITY[finding.severity],
    code: finding.code,
    ...(documentation && { codeDescription: { href: pageOf(documentation, finding.code) } }),
    source: 'dnet',
    ...(finding.unnecessary && { tags: [DiagnosticTag.Unnecessary] }),
    message: finding.message,
    ...(finding.related.length > 0 && {
      relatedInformation: finding.related.map((related) => ({
        location: { uri: related.uri, range: rangeIn(snapshot, related) },
        message: related.message,
      })),
    }),
  };
}

function rangeIn(snapshot: Snapshot, { uri, span }: Place): Range {
  const source = uri === snapshot.uri ? snapshot : snapshot.lab.sources.find((each) => each.uri === uri);
  return (source ?? snapshot).lines.rangeOf(span.start, span.end);
}

function pageOf(documentation: string, code: string): string {
  return `${documentation.replace(/\/$/, '')}/diagnostics/${code}.md`;
}

/** Findings as the protocol's diagnostics. */
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag, type TextEdit } from 'vscode-languageserver-types';
import type { Finding, Place, Severity } from '../analysis/finding.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import type { Range } from '../syntax/lines.ts';
import { textEdits } from './text-edits.ts';

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/**
 * What a diagnostic carries in its `data`: the repairs that are at hand, for clients and tools that apply one without
 * asking for code actions. Those that have to be tried out first are left to code actions, and no `data` is there.
 */
export interface DiagnosticData {
  readonly fixes: readonly { readonly title: string; readonly edits: readonly TextEdit[] }[];
}

/** `documentation`: the folder of the documentation, as a URI; without it there are no links to pages. */
export function diagnostics(snapshot: Snapshot, documentation?: string): Diagnostic[] {
  return snapshot.findings.map((finding, index) =>
    diagnostic(snapshot, finding, documentation, index < MOST_WITH_REPAIRS),
  );
}

/** Nobody reads on in a list of more: their repairs are looked for when somebody asks about their place. */
const MOST_WITH_REPAIRS = 100;

export function diagnostic(
  snapshot: Snapshot,
  finding: Finding,
  documentation?: string,
  withRepairs = true,
): Diagnostic {
  return {
    range: rangeIn(snapshot, finding),
    severity: SEVERITY[finding.severity],
    code: finding.code,
    ...(documentation && { codeDescription: { href: pageOf(documentation, finding.code) } }),
    source: 'dnet',
    ...(finding.unnecessary && { tags: [DiagnosticTag.Unnecessary] }),
    message: finding.message,
    ...(withRepairs && dataOf(snapshot, finding)),
    ...(finding.related.length > 0 && {
      relatedInformation: finding.related.map((related) => ({
        location: { uri: related.uri, range: rangeIn(snapshot, related) },
        message: related.message,
      })),
    }),
  };
}

function dataOf(snapshot: Snapshot, finding: Finding): { readonly data?: DiagnosticData } {
  if (finding.trials || finding.uri !== snapshot.uri || finding.fixes.length === 0) return {};
  return { data: { fixes: finding.fixes.map(({ title, edits }) => ({ title, edits: textEdits(snapshot, edits) })) } };
}

function rangeIn(snapshot: Snapshot, { uri, span }: Place): Range {
  const source = uri === snapshot.uri ? snapshot : snapshot.lab.sources.find((each) => each.uri === uri);
  return (source ?? snapshot).lines.rangeOf(span.start, span.end);
}

function pageOf(documentation: string, code: string): string {
  return `${documentation.replace(/\/$/, '')}/diagnostics/${code}.md`;
}

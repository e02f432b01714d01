/** The repairs of findings as quick fixes: those at hand with their edits, others tried out when one is chosen. */
import { type CodeAction, CodeActionKind, type TextEdit } from 'vscode-languageserver-types';
import type { Finding, Fix } from '../analysis/finding.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import type { Work } from '../steps.ts';
import { diagnostic } from './diagnostics.ts';
import { obviousFix } from './fix-all.ts';
import { textEdits } from './text-edits.ts';

/** In labs of more steps, to try all repairs out takes longer than a list may: it is done for the one that is chosen. */
const MOST_STEPS = 150;

/** For a client to give back when a repair is chosen. */
export interface QuickFixData {
  readonly uri: string;
  readonly code: string;
  /** Where the finding begins; an offset. */
  readonly start: number;
  readonly fix: string;
}

/** @param resolvesEdits whether the client asks for the edits of the one that is chosen */
export function fixesOf(snapshot: Snapshot, finding: Finding, resolvesEdits: boolean): readonly CodeAction[] {
  const isLater = resolvesEdits && isTriedLater(snapshot, finding);
  const fixes = isLater ? finding.trials!.candidates() : finding.fixes;
  const isPreferred = !isLater && obviousFix(finding) !== undefined;
  return fixes.map((fix) => ({
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    ...(isPreferred && { isPreferred }),
    diagnostics: [diagnostic(snapshot, finding)],
    ...(isLater
      ? { data: dataOf(snapshot, finding, fix) }
      : { edit: { changes: { [snapshot.uri]: textEdits(snapshot, fix.edits) } } }),
  }));
}

function isTriedLater({ timeline }: Snapshot, { trials }: Finding): boolean {
  return trials !== undefined && timeline.run.executions.length > MOST_STEPS;
}

function dataOf({ uri }: Snapshot, { code, span }: Finding, { title }: Fix): QuickFixData {
  return { uri, code, start: span.start, fix: title };
}

/** The edits of a repair that was listed untried; `useless` where it would not help, undefined where it is gone. */
export function* resolveQuickFix(
  snapshot: Snapshot,
  { code, start, fix: title }: QuickFixData,
): Work<TextEdit[] | 'useless' | undefined> {
  const finding = snapshot.findings.find((each) => each.code === code && each.span.start === start);
  const fix = finding?.trials?.candidates().find((each) => each.title === title);
  if (!finding || !fix) return undefined;
  return (yield* finding.trials!.tryOut(fix)) ? textEdits(snapshot, fix.edits) : 'useless';
}

/**
 * Quick fixes: the repairs that findings carry, for those findings that touch the asked range, and the statements that
 * stand for a `docker` command line.
 */

import { type CodeAction, CodeActionKind } from 'vscode-languageserver-types';
import type { Finding } from '../analysis/finding.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { t } from '../l10n.ts';
import type { Range } from '../syntax/lines.ts';
import { diagnostic } from './diagnostics.ts';
import { dockerConversions } from './docker-lines.ts';
import { FIX_ALL, fixAll } from './fix-all.ts';
import { creatingFile } from './missing-file.ts';
import { pinActions } from './pin.ts';
import { fixesOf } from './quick-fixes.ts';
import { refactorings } from './refactorings/refactorings.ts';

export interface CodeActionOptions {
  /** The kinds that are asked for, with all kinds below them; absent for whatever there is at the place. */
  readonly only?: readonly string[] | undefined;
  /** Whether the client can create files. */
  readonly createsFiles?: boolean;
  /** Whether the client asks for edits that take long when one is chosen; otherwise they come with the list. */
  readonly resolvesEdits?: boolean;
}

export function codeActions(
  snapshot: Snapshot,
  range: Range,
  { only, createsFiles = false, resolvesEdits = false }: CodeActionOptions = {},
): CodeAction[] {
  const wants = (kind: string) => only === undefined || only.some((each) => `${kind}.`.startsWith(`${each}.`));
  // What concerns the whole file is looked for when it is asked for by name.
  const whole = only && wants(FIX_ALL) ? fixAll(snapshot) : [];
  return [
    ...(wants(CodeActionKind.QuickFix) ? quickFixes(snapshot, range, createsFiles, resolvesEdits) : []),
    ...(wants(CodeActionKind.Refactor) || only?.some((kind) => kind.startsWith(CodeActionKind.Refactor))
      ? [...pinActions(snapshot, range), ...refactorings(snapshot, range, resolvesEdits)].filter(({ kind = '' }) =>
          wants(kind),
        )
      : []),
    ...whole,
  ];
}

function quickFixes(snapshot: Snapshot, range: Range, createsFiles: boolean, resolvesEdits: boolean): CodeAction[] {
  const { lines } = snapshot;
  const start = lines.offsetAt(range.start);
  const end = lines.offsetAt(range.end);
  const touched = snapshot.findings.filter(({ span }) => span.start <= end && start <= span.end);
  return [
    ...(createsFiles ? touched.flatMap((finding) => creatingFile(snapshot, finding)) : []),
    ...movesTo(snapshot, range, touched),
    ...touched.flatMap((finding) => fixesOf(snapshot, finding, resolvesEdits)),
    ...touched.flatMap((finding) => ignoring(snapshot, finding)),
    ...dockerConversions(snapshot, range),
  ];
}

/** Findings that the order of the statements is to blame for. */
const ORDER: ReadonlySet<string> = new Set(['join-missing', 'link-missing']);

/** The refactoring that puts the order right, as a repair of the finding. */
function movesTo(snapshot: Snapshot, range: Range, touched: readonly Finding[]): CodeAction[] {
  const finding = touched.find(({ code }) => ORDER.has(code));
  if (!finding) return [];
  return refactorings(snapshot, range, false)
    .filter(({ kind }) => kind === 'refactor.move')
    .map((action) => ({
      ...action,
      kind: CodeActionKind.QuickFix,
      isPreferred: true,
      diagnostics: [diagnostic(snapshot, finding)],
    }));
}

/** A comment that keeps a finding from being told here; what Docker refuses is not to be talked away. */
function ignoring(snapshot: Snapshot, finding: Finding): readonly CodeAction[] {
  const { lines, uri } = snapshot;
  if (finding.severity === 'error' || finding.uri !== uri || finding.code === 'unused-ignore') return [];
  const { line } = lines.positionAt(finding.span.start);
  const text = lines.lineText(line);
  const end = lines.endOf(line);
  const newText = /dnet-ignore[ \t][^#]*$/.test(text) ? ` ${finding.code}` : ` # dnet-ignore ${finding.code}`;
  return [
    {
      title: t`Ignore \`${finding.code}\` on this line`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic(snapshot, finding)],
      edit: { changes: { [uri]: [{ range: { start: end, end }, newText }] } },
    },
  ];
}

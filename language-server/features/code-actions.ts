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
import { pinActions } from './pin.ts';

export function codeActions(snapshot: Snapshot, range: Range): CodeAction[] {
  const { lines, uri } = snapshot;
  const start = lines.offsetAt(range.start);
  const end = lines.offsetAt(range.end);
  const touched = snapshot.findings.filter(({ span }) => span.start <= end && start <= span.end);
  return [
    ...touched.flatMap((finding) =>
      finding.fixes.map(({ title, edits }) => ({
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic(snapshot, finding)],
        edit: {
          changes: {
            [uri]: edits.map((edit) => ({ range: lines.rangeOf(edit.start, edit.end), newText: edit.newText })),
          },
        },
      })),
    ),
    ...touched.flatMap((finding) => ignoring(snapshot, finding)),
    ...dockerConversions(snapshot, range),
    ...pinActions(snapshot, range),
  ];
}

/** A comment that keeps a finding from being told here; what Docker refuses is not to be talked away. */
function ignoring(snapshot: Snapshot, finding: Finding): readonly CodeAction[] {
  const { lines, uri } = snapshot;
  if (finding.severity === 'error' || finding.uri !== uri) return [];
  const { line } = lines.positionAt(finding.span.start);
  const text = lines.lineText(line);
  const end = { line, character: text.length };
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

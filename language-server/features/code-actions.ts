/**
 * Quick fixes: the repairs that findings carry, for those findings that touch the asked range, and the statements that
 * stand for a `docker` command line.
 */
import { type CodeAction, CodeActionKind } from 'vscode-languageserver-types';
import type { Snapshot } from '../analysis/snapshot.ts';
import type { Range } from '../syntax/lines.ts';
import { diagnostic } from './diagnostics.ts';
import { dockerConversions } from './docker-lines.ts';

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
    ...dockerConversions(snapshot, range),
  ];
}

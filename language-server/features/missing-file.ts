/** The quick fix for an include that leads nowhere: create the file. */

import { type CodeAction, CodeActionKind } from 'vscode-languageserver-types';
import { URI, Utils } from 'vscode-uri';
import type { Finding } from '../analysis/finding.ts';
import { absolute } from '../analysis/lab.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { t } from '../l10n.ts';
import { diagnostic } from './diagnostics.ts';

/** Only for files inside the workspace: an include that leads out of it is another finding. A file is never overwritten. */
export function creatingFile(snapshot: Snapshot, finding: Finding): CodeAction[] {
  if (finding.code !== 'include-missing' || finding.uri !== snapshot.uri) return [];
  const path = snapshot.program.declarations.flatMap((declaration, index) => {
    if (declaration.kind !== 'include' || !declaration.path) return [];
    return absolute(snapshot, index, declaration.path.span).start === finding.span.start
      ? [declaration.path.value]
      : [];
  })[0];
  if (path === undefined || path.endsWith('/')) return [];
  const uri = Utils.resolvePath(Utils.dirname(URI.parse(snapshot.uri)), path).toString();
  return [
    {
      title: t`Create the file "${path}"`,
      kind: CodeActionKind.QuickFix,
      isPreferred: true,
      diagnostics: [diagnostic(snapshot, finding)],
      edit: { documentChanges: [{ kind: 'create', uri, options: { overwrite: false, ignoreIfExists: true } }] },
    },
  ];
}

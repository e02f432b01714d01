/** Renaming, with the reason for the user where it is refused. */
import type { Connection, RenameParams, ServerCapabilities, WorkspaceEdit } from 'vscode-languageserver';
import type { Refused } from '../features/rename.ts';
import { t } from '../l10n.ts';
import type { Service, Snapshot } from '../service.ts';
import type { Handlers } from './handlers.ts';
import { contentModified } from './long-work.ts';
import { LSPErrorCodes, ResponseError } from './lsp.ts';

export const renameCapabilities: ServerCapabilities = {
  renameProvider: { prepareProvider: true, workDoneProgress: true },
};

export function registerRename(connection: Connection, { about, long }: Handlers, service: Service): void {
  connection.onPrepareRename(
    about('textDocument/prepareRename', (snapshot, { position }) =>
      orRefuse(service.prepareRename(snapshot, position)),
    ),
  );
  long(
    'textDocument/rename',
    () => t('Renaming'),
    async ({ textDocument: { uri }, position, newName }: RenameParams, work): Promise<WorkspaceEdit | null> => {
      const snapshot = service.snapshot(uri);
      if (!snapshot) return null;
      orRefuse(service.prepareRename(snapshot, position));
      const others: Snapshot[] = [];
      for await (const other of work.slices(service.related(snapshot))) others.push(other);
      // Edits are of a text that has not changed meanwhile.
      if (service.snapshot(uri) !== snapshot) throw contentModified();
      const edits = orRefuse(service.rename(snapshot, position, newName, others));
      return { changes: Object.fromEntries([...edits].map(([file, list]) => [file, [...list]])) };
    },
  );
}

function orRefuse<T extends object>(answer: T | Refused): T {
  if ('refused' in answer) throw new ResponseError(LSPErrorCodes.RequestFailed, answer.refused);
  return answer;
}

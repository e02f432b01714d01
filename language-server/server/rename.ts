/** Renaming, with the reason for the user where it is refused. */
import {
  type Connection,
  LSPErrorCodes,
  ResponseError,
  type ServerCapabilities,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Refused } from '../features/rename.ts';
import type { Service } from '../service.ts';
import type { Handlers } from './handlers.ts';

export const renameCapabilities: ServerCapabilities = { renameProvider: { prepareProvider: true } };

export function registerRename(connection: Connection, { about }: Handlers, service: Service): void {
  connection.onPrepareRename(
    about('textDocument/prepareRename', (snapshot, { position }) =>
      orRefuse(service.prepareRename(snapshot, position)),
    ),
  );
  connection.onRenameRequest(
    about('textDocument/rename', (snapshot, { position, newName }): WorkspaceEdit => {
      const edits = orRefuse(service.rename(snapshot, position, newName, service.related(snapshot)));
      return { changes: Object.fromEntries([...edits].map(([uri, list]) => [uri, [...list]])) };
    }),
  );
}

function orRefuse<T extends object>(answer: T | Refused): T {
  if ('refused' in answer) throw new ResponseError(LSPErrorCodes.RequestFailed, answer.refused);
  return answer;
}

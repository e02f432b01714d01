/** The files of the workspace: what happens to them on the disk, and what moving them means for includes. */
import {
  type ClientCapabilities,
  type Connection,
  DidChangeWatchedFilesNotification,
  type FileOperationRegistrationOptions,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { includesAfterMove } from '../features/include-paths.ts';
import type { Service, Snapshot } from '../service.ts';
import type { Handlers } from './handlers.ts';

const LABS = '**/*.dnet';

const movable: FileOperationRegistrationOptions = {
  filters: [{ pattern: { glob: LABS, matches: 'file' } }, { pattern: { glob: '**', matches: 'folder' } }],
};

export const fileCapabilities: ServerCapabilities['workspace'] = { fileOperations: { willRename: movable } };

/** Asks the client, where it can, to tell of changes on the disk. */
export function watchFiles(connection: Connection, capabilities: ClientCapabilities | undefined): void {
  if (!capabilities?.workspace?.didChangeWatchedFiles?.dynamicRegistration) return;
  void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: LABS }] });
}

/** `changed` takes the documents of which something may have changed. */
export function registerFiles(
  connection: Connection,
  { guarded, answer }: Handlers,
  service: Service,
  changed: (snapshots: readonly Snapshot[]) => void,
): void {
  connection.onDidChangeWatchedFiles(
    guarded('workspace/didChangeWatchedFiles', ({ changes }) =>
      changed(service.filesChanged(changes.map(({ uri }) => uri))),
    ),
  );
  connection.workspace.onWillRenameFiles(
    answer('workspace/willRenameFiles', ({ files }) => {
      const edits = includesAfterMove(service.sources(), files);
      return { changes: Object.fromEntries([...edits].map(([uri, list]) => [uri, [...list]])) };
    }),
  );
}

/** The files of the workspace: what happens to them on the disk, and what moving them means for includes. */
import type {
  Connection,
  FileOperationRegistrationOptions,
  RenameFilesParams,
  ServerCapabilities,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { includesAfterMove } from '../features/include-paths.ts';
import { t } from '../l10n.ts';
import type { Service, Snapshot } from '../service.ts';
import type { Handlers } from './handlers.ts';
import { DidChangeWatchedFilesNotification, FileChangeType } from './lsp.ts';

const LABS = '**/*.dnet';

const movable: FileOperationRegistrationOptions = {
  filters: [{ pattern: { glob: LABS, matches: 'file' } }, { pattern: { glob: '**', matches: 'folder' } }],
};

/** Folders: who watches files is not told of those in a folder that comes or goes as a whole. */
const folders: FileOperationRegistrationOptions = { filters: [{ pattern: { glob: '**', matches: 'folder' } }] };

export const fileCapabilities: ServerCapabilities['workspace'] = {
  fileOperations: { willRename: movable, didRename: folders, didCreate: folders, didDelete: folders },
};

const KINDS = {
  [FileChangeType.Created]: 'created',
  [FileChangeType.Changed]: 'changed',
  [FileChangeType.Deleted]: 'deleted',
} as const;

/** Asks the client, where it can, to tell of changes on the disk. */
export function watchFiles(connection: Connection, { asked }: Handlers): void {
  const { type } = DidChangeWatchedFilesNotification;
  asked(type.method, connection.client.register(type, { watchers: [{ globPattern: LABS }] }));
}

/** `changed` takes the documents of which something may have changed. */
export function registerFiles(
  connection: Connection,
  { guarded, long }: Handlers,
  service: Service,
  changed: (snapshots: readonly Snapshot[]) => void,
): void {
  connection.onDidChangeWatchedFiles(
    guarded('workspace/didChangeWatchedFiles', ({ changes }) =>
      changed(service.filesChanged(changes.map(({ uri, type }) => ({ uri, kind: KINDS[type] })))),
    ),
  );
  const foldersChanged = (method: string) => guarded(method, () => changed(service.foldersChanged()));
  connection.workspace.onDidCreateFiles(foldersChanged('workspace/didCreateFiles'));
  connection.workspace.onDidRenameFiles(foldersChanged('workspace/didRenameFiles'));
  connection.workspace.onDidDeleteFiles(foldersChanged('workspace/didDeleteFiles'));
  long(
    'workspace/willRenameFiles',
    () => t('Looking for includes'),
    async ({ files }: RenameFilesParams, { slices }): Promise<WorkspaceEdit> => {
      const changes: Record<string, TextEdit[]> = {};
      for await (const source of slices(service.sources())) {
        const edits = includesAfterMove(source, files);
        if (edits.length > 0) changes[source.uri] = [...edits];
      }
      return { changes };
    },
  );
}

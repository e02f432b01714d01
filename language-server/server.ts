/**
 * The transport: LSP messages in, answers of the service out, and nothing else. Node and the browser share it; each
 * brings a connection and a way to read files.
 */
import type {
  Connection,
  InitializeParams,
  InitializeResult,
  ServerCapabilities,
  WorkspaceFoldersChangeEvent,
} from 'vscode-languageserver';
import { speak } from './l10n.ts';
import type { ConvertDockerCommandsRequest, FolderEntry } from './protocol.ts';
import { agreedText, type ClientFeatures, clientFeatures } from './server/client-features.ts';
import { codeActionCapabilities, registerCodeActions } from './server/code-actions.ts';
import { Configuration } from './server/configuration.ts';
import { pullCapabilities, registerDiagnostics } from './server/diagnostics/diagnostics.ts';
import { registerExpectations } from './server/expectations.ts';
import { FileAccess } from './server/file-access.ts';
import { fileCapabilities, registerFiles, watchFiles } from './server/files.ts';
import { formattingCapabilities, registerFormatting } from './server/formatting.ts';
import { createHandlers, type HasDocument } from './server/handlers.ts';
import { hintCapabilities, registerHints } from './server/hints.ts';
import { languageCapabilities, registerLanguageFeatures } from './server/language-features.ts';
import { translationsFor } from './server/locale.ts';
import { TextDocumentSyncKind } from './server/lsp.ts';
import { navigationCapabilities, registerNavigation } from './server/navigation.ts';
import { Newest } from './server/newest.ts';
import { registerReachability } from './server/reachability.ts';
import { registerRename, renameCapabilities } from './server/rename.ts';
import { registerTopology, TopologyPublisher } from './server/topology.ts';
import { createService, type Service, type Snapshot } from './service.ts';

/** What differs between the places where the server runs. */
export interface Platform {
  /** The text of a file below one of the workspace roots; undefined where it cannot be read. */
  readonly readFile: (uri: string, roots: readonly string[]) => string | undefined;
  /** What is in a folder that is one of the workspace roots or below; absent where folders cannot be read. */
  readonly readFolder?: (uri: string, roots: readonly string[]) => readonly FolderEntry[] | undefined;
  /** Calls once the messages that have arrived had their chance. */
  readonly later: (work: () => void) => void;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** The labs below the workspace roots, folder by folder; absent where files cannot be listed. */
  readonly findFiles?: (roots: readonly string[]) => Iterable<readonly string[]>;
  /** The folder of the documentation, as a URI, for clients that name none. */
  readonly documentation?: string;
}

const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  ...languageCapabilities,
  ...navigationCapabilities,
  ...hintCapabilities,
  ...codeActionCapabilities,
  ...formattingCapabilities,
  ...renameCapabilities,
  workspace: { workspaceFolders: { supported: true, changeNotifications: true }, ...fileCapabilities },
};

/** Serves one client until the connection ends. */
export function startServer(connection: Connection, platform: Platform): void {
  let roots: readonly string[] = [];
  let client: ClientFeatures = clientFeatures({});
  let tellsFolders = false;
  let documentation: string | undefined;
  const files = new FileAccess(connection, platform, () => client);
  const service: Service = createService({
    readFile: (uri, folders) => files.readFile(uri, folders),
    roots: () => roots,
    severities: () => configuration.settings.diagnostics.severity,
    watchesFiles: () => client.watchesFiles,
    positionEncoding: () => client.positionEncoding,
    ...(platform.findFiles && { findFiles: platform.findFiles }),
  });
  const topology = new TopologyPublisher(connection, service);

  const handlers = createHandlers(connection, service, platform.later);
  const { about, answer, guarded, guardedWork } = handlers;
  const configuration = new Configuration(connection, platform.wait);
  const diagnostics = registerDiagnostics(
    connection,
    service,
    handlers,
    configuration,
    platform,
    () => client,
    () => documentation,
  );
  const drawing = new Newest(
    platform.later,
    // biome-ignore lint/correctness/useYield: drawing is one step.
    guardedWork('topology', function* (snapshot: Snapshot) {
      topology.publish(snapshot);
    }),
  );
  const checking = new Newest(
    platform.later,
    guardedWork('diagnostics', function* (snapshot: Snapshot) {
      yield* snapshot.reading();
      // When its files are there it comes again.
      if (snapshot.awaitsFiles) return;
      yield* snapshot.analysis();
      diagnostics.publish(snapshot);
      drawing.add(snapshot);
    }),
  );
  const refresh = (): void => {
    hints.refresh();
    diagnostics.refresh();
  };
  /** After the user has edited a document: it comes first among those of which something may have changed. */
  const edited = (uri: string, snapshots: readonly Snapshot[]): void => {
    for (const snapshot of snapshots) checking.add(snapshot);
    // The client asks again about the document that it has changed, and knows of no others.
    if (snapshots.some((other) => other.uri !== uri)) refresh();
    if (service.isIncludedUnopened(uri)) diagnostics.unopenedChanged();
  };
  /** After a change outside of the documents. */
  const changed = (snapshots: readonly Snapshot[]): void => {
    for (const snapshot of snapshots) checking.add(snapshot);
    if (snapshots.length > 0) refresh();
    diagnostics.unopenedChanged();
  };

  const moveRoots = ({ added, removed }: WorkspaceFoldersChangeEvent): void => {
    const gone = new Set(removed.map(({ uri }) => uri));
    roots = [...roots.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
    changed(service.foldersChanged());
  };

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    speak(translationsFor(params.locale));
    roots = rootsOf(params);
    documentation = documentationOf(params.initializationOptions) ?? platform.documentation;
    client = clientFeatures(params);
    configuration.initialize(params.capabilities);
    tellsFolders = params.capabilities?.workspace?.workspaceFolders === true;
    return {
      capabilities: {
        ...capabilities,
        positionEncoding: client.positionEncoding,
        ...(client.pullsDiagnostics && pullCapabilities),
      },
      serverInfo: { name: 'dnet' },
    };
  });
  connection.onInitialized(
    guarded('initialized', () => {
      connection.console.info(agreedText(client, roots));
      configuration.initialized();
      if (client.watchesFiles) watchFiles(connection, handlers);
      if (tellsFolders)
        connection.workspace.onDidChangeWorkspaceFolders(guarded('didChangeWorkspaceFolders', moveRoots));
      diagnostics.unopenedChanged();
    }),
  );

  connection.onDidOpenTextDocument(
    guarded('textDocument/didOpen', ({ textDocument: { uri, version, text } }) =>
      edited(uri, service.open(uri, version, text)),
    ),
  );
  connection.onDidChangeTextDocument(
    guarded('textDocument/didChange', ({ textDocument: { uri, version }, contentChanges }) =>
      edited(uri, service.change(uri, version, contentChanges)),
    ),
  );
  connection.onDidCloseTextDocument(
    guarded('textDocument/didClose', ({ textDocument: { uri } }) => {
      const affected = service.close(uri);
      checking.forget(uri);
      drawing.forget(uri);
      topology.unsubscribe(uri);
      language.forget(uri);
      edited(uri, affected);
      diagnostics.closed(uri);
    }),
  );

  const language = registerLanguageFeatures(connection, service, handlers, files, () => client);
  registerNavigation(connection, service, handlers, () => client);
  const hints = registerHints(connection, service, handlers, configuration, () => client);
  registerCodeActions(connection, service, handlers, () => client);
  registerReachability(service, handlers);
  registerTopology(connection, service, topology, about);
  connection.onNotification(
    'dnet/topology/unsubscribe',
    guarded('dnet/topology/unsubscribe', ({ textDocument }: HasDocument) => topology.unsubscribe(textDocument.uri)),
  );
  connection.onRequest(
    'dnet/convertDockerCommands',
    answer(
      'dnet/convertDockerCommands',
      ({ text }: ConvertDockerCommandsRequest['params']): ConvertDockerCommandsRequest['result'] =>
        service.convertDockerCommands(text) ?? null,
    ),
  );
  registerExpectations(connection, service, handlers);
  registerFormatting(connection, handlers, configuration);
  const renewAll = guarded<void>('didChangeConfiguration', () => changed(service.renewAll()));
  configuration.onChange(() => renewAll());
  registerRename(connection, handlers, service);
  registerFiles(connection, handlers, service, changed);
  files.arrived = guarded('dnet/readFile', (uri) => changed(service.filesChanged([{ uri, kind: 'changed' }])));

  connection.listen();
}

/** Workspace folders, or the older root of clients that know no folders. */
function rootsOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  if (Array.isArray(workspaceFolders)) return workspaceFolders.map(({ uri }) => uri);
  return typeof rootUri === 'string' ? [rootUri] : [];
}

/** `initializationOptions.documentation`: where the pages that diagnostics link to are found; a URI of a folder. */
function documentationOf(options: unknown): string | undefined {
  const value = (options as { documentation?: unknown } | null | undefined)?.documentation;
  return typeof value === 'string' ? value : undefined;
}

/**
 * What of the protocol's library is there at run time, imported in this one place: every file that imports it gets a copy
 * of all its names, which is work at the server's start.
 */
export {
  CancellationTokenSource,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticReportKind,
  FileChangeType,
  LSPErrorCodes,
  MarkupKind,
  MessageType,
  ProgressType,
  ResponseError,
  ShowMessageNotification,
  TextDocumentSyncKind,
} from 'vscode-languageserver';

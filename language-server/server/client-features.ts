/** What a client can do, where answers depend on it. */
import type { InitializeParams } from 'vscode-languageserver';
import type { InitializationOptions } from '../protocol.ts';
import type { PositionEncoding } from '../syntax/lines.ts';
import { MarkupKind } from './lsp.ts';

export interface ClientFeatures {
  readonly snippets: boolean;
  readonly insertReplace: boolean;
  readonly labelDetails: boolean;
  readonly suggestCommand: boolean;
  readonly locationLinks: boolean;
  /** Whether edits may create files. */
  readonly createsFiles: boolean;
  /** Whether the edits of a code action may be asked for when it is chosen. */
  readonly resolvesEdits: boolean;
  readonly hierarchicalSymbols: boolean;
  /** Whether Markdown can be shown, in hovers and beside completions; plain text can always. */
  readonly markdown: { readonly hover: boolean; readonly completion: boolean; readonly signature: boolean };
  /** Most folding ranges that it takes. */
  readonly foldingLimit: number;
  readonly refresh: {
    readonly semanticTokens: boolean;
    readonly inlayHints: boolean;
    readonly codeLenses: boolean;
    readonly diagnostics: boolean;
  };
  /** Whether it asks for diagnostics; to others they are pushed. */
  readonly pullsDiagnostics: boolean;
  /** Whether it tells of changes on the disk, when it is asked to. */
  readonly watchesFiles: boolean;
  /** Whether it reads files of which only it knows. */
  readonly readsFiles: boolean;
  /** In what it counts the characters of a line: the first in its list that we know. */
  readonly positionEncoding: PositionEncoding;
  /** Commands of ours that the client carries out: `initializationOptions.commands`. */
  readonly commands: ReadonlySet<string>;
}

export function clientFeatures({ capabilities, initializationOptions }: Partial<InitializeParams>): ClientFeatures {
  const { textDocument = {}, workspace = {} } = capabilities ?? {};
  const { commands: offered } = optionsOf(initializationOptions);
  const commands = new Set(listOf(offered));
  const { completionItem } = textDocument.completion ?? {};
  const prefersMarkdown = (formats: readonly MarkupKind[] | undefined): boolean =>
    formats === undefined || formats.includes(MarkupKind.Markdown);
  return {
    snippets: completionItem?.snippetSupport === true,
    insertReplace: completionItem?.insertReplaceSupport === true,
    labelDetails: completionItem?.labelDetailsSupport === true,
    suggestCommand: commands.has('editor.action.triggerSuggest'),
    createsFiles:
      workspace.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.resourceOperations?.includes('create') === true,
    resolvesEdits:
      textDocument.codeAction?.dataSupport === true &&
      textDocument.codeAction.resolveSupport?.properties.includes('edit') === true,
    locationLinks: textDocument.definition?.linkSupport === true,
    hierarchicalSymbols: textDocument.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    markdown: {
      hover: prefersMarkdown(textDocument.hover?.contentFormat),
      completion: prefersMarkdown(completionItem?.documentationFormat),
      signature: prefersMarkdown(textDocument.signatureHelp?.signatureInformation?.documentationFormat),
    },
    foldingLimit: textDocument.foldingRange?.rangeLimit ?? Number.POSITIVE_INFINITY,
    refresh: {
      semanticTokens: workspace.semanticTokens?.refreshSupport === true,
      inlayHints: workspace.inlayHint?.refreshSupport === true,
      codeLenses: workspace.codeLens?.refreshSupport === true,
      diagnostics: workspace.diagnostics?.refreshSupport === true,
    },
    pullsDiagnostics: textDocument.diagnostic !== undefined && optionsOf(initializationOptions).diagnostics !== 'push',
    watchesFiles: workspace.didChangeWatchedFiles?.dynamicRegistration === true,
    readsFiles: optionsOf(initializationOptions).files === true,
    positionEncoding: listOf(capabilities?.general?.positionEncodings).find(isKnownEncoding) ?? 'utf-16',
    commands,
  };
}

/** What client and server have agreed on, for the log. */
export function agreedText(client: ClientFeatures, folders: readonly string[]): string {
  const { positionEncoding, pullsDiagnostics, watchesFiles } = client;
  return [
    `Positions count ${positionEncoding}, diagnostics are ${pullsDiagnostics ? 'pulled' : 'pushed'},`,
    `files are ${watchesFiles ? '' : 'not '}watched.`,
    folders.length === 0 ? 'No folder is open.' : `Folders: ${folders.join(', ')}`,
  ].join(' ');
}

/** As the client sent them, so of any type. */
function optionsOf(options: unknown): { readonly [Name in keyof InitializationOptions]?: unknown } {
  return typeof options === 'object' && options !== null ? options : {};
}

function listOf(sent: unknown): readonly string[] {
  return Array.isArray(sent) ? sent.filter((each) => typeof each === 'string') : [];
}

function isKnownEncoding(encoding: string): encoding is PositionEncoding {
  return encoding === 'utf-8' || encoding === 'utf-16' || encoding === 'utf-32';
}

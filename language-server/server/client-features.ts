/** What a client can do, where answers depend on it. */
import { type InitializeParams, MarkupKind } from 'vscode-languageserver';

export interface ClientFeatures {
  readonly snippets: boolean;
  readonly insertReplace: boolean;
  readonly labelDetails: boolean;
  readonly suggestCommand: boolean;
  readonly locationLinks: boolean;
  /** Whether edits may create files. */
  readonly createsFiles: boolean;
  readonly hierarchicalSymbols: boolean;
  /** Whether Markdown can be shown, in hovers and beside completions; plain text can always. */
  readonly markdown: { readonly hover: boolean; readonly completion: boolean; readonly signature: boolean };
  /** Most folding ranges that it takes. */
  readonly foldingLimit: number;
  readonly refresh: { readonly semanticTokens: boolean; readonly inlayHints: boolean; readonly codeLenses: boolean };
  /** Commands of ours that the client carries out: `initializationOptions.commands`. */
  readonly commands: ReadonlySet<string>;
}

export function clientFeatures({ capabilities, initializationOptions }: Partial<InitializeParams>): ClientFeatures {
  const { textDocument = {}, workspace = {} } = capabilities ?? {};
  const commands = new Set(commandsOf(initializationOptions));
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
    },
    commands,
  };
}

function commandsOf(options: unknown): readonly string[] {
  const commands = (options as { commands?: unknown } | null | undefined)?.commands;
  return Array.isArray(commands) ? commands.filter((each) => typeof each === 'string') : [];
}

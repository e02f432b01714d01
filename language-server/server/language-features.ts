/** The standard requests about the language: each is one feature asked about the document's newest snapshot. */
import type {
  CompletionItem,
  CompletionList,
  Connection,
  Position,
  Range,
  ServerCapabilities,
} from 'vscode-languageserver';
import type { ItemData } from '../features/completion.ts';
import { completionDocumentation } from '../features/completion-documentation.ts';
import { above, type PathPlace, pathCompletion, pathPlace } from '../features/completion-paths.ts';
import { flatSymbols } from '../features/document-symbols.ts';
import { signatureHelp } from '../features/signature-help.ts';
import { traceDocument } from '../features/trace-document.ts';
import { isBelowOrSame, type Service, type Snapshot } from '../service.ts';
import type { ClientFeatures } from './client-features.ts';
import type { FileAccess } from './file-access.ts';
import type { Handlers, HasDocument, HasPosition } from './handlers.ts';
import { inPlainText, markup } from './markup.ts';
import { SentTokens, semanticTokensProvider } from './semantic-tokens.ts';

interface HasRange extends HasDocument {
  readonly range: Range;
}

export const languageCapabilities = {
  hoverProvider: true,
  completionProvider: { triggerCharacters: [' ', ':', ',', '.', '{', ';', '/', '"'], resolveProvider: true },
  signatureHelpProvider: { triggerCharacters: [' '], retriggerCharacters: [','] },
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  semanticTokensProvider,
} satisfies ServerCapabilities;

/**
 * `client` is asked at every request: what it can do is known from `initialize` on. Of documents that are closed,
 * `forget` drops what was kept.
 */
export function registerLanguageFeatures(
  connection: Connection,
  service: Service,
  { about, answer }: Handlers,
  files: FileAccess,
  client: () => ClientFeatures,
): { readonly forget: (uri: string) => void } {
  const on = <P extends HasDocument>(
    method: string,
    handler: (snapshot: Snapshot, params: P) => object | null,
  ): void => {
    connection.onRequest(method, about(method, handler));
  };

  /** Never of a folder outside of the workspace. */
  const paths = async (snapshot: Snapshot, place: PathPlace): Promise<CompletionList> => {
    const roots = service.foldersFor(snapshot.uri);
    const isInside = (uri: string) => roots.some((root) => isBelowOrSame(uri, root));
    const entries = isInside(place.folder) ? await files.readFolder(place.folder, roots) : [];
    const up = above(place.folder);
    return pathCompletion(snapshot, place, entries, up !== place.folder && isInside(up), client());
  };

  on('textDocument/hover', (snapshot, { position }: HasPosition) => {
    const found = service.hover(snapshot, position);
    return found && { ...found, contents: markup(found.contents.value, client().markdown.hover) };
  });
  on('textDocument/completion', (snapshot, { position }: HasPosition) => {
    const place = pathPlace(snapshot, position);
    return place ? paths(snapshot, place) : service.completion(snapshot, position, client());
  });
  connection.onRequest(
    'completionItem/resolve',
    answer('completionItem/resolve', (item: CompletionItem) => {
      const { uri, topic } = (item.data ?? {}) as Partial<ItemData>;
      const snapshot = uri === undefined ? undefined : service.snapshot(uri);
      const text = snapshot && topic && completionDocumentation(snapshot, topic, service.lab);
      return text ? { ...item, documentation: markup(text, client().markdown.completion) } : item;
    }),
  );
  on('textDocument/signatureHelp', (snapshot, { position }: HasPosition) => {
    const help = signatureHelp(snapshot, position);
    return help && (client().markdown.signature ? help : inPlainText(help));
  });
  on('textDocument/documentSymbol', (snapshot) =>
    client().hierarchicalSymbols ? service.documentSymbols(snapshot) : flatSymbols(snapshot),
  );
  on('textDocument/foldingRange', (snapshot) => service.foldingRanges(snapshot, client().foldingLimit));
  on('textDocument/selectionRange', (snapshot, { positions }: HasDocument & { readonly positions: Position[] }) =>
    service.selectionRanges(snapshot, positions),
  );

  on('dnet/traceDocument', (snapshot, { position }: HasPosition) => traceDocument(snapshot, position) ?? null);

  const sentTokens = new SentTokens();
  on('textDocument/semanticTokens/full', (snapshot) =>
    sentTokens.whole(snapshot.uri, service.semanticTokens(snapshot)),
  );
  on(
    'textDocument/semanticTokens/full/delta',
    (snapshot, { previousResultId }: HasDocument & { readonly previousResultId: string }) =>
      sentTokens.changes(snapshot.uri, previousResultId, service.semanticTokens(snapshot)),
  );
  on('textDocument/semanticTokens/range', (snapshot, { range }: HasRange) => ({
    data: service.semanticTokens(snapshot, range),
  }));
  return { forget: (uri) => sentTokens.forget(uri) };
}

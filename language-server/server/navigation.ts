/** Navigation: from a name to what it means, to its uses, to what it reaches. */
import type { CallHierarchyItem, Connection, ServerCapabilities } from 'vscode-languageserver';
import {
  type CallHierarchyData,
  incomingCalls,
  outgoingCalls,
  prepareCallHierarchy,
} from '../features/call-hierarchy.ts';
import { locationsOf } from '../features/definition.ts';
import { workspaceSymbols } from '../features/workspace-symbols.ts';
import type { Service, Snapshot } from '../service.ts';
import type { ClientFeatures } from './client-features.ts';
import type { Handlers, HasDocument, HasPosition } from './handlers.ts';

export const navigationCapabilities = {
  definitionProvider: true,
  declarationProvider: true,
  typeDefinitionProvider: true,
  implementationProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  callHierarchyProvider: true,
  documentLinkProvider: {},
  workspaceSymbolProvider: true,
} satisfies ServerCapabilities;

export function registerNavigation(
  connection: Connection,
  service: Service,
  { about, answer }: Handlers,
  client: () => ClientFeatures,
): void {
  const on = <P extends HasDocument>(
    method: string,
    handler: (snapshot: Snapshot, params: P) => object | null,
  ): void => {
    connection.onRequest(method, about(method, handler));
  };

  for (const [method, links] of [
    ['textDocument/definition', service.definition],
    ['textDocument/declaration', service.definition],
    ['textDocument/typeDefinition', service.typeDefinition],
    ['textDocument/implementation', service.implementation],
  ] as const) {
    on(method, (snapshot, { position }: HasPosition) => {
      const found = links(snapshot, position);
      return client().locationLinks ? found : locationsOf(found);
    });
  }
  on(
    'textDocument/references',
    (snapshot, { position, context }: HasPosition & { readonly context: { readonly includeDeclaration: boolean } }) =>
      service.references(snapshot, position, context.includeDeclaration),
  );
  on('textDocument/documentHighlight', (snapshot, { position }: HasPosition) => service.highlights(snapshot, position));
  on('textDocument/documentLink', (snapshot) => service.documentLinks(snapshot));
  connection.onRequest(
    'workspace/symbol',
    answer('workspace/symbol', ({ query }: { readonly query: string }) => workspaceSymbols(service.sources(), query)),
  );

  on('textDocument/prepareCallHierarchy', (snapshot, { position }: HasPosition) =>
    prepareCallHierarchy(snapshot, position),
  );
  for (const [method, calls] of [
    ['callHierarchy/incomingCalls', incomingCalls],
    ['callHierarchy/outgoingCalls', outgoingCalls],
  ] as const) {
    connection.onRequest(
      method,
      answer(method, ({ item }: { readonly item: CallHierarchyItem }): object | null => {
        const data = item.data as CallHierarchyData;
        const snapshot = service.snapshot(data.uri);
        return snapshot ? calls(snapshot, data) : null;
      }),
    );
  }
}

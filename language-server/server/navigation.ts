/** Navigation: from a name to what it means, to its uses, to what it reaches. */
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  Connection,
  ServerCapabilities,
} from 'vscode-languageserver';
import {
  type CallHierarchyData,
  incomingCalls,
  outgoingCalls,
  prepareCallHierarchy,
} from '../features/call-hierarchy.ts';
import { locationsOf } from '../features/definition.ts';
import { references } from '../features/references.ts';
import { workspaceSymbols } from '../features/workspace-symbols.ts';
import { t } from '../l10n.ts';
import type { Service, Snapshot } from '../service.ts';
import type { ClientFeatures } from './client-features.ts';
import type { Handlers, HasDocument, HasPosition } from './handlers.ts';
import { listed } from './long-work.ts';

export const navigationCapabilities = {
  definitionProvider: true,
  declarationProvider: true,
  typeDefinitionProvider: true,
  implementationProvider: true,
  referencesProvider: { workDoneProgress: true },
  documentHighlightProvider: true,
  callHierarchyProvider: { workDoneProgress: true },
  documentLinkProvider: {},
  workspaceSymbolProvider: { workDoneProgress: true },
} satisfies ServerCapabilities;

export function registerNavigation(
  connection: Connection,
  service: Service,
  { about, long }: Handlers,
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
  long(
    'textDocument/references',
    () => t('Looking for references'),
    (
      { textDocument, position, context }: HasPosition & { readonly context: { readonly includeDeclaration: boolean } },
      work,
    ) => {
      const snapshot = service.snapshot(textDocument.uri);
      const { includeDeclaration } = context;
      const steps = snapshot && references(snapshot, position, includeDeclaration, service.related(snapshot));
      return listed(work, steps ?? []);
    },
  );
  on('textDocument/documentHighlight', (snapshot, { position }: HasPosition) => service.highlights(snapshot, position));
  on('textDocument/documentLink', (snapshot) => service.documentLinks(snapshot));
  long(
    'workspace/symbol',
    () => t('Looking through the labs of the workspace'),
    ({ query }: { readonly query: string }, work) => listed(work, workspaceSymbols(service.sources(), query)),
  );

  on('textDocument/prepareCallHierarchy', (snapshot, { position }: HasPosition) =>
    prepareCallHierarchy(snapshot, position),
  );
  // Who reaches whom is told by all containers of the lab together.
  for (const [method, calls] of [
    ['callHierarchy/incomingCalls', incomingCalls],
    ['callHierarchy/outgoingCalls', outgoingCalls],
  ] as const) {
    long(
      method,
      () => t('Looking who reaches whom'),
      ({ item }: { readonly item: CallHierarchyItem }, work) => {
        const data = item.data as CallHierarchyData;
        const snapshot = service.snapshot(data.uri);
        return listed<CallHierarchyIncomingCall | CallHierarchyOutgoingCall>(
          work,
          snapshot ? calls(snapshot, data) : [],
        );
      },
    );
  }
}

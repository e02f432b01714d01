/** Inlay hints and code lenses: which are shown is the user's choice, and what they say may depend on other files. */
import type { CodeLens, Connection, Range, ServerCapabilities } from 'vscode-languageserver';
import { type CodeLensData, codeLenses, resolveCodeLens } from '../features/code-lenses.ts';
import { inlayHints } from '../features/inlay-hints.ts';
import type { Service } from '../service.ts';
import type { ClientFeatures } from './client-features.ts';
import type { Configuration } from './configuration.ts';
import type { Handlers, HasDocument } from './handlers.ts';

export const hintCapabilities = {
  inlayHintProvider: true,
  codeLensProvider: { resolveProvider: true },
} satisfies ServerCapabilities;

/** `refresh` asks the client to ask again: what is shown may have changed without a change of its document. */
export function registerHints(
  connection: Connection,
  service: Service,
  { aboutAnalysed, answer, asked }: Handlers,
  configuration: Configuration,
  client: () => ClientFeatures,
): { readonly refresh: () => void } {
  connection.onRequest(
    'textDocument/inlayHint',
    aboutAnalysed('textDocument/inlayHint', async (snapshot, { range }: HasDocument & { readonly range: Range }) =>
      inlayHints(snapshot, range, (await configuration.current()).inlayHints),
    ),
  );
  connection.onRequest(
    'textDocument/codeLens',
    aboutAnalysed('textDocument/codeLens', async (snapshot) =>
      codeLenses(snapshot, (await configuration.current()).codeLens),
    ),
  );
  connection.onRequest(
    'codeLens/resolve',
    answer('codeLens/resolve', (lens: CodeLens) => {
      const snapshot = service.snapshot((lens.data as CodeLensData).uri);
      return snapshot ? resolveCodeLens(snapshot, lens, client().commands) : lens;
    }),
  );

  const refresh = (): void => {
    const { inlayHints: hints, codeLenses: lenses, semanticTokens: tokens } = client().refresh;
    const ask = (method: string) => asked(method, connection.sendRequest(method));
    if (hints) ask('workspace/inlayHint/refresh');
    if (lenses) ask('workspace/codeLens/refresh');
    if (tokens) ask('workspace/semanticTokens/refresh');
  };
  return { refresh };
}

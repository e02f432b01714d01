/** Code actions: listed at once, the edits of refactorings, and of repairs that take long to try out, worked out for the one that is chosen. */
import type {
  CancellationToken,
  CodeAction,
  CodeActionContext,
  Connection,
  Range,
  ServerCapabilities,
} from 'vscode-languageserver';
import { FIX_ALL } from '../features/fix-all.ts';
import { type QuickFixData, resolveQuickFix } from '../features/quick-fixes.ts';
import { type RefactoringData, resolveRefactoring } from '../features/refactorings/refactorings.ts';
import { WHAT_IF_COMMAND, whatIfActions } from '../features/what-if.ts';
import { t } from '../l10n.ts';
import type { Service, Snapshot } from '../service.ts';
import type { ClientFeatures } from './client-features.ts';
import type { Handlers, HasDocument } from './handlers.ts';
import { contentModified } from './long-work.ts';

export const codeActionCapabilities = {
  codeActionProvider: {
    codeActionKinds: [
      'quickfix',
      'refactor',
      'refactor.extract',
      'refactor.inline',
      'refactor.move',
      'refactor.rewrite',
      FIX_ALL,
    ],
    resolveProvider: true,
  },
} satisfies ServerCapabilities;

interface AsksForActions extends HasDocument {
  readonly range: Range;
  readonly context?: CodeActionContext;
}

export function registerCodeActions(
  connection: Connection,
  service: Service,
  { about, inSteps }: Handlers,
  client: () => ClientFeatures,
): void {
  connection.onCodeAction(
    about('textDocument/codeAction', (snapshot: Snapshot, { range, context }: AsksForActions) => {
      const only = context?.only;
      const { commands, createsFiles, resolvesEdits } = client();
      const asksWhatIf = commands.has(WHAT_IF_COMMAND) && only === undefined;
      return [
        ...service.codeActions(snapshot, range, { only, createsFiles, resolvesEdits }),
        ...(asksWhatIf ? whatIfActions(snapshot, range) : []),
      ];
    }),
  );
  connection.onCodeActionResolve(
    inSteps('codeAction/resolve', function* (action: CodeAction) {
      const data = action.data as RefactoringData | QuickFixData | undefined;
      const snapshot = data && service.snapshot(data.uri);
      if (!data || !snapshot) return action;
      const edits = 'fix' in data ? yield* resolveQuickFix(snapshot, data) : resolveRefactoring(snapshot, data);
      if (!edits || service.snapshot(data.uri) !== snapshot) throw contentModified();
      if (edits === 'useless') {
        connection.window.showWarningMessage(
          t`Tried out on the simulation, this would not make the expectation hold: “${action.title}”. Nothing was changed.`,
        );
        return action;
      }
      return { ...action, edit: { changes: { [data.uri]: edits } } };
    }) as (action: CodeAction, token: CancellationToken) => Promise<CodeAction>,
  );
}

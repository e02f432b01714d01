import * as vscode from 'vscode';
import type {
  ComparedText,
  CompareReachabilityRequest,
  Hypothesis,
  WhatIfRequest,
} from '../../language-server/protocol.ts';
import { t } from '../l10n.ts';
import type { LanguageServer } from '../language-server.ts';
import { basename } from '../topology/feed.ts';
import type { FollowedLab } from '../topology/followed-lab.ts';
import type { Answers } from './answers.ts';
import { committedText } from './git.ts';

/** Asks the language server; undefined where it does not answer. */
export async function compareTexts(
  server: LanguageServer,
  before: ComparedText,
  after: ComparedText,
  token?: vscode.CancellationToken,
): Promise<CompareReachabilityRequest['result']> {
  const method: CompareReachabilityRequest['method'] = 'dnet/reachability/compare';
  const params: CompareReachabilityRequest['params'] = { before, after };
  return server.sendRequest<CompareReachabilityRequest['result']>(method, params, token);
}

interface Choice extends vscode.QuickPickItem {
  readonly text: () => Promise<ComparedText | undefined>;
}

/** "Compare Reachability with…": another lab, the file as saved, or as last committed. */
export async function compareReachability(
  server: LanguageServer,
  lab: FollowedLab,
  answers: Answers,
  uri?: vscode.Uri,
): Promise<void> {
  if (uri) await lab.open(uri);
  const { document } = lab;
  if (!document) {
    vscode.window.showInformationMessage(t('Open a lab (.dnet) to compare it.'));
    return;
  }
  const own = document.uri.toString();
  const read = async (file: vscode.Uri): Promise<ComparedText> => ({
    uri: file.toString(),
    text: new TextDecoder().decode(await vscode.workspace.fs.readFile(file)),
  });
  const choices: Choice[] = [
    {
      label: t('Last commit'),
      description: 'HEAD',
      text: async () => {
        const text = await committedText(document.uri);
        if (text === undefined) {
          vscode.window.showInformationMessage(
            t('{0} has never been committed, or is in no Git repository.', basename(document.uri)),
          );
        }
        return text === undefined ? undefined : { uri: own, text };
      },
    },
    ...(document.isDirty
      ? [{ label: t('Saved file'), text: async () => ({ ...(await read(document.uri)), uri: own }) }]
      : []),
    ...(await vscode.workspace.findFiles('**/*.dnet', '**/node_modules/**', 200))
      .filter((file) => file.toString() !== document.uri.toString())
      .map((file) => ({ label: vscode.workspace.asRelativePath(file), text: () => read(file) })),
  ];
  const choice = await vscode.window.showQuickPick(choices, {
    placeHolder: t('Who could talk to whom in … and no more in {0}', basename(document.uri)),
  });
  const before = await choice?.text();
  if (!choice || !before) return;
  const compared = await compareTexts(server, before, { uri: own });
  if (compared) await answers.show(`${choice.label} → ${basename(document.uri)}`, compared.markdown);
}

export const WHAT_IF_COMMAND = 'dnet.whatIf';

/** "What breaks if `web` stops?" */
export async function askWhatIf(
  server: LanguageServer,
  answers: Answers,
  uri: unknown,
  hypothesis: unknown,
): Promise<void> {
  if (typeof uri !== 'string' || !isHypothesis(hypothesis)) return;
  const method: WhatIfRequest['method'] = 'dnet/whatIf';
  const params: WhatIfRequest['params'] = { textDocument: { uri }, hypothesis };
  const answer = await server.sendRequest<WhatIfRequest['result']>(method, params);
  if (answer) await answers.show(answer.title, answer.markdown);
}

function isHypothesis(value: unknown): value is Hypothesis {
  const { kind, container, network } = (value ?? {}) as {
    readonly [Key in 'kind' | 'container' | 'network']?: unknown;
  };
  return (
    (kind === 'stop' && typeof container === 'string') || (kind === 'removeNetwork' && typeof network === 'string')
  );
}

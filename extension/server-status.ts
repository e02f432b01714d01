import * as vscode from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { CLIENT_ID, CLIENT_NAME, LANGUAGE_ID } from './language-client.ts';

interface Appearance {
  readonly text: string;
  readonly busy?: boolean;
  readonly severity?: vscode.LanguageStatusSeverity;
}

const restart: vscode.Command = {
  title: vscode.l10n.t('Restart'),
  command: 'dnet.restartLanguageServer',
  tooltip: vscode.l10n.t('Restart the dnet language server'),
};

function appearanceOf(state: State): Appearance {
  switch (state) {
    case State.Running:
      return { text: vscode.l10n.t('Language server is running') };
    case State.Starting:
      return { text: vscode.l10n.t('Language server is starting'), busy: true };
    default:
      return {
        text: vscode.l10n.t('Language server has stopped'),
        severity: vscode.LanguageStatusSeverity.Error,
      };
  }
}

/** The entry in the `{}` menu of the status bar while a lab is edited. */
export function showServerStatus(client: BaseLanguageClient): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem(`${CLIENT_ID}.server`, { language: LANGUAGE_ID });
  item.name = CLIENT_NAME;
  item.command = restart;
  const show = (state: State) => {
    const { text, busy = false, severity = vscode.LanguageStatusSeverity.Information } = appearanceOf(state);
    Object.assign(item, { text, busy, severity });
  };
  show(State.Starting);
  return vscode.Disposable.from(
    item,
    client.onDidChangeState(({ newState }) => show(newState)),
  );
}

export async function restartLanguageServer(client: BaseLanguageClient): Promise<void> {
  if (client.needsStop()) await client.stop();
  await client.start();
}

import * as vscode from 'vscode';
import { t } from './l10n.ts';
import { LANGUAGE_ID, SERVER_NAME } from './language.ts';
import type { LanguageServer, ServerState } from './language-server.ts';

interface Appearance {
  readonly text: string;
  readonly busy?: boolean;
  readonly severity?: vscode.LanguageStatusSeverity;
}

const restart: vscode.Command = {
  title: t('Restart'),
  command: 'dnet.restartLanguageServer',
  tooltip: t('Restart the dnet language server'),
};

function appearanceOf(state: ServerState): Appearance {
  switch (state) {
    case 'running':
      return { text: t('Language server is running') };
    case 'starting':
      return { text: t('Language server is starting'), busy: true };
    case 'stopped':
      return {
        text: t('Language server has stopped'),
        severity: vscode.LanguageStatusSeverity.Error,
      };
  }
}

/** The entry in the `{}` menu of the status bar while a lab is edited. */
export function showServerStatus(server: LanguageServer): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('dnet.server', { language: LANGUAGE_ID });
  item.name = SERVER_NAME;
  item.command = restart;
  const show = (state: ServerState) => {
    const { text, busy = false, severity = vscode.LanguageStatusSeverity.Information } = appearanceOf(state);
    Object.assign(item, { text, busy, severity });
  };
  show(server.state);
  return vscode.Disposable.from(item, server.onDidChangeState(show));
}

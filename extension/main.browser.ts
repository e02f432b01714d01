import * as vscode from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { activateWith } from './extension.ts';
import { CLIENT_ID, CLIENT_NAME, clientOptions } from './language-client.ts';

/** Entry point where the extension host is a web worker: VS Code for the Web. */
export function activate(context: vscode.ExtensionContext): void {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'language-server', 'server.browser.js');
  const startWorker = async () => new Worker(script.toString(true));
  const options = clientOptions(context.extensionUri);
  activateWith(context, new LanguageClient(CLIENT_ID, CLIENT_NAME, startWorker, options));
}

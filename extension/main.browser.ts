import * as vscode from 'vscode';
import { activateWith, type Exports } from './extension.ts';
import { LanguageServer } from './language-server.ts';

/** Entry point where the extension host is a web worker: VS Code for the Web. */
export function activate(context: vscode.ExtensionContext): Exports {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'language-server', 'server.browser.js');
  const start = () => new Worker(script.toString(true));
  const first = start();
  const load = async () => (await import('./client.browser.ts')).createClient(context.extensionUri, first, start);
  return activateWith(context, new LanguageServer(load));
}

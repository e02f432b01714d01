import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { activateWith, type Exports } from './extension.ts';
import { CLIENT_ID, CLIENT_NAME, clientOptions } from './language-client.ts';

/** Entry point where the extension host is a Node process: on a desktop, in a remote or in a container. */
export function activate(context: vscode.ExtensionContext): Exports {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'language-server', 'server.js').fsPath;
  const server = { module, transport: TransportKind.ipc };
  const debug = { ...server, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  const options = clientOptions(context.extensionUri);
  return activateWith(context, new LanguageClient(CLIENT_ID, CLIENT_NAME, { run: server, debug }, options));
}

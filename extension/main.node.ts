import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { activateWith, type Exports } from './extension.ts';
import { CLIENT_ID, CLIENT_NAME, clientOptions } from './language-client.ts';

/** Entry point where the extension host is a Node process: on a desktop, in a remote or in a container. */
export function activate(context: vscode.ExtensionContext): Exports {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'language-server', 'server.js').fsPath;
  // More room for what is young would make it faster by nothing, and larger by a third.
  const memory = '--max-semi-space-size=8';
  const server = { module, transport: TransportKind.ipc, options: { execArgv: [memory] } };
  const debug = { ...server, options: { execArgv: [memory, '--nolazy', '--inspect=6009'] } };
  const options = clientOptions(context.extensionUri);
  return activateWith(context, new LanguageClient(CLIENT_ID, CLIENT_NAME, { run: server, debug }, options));
}

import * as vscode from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import { activateWith, type Exports } from './extension.ts';
import { CLIENT_ID, CLIENT_NAME, clientOptions } from './language-client.ts';

/**
 * The client is given reader and writer of a worker's messages, and not the worker: it would recognise that by
 * `instanceof Worker`, which does not hold for what VS Code's own `Worker` makes.
 */
async function startServer(script: string): Promise<MessageTransports> {
  const worker = new Worker(script);
  return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
}

/** Entry point where the extension host is a web worker: VS Code for the Web. */
export function activate(context: vscode.ExtensionContext): Exports {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist', 'language-server', 'server.browser.js');
  const options = clientOptions(context.extensionUri);
  return activateWith(
    context,
    new LanguageClient(CLIENT_ID, CLIENT_NAME, () => startServer(script.toString(true)), options),
  );
}

import type * as vscode from 'vscode';
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  LanguageClient,
  type MessageTransports,
} from 'vscode-languageclient/browser';
import { CLIENT_ID, clientOptions } from './client-options.ts';
import { SERVER_NAME } from './language.ts';

/**
 * The client is given reader and writer of a worker's messages, and not the worker: it would recognise that by
 * `instanceof Worker`, which does not hold for what VS Code's own `Worker` makes.
 *
 * @param first a worker that has been started already
 */
export function createClient(extensionUri: vscode.Uri, first: Worker, start: () => Worker): LanguageClient {
  let next: Worker | undefined = first;
  const connect = async (): Promise<MessageTransports> => {
    const worker = next ?? start();
    next = undefined;
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  return new LanguageClient(CLIENT_ID, SERVER_NAME, connect, clientOptions(extensionUri));
}

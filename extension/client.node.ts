import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type * as vscode from 'vscode';
import { IPCMessageReader, IPCMessageWriter, LanguageClient, State } from 'vscode-languageclient/node';
import { CLIENT_ID, clientOptions } from './client-options.ts';
import { SERVER_NAME } from './language.ts';
import { isAlive } from './server-process.node.ts';

/** Milliseconds that a server that was asked to end has for it. */
const PATIENCE = 2_000;

/**
 * @param first a server that has been started already
 * @param start starts later ones, when they are needed
 */
export function createClient(
  extensionUri: vscode.Uri,
  first: ChildProcess | undefined,
  start: () => ChildProcess,
): LanguageClient {
  let next = first;
  let current: ChildProcess | undefined;
  const connect = async () => {
    const server = next && isAlive(next) ? next : start();
    next = undefined;
    current = server;
    createInterface({ input: server.stdout! }).on('line', (line) => client.outputChannel.info(line));
    createInterface({ input: server.stderr! }).on('line', (line) => client.outputChannel.error(line));
    return { reader: new IPCMessageReader(server), writer: new IPCMessageWriter(server) };
  };
  const client = new LanguageClient(CLIENT_ID, SERVER_NAME, connect, clientOptions(extensionUri));
  client.onDidChangeState(({ newState }) => {
    const server = current;
    if (newState === State.Stopped) setTimeout(() => server?.kill(), PATIENCE);
  });
  return client;
}

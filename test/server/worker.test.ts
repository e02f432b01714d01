import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createMessageConnection,
  Emitter,
  type InitializeResult,
  type Message,
  type MessageReader,
  type MessageWriter,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';

const URI = 'vscode-vfs://github/lab.dnet';

/** What a Web Worker has that the server uses: a scope that posts messages and listens to them. */
const WORKER_SCOPE = `
const { parentPort } = require('node:worker_threads');
globalThis.self = globalThis;
globalThis.postMessage = (message) => parentPort.postMessage(message);
globalThis.addEventListener = (type, listener) => process.on(type, listener);
parentPort.on('message', (data) => globalThis.onmessage({ data }));
`;

let worker: Worker;

/** The server as it is shipped to the browser: one script without modules and without Node's names. */
beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: ['language-server/server.browser.ts'],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    write: false,
    logLevel: 'warning',
  });
  worker = new Worker(WORKER_SCOPE + outputFiles[0]!.text, { eval: true });
});
afterAll(() => worker.terminate());

describe('the server in a Web Worker', () => {
  it('answers over messages', async () => {
    const incoming = new Emitter<Message>();
    const nothing = new Emitter<never>().event;
    worker.on('message', (message: Message) => incoming.fire(message));
    const reader: MessageReader = {
      onError: nothing,
      onClose: nothing,
      onPartialMessage: nothing,
      listen: (callback) => incoming.event(callback),
      dispose: () => {},
    };
    const writer: MessageWriter = {
      onError: nothing,
      onClose: nothing,
      write: async (message) => worker.postMessage(message),
      end: () => {},
      dispose: () => {},
    };
    const connection = createMessageConnection(reader, writer);
    const published = new Promise<PublishDiagnosticsParams>((resolve) =>
      connection.onNotification('textDocument/publishDiagnostics', resolve),
    );
    connection.listen();
    const result = await connection.sendRequest<InitializeResult>('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {},
    });
    expect(result.capabilities.hoverProvider).toBe(true);
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: URI, languageId: 'dnet', version: 1, text: 'include "other.dnet"\n' },
    });
    expect((await published).diagnostics.map(({ code }) => code)).toEqual(['include-missing']);
    connection.dispose();
  });
});

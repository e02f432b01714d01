/** The server in a worker of Node's, which lacks nothing that the server uses of a Web Worker. */
import { Worker } from 'node:worker_threads';
import {
  createMessageConnection,
  Emitter,
  type Message,
  type MessageConnection,
  type MessageReader,
  type MessageWriter,
} from 'vscode-languageserver/node';

/** What a Web Worker has that the server uses: a scope that posts messages and listens to them. */
const WORKER_SCOPE = `
const { parentPort } = require('node:worker_threads');
globalThis.self = globalThis;
globalThis.postMessage = (message) => parentPort.postMessage(message);
globalThis.addEventListener = (type, listener) => process.on(type, listener);
parentPort.on('message', (data) => globalThis.onmessage({ data }));
`;

/** @param script the bundle for browsers: without modules and without Node's names */
export function startWorker(script: string): { readonly worker: Worker; readonly connection: MessageConnection } {
  const worker = new Worker(WORKER_SCOPE + script, { eval: true });
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
  return { worker, connection: createMessageConnection(reader, writer) };
}

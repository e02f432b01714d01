/** Runs in a page: the language server in a Web Worker, and the client that measures it beside it. */
import { BrowserMessageReader, BrowserMessageWriter, createMessageConnection } from 'vscode-languageserver/browser';
import { measureServer, type ServerLimits, type ServerMeasurement } from './measure.ts';
import type { RunningServer } from './running.ts';
import { DNET, DNET_MISTAKE } from './subject.ts';

declare global {
  interface Window {
    measureWorker(
      about: { name: string; version: string },
      containers: number,
      limits: ServerLimits,
    ): Promise<ServerMeasurement>;
  }
}

window.measureWorker = ({ name, version }, containers, limits) =>
  measureServer({ name, version, start: startWorker, notation: DNET, mistake: DNET_MISTAKE }, containers, limits);

function startWorker(): RunningServer {
  const worker = new Worker('/server.js');
  const connection = createMessageConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker));
  return {
    connection,
    folder: '/lab',
    client: null,
    // A page is told neither.
    cpuTime: () => undefined,
    memory: () => undefined,
    stop: async () => {
      connection.dispose();
      worker.terminate();
    },
  };
}

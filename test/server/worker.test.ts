import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InitializeResult, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { startWorker } from './worker.ts';

const URI = 'vscode-vfs://github/lab.dnet';

let server: ReturnType<typeof startWorker>;

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
  server = startWorker(outputFiles[0]!.text);
});
afterAll(() => server.worker.terminate());

describe('the server in a Web Worker', () => {
  it('answers over messages', async () => {
    const { connection } = server;
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

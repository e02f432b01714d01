/** The server as it is shipped: one file, bundled as `npm run build` bundles it, run as a process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { inject } from 'vitest';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { Client } from './client.ts';

export const folder = mkdtempSync(join(inject('temporaryFolder'), 'server-'));
const program = join(folder, 'server.js');

await build({
  entryPoints: ['language-server/server.node.ts'],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  outfile: program,
  logLevel: 'warning',
});

export interface Running {
  readonly server: ChildProcess;
  readonly client: Client;
  /** The exit code, or the signal that ended it. */
  readonly exit: Promise<number | string | null>;
}

export function startProgram(): Running {
  const server = spawn(process.execPath, [program, '--stdio'], { stdio: 'pipe' });
  const exit = new Promise<number | string | null>((resolve) =>
    server.on('exit', (code, signal) => resolve(signal ?? code)),
  );
  // What is written to a process that has just ended is lost, as it would be for an editor.
  server.stdin!.on('error', () => undefined);
  const client = new Client(
    createProtocolConnection(new StreamMessageReader(server.stdout!), new StreamMessageWriter(server.stdin!)),
  );
  return { server, client, exit };
}

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { Client } from './client.ts';

const URI = 'file:///workspace/lab.dnet';
const folder = mkdtempSync(join(tmpdir(), 'dnet-server-'));
const program = join(folder, 'server.js');

/** The server as it is shipped: one file, bundled as `npm run build` bundles it. */
beforeAll(async () => {
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
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the server over stdio', () => {
  let server: ChildProcess;
  let client: Client;
  let exit: Promise<number | null>;

  beforeEach(() => {
    server = spawn(process.execPath, [program, '--stdio'], { stdio: 'pipe' });
    exit = new Promise((resolve) => server.on('exit', resolve));
    client = new Client(
      createProtocolConnection(new StreamMessageReader(server.stdout!), new StreamMessageWriter(server.stdin!)),
    );
  });
  afterEach(() => {
    client.dispose();
    server.kill();
  });

  it('answers, and ends when it is asked to', async () => {
    await client.initialize();
    await client.open(URI, 'container web\nexpect web has ip 172.17.0.2\n');
    expect(await client.diagnostics(URI)).toEqual([]);
    await client.change(URI, 2, { text: 'container web\nexpect web has ip 172.17.0.3\n' });
    expect((await client.diagnostics(URI, 2)).map(({ code }) => code)).toEqual(['expectation-failed']);
    await client.connection.sendRequest('shutdown');
    await client.connection.sendNotification('exit');
    expect(await exit).toBe(0);
  });

  it('goes on after messages that are no protocol', async () => {
    await client.initialize();
    const send = (text: string) => server.stdin!.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    send('this is not JSON');
    send('{"jsonrpc":"2.0","id":{},"method":5}');
    send('{"jsonrpc":"2.0","id":77,"method":"no/such/method"}');
    await client.open(URI, 'bananas');
    expect((await client.diagnostics(URI)).map(({ code }) => code)).toEqual(['unknown-statement']);
  });

  it('reads included files, and none outside of the workspace', async () => {
    const workspace = join(folder, 'workspace');
    mkdirSync(workspace, { recursive: true });
    writeFileSync(join(workspace, 'nets.dnet'), 'network front\n');
    writeFileSync(join(folder, 'secret.dnet'), 'network secret\n');
    symlinkSync(join(folder, 'secret.dnet'), join(workspace, 'link.dnet'));
    const uri = `file://${workspace}/lab.dnet`;
    await client.initialize({ workspaceFolders: [{ uri: `file://${workspace}`, name: 'workspace' }] });
    await client.open(uri, 'include "nets.dnet"\ninclude "../secret.dnet"\ninclude "link.dnet"\n');
    const codes = (await client.diagnostics(uri)).map(({ code, range }) => [code, range.start.line]);
    expect(codes).toEqual([
      ['include-outside-workspace', 1],
      ['include-missing', 2],
    ]);
  });
});

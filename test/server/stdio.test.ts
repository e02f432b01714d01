import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { folder, type Running, startProgram } from './program.ts';

const URI = 'file:///workspace/lab.dnet';
describe('the server over stdio', () => {
  let running: Running;
  let client: Client;

  beforeEach(() => {
    running = startProgram();
    client = running.client;
  });
  afterEach(() => {
    client.dispose();
    running.server.kill();
  });

  it('answers, and ends when it is asked to', async () => {
    await client.initialize();
    await client.open(URI, 'container web\nexpect web has ip 172.17.0.2\n');
    expect(await client.diagnostics(URI)).toEqual([]);
    await client.change(URI, 2, { text: 'container web\nexpect web has ip 172.17.0.3\n' });
    expect((await client.diagnostics(URI, 2)).map(({ code }) => code)).toEqual(['expectation-failed']);
    await client.connection.sendRequest('shutdown');
    await client.connection.sendNotification('exit');
    expect(await running.exit).toBe(0);
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

  it('reads nothing from this machine for what lies elsewhere, or was never saved', async () => {
    const workspace = join(folder, 'workspace');
    mkdirSync(workspace, { recursive: true });
    writeFileSync(join(workspace, 'nets.dnet'), 'network front\n');
    const root = `vscode-vfs://${workspace}`;
    await client.initialize({ workspaceFolders: [{ uri: root, name: 'workspace' }] });
    for (const uri of [`${root}/lab.dnet`, `untitled:${workspace}/lab.dnet`]) {
      await client.open(uri, 'include "nets.dnet"\n');
      expect((await client.diagnostics(uri)).map(({ code }) => code)).toEqual([
        uri.startsWith('untitled') ? 'include-outside-workspace' : 'include-missing',
      ]);
    }
  });
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CompletionList } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { readFolder, readIncluded } from '../../language-server/files.node.ts';
import { type Client, connectInMemory } from './client.ts';

let client: Client;
afterEach(() => client.dispose());

const at = (line: number, character: number) => ({ line, character });

async function paths(uri: string, text: string): Promise<string[]> {
  await client.open(uri, text);
  const position = at(0, text.length);
  const { items } = await client.request<CompletionList>('textDocument/completion', uri, position);
  return items.map(({ label }) => label);
}

describe('paths of includes on the disk', () => {
  let folder: string;
  const uriOf = (name: string) => URI.file(join(folder, 'workspace', name)).toString();
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dnet-paths-'));
    mkdirSync(join(folder, 'workspace', 'parts'), { recursive: true });
    mkdirSync(join(folder, 'elsewhere'));
    for (const name of ['workspace/nets.dnet', 'workspace/parts/more.dnet', 'elsewhere/secret.dnet']) {
      writeFileSync(join(folder, name), 'network front\n');
    }
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'workspace', 'link'));
    client = connectInMemory({ readFile: readIncluded, readFolder });
    await client.initialize({ workspaceFolders: [{ uri: uriOf('').replace(/\/$/, ''), name: 'workspace' }] });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are completed inside of the workspace, and never outside', async () => {
    expect(await paths(uriOf('a.dnet'), 'include "')).toEqual(['nets.dnet', 'parts/']);
    expect(await paths(uriOf('b.dnet'), 'include "parts/')).toEqual(['more.dnet']);
    expect(await paths(uriOf('parts/c.dnet'), 'include "../')).toEqual(['nets.dnet', 'parts/']);
    expect(await paths(uriOf('parts/d.dnet'), 'include "')).toEqual(['more.dnet', '../']);
    for (const path of ['../', '../elsewhere/', 'link/', '/', '/etc/', 'nowhere/']) {
      expect(await paths(uriOf(`e${path.length}.dnet`), `include "${path}`), path).toEqual([]);
    }
  });
});

describe('files on a file system that only the client knows', () => {
  const ROOT = 'memfs://host/workspace';
  const LAB = `${ROOT}/lab.dnet`;
  const NETS = `${ROOT}/nets.dnet`;
  const TEXT = 'include "nets.dnet"\ncontainer web { network front }\n';
  const workspaceFolders = [{ uri: ROOT, name: 'workspace' }];
  const watching = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };

  let files: Map<string, string>;
  let asked: string[];
  beforeEach(() => {
    files = new Map([[NETS, 'network front\n']]);
    asked = [];
    client = connectInMemory();
    client.connection.onRequest('dnet/readFile', ({ uri }: { uri: string }) => {
      asked.push(uri);
      const text = files.get(uri);
      return text === undefined ? null : { text };
    });
    client.connection.onRequest('dnet/readFolder', ({ uri }: { uri: string }) => ({
      entries: [...files.keys()]
        .filter((name) => name.startsWith(`${uri}/`))
        .map((name) => ({ name: name.slice(uri.length + 1), isFolder: false })),
    }));
  });
  const initialize = (options: object = { files: true }, capabilities: object = watching) =>
    client.initialize({ workspaceFolders, capabilities, initializationOptions: options });
  const codes = async () => (await client.diagnostics(LAB)).map(({ code }) => code);

  it('are read through it, and nothing is said before', async () => {
    await initialize();
    await client.open(LAB, TEXT);
    expect(await codes()).toEqual([]);
    expect(client.published.filter(({ uri }) => uri === LAB)).toHaveLength(1);
  });

  it('are missing where it says so', async () => {
    files.clear();
    await initialize();
    await client.open(LAB, TEXT);
    expect(await codes()).toContain('include-missing');
  });

  it('are read again when they change', async () => {
    await initialize();
    await client.open(LAB, TEXT);
    expect(await codes()).toEqual([]);
    files.set(NETS, 'network back\n');
    client.published.length = 0;
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: NETS, type: 2 }] });
    expect(await codes()).toContain('network-not-found');
  });

  it('are never asked for outside of the workspace, nor on the disk', async () => {
    await initialize();
    await client.open(LAB, 'include "../secret.dnet"\n');
    expect(await codes()).toEqual(['include-outside-workspace']);
    const onDisk = 'file:///workspace/lab.dnet';
    await client.open(onDisk, 'include "x.dnet"\n');
    await client.diagnostics(onDisk);
    expect(await paths(`${ROOT}/x.dnet`, 'include "../')).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('have their paths completed', async () => {
    await initialize();
    expect(await paths(LAB, 'include "')).toEqual(['nets.dnet']);
  });

  it('are said to be unreadable where the client reads none, and their paths are left alone', async () => {
    await initialize({});
    await client.open(LAB, TEXT);
    expect(await codes()).toContain('include-missing');
    expect(await paths(`${ROOT}/x.dnet`, 'include "')).toEqual([]);
    expect(asked).toEqual([]);
  });
});

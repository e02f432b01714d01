/** Requests that take long: others are answered meanwhile, and who asked may follow, take parts, or think better of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CancellationTokenSource,
  type Location,
  LSPErrorCodes,
  ProgressType,
  type WorkspaceEdit,
  type WorkspaceSymbol,
} from 'vscode-languageserver/node';
import { type Client, connectInMemory } from './client.ts';

const ROOT = 'file:///workspace';
const NETS = `${ROOT}/nets.dnet`;
const workspaceFolders = [{ uri: ROOT, name: 'workspace' }];
const LABS = 120;

let client: Client;
/** How many files the server has read. */
let read: number;
/** How long that takes for each, in milliseconds. */
let slowness: number;
beforeEach(() => {
  read = 0;
  slowness = 1;
  const uris = [NETS, ...Array.from({ length: LABS }, (_, index) => `${ROOT}/labs/${index}.dnet`)];
  client = connectInMemory({
    // As slow as a disk may be.
    readFile: (uri) => {
      const end = Date.now() + slowness;
      while (Date.now() < end);
      read++;
      return uri === NETS ? 'network front\n' : 'include "../nets.dnet"\ncontainer web { network front }\n';
    },
    findFiles: () => uris.map((uri) => [uri]),
  });
});
afterEach(() => client.dispose());

const initialize = () =>
  client.initialize({
    workspaceFolders,
    initializationOptions: {},
    capabilities: { textDocument: { diagnostic: {} } },
  });

describe('a long request', () => {
  it('keeps nobody waiting', async () => {
    await initialize();
    await client.open(NETS, 'network front\n');
    const answered: string[] = [];
    const symbols = client.connection
      .sendRequest<WorkspaceSymbol[]>('workspace/symbol', { query: 'web' })
      .then((found) => void answered.push(`${found.length} symbols`));
    const hover = client
      .request('textDocument/hover', NETS, { line: 0, character: 9 })
      .then(() => void answered.push('hover'));
    await Promise.all([symbols, hover]);
    expect(answered).toEqual(['hover', `${LABS} symbols`]);
  });

  for (const [method, params] of [
    ['workspace/symbol', { query: 'web' }],
    ['workspace/diagnostic', { previousResultIds: [] }],
    ['workspace/willRenameFiles', { files: [{ oldUri: NETS, newUri: `${ROOT}/networks.dnet` }] }],
    ['textDocument/references', { position: { line: 0, character: 9 }, context: { includeDeclaration: true } }],
    ['textDocument/rename', { position: { line: 0, character: 9 }, newName: 'edge' }],
  ] as const) {
    it(`ends early when it is cancelled: ${method}`, async () => {
      await initialize();
      await client.open(NETS, 'network front\n');
      const source = new CancellationTokenSource();
      const answer = client.connection.sendRequest(method, { textDocument: { uri: NETS }, ...params }, source.token);
      // Answered while the other one is being worked on.
      await client.request('textDocument/hover', NETS, { line: 0, character: 9 });
      source.cancel();
      await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
      expect(read).toBeLessThan(LABS);
      expect(client.logged).toEqual([]);
    });
  }

  it('about who can talk to whom ends early, too', async () => {
    await initialize();
    await client.open(NETS, 'network front\ncontainer web { network front; replicas 200 }\n');
    const text = 'network front\ncontainer web { network front; replicas 300 }\n';
    for (const [method, params] of [
      ['dnet/reachability', { textDocument: { uri: NETS } }],
      ['dnet/reachability/compare', { before: { uri: NETS, text }, after: { uri: NETS } }],
    ] as const) {
      const source = new CancellationTokenSource();
      const answer = client.connection.sendRequest(method, params, source.token);
      source.cancel();
      await expect(answer).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
      expect(await client.connection.sendRequest(method, params)).toBeTruthy();
    }
  });

  it('tells how far it is', async () => {
    await initialize();
    const told: string[] = [];
    client.connection.onProgress(new ProgressType<{ kind: string; title?: string }>(), 'work', ({ kind, title }) => {
      told.push(title ?? kind);
    });
    await client.connection.sendRequest('workspace/diagnostic', { previousResultIds: [], workDoneToken: 'work' });
    expect([told[0], told[1], told.at(-1)]).toEqual(['Checking the labs of the workspace', 'report', 'end']);
  });

  it('sends what it has found as it finds it, to who wants it so', async () => {
    await initialize();
    await client.open(NETS, 'network front\n');
    const parts: number[] = [];
    client.connection.onProgress(new ProgressType<unknown[]>(), 'parts', (part) => void parts.push(part.length));
    const partialResultToken = 'parts';
    expect(await client.connection.sendRequest('workspace/symbol', { query: 'web', partialResultToken })).toEqual([]);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.reduce((sum, part) => sum + part)).toBe(LABS);

    parts.length = 0;
    const rest = await client.request<Location[]>(
      'textDocument/references',
      NETS,
      { line: 0, character: 9 },
      {
        context: { includeDeclaration: true },
        partialResultToken,
      },
    );
    expect(rest).toEqual([]);
    expect(parts.reduce((sum, part) => sum + part)).toBe(LABS + 1);
  });

  it('refuses to rename in a text that has changed meanwhile', async () => {
    await initialize();
    await client.open(NETS, 'network front\n');
    const edit = client.request<WorkspaceEdit>(
      'textDocument/rename',
      NETS,
      { line: 0, character: 9 },
      {
        newName: 'edge',
      },
    );
    await client.change(NETS, 2, { text: '\nnetwork front\n' });
    await expect(edit).rejects.toMatchObject({ code: LSPErrorCodes.ContentModified });
  });
});

it('what the server does unasked is shown, when it takes long', async () => {
  slowness = 8;
  const shown: string[] = [];
  client.connection.onRequest('window/workDoneProgress/create', ({ token }: { token: string }) => {
    client.connection.onProgress(new ProgressType<{ kind: string; title?: string }>(), token, ({ kind, title }) => {
      shown.push(title ?? kind);
    });
    return null;
  });
  await client.initialize({
    workspaceFolders,
    capabilities: {
      window: { workDoneProgress: true },
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
    },
  });
  await expect.poll(() => shown.at(-1), { timeout: 20_000 }).toBe('end');
  expect(shown.slice(0, 2)).toEqual(['Checking the labs of the workspace', 'report']);
});

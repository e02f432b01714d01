/** Diagnostics pulled and pushed, of documents and of labs that nobody has opened. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CancellationTokenSource,
  type DocumentDiagnosticReport,
  LSPErrorCodes,
  ProgressType,
  RegistrationRequest,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import { type Client, connectInMemory } from './client.ts';

const ROOT = 'file:///workspace';
const LAB = `${ROOT}/lab.dnet`;
const NETS = `${ROOT}/nets.dnet`;
const BROKEN = `${ROOT}/broken.dnet`;
const workspaceFolders = [{ uri: ROOT, name: 'workspace' }];
const watching = { didChangeWatchedFiles: { dynamicRegistration: true } };
const pulling = { textDocument: { diagnostic: {} }, workspace: { ...watching, diagnostics: { refreshSupport: true } } };

let files: Map<string, string>;
let client: Client;
beforeEach(() => {
  files = new Map([
    [LAB, 'include "nets.dnet"\ncontainer web { network front }\n'],
    [NETS, 'network front\n'],
    [BROKEN, 'bananas\n'],
  ]);
  client = connectInMemory({
    readFile: (uri) => files.get(uri),
    findFiles: () => [[...files.keys()]],
    wait: () => Promise.resolve(),
  });
});
afterEach(() => client.dispose());

const tellChange = (uri: string, type: 1 | 2 | 3 = 2) =>
  client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] });
const codesIn = (report: DocumentDiagnosticReport | WorkspaceDocumentDiagnosticReport) =>
  report.kind === 'full' ? report.items.map(({ code }) => code) : report.kind;

describe('a client that pulls', () => {
  const pull = (uri: string, previousResultId?: string) =>
    client.request<DocumentDiagnosticReport>('textDocument/diagnostic', uri, undefined, {
      ...(previousResultId !== undefined && { previousResultId }),
    });

  it('is told that it may, and gets nothing pushed', async () => {
    const { capabilities } = await client.initialize({ workspaceFolders, capabilities: pulling });
    expect(capabilities.diagnosticProvider).toMatchObject({ interFileDependencies: true, workspaceDiagnostics: true });
    await client.open(BROKEN, files.get(BROKEN)!);
    expect(codesIn(await pull(BROKEN))).toEqual(['unknown-statement']);
    await client.change(BROKEN, 2, { text: 'container web\n' });
    expect(codesIn(await pull(BROKEN))).toEqual([]);
    expect(client.published).toEqual([]);
  });

  it('gets what has not changed as unchanged', async () => {
    await client.initialize({ workspaceFolders, capabilities: pulling });
    await client.open(BROKEN, 'bananas\n');
    const { resultId } = await pull(BROKEN);
    await client.change(BROKEN, 2, { text: 'bananas\n\ncontainer web\n' });
    expect(await pull(BROKEN, resultId)).toEqual({ kind: 'unchanged', resultId });
    await client.change(BROKEN, 3, { text: '\nbananas\n' });
    expect(codesIn(await pull(BROKEN, resultId))).toEqual(['unknown-statement']);
    expect(codesIn(await pull(BROKEN, 'of another server'))).toEqual(['unknown-statement']);
  });

  it('may ask to be pushed to instead', async () => {
    const initializationOptions = { diagnostics: 'push' };
    const { capabilities } = await client.initialize({ capabilities: pulling, initializationOptions });
    expect(capabilities.diagnosticProvider).toBeUndefined();
    await client.open(BROKEN, 'bananas\n');
    await expect.poll(() => client.published.at(-1)?.diagnostics).toHaveLength(1);
  });

  it('is asked to pull again when an included file or a setting changes', async () => {
    let asked = 0;
    client.connection.onRequest('workspace/diagnostic/refresh', () => {
      asked++;
      return null;
    });
    await client.initialize({ workspaceFolders, capabilities: pulling });
    await client.open(LAB, files.get(LAB)!);
    expect(codesIn(await pull(LAB))).toEqual([]);
    expect(asked).toBe(0);

    files.set(NETS, 'network back\n');
    await tellChange(NETS);
    await expect.poll(() => asked).toBe(1);
    expect(codesIn(await pull(LAB))).toEqual(['network-not-found']);

    await client.open(NETS, 'network front\n');
    await expect.poll(() => asked).toBe(2);
    expect(codesIn(await pull(LAB))).toEqual([]);

    await client.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { dnet: { diagnostics: { severity: { 'unused-network': 'error' } } } },
    });
    await expect.poll(() => asked).toBe(3);
  });

  it('gets nothing of a document that it has cancelled the question about', async () => {
    await client.initialize({ workspaceFolders, capabilities: pulling });
    await client.open(BROKEN, 'bananas\n');
    const source = new CancellationTokenSource();
    const asked = client.connection.sendRequest(
      'textDocument/diagnostic',
      { textDocument: { uri: BROKEN } },
      source.token,
    );
    source.cancel();
    await expect(asked).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(codesIn(await pull(BROKEN))).toEqual(['unknown-statement']);
  });
});

describe('the workspace, pulled', () => {
  const pullAll = (previous: WorkspaceDocumentDiagnosticReport[] = [], more: object = {}) =>
    client.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds: previous.map(({ uri, resultId }) => ({ uri, value: resultId })),
      ...more,
    });
  const codes = ({ items }: { items: WorkspaceDocumentDiagnosticReport[] }) =>
    Object.fromEntries(items.map((item) => [item.uri.slice(ROOT.length + 1), codesIn(item)]));

  it('is every lab that is not open, by its result as it was the last time', async () => {
    await client.initialize({ workspaceFolders, capabilities: pulling });
    const first = await pullAll();
    expect(codes(first)).toEqual({
      'lab.dnet': [],
      'nets.dnet': [],
      'broken.dnet': ['unknown-statement'],
    });
    await client.open(LAB, files.get(LAB)!);
    expect(codes(await pullAll(first.items))).toEqual({ 'nets.dnet': 'unchanged', 'broken.dnet': 'unchanged' });
    files.delete(BROKEN);
    await tellChange(BROKEN, 3);
    files.set(NETS, 'bananas\n');
    await tellChange(NETS);
    expect(codes(await pullAll(first.items))).toEqual({ 'nets.dnet': ['unknown-statement'], 'broken.dnet': [] });
  });

  it('comes in parts where the client takes them, and ends when something changes', async () => {
    await client.initialize({ workspaceFolders, capabilities: pulling });
    const first = await pullAll();
    const parts: WorkspaceDocumentDiagnosticReport[] = [];
    client.connection.onProgress(new ProgressType<WorkspaceDiagnosticReport>(), 'parts', ({ items }) => {
      parts.push(...items);
    });
    let isThere = false;
    const answer = pullAll(first.items, { partialResultToken: 'parts' }).finally(() => {
      isThere = true;
    });
    // The answer to a later question comes first.
    await client.connection.sendRequest('workspace/symbol', { query: '' });
    expect([isThere, parts]).toEqual([false, []]);
    files.set(BROKEN, 'container web\n');
    await tellChange(BROKEN);
    expect(await answer).toEqual({ items: [] });
    expect(codes({ items: parts })).toMatchObject({ 'broken.dnet': [] });
  });

  it('is not waited for any more when the question is cancelled', async () => {
    await client.initialize({ workspaceFolders, capabilities: pulling });
    const { items } = await pullAll();
    const source = new CancellationTokenSource();
    const asked = client.connection.sendRequest(
      'workspace/diagnostic',
      { previousResultIds: items.map(({ uri, resultId }) => ({ uri, value: resultId })), partialResultToken: 1 },
      source.token,
    );
    await client.connection.sendRequest('workspace/symbol', { query: '' });
    source.cancel();
    await expect(asked).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  });

  it('is empty where the user wants it so', async () => {
    await client.initialize({ workspaceFolders, capabilities: pulling });
    const first = await pullAll();
    await client.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { dnet: { diagnostics: { workspace: false } } },
    });
    expect(codes(await pullAll(first.items))).toEqual({ 'lab.dnet': [], 'nets.dnet': [], 'broken.dnet': [] });
    expect(codes(await pullAll())).toEqual({});
  });
});

describe('a workspace without measure', () => {
  const shown: string[] = [];
  const listen = () => {
    shown.length = 0;
    client.connection.onNotification('window/showMessage', ({ message }: { message: string }) => {
      shown.push(message);
    });
  };

  for (const [manner, capabilities] of [
    ['pulls', pulling],
    ['does not pull', { workspace: watching }],
  ] as const) {
    it(`has a limit, of which a client that ${manner} is told once`, async () => {
      listen();
      for (let i = 0; i < 2001; i++) files.set(`${ROOT}/many/${i}.dnet`, '');
      await client.initialize({ workspaceFolders, capabilities });
      const ask = () => client.connection.sendRequest('workspace/diagnostic', { previousResultIds: [] });
      const answers = capabilities === pulling ? [await ask(), await ask()] : [];
      for (const answer of answers) expect((answer as WorkspaceDiagnosticReport).items).toHaveLength(2000);
      await expect.poll(() => shown, { timeout: 10_000 }).toHaveLength(1);
      expect(shown[0]).toContain('more than 2000 labs');
    });
  }

  it('may have labs so large that they are checked when they are opened', async () => {
    const large = `${ROOT}/large.dnet`;
    files.set(large, `bananas\n${'#'.repeat(600_000)}\n`);
    await client.initialize({ workspaceFolders, capabilities: { workspace: watching } });
    await expect.poll(() => client.published.map(({ uri }) => uri)).toEqual([BROKEN]);
    await client.open(large, files.get(large)!);
    expect((await client.diagnostics(large)).map(({ code }) => code)).toEqual(['unknown-statement']);
    expect(client.published.filter(({ uri }) => uri === large).map(({ version }) => version)).toEqual([1]);
  });
});

describe('a client that does not pull', () => {
  const last = (uri: string) =>
    client.published.findLast((params) => params.uri === uri)?.diagnostics.map(({ code }) => code);

  it('gets the labs that nobody has opened pushed, as they change', async () => {
    const registered: string[] = [];
    client.connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      registered.push(...registrations.map(({ method }) => method));
    });
    await client.initialize({ workspaceFolders, capabilities: { workspace: watching } });
    await expect.poll(() => last(BROKEN)).toEqual(['unknown-statement']);
    expect(last(LAB)).toBeUndefined();
    expect(registered).toEqual(['workspace/didChangeWatchedFiles']);

    files.set(NETS, 'network back\n');
    await tellChange(NETS);
    await expect.poll(() => last(LAB)).toEqual(['network-not-found']);
    files.delete(BROKEN);
    await tellChange(BROKEN, 3);
    await expect.poll(() => last(BROKEN)).toEqual([]);
    const added = `${ROOT}/added.dnet`;
    files.set(added, 'bananas\n');
    await tellChange(added, 1);
    await expect.poll(() => last(added)).toEqual(['unknown-statement']);
  });

  it('gets what an edit in an open document means for them', async () => {
    await client.initialize({ workspaceFolders, capabilities: { workspace: watching } });
    await expect.poll(() => last(BROKEN)).toEqual(['unknown-statement']);
    await client.open(NETS, 'network front\n');
    await client.change(NETS, 2, { text: 'network back\n' });
    await expect.poll(() => last(LAB)).toEqual(['network-not-found']);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: NETS } });
    await expect.poll(() => last(LAB)).toEqual([]);
  });

  it('keeps those of a document that is closed, as it is on the disk', async () => {
    await client.initialize({ workspaceFolders, capabilities: { workspace: watching } });
    await expect.poll(() => last(BROKEN)).toEqual(['unknown-statement']);
    await client.open(BROKEN, 'container web\n');
    await expect.poll(() => last(BROKEN)).toEqual([]);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: BROKEN } });
    await expect.poll(() => last(BROKEN)).toEqual(['unknown-statement']);
  });

  it('gets none of them where the user wants it so', async () => {
    await client.initialize({ workspaceFolders, capabilities: { workspace: watching } });
    await expect.poll(() => last(BROKEN)).toEqual(['unknown-statement']);
    await client.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { dnet: { diagnostics: { workspace: false } } },
    });
    await expect.poll(() => last(BROKEN)).toEqual([]);
  });
});

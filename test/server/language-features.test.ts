import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CodeLens,
  CompletionItem,
  CompletionList,
  Hover,
  InlayHint,
  SemanticTokens,
  SemanticTokensDelta,
  SignatureHelp,
  WorkspaceSymbol,
} from 'vscode-languageserver/node';
import type { TraceDocument } from '../../language-server/protocol.ts';
import { type Client, connectInMemory } from './client.ts';

const URI = 'file:///workspace/lab.dnet';

let client: Client;
beforeEach(() => {
  client = connectInMemory();
});
afterEach(() => client.dispose());

describe('semantic tokens', () => {
  const full = () => client.request<SemanticTokens>('textDocument/semanticTokens/full', URI);
  const delta = (previousResultId: string) =>
    client.request<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', URI, undefined, { previousResultId });

  it('are announced with types and modifiers of the protocol', async () => {
    const { capabilities } = await client.initialize();
    expect(capabilities.semanticTokensProvider).toMatchObject({ full: { delta: true }, range: true });
  });

  it('come as a change of what the client has, and whole where it has something else', async () => {
    await client.initialize();
    await client.open(URI, 'network nn\ncontainer web\n');
    const before = await full();
    const at = { line: 1, character: 0 };
    await client.change(URI, 2, { range: { start: at, end: at }, text: 'stop web\n' });
    const change = await delta(before.resultId!);
    const [edit] = change.edits;
    const data = [...before.data];
    data.splice(edit!.start, edit!.deleteCount, ...(edit!.data ?? []));
    const after = await full();
    expect(data).toEqual(after.data);
    expect((await delta(after.resultId!)).edits).toEqual([]);
    expect(await delta('no such result')).toMatchObject({ data: after.data });
  });

  it('of a range are fewer', async () => {
    await client.initialize();
    await client.open(URI, 'network nn\ncontainer web\n');
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 9 } };
    const { data } = await client.request<SemanticTokens>('textDocument/semanticTokens/range', URI, undefined, {
      range,
    });
    expect(data).toHaveLength(10);
  });
});

describe('hints and lenses', () => {
  const LAB = 'network front\ncontainer web { network front }\nexpect web can reach 10.9.9.9\n';
  const whole = { range: { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } } };
  const hints = () => client.request<InlayHint[]>('textDocument/inlayHint', URI, undefined, whole);
  const lenses = async () => {
    const found = await client.request<CodeLens[]>('textDocument/codeLens', URI);
    return Promise.all(found.map((lens) => client.connection.sendRequest<CodeLens>('codeLens/resolve', lens)));
  };

  it('follow the settings, and are asked for again when these change', async () => {
    const refreshed: string[] = [];
    for (const method of ['workspace/inlayHint/refresh', 'workspace/codeLens/refresh']) {
      client.connection.onRequest(method, () => {
        refreshed.push(method);
        return null;
      });
    }
    await client.initialize({
      capabilities: { workspace: { inlayHint: { refreshSupport: true }, codeLens: { refreshSupport: true } } },
    });
    await client.open(URI, LAB);
    expect(await hints()).toHaveLength(2);
    expect((await lenses()).map(({ command }) => command?.title)).toEqual([
      '1 container',
      '✗ 0 of 1 expectation met',
      'Trace…',
    ]);
    await client.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { dnet: { inlayHints: { subnets: false }, codeLens: { traces: 'off', members: false } } },
    });
    expect(await hints()).toHaveLength(1);
    expect((await lenses()).map(({ command }) => command?.title)).toEqual(['✗ 0 of 1 expectation met']);
    expect(refreshed.sort()).toEqual(['workspace/codeLens/refresh', 'workspace/inlayHint/refresh']);
  });

  it('name commands that the client carries out, and the trace of an expectation can be read', async () => {
    await client.initialize({ initializationOptions: { commands: ['dnet.showTrace'] } });
    await client.open(URI, LAB);
    const commands = (await lenses()).map(({ command }) => command?.command);
    expect(commands).toEqual(['', '', 'dnet.showTrace']);
    const trace = await client.request<TraceDocument>('dnet/traceDocument', URI, { line: 2, character: 0 });
    expect(trace.title).toBe('expect web can reach 10.9.9.9');
    expect(await client.request('dnet/traceDocument', URI, { line: 0, character: 0 })).toBeNull();
  });
});

describe('answers fit the client', () => {
  const at = { line: 1, character: 25 };

  it('that knows Markdown, links and hierarchies', async () => {
    const textDocument = {
      hover: { contentFormat: ['markdown'] },
      definition: { linkSupport: true },
      documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      completion: { completionItem: { insertReplaceSupport: true, documentationFormat: ['markdown'] } },
    };
    await client.initialize({ capabilities: { textDocument } });
    await client.open(URI, 'network front\ncontainer web { network front }\n');
    expect((await client.request<Hover>('textDocument/hover', URI, at)).contents).toMatchObject({ kind: 'markdown' });
    expect(await client.request('textDocument/definition', URI, at)).toMatchObject([{ targetUri: URI }]);
    expect(await client.request('textDocument/documentSymbol', URI)).toMatchObject([{}, { children: [{}] }]);
    const { items } = await client.request<CompletionList>('textDocument/completion', URI, at);
    expect(items[0]?.textEdit).toHaveProperty('insert');
    const resolved = await client.connection.sendRequest<CompletionItem>('completionItem/resolve', items[0]!);
    expect(resolved.documentation).toMatchObject({ kind: 'markdown' });
  });

  it('that knows none of these', async () => {
    const textDocument = { hover: { contentFormat: ['plaintext'] }, signatureHelp: {} };
    await client.initialize({ capabilities: { textDocument } });
    await client.open(URI, 'network front\ncontainer web { network front }\n');
    const { contents } = await client.request<Hover>('textDocument/hover', URI, at);
    expect(contents).toMatchObject({ kind: 'plaintext' });
    expect(JSON.stringify(contents)).not.toMatch(/`|\*\*|\]\(/);
    expect(await client.request('textDocument/definition', URI, at)).toMatchObject([{ uri: URI }]);
    expect(await client.request('textDocument/documentSymbol', URI)).toMatchObject([
      { location: { uri: URI } },
      { name: 'web' },
      { name: 'front', containerName: 'web' },
    ]);
    const { items } = await client.request<CompletionList>('textDocument/completion', URI, at);
    expect(items[0]?.textEdit).toHaveProperty('range');
  });

  it('and further questions are about answers given before', async () => {
    await client.initialize();
    await client.open(URI, 'network front\ncontainer web { network front }\ncontainer app { network front }\n');
    const [item] = await client.request<CallHierarchyItem[]>('textDocument/prepareCallHierarchy', URI, {
      line: 1,
      character: 11,
    });
    const calls = await client.connection.sendRequest<CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', {
      item,
    });
    expect(calls.map(({ from }) => from.name)).toEqual(['app', 'host']);
    const symbols = await client.connection.sendRequest<WorkspaceSymbol[]>('workspace/symbol', { query: 'ap' });
    expect(symbols.map(({ name }) => name)).toEqual(['app']);
    const help = await client.request<SignatureHelp | null>('textDocument/signatureHelp', URI, at);
    expect(help?.signatures[0]?.label).toBe('network NETWORK');
  });
});

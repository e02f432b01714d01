import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type {
  CodeAction,
  CompletionList,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Location,
  Range,
} from 'vscode-languageserver/node';
import type { TopologyChangedNotification, TopologyState } from '../../language-server/protocol.ts';
import { applyPatch } from '../../language-server/topology/patch.ts';
import { marked } from '../cursor.ts';
import { type Client, connectInMemory } from './client.ts';

const URI = 'file:///workspace/lab.dnet';
const example = readFileSync(new URL('../../examples/docker-networks.dnet', import.meta.url), 'utf8');

let client: Client;
beforeEach(() => {
  client = connectInMemory();
});
afterEach(() => client.dispose());

/** Opens a text with a marked cursor; answers where it was. */
async function openMarked(source: string) {
  const { text, position } = marked(source);
  await client.initialize();
  await client.open(URI, text);
  return position;
}

describe('initialize', () => {
  it('answers what the server can do', async () => {
    const { capabilities, serverInfo } = await client.initialize();
    expect(serverInfo?.name).toBe('dnet');
    expect(capabilities).toMatchObject({
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: 2 },
      hoverProvider: true,
      definitionProvider: true,
      referencesProvider: { workDoneProgress: true },
      documentSymbolProvider: true,
    });
  });
});

describe('diagnostics', () => {
  it('are pushed on open, with code, severity and related places', async () => {
    await client.initialize({ initializationOptions: { documentation: 'file:///docs' } });
    await client.open(URI, 'network front\ncontainer web { network front }\ncontainer db\nexpect web can reach db\n');
    const [diagnostic] = await client.diagnostics(URI);
    expect(diagnostic).toMatchObject({
      code: 'expectation-failed',
      source: 'dnet',
      severity: 1,
      range: { start: { line: 3, character: 0 }, end: { line: 3, character: 23 } },
      codeDescription: { href: 'file:///docs/diagnostics/expectation-failed.md' },
    });
    expect(diagnostic?.relatedInformation?.[0]?.location).toMatchObject({ uri: URI });
  });

  it('follow incremental edits, several in one message, in UTF-16', async () => {
    await client.initialize();
    await client.open(URI, '# 🐳\ncontainer web\nexpect web has ip 172.17.0.9\n');
    expect(await client.diagnostics(URI)).toHaveLength(1);
    const at = (line: number, start: number, end: number) => ({
      start: { line, character: start },
      end: { line, character: end },
    });
    await client.change(URI, 2, { range: at(0, 4, 4), text: ' whale' }, { range: at(2, 27, 28), text: '2' });
    expect(await client.diagnostics(URI, 2)).toEqual([]);
  });

  it('are sent again only when they differ', async () => {
    await client.initialize();
    await client.open(URI, 'container web\n');
    await client.diagnostics(URI);
    const end = { line: 1, character: 0 };
    await client.change(URI, 2, { range: { start: end, end }, text: '# note' });
    await client.change(URI, 3, { text: 'container web\nbananas\n' });
    await client.diagnostics(URI, 3);
    expect(client.published.map(({ version }) => version)).toEqual([1, 3]);
  });

  it('are taken back when the document is closed', async () => {
    await client.initialize();
    await client.open(URI, 'bananas');
    await client.diagnostics(URI);
    await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: URI } });
    await client.request('textDocument/hover', URI, { line: 0, character: 0 });
    expect(client.published.at(-1)).toMatchObject({ uri: URI, diagnostics: [] });
  });

  it('of a file follow an open file that it includes', async () => {
    const nets = 'file:///workspace/nets.dnet';
    await client.initialize({ workspaceFolders: [{ uri: 'file:///workspace', name: 'workspace' }] });
    await client.open(URI, 'include "nets.dnet"\ncontainer web { network front }\n');
    expect((await client.diagnostics(URI)).map(({ code }) => code)).toEqual(['include-missing', 'network-not-found']);
    client.published.length = 0;
    await client.open(nets, 'network front\n');
    expect(await client.diagnostics(URI)).toEqual([]);
  });
});

describe('features', () => {
  it('hover', async () => {
    const position = await openMarked('container we|b { image nginx:1.27; publish 8080:80 }');
    const hover = await client.request<Hover>('textDocument/hover', URI, position);
    expect(JSON.stringify(hover.contents)).toContain('docker run -d --name web -p 8080:80 nginx:1.27');
  });

  it('completion', async () => {
    const position = await openMarked('network front\ncontainer web { network | }');
    const { items } = await client.request<CompletionList>('textDocument/completion', URI, position);
    expect(items.map(({ label }) => label)).toContain('front');
  });

  it('definition and references', async () => {
    const position = await openMarked('network front\ncontainer web { network fr|ont }');
    const definition = await client.request<Location[]>('textDocument/definition', URI, position);
    expect(definition).toEqual([
      { uri: URI, range: { start: { line: 0, character: 8 }, end: { line: 0, character: 13 } } },
    ]);
    const references = await client.request<Location[]>('textDocument/references', URI, position, {
      context: { includeDeclaration: true },
    });
    expect(references).toHaveLength(2);
    expect(await client.request('textDocument/documentHighlight', URI, position)).toHaveLength(2);
  });

  it('document symbols and folding ranges', async () => {
    await openMarked('|container web {\n  image nginx\n}\n');
    const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', URI);
    expect(symbols.map(({ name }) => name)).toEqual(['web']);
    const folds = await client.request<FoldingRange[]>('textDocument/foldingRange', URI);
    expect(folds).toEqual([{ startLine: 0, endLine: 1 }]);
  });

  it('code actions', async () => {
    const position = await openMarked('contai|nr web');
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', URI, undefined, {
      range: { start: position, end: position },
      context: { diagnostics: [] },
    });
    expect(actions[0]).toMatchObject({ title: 'Replace with `container`', kind: 'quickfix' });
    expect(actions[0]?.edit?.changes?.[URI]?.[0]?.newText).toBe('container');
  });
});

describe('topology', () => {
  const patches: TopologyChangedNotification['params'][] = [];
  beforeEach(() => {
    patches.length = 0;
    client.connection.onNotification('dnet/topology/changed', (params: TopologyChangedNotification['params']) => {
      patches.push(params);
    });
  });

  it('is the picture of the example', async () => {
    await client.initialize();
    await client.open(URI, example);
    const state = await client.request<TopologyState>('dnet/topology', URI);
    const ids = state.graph.nodes.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['container:web', 'network:myBridge', 'host:dockerhost']));
    expect(state).toMatchObject({ uri: URI, revision: 1, stale: false });
    const web = state.graph.nodes.find(({ id }) => id === 'container:web');
    const line = example.split('\n').findIndex((text) => text.startsWith('container web'));
    const range = await client.request<Range>('dnet/topology/rangeOf', URI, undefined, { origin: web?.origin });
    expect(range.start).toEqual({ line, character: 0 });
  });

  it('changes by patches that make the new picture of the old one', async () => {
    await client.initialize();
    await client.open(URI, 'container web\n');
    const before = await client.request<TopologyState>('dnet/topology', URI);
    const end = { line: 1, character: 0 };
    await client.change(URI, 2, { range: { start: end, end }, text: 'container db\n' });
    const after = await client.request<TopologyState>('dnet/topology', URI);
    expect(patches).toHaveLength(1);
    expect(patches[0]).toMatchObject({ uri: URI, from: 1, revision: 2, stale: false });
    expect(applyPatch(before.graph, patches[0]!.patch)).toEqual(after.graph);
    expect(after.graph.nodes.map(({ id }) => id)).toContain('container:db');
  });

  it('keeps the last good picture while the syntax is broken, marked as stale', async () => {
    await client.initialize();
    await client.open(URI, 'container web\n');
    const before = await client.request<TopologyState>('dnet/topology', URI);
    const end = { line: 1, character: 0 };
    await client.change(URI, 2, { range: { start: end, end }, text: 'container db {' });
    const broken = await client.request<TopologyState>('dnet/topology', URI);
    expect(patches[0]).toMatchObject({ stale: true, patch: { removed: [], nodes: [], edges: [] } });
    expect(broken).toMatchObject({ stale: true, graph: before.graph });
    const closing = { line: 1, character: 14 };
    await client.change(URI, 3, { range: { start: closing, end: closing }, text: '}' });
    const mended = await client.request<TopologyState>('dnet/topology', URI);
    expect(mended.stale).toBe(false);
    expect(mended.graph.nodes.map(({ id }) => id)).toContain('container:db');
  });

  it('is not sent to a client that no longer wants it', async () => {
    await client.initialize();
    await client.open(URI, 'container web\n');
    await client.request('dnet/topology', URI);
    await client.connection.sendNotification('dnet/topology/unsubscribe', { textDocument: { uri: URI } });
    await client.change(URI, 2, { text: 'container db\n' });
    await client.request('textDocument/hover', URI, { line: 0, character: 0 });
    expect(patches).toEqual([]);
  });
});

describe('a client that makes mistakes', () => {
  const position = { line: 0, character: 0 };

  it('gets null about documents that are not open', async () => {
    await client.initialize();
    expect(await client.request('textDocument/hover', 'file:///nowhere.dnet', position)).toBeNull();
    expect(await client.request('dnet/topology', 'file:///nowhere.dnet')).toBeNull();
    await client.change('file:///nowhere.dnet', 2, { text: 'x' });
    expect(client.logged).toEqual([]);
  });

  it('gets null for parameters that make no sense, which are logged, and the server goes on', async () => {
    await client.initialize();
    await client.open(URI, 'container web');
    const { connection } = client;
    expect(await connection.sendRequest('textDocument/hover', { textDocument: { uri: URI } })).toBeNull();
    expect(await connection.sendRequest('textDocument/completion', {})).toBeNull();
    expect(await connection.sendRequest('dnet/topology', { textDocument: 5 })).toBeNull();
    await connection.sendNotification('textDocument/didOpen', { textDocument: { uri: 7 } });
    await connection.sendNotification('textDocument/didChange', { textDocument: { uri: URI }, contentChanges: 'all' });
    expect(await client.request('textDocument/hover', URI, { line: 0, character: 11 })).not.toBeNull();
    expect(client.logged.length).toBeGreaterThan(2);
  });

  it('may name places outside the document, and ranges the wrong way round', async () => {
    await client.initialize();
    await client.open(URI, 'container web\n');
    for (const line of [-1, 0, 99]) {
      for (const character of [-1, 99]) {
        const place = { line, character };
        await client.request('textDocument/hover', URI, place);
        await client.request('textDocument/completion', URI, place);
        await client.request('textDocument/definition', URI, place);
      }
    }
    const range = { start: { line: 0, character: 13 }, end: { line: 0, character: 10 } };
    await client.change(URI, 2, { range, text: 'db1' });
    const symbols = await client.request<DocumentSymbol[]>('textDocument/documentSymbol', URI);
    expect(symbols.map(({ name }) => name)).toEqual(['db1']);
    expect(client.logged).toEqual([]);
  });
});

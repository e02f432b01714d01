/** What no client should send, and no user would write: the server lives, and goes on answering. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Hover } from 'vscode-languageserver/node';
import { folder, type Running, startProgram } from './program.ts';

const URI = 'file:///workspace/lab.dnet';
const SOUND = 'file:///workspace/sound.dnet';

let running: Running;
beforeEach(async () => {
  running = startProgram();
});
afterEach(() => {
  running.client.dispose();
  running.server.kill();
});

/** Answers right about a sound lab. */
async function expectAlive(): Promise<void> {
  const { client } = running;
  await client.open(SOUND, 'container web { image nginx }\n');
  const hover = await client.request<Hover>('textDocument/hover', SOUND, { line: 0, character: 11 });
  expect(JSON.stringify(hover.contents)).toContain('docker run -d --name web nginx');
}

/** The same every time. */
function bytes(count: number): Buffer {
  let seed = 7;
  const next = () => {
    seed = (seed * 48271) % 0x7fffffff;
    return seed % 256;
  };
  return Buffer.from(Array.from({ length: count }, next));
}

const texts: Record<string, () => string> = {
  'binary garbage': () => bytes(200_000).toString('latin1'),
  'garbage read as UTF-8': () => bytes(200_000).toString('utf8'),
  'halves of characters': () => '\ud83d container \udc33\n'.repeat(1000),
  'one line of 5 MB': () => `container web { image nginx; env ${'x'.repeat(5 << 20)} }`,
  'one line of many statements': () => 'container c { image nginx } network n { subnet 10.0.0.0/8 } '.repeat(2000),
  'blocks a hundred thousand deep': () => 'container a { '.repeat(100_000),
  'comments that never end': () => '/*'.repeat(100_000),
  'quotes that never end': () => '"\n'.repeat(50_000),
  'a million containers': () => 'container web { replicas 1000000 }\nexpect web can reach web\n',
  'nothing but separators': () => '{};,'.repeat(50_000),
};

describe('a hostile text', () => {
  for (const [name, text] of Object.entries(texts)) {
    it(`does no harm: ${name}`, async () => {
      const { client } = running;
      await client.initialize();
      await client.open(URI, text());
      expect(await client.diagnostics(URI)).not.toEqual([]);
      for (const method of ['hover', 'completion', 'definition', 'documentSymbol', 'foldingRange', 'formatting']) {
        const more = { options: { tabSize: 2, insertSpaces: true } };
        await client.request(`textDocument/${method}`, URI, { line: 0, character: 12 }, more);
      }
      await client.change(URI, 2, { text: 'bananas' });
      expect((await client.diagnostics(URI, 2)).map(({ code }) => code)).toEqual(['unknown-statement']);
      await expectAlive();
      expect(client.logged).toEqual([]);
    });
  }
});

describe('hostile files', () => {
  it('do no harm when they are included, or lie in the workspace', async () => {
    const workspace = join(folder, 'hostile');
    mkdirSync(join(workspace, 'folder.dnet'), { recursive: true });
    const write = (name: string, content: string | Buffer) => writeFileSync(join(workspace, name), content);
    write('binary.dnet', Buffer.concat([bytes(5000), Buffer.from([0])]));
    write('latin1.dnet', Buffer.from('network caf\xe9\n', 'latin1'));
    write('self.dnet', 'include "self.dnet"\n');
    write('ping.dnet', 'include "pong.dnet"\n');
    write('pong.dnet', 'include "ping.dnet"\n');
    for (let i = 0; i < 100; i++)
      write(`chain-${i}.dnet`, `include "chain-${i + 1}.dnet"\ninclude "chain-${i}.dnet"\n`);
    const uri = `file://${workspace}/lab.dnet`;
    const names = ['binary', 'latin1', 'folder', 'self', 'ping', 'chain-0'];
    const { client } = running;
    await client.initialize({
      workspaceFolders: [{ uri: `file://${workspace}`, name: 'workspace' }],
      capabilities: {
        textDocument: { diagnostic: {} },
        workspace: { didChangeWatchedFiles: { dynamicRegistration: true } },
      },
    });
    await client.open(uri, names.map((name) => `include "${name}.dnet"\n`).join(''));
    const report = await client.request<{ items: { code: string }[] }>('textDocument/diagnostic', uri);
    const codes = report.items.map(({ code }) => code);
    expect(codes.slice(0, 5)).toEqual([
      'include-missing',
      'include-missing',
      'include-missing',
      'include-cycle',
      'include-cycle',
    ]);
    const all = await client.connection.sendRequest<{ items: { uri: string }[] }>('workspace/diagnostic', {
      previousResultIds: [],
    });
    expect(all.items.length).toBeGreaterThan(100);
    await expectAlive();
    expect(client.logged).toEqual([]);
  });
});

describe('hostile messages', () => {
  const send = (content: string | Buffer) => {
    const body = Buffer.from(content);
    running.server.stdin!.write(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  };

  it('that are no protocol do no harm', async () => {
    await running.client.initialize();
    send('this is not JSON');
    send(bytes(1000));
    send(Buffer.from('{"jsonrpc":"2.0","method":"caf\xe9"}', 'latin1'));
    send('null');
    send('[]');
    send('[[[['.repeat(10_000));
    send('{"jsonrpc":"2.0","id":{},"method":5}');
    send('{"jsonrpc":"2.0","id":77,"method":"no/such/method"}');
    send('{"jsonrpc":"2.0","id":"never asked","result":5}');
    send('{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":12345}}');
    send('{"jsonrpc":"2.0","method":"$/setTrace","params":{"value":"loudly"}}');
    await expectAlive();
  });

  it('whose parameters make no sense do no harm', async () => {
    const { client } = running;
    const { capabilities } = await client.initialize({
      rootUri: 5,
      workspaceFolders: 'none',
      capabilities: { general: { positionEncodings: 'all' }, textDocument: 'yes', workspace: [] },
      initializationOptions: 'please',
      locale: 7,
    });
    expect(capabilities.hoverProvider).toBe(true);
    await client.open(URI, 'container web\n');
    const nonsense = [
      {},
      { textDocument: null },
      { textDocument: { uri: 5 } },
      { textDocument: { uri: 'no uri at all' }, position: { line: 0, character: 0 } },
      { textDocument: { uri: URI }, position: null, range: 'all', positions: 5, options: 7, context: null },
      { textDocument: { uri: URI }, position: { line: 'one' }, range: { start: {}, end: null }, newName: {} },
      { textDocument: { uri: URI, version: 'x' }, contentChanges: [{ range: { start: 1 } }, null], settings: 5 },
      { item: { data: 5 }, data: {}, query: 5, files: 'all', changes: [null], event: {}, text: 5, rows: 'x' },
      { previousResultIds: 'none', partialResultToken: {}, workDoneToken: [] },
    ];
    const requests = [...requestsOf(capabilities), 'dnet/topology', 'dnet/topology/trace', 'dnet/reachability/rows'];
    for (const params of nonsense) {
      for (const method of requests) {
        await client.connection.sendRequest(method, params).catch((error) => expect(error.message).toBeTruthy());
      }
      for (const method of notifications) await client.connection.sendNotification(method, params);
    }
    await expectAlive();
  });
});

const notifications = [
  'textDocument/didOpen',
  'textDocument/didChange',
  'textDocument/didClose',
  'workspace/didChangeConfiguration',
  'workspace/didChangeWatchedFiles',
  'workspace/didChangeWorkspaceFolders',
  'workspace/didDeleteFiles',
  'window/workDoneProgress/cancel',
  '$/setTrace',
];

/** A request for each thing that the server says it can do. */
function requestsOf(capabilities: object): readonly string[] {
  const special: Readonly<Record<string, string>> = {
    documentFormatting: 'formatting',
    documentRangeFormatting: 'rangeFormatting',
    documentOnTypeFormatting: 'onTypeFormatting',
    callHierarchy: 'prepareCallHierarchy',
    semanticTokens: 'semanticTokens/full',
    workspaceSymbol: '',
  };
  return [
    ...Object.keys(capabilities).flatMap((key) => {
      const [, name] = /^(.*)Provider$/.exec(key) ?? [];
      const method = name && (special[name] ?? name);
      return method ? [`textDocument/${method}`] : [];
    }),
    'textDocument/prepareRename',
    'textDocument/semanticTokens/range',
    'textDocument/semanticTokens/full/delta',
    'textDocument/diagnostic',
    'workspace/diagnostic',
    'workspace/symbol',
    'workspace/willRenameFiles',
    'completionItem/resolve',
    'codeLens/resolve',
    'callHierarchy/incomingCalls',
    'callHierarchy/outgoingCalls',
  ];
}

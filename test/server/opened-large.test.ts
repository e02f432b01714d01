/** A large file that is opened: it is analysed beside everything else that is asked. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CancellationTokenSource, LSPErrorCodes } from 'vscode-languageserver/node';
import { type Client, connectInMemory } from './client.ts';

const LARGE = 'file:///workspace/large.dnet';
const SMALL = 'file:///workspace/small.dnet';
const CONTAINERS = 3_000;
const LAB = [
  ...Array.from({ length: CONTAINERS / 20 }, (_, i) => `network net${i} { subnet 10.${i >> 8}.${i & 255}.0/24 }\n`),
  ...Array.from(
    { length: CONTAINERS },
    (_, i) => `container app${i} { image nginx; network net${i % (CONTAINERS / 20)} }\n`,
  ),
].join('');

let client: Client;
beforeEach(() => {
  client = connectInMemory();
});
afterEach(() => client.dispose());

const hover = (uri: string) => client.request<object | null>('textDocument/hover', uri, { line: 0, character: 9 });

describe('while a large file is analysed for the first time', () => {
  it('questions about other files are answered', async () => {
    await client.initialize({ initializationOptions: {} });
    await client.open(SMALL, 'network front\n');
    await client.diagnostics(SMALL);
    await client.open(LARGE, `${LAB}container web { network missing }\n`);
    let isChecked = false;
    const checked = client.diagnostics(LARGE).finally(() => {
      isChecked = true;
    });
    let others = 0;
    while (!isChecked) {
      expect(await hover(SMALL)).not.toBeNull();
      if (!isChecked) others++;
    }
    expect((await checked).map(({ code }) => code)).toContain('network-not-found');
    expect(others).toBeGreaterThan(5);
  }, 60_000);

  it('a newer text wins: of the first one nothing is told', async () => {
    await client.initialize({ initializationOptions: {} });
    await client.open(SMALL, 'network front\n');
    await client.open(LARGE, `${LAB}container web { network missing }\n`);
    // Answered while the file is being analysed.
    for (let i = 0; i < 5; i++) await hover(SMALL);
    const line = CONTAINERS + CONTAINERS / 20;
    await client.change(LARGE, 2, {
      range: { start: { line, character: 24 }, end: { line, character: 31 } },
      text: 'net1',
    });
    expect(await client.diagnostics(LARGE, 2)).toEqual([]);
    expect(client.published.filter(({ uri }) => uri === LARGE).map(({ version }) => version)).toEqual([2]);
    expect(client.logged).toEqual([]);
  }, 60_000);

  it('diagnostics and hints that are asked for come when it is done, and can be called off', async () => {
    await client.initialize({ initializationOptions: {}, capabilities: { textDocument: { diagnostic: {} } } });
    await client.open(SMALL, 'network front\n');
    await client.open(LARGE, LAB);
    const answered: string[] = [];
    const note = (what: string) => () => void answered.push(what);
    const source = new CancellationTokenSource();
    const calledOff = client.connection.sendRequest(
      'textDocument/diagnostic',
      { textDocument: { uri: LARGE } },
      source.token,
    );
    const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
    const pulled = client.request('textDocument/diagnostic', LARGE).then(note('diagnostics'));
    const hints = client.request('textDocument/inlayHint', LARGE, undefined, { range }).then(note('hints'));
    await hover(SMALL).then(note('hover'));
    source.cancel();
    await expect(calledOff).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    note('called off')();
    await Promise.all([pulled, hints]);
    expect(answered.slice(0, 2)).toEqual(['hover', 'called off']);
    expect(client.logged).toEqual([]);
  }, 60_000);

  it('who asks about it has what the answer needs done at once', async () => {
    await client.initialize({ initializationOptions: {} });
    await client.open(LARGE, LAB);
    const answer = await hover(LARGE);
    expect(JSON.stringify(answer)).toContain('10.0.0.0/24');
    expect(await client.diagnostics(LARGE)).toEqual([]);
  }, 60_000);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver/node';
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

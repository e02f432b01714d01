import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CodeAction, LSPErrorCodes } from 'vscode-languageserver/node';
import type { DiagnosticData } from '../../language-server/features/diagnostics.ts';
import { edited } from '../cursor.ts';
import { type Client, connectInMemory } from './client.ts';

const URI = 'file:///workspace/lab.dnet';
const LAB = 'network front\ncontainer web { network front; replicas 2 }\n';

let client: Client;
beforeEach(() => {
  client = connectInMemory();
});
afterEach(() => client.dispose());

const resolves = { codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } } };

async function actionsAt(line: number, only?: readonly string[], character = 12): Promise<CodeAction[]> {
  const place = { line, character };
  return client.request<CodeAction[]>('textDocument/codeAction', URI, undefined, {
    range: { start: place, end: place },
    context: { diagnostics: [], ...(only && { only }) },
  });
}

const expansion = async (): Promise<CodeAction> =>
  (await actionsAt(1, ['refactor.rewrite'])).find(({ title }) => title.includes('replicas'))!;

describe('the edits of a refactoring', () => {
  const expanded = 'network front\ncontainer web-1 { network front }\ncontainer web-2 { network front }\n';

  it('are worked out when it is chosen', async () => {
    await client.initialize({ capabilities: { textDocument: resolves } });
    await client.open(URI, LAB);
    const action = await expansion();
    expect(action.edit).toBeUndefined();
    const resolved = await client.connection.sendRequest<CodeAction>('codeAction/resolve', action);
    expect(edited(LAB, resolved.edit!.changes![URI]!)).toBe(expanded);
  });

  it('come with the list for clients that cannot ask', async () => {
    await client.initialize();
    await client.open(URI, LAB);
    expect(edited(LAB, (await expansion()).edit!.changes![URI]!)).toBe(expanded);
  });

  it('are refused where the text is another one by then', async () => {
    await client.initialize({ capabilities: { textDocument: resolves } });
    await client.open(URI, LAB);
    const action = await expansion();
    await client.change(URI, 2, { text: 'stop web\n' });
    const resolved = client.connection.sendRequest('codeAction/resolve', action);
    await expect(resolved).rejects.toMatchObject({ code: LSPErrorCodes.ContentModified });
  });
});

it('lists the kinds that are asked for', async () => {
  await client.initialize();
  await client.open(URI, `${LAB}contianer db\n`);
  const kinds = async (only: string) => [...new Set((await actionsAt(2, [only], 4)).map(({ kind }) => kind))];
  expect(await kinds('source.fixAll')).toEqual(['source.fixAll.dnet']);
  expect(await kinds('quickfix')).toEqual(['quickfix']);
  expect(await kinds('source.organizeImports')).toEqual([]);
});

it('creates a missing file where the client can', async () => {
  const workspaceEdit = { documentChanges: true, resourceOperations: ['create'] };
  await client.initialize({ capabilities: { workspace: { workspaceEdit } } });
  await client.open(URI, 'include "more.dnet"\n');
  expect((await actionsAt(0)).map(({ title }) => title)).toEqual([
    'Create the file "more.dnet"',
    'Remove `include "more.dnet"`',
  ]);
});

it('carries obvious repairs in the data of a diagnostic, and none that have to be tried out', async () => {
  await client.initialize();
  const text = 'contianer web\nexpect web cannot reach outside\n';
  await client.open(URI, text);
  const [slip, failed] = await client.diagnostics(URI);
  const { fixes } = slip!.data as DiagnosticData;
  expect(fixes.map(({ title }) => title)).toHaveLength(1);
  expect(edited(text, fixes[0]!.edits)).toContain('container web\n');
  expect(failed).toMatchObject({ code: 'expectation-failed' });
  expect(failed!.data).toBeUndefined();
});

describe('the repairs of a failed expectation in a large lab', () => {
  const many = Array.from({ length: 150 }, (_, i) => `container c${i}\n`).join('');
  const text = `${many}network shut { internal; masquerade false }
network front
container web { network front }
container db { network shut }
expect web can reach db
expect db can reach outside
`;
  const line = (statement: string) => text.split('\n').indexOf(statement);
  const fixes = (statement: string) => actionsAt(line(statement), ['quickfix'], 8);
  const choose = (action: CodeAction | undefined) =>
    client.connection.sendRequest<CodeAction>('codeAction/resolve', action!);

  it('are tried out when one is chosen', async () => {
    await client.initialize({ capabilities: { textDocument: resolves } });
    await client.open(URI, text);
    const actions = await fixes('expect web can reach db');
    const connect = actions.find(({ title }) => title === 'Connect `web` to `shut`');
    expect(actions.every(({ edit }) => edit === undefined)).toBe(true);
    const { edit } = await choose(connect);
    expect(edited(text, edit!.changes![URI]!)).toContain('connect web to shut\nexpect web can reach db\n');
  });

  it('change nothing where they do not help, and the user is told', async () => {
    const told: string[] = [];
    client.connection.onRequest('window/showMessageRequest', ({ message }) => {
      told.push(message);
      return null;
    });
    client.connection.onNotification('window/showMessage', ({ message }) => {
      told.push(message);
    });
    await client.initialize({ capabilities: { textDocument: resolves } });
    await client.open(URI, text);
    const open = (await fixes('expect db can reach outside')).find(({ title }) => title.includes('remove `internal`'));
    expect((await choose(open)).edit).toBeUndefined();
    await expect.poll(() => told).toEqual([expect.stringContaining('would not make the expectation hold')]);
  });

  it('are tried out before they are listed, for clients that cannot ask', async () => {
    await client.initialize();
    await client.open(URI, text);
    const actions = await fixes('expect db can reach outside');
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.every(({ edit }) => edit !== undefined)).toBe(true);
    expect(actions.map(({ title }) => title).filter((title) => title.includes('remove `internal`'))).toEqual([]);
  });
});

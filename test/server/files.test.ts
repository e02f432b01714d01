import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RegistrationRequest, type WorkspaceEdit, type WorkspaceSymbol } from 'vscode-languageserver/node';
import { edited } from '../cursor.ts';
import { type Client, connectInMemory } from './client.ts';

const ROOT = 'file:///workspace';
const LAB = `${ROOT}/lab.dnet`;
const NETS = `${ROOT}/nets.dnet`;
const OTHER = `${ROOT}/more/other.dnet`;

let files: Map<string, string>;
let client: Client;
beforeEach(() => {
  files = new Map([
    [LAB, 'include "nets.dnet"\ncontainer web { network front }\n'],
    [NETS, 'network front\n'],
    [OTHER, 'include "../nets.dnet"\ncontainer db { network front }\n'],
  ]);
  client = connectInMemory({ readFile: (uri) => files.get(uri), findFiles: () => [[...files.keys()]] });
});
afterEach(() => client.dispose());

const workspaceFolders = [{ uri: ROOT, name: 'workspace' }];

/** Every file after an edit, by its name. */
function filesAfter({ changes = {} }: WorkspaceEdit): Record<string, string> {
  return Object.fromEntries(Object.entries(changes).map(([uri, edits]) => [uri, edited(files.get(uri)!, edits)]));
}

describe('rename', () => {
  it('edits files that are open and files that are not', async () => {
    const { capabilities } = await client.initialize({ workspaceFolders });
    expect(capabilities.renameProvider).toEqual({ prepareProvider: true, workDoneProgress: true });
    await client.open(LAB, files.get(LAB)!);
    const place = { line: 1, character: 26 };
    expect(await client.request('textDocument/prepareRename', LAB, place)).toEqual({
      range: { start: { line: 1, character: 24 }, end: { line: 1, character: 29 } },
      placeholder: 'front',
    });
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', LAB, place, { newName: 'edge' });
    expect(filesAfter(edit)).toEqual({
      [LAB]: 'include "nets.dnet"\ncontainer web { network edge }\n',
      [NETS]: 'network edge\n',
      [OTHER]: 'include "../nets.dnet"\ncontainer db { network edge }\n',
    });
  });

  it('tells the user why it is refused', async () => {
    await client.initialize({ workspaceFolders });
    await client.open(LAB, files.get(LAB)!);
    const place = { line: 1, character: 12 };
    await expect(client.request('textDocument/rename', LAB, place, { newName: '-' })).rejects.toThrow(
      'Docker: “Invalid container name (-), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed”',
    );
    await expect(client.request('textDocument/prepareRename', LAB, { line: 1, character: 1 })).rejects.toThrow(
      'Only names',
    );
    expect(client.logged).toEqual([]);
  });
});

describe('files that move', () => {
  const move = (oldUri: string, newUri: string) =>
    client.connection.sendRequest<WorkspaceEdit>('workspace/willRenameFiles', { files: [{ oldUri, newUri }] });

  it('keep being included', async () => {
    await client.initialize({ workspaceFolders });
    await client.open(LAB, files.get(LAB)!);
    expect(filesAfter(await move(NETS, `${ROOT}/parts/networks.dnet`))).toEqual({
      [LAB]: 'include "parts/networks.dnet"\ncontainer web { network front }\n',
      [OTHER]: 'include "../parts/networks.dnet"\ncontainer db { network front }\n',
    });
  });

  it('keep their own includes, and so do the files of a folder', async () => {
    await client.initialize({ workspaceFolders });
    expect(filesAfter(await move(LAB, `${ROOT}/a/b/lab.dnet`))[LAB]).toContain('include "../../nets.dnet"');
    expect(filesAfter(await move(`${ROOT}/more`, `${ROOT}/even/more`))).toEqual({
      [OTHER]: 'include "../../nets.dnet"\ncontainer db { network front }\n',
    });
    expect(filesAfter(await move(`${ROOT}/more`, `${ROOT}/less`))).toEqual({});
  });
});

describe('URIs that the client spells in another way', () => {
  it('are of the same files', async () => {
    files = new Map([
      ['file:///a%2B%28b%29/lab.dnet', 'include "nets.dnet"\ncontainer web { network front }\n'],
      ['file:///a%2B%28b%29/nets.dnet', 'network back\n'],
    ]);
    await client.initialize({ workspaceFolders: [{ uri: 'file:///a+(b)', name: 'workspace' }] });
    const [lab, nets] = ['file:///a+(b)/lab.dnet', 'file:///a+(b)/nets.dnet'];
    await client.open(nets, 'network front\n');
    await client.open(lab, [...files.values()][0]!);
    const last = (uri: string) => client.published.findLast((params) => params.uri === uri)?.diagnostics;
    await expect.poll(() => last(lab)).toEqual([]);
    const { changes } = await client.request<WorkspaceEdit>(
      'textDocument/rename',
      nets,
      { line: 0, character: 9 },
      { newName: 'edge' },
    );
    expect(Object.keys(changes!).sort()).toEqual([lab, nets]);
    await client.change(nets, 2, { text: 'network other\n' });
    await expect.poll(() => last(lab)?.map(({ code }) => code)).toEqual(['network-not-found']);
  });
});

describe('files that change on the disk', () => {
  it('are watched, and read again', async () => {
    const registered: unknown[] = [];
    client.connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
      for (const { method, registerOptions } of registrations) registered.push([method, registerOptions]);
    });
    const capabilities = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };
    await client.initialize({ workspaceFolders, capabilities });
    await client.open(LAB, files.get(LAB)!);
    expect(await client.diagnostics(LAB)).toEqual([]);
    expect(registered).toEqual([['workspace/didChangeWatchedFiles', { watchers: [{ globPattern: '**/*.dnet' }] }]]);
    files.set(NETS, 'network back\n');
    client.published.length = 0;
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: NETS, type: 2 }] });
    expect((await client.diagnostics(LAB)).map(({ code }) => code)).toEqual(['network-not-found']);
  });

  it('are found by name, open or not', async () => {
    await client.initialize({ workspaceFolders });
    await client.open(LAB, files.get(LAB)!);
    const symbols = () => client.connection.sendRequest<WorkspaceSymbol[]>('workspace/symbol', { query: 'd' });
    expect((await symbols()).map(({ name }) => name)).toEqual(['db']);
    files.set(OTHER, 'container dns\n');
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: OTHER, type: 2 }] });
    expect((await symbols()).map(({ name }) => name)).toEqual(['dns']);
  });
});

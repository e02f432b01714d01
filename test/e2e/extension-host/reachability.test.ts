import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from 'chai';
import * as vscode from 'vscode';
import type { Exports } from '../../../extension/extension.ts';
import { closeAllEditors, eventually, openExample, openLab, typeAtEnd } from './lab.ts';

const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
const tabCalled = (label: string) => eventually(label, () => tabs().find((tab) => tab.label.includes(label)));

describe('who can talk to whom', () => {
  afterEach(closeAllEditors);

  it('opens beside the lab, once', async () => {
    await openExample('three-tier-app.dnet');
    await vscode.commands.executeCommand('dnet.openReachability');
    await vscode.commands.executeCommand('dnet.openReachability');
    const tab = await tabCalled('Reachability in three-tier-app.dnet');
    assert.equal(tab.group.viewColumn, vscode.ViewColumn.Two);
    assert.equal(tabs().filter(({ label }) => label.startsWith('Reachability')).length, 1);
  });

  it('tells what would break, from the name of a container', async () => {
    const { document, position } = await openLab(
      'network nn\ncontainer w|eb { network nn }\ncontainer db { network nn }\n',
    );
    const action = await eventually('code action', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        new vscode.Range(position, position),
      );
      return actions.find(({ title }) => title === 'What breaks if `web` stops?');
    });
    const { command, arguments: args = [] } = action.command!;
    await vscode.commands.executeCommand(command, ...args);
    await tabCalled('What breaks if web stops?');
    assert.equal(document.isDirty, false);
  });

  it('asks for no matrix once it is closed', async () => {
    const { document } = await openLab('container web { image nginx }\n');
    const { asked, stop } = await recordRequests();
    try {
      await vscode.commands.executeCommand('dnet.openReachability');
      await eventually('matrix', () => (asked.includes('dnet/reachability') ? true : undefined));
      asked.length = 0;
      await typeAtEnd(document, 'container db\n');
      await eventually('matrix of the edited lab', () => (asked.includes('dnet/reachability') ? true : undefined));

      await vscode.window.tabGroups.close(await tabCalled('Reachability in'));
      asked.length = 0;
      await typeAtEnd(document, 'container cache\n');
      // What an edit changes is asked about later than the matrix would be.
      await eventually('question about the edit', () =>
        asked.includes('dnet/reachability/compare') ? true : undefined,
      );
      assert.notInclude(asked, 'dnet/reachability');
    } finally {
      stop();
    }
  });
});

describe('who could talk to whom in the last commit', () => {
  const git = vscode.workspace.getConfiguration('git');
  before(() => git.update('enabled', true, vscode.ConfigurationTarget.Global));
  after(() => git.update('enabled', undefined, vscode.ConfigurationTarget.Global));
  afterEach(closeAllEditors);

  const folder = join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'committed');
  const NAME = 'lab.dnet';
  const LAB = 'network nn\ncontainer web { network nn }\ncontainer db { image postgres; network nn }\n';

  it('is compared with the text as it is now', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, NAME), LAB);
    const run = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=dnet', '-c', 'user.email=dnet@example.org', ...args], { cwd: folder });
    run('init', '--quiet');
    run('add', NAME);
    run('commit', '--quiet', '--message', 'Connect web to db');

    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(join(folder, NAME)));
    await vscode.window.showTextDocument(document);
    await typeAtEnd(document, 'disconnect web from nn\n');
    const title = `Last commit → ${NAME}`;
    assert.include(await compareWithFirstChoice(document.uri, title), '- `web` → `db` by ping and on 5432/tcp');
  });
});

/** Accepts what the list of texts to compare with offers first, until Git has found its repository. */
const compareWithFirstChoice = (uri: vscode.Uri, title: string): Promise<string> =>
  eventually(title, async () => {
    let isDone = false;
    const compared = vscode.commands.executeCommand('dnet.compareReachability', uri).then(() => {
      isDone = true;
    });
    while (!isDone) {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await compared;
    return readAnswer(title);
  });

/** The text of an answer that is shown; undefined where there is none. */
async function readAnswer(title: string): Promise<string | undefined> {
  const uri = vscode.Uri.from({ scheme: 'dnet-answer', path: `/${title}.md` });
  return (await vscode.workspace.openTextDocument(uri)).getText() || undefined;
}

/** The methods that the language server is asked by from now on. */
async function recordRequests() {
  const extension = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'dnet')!;
  const { server } = (await extension.activate()) as Exports;
  const asked: string[] = [];
  const { sendRequest } = server;
  server.sendRequest = (method, params, token) => {
    asked.push(method);
    return sendRequest.call(server, method, params, token) as Promise<never>;
  };
  const stop = () => {
    server.sendRequest = sendRequest;
  };
  return { asked, stop };
}

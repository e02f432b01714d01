import { assert } from 'chai';
import * as vscode from 'vscode';
import { closeAllEditors, eventually, openExample, openLab } from './lab.ts';

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
});

import { assert } from 'chai';
import * as vscode from 'vscode';
import { closeAllEditors, openExample } from '../extension-host/lab.ts';
import { drawnNodes } from './runner.ts';

describe('VS Code for the Web', () => {
  after(closeAllEditors);

  it('runs the extension in a worker, on a file system of its own', () => {
    assert.equal(vscode.env.uiKind, vscode.UIKind.Web);
    assert.isUndefined((globalThis as { process?: { versions?: { node?: string } } }).process?.versions?.node);
    assert.equal(vscode.workspace.workspaceFolders?.[0]?.uri.scheme, 'vscode-test-web');
  });

  it('draws the topology', async () => {
    await openExample('three-tier-app.dnet');
    await vscode.commands.executeCommand('dnet.openTopologyToSide');
    assert.includeMembers([...(await drawnNodes())], ['network:backend', 'interface:db/eth0']);
  });
});

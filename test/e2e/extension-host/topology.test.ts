import { assert } from 'chai';
import * as vscode from 'vscode';
import { closeAllEditors, eventually, openExample } from './lab.ts';

const topologyTabs = () =>
  vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('dnet.topologyPanel'));

describe('the commands of the topology', () => {
  beforeEach(() => openExample('three-tier-app.dnet'));
  afterEach(closeAllEditors);

  it('open it to the side, and leave the focus in the lab', async () => {
    await vscode.commands.executeCommand('dnet.openTopologyToSide');
    const tab = await eventually('topology', () =>
      topologyTabs().find(({ label }) => label === 'Topology of three-tier-app.dnet'),
    );
    assert.equal(tab.group.viewColumn, vscode.ViewColumn.Two);
    assert.equal(vscode.window.activeTextEditor?.document.fileName.endsWith('three-tier-app.dnet'), true);
  });

  it('open it in place of the lab', async () => {
    await vscode.commands.executeCommand('dnet.openTopology');
    const [tab] = await eventually('topology', () => (topologyTabs().length > 0 ? topologyTabs() : undefined));
    assert.ok(tab);
    assert.equal(tab.group.viewColumn, vscode.ViewColumn.One);
    assert.equal(tab.isActive, true);
  });

  it('open it once', async () => {
    await vscode.commands.executeCommand('dnet.openTopologyToSide');
    await vscode.commands.executeCommand('dnet.openTopologyToSide');
    await vscode.commands.executeCommand('dnet.openTopology');
    await eventually('topology', () => topologyTabs()[0]);
    assert.equal(topologyTabs().length, 1);
  });

  it('let it follow the lab that is edited', async () => {
    await vscode.commands.executeCommand('dnet.openTopologyToSide');
    const document = await vscode.workspace.openTextDocument(
      vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'docker-networks.dnet'),
    );
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    await eventually('new title', () => topologyTabs()[0]?.label === 'Topology of docker-networks.dnet' || undefined);
  });

  it('open the one of the file that was chosen in the explorer', async () => {
    const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, 'classic-mistakes.dnet');
    await vscode.commands.executeCommand('dnet.openTopology', uri);
    await eventually('title', () => topologyTabs()[0]?.label === 'Topology of classic-mistakes.dnet' || undefined);
  });

  for (const format of ['svg', 'png', 'drawio', 'mermaid', 'dot'])
    it(`write it to a file: ${format}`, async () => {
      const document = vscode.window.activeTextEditor!.document;
      const target = document.uri.with({ path: document.uri.path.replace(/dnet$/, `written.${format}`) });
      await vscode.commands.executeCommand('dnet.exportTopology', document.uri, { format, colours: 'print', target });
      const bytes = await vscode.workspace.fs.readFile(target);
      if (format === 'png') assert.equal(new TextDecoder().decode(bytes.slice(1, 4)), 'PNG');
      else assert.include(new TextDecoder().decode(bytes), 'proxy');
      // Diagrams need no page; a picture is made where it is seen.
      assert.equal(topologyTabs().length, format === 'mermaid' || format === 'dot' ? 0 : 1);
    });

  it('show it in the sidebar', async () => {
    // Rejected when there is no such view.
    await vscode.commands.executeCommand('dnet.topology.focus');
  });
});

describe('the tree of hosts and networks', () => {
  beforeEach(() => openExample('three-tier-app.dnet'));
  afterEach(closeAllEditors);

  it('turns what is done to it into edits that can be undone', async () => {
    const document = vscode.window.activeTextEditor!.document;
    const before = document.getText();
    assert.ok(/^container proxy\b/m.test(before));
    const proxy = { path: [], node: { kind: 'container', label: 'proxy' }, children: [] };
    await vscode.commands.executeCommand('dnet.outline.remove', proxy);
    assert.equal(/^(?:container|expect) proxy\b/m.test(document.getText()), false);
    await vscode.commands.executeCommand('undo');
    // The extension host hears of it a moment later.
    await eventually('the text as it was', () => document.getText() === before || undefined);
  });
});

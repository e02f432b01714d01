import { assert } from 'chai';
import * as vscode from 'vscode';
import type { Exports } from '../../../extension/extension.ts';
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
    // Once its page has loaded, it would take the focus that it was promised from whatever has it by then.
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
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

  it('keeps selected what is chosen in it, though a question about the cursor is not answered yet', async () => {
    await vscode.commands.executeCommand('dnet.outline.focus');
    const { tokens, stop } = await holdQuestionsAboutCursor();
    try {
      const editor = await vscode.window.showTextDocument(vscode.window.activeTextEditor!.document);
      editor.selection = new vscode.Selection(3, 0, 3, 0);
      const token = await eventually('question', () => tokens.at(-1));
      assert.isFalse(token.isCancellationRequested);
      const node = { kind: 'container', label: 'proxy', origin: 'container:proxy' };
      const item = { path: [], node, children: [] };
      // It does nothing before the tree is there.
      await eventually('selected source', async () => {
        await vscode.commands.executeCommand('dnet.outline.reveal', item);
        return editor.document.getText(editor.selection).startsWith('container proxy') || undefined;
      });
      assert.isTrue(token.isCancellationRequested);
    } finally {
      stop();
      await vscode.commands.executeCommand('workbench.action.closeSidebar');
    }
  });
});

/** From now on, the language server is not asked what is under the cursor, and each question waits. */
async function holdQuestionsAboutCursor() {
  const extension = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'dnet')!;
  const { server } = (await extension.activate()) as Exports;
  const tokens: vscode.CancellationToken[] = [];
  const { sendRequest } = server;
  server.sendRequest = (method, params, token) => {
    if (method !== 'dnet/topology/nodeAt') return sendRequest.call(server, method, params, token) as Promise<never>;
    if (token) tokens.push(token);
    return new Promise<never>(() => undefined);
  };
  const stop = () => {
    server.sendRequest = sendRequest;
  };
  return { tokens, stop };
}

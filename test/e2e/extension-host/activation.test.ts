import { assert } from 'chai';
import * as vscode from 'vscode';
import { closeAllEditors, eventually, openExample } from './lab.ts';

const extension = () => {
  const found = vscode.extensions.getExtension('dnet.dnet');
  assert.ok(found, 'the extension is not installed');
  return found;
};

describe('the extension', () => {
  after(closeAllEditors);

  it('starts when a lab is opened', async () => {
    const document = await openExample('docker-networks.dnet');
    assert.equal(document.languageId, 'dnet');
    await eventually('activation', () => extension().isActive || undefined);
  });

  it('has every command that its manifest names', async () => {
    const registered = await vscode.commands.getCommands(true);
    const contributed: { command: string }[] = extension().packageJSON.contributes.commands;
    assert.ok(contributed.length > 0);
    for (const { command } of contributed) assert.ok(registered.includes(command), `${command} is not registered`);
  });

  it('offers a new lab without mistakes', async () => {
    await vscode.commands.executeCommand('dnet.newLab');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.languageId, 'dnet');
    assert.ok(document?.isUntitled);
    // The server answers requests in order: with the hover, it has also said all about the text.
    await eventually('hover', () => hoverAt(document, new vscode.Position(2, 12)));
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});

describe('labs to start with', () => {
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  it('come from templates', async () => {
    await vscode.commands.executeCommand('dnet.newLabFromTemplate', 'reverse-proxy.dnet');
    const document = await shown('expect proxy can reach blog.internal on 2368/tcp');
    assert.ok(document.isUntitled);
    assert.equal(document.languageId, 'dnet');
  });

  it('come from the walkthrough', async () => {
    const { walkthroughs } = extension().packageJSON.contributes;
    const steps: { id: string }[] = walkthroughs[0].steps;
    assert.equal(steps.length, 6);
    for (const { id } of steps) {
      await vscode.commands.executeCommand('dnet.openWalkthroughLab', id);
      const document = vscode.window.activeTextEditor?.document;
      assert.ok(document?.isUntitled);
      assert.include(document.getText(), 'expect', id);
    }
  });
});

/** The document of the active editor, which is told of a moment after it was opened. */
const shown = (text: string): Promise<vscode.TextDocument> =>
  eventually(text, () => {
    const document = vscode.window.activeTextEditor?.document;
    return document?.getText().includes(text) ? document : undefined;
  });

async function hoverAt(document: vscode.TextDocument, position: vscode.Position) {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers.length > 0 ? hovers : undefined;
}

import { execFileSync } from 'node:child_process';
import { assert } from 'chai';
import * as vscode from 'vscode';
import { closeAllEditors, eventually, openLab } from './lab.ts';

/** The language server among the processes that the extension host has started. */
function serverProcess(): number | undefined {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' }).split('\n');
  for (const row of rows) {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
    if (Number(parent) === process.pid && command.includes('language-server')) return Number(pid);
  }
  return undefined;
}

/** Kills it in the middle of whatever it does. Answers once it is gone. */
async function killServer(): Promise<number> {
  const pid = await eventually('language server', serverProcess);
  process.kill(pid, 'SIGKILL');
  await eventually('end of the language server', () => serverProcess() !== pid || undefined);
  return pid;
}

const codes = (document: vscode.TextDocument) =>
  vscode.languages
    .getDiagnostics(document.uri)
    .map(({ code }) => (typeof code === 'object' ? code.value : code))
    .join();

async function hover({ uri }: vscode.TextDocument): Promise<vscode.Hover | undefined> {
  const place = new vscode.Position(0, 11);
  const [found] = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, place);
  return found;
}

describe('a language server that is killed', () => {
  after(async () => {
    await vscode.commands.executeCommand('dnet.restartLanguageServer');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await closeAllEditors();
  });

  it('is started again, knows what is typed and not saved, and ends up asking the user when it goes on ending', async () => {
    const { document } = await openLab('container web { image nginx }\n');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), 'bananas\n');
    await vscode.workspace.applyEdit(edit);
    await eventually('diagnostic', () => codes(document) === 'unknown-statement' || undefined);

    for (let end = 1; end <= 4; end++) {
      const killed = await killServer();
      const next = await eventually('new language server', serverProcess);
      assert.notEqual(next, killed);
      await eventually('answer of the new language server', () => hover(document));
      await eventually('diagnostic again', () => codes(document) === 'unknown-statement' || undefined);
      const typed = new vscode.WorkspaceEdit();
      typed.insert(document.uri, new vscode.Position(1, 0), `# end ${end}\n`);
      await vscode.workspace.applyEdit(typed);
    }
    assert.ok(document.isDirty);
    assert.equal(
      document.getText(),
      'container web { image nginx }\n# end 4\n# end 3\n# end 2\n# end 1\nbananas\n',
      'what was typed is lost',
    );

    await killServer();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal(serverProcess(), undefined, 'a server that ends at everything is started for ever');

    await vscode.commands.executeCommand('dnet.restartLanguageServer');
    await eventually('diagnostic after the restart', () => {
      const [found] = vscode.languages.getDiagnostics(document.uri);
      return (found && document.getText(found.range) === 'bananas') || undefined;
    });
  });
});

describe('labs of the workspace that are not open', () => {
  it('are checked, as they are on the disk', async () => {
    const [folder] = vscode.workspace.workspaceFolders!;
    const uri = vscode.Uri.joinPath(folder!.uri, 'unopened.dnet');
    const write = (text: string) => vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    const found = () => vscode.languages.getDiagnostics(uri).length;
    await write('bananas\n');
    await eventually('diagnostic of a lab that is not open', () => found() === 1 || undefined);
    await write('bananas\nbananas\n');
    await eventually('another diagnostic', () => found() === 2 || undefined);
    await vscode.workspace.fs.delete(uri);
    await eventually('end of the diagnostics of what is gone', () => found() === 0 || undefined);
  });
});

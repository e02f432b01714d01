import { assert } from 'chai';
import * as vscode from 'vscode';
import { closeAllEditors, eventually, openLab, typeAtEnd } from './lab.ts';

const textOf = (contents: readonly (vscode.MarkdownString | vscode.MarkedString)[]) =>
  contents.map((content) => (typeof content === 'string' ? content : content.value)).join('\n');

/** What a feature answers about the position, once the language server has started. */
function ask<T>(command: string, { document, position }: Awaited<ReturnType<typeof openLab>>): Promise<T[]> {
  return eventually(command, async () => {
    const answer = await vscode.commands.executeCommand<T[]>(command, document.uri, position);
    return answer.length > 0 ? answer : undefined;
  });
}

/** An extension's own files have no file system in the web: a browser opens them. */
async function assertExists(uri: vscode.Uri): Promise<void> {
  if (!/^https?$/.test(uri.scheme)) await vscode.workspace.fs.stat(uri);
  else assert.ok((await fetch(uri.toString())).ok, `there is nothing at ${uri}`);
}

describe('the language, in VS Code', () => {
  after(closeAllEditors);

  it('reports mistakes and takes them back', async () => {
    const { document } = await openLab('contaner web { image nginx }\n');
    const [mistake] = await eventually('diagnostic', () => {
      const found = vscode.languages.getDiagnostics(document.uri);
      return found.length > 0 ? found : undefined;
    });
    assert.ok(mistake);
    assert.equal(mistake.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(document.getText(mistake.range), 'contaner');
    assert.match(mistake.message, /Did you mean .?container/);
    assert.ok(typeof mistake.code === 'object', 'the diagnostic links to no page');
    await assertExists(mistake.code.target);

    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, mistake.range, 'container');
    await vscode.workspace.applyEdit(edit);
    await eventually(
      'text without mistakes',
      () => vscode.languages.getDiagnostics(document.uri).length === 0 || undefined,
    );
    await document.save();
  });

  it('repairs slips of the pen when a lab is saved, where the user wants that', async () => {
    const { document } = await openLab('contaner web { image nginx }\n');
    const editor = vscode.workspace.getConfiguration('editor', { uri: document.uri, languageId: 'dnet' });
    const isGlobal = vscode.ConfigurationTarget.Global;
    await editor.update('codeActionsOnSave', { 'source.fixAll.dnet': 'explicit' }, isGlobal);
    try {
      await eventually('diagnostic', () => vscode.languages.getDiagnostics(document.uri)[0]);
      // VS Code repairs nothing before its window is as it was left, for which tests do not wait.
      await eventually('repair', async () => {
        await typeAtEnd(document, '#');
        await document.save();
        return document.getText().startsWith('container') || undefined;
      });
      assert.match(document.getText(), /^container web \{ image nginx \}\n#+$/);
      assert.isFalse(document.isDirty);
    } finally {
      await editor.update('codeActionsOnSave', undefined, isGlobal);
    }
  });

  it('explains a container when it is hovered', async () => {
    const lab = await openLab('network back { subnet 10.1.0.0/24 }\ncontainer w|eb { image nginx; network back }\n');
    const hovers = await ask<vscode.Hover>('vscode.executeHoverProvider', lab);
    const text = textOf(hovers.flatMap(({ contents }) => contents));
    assert.match(text, /10\.1\.0\.2/);
    assert.match(text, /docker run .*--network back/);
  });

  it('completes names', async () => {
    const { document, position } = await openLab('network back\ncontainer web { network | }\n');
    const labels = await eventually('completion', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        position,
      );
      const found = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      return found.includes('back') ? found : undefined;
    });
    assert.ok(labels.includes('host'), `host is not among ${labels.join(', ')}`);
  });

  it('reads included files, wherever they are, and completes their paths', async () => {
    const nets = await openLab('network elsewhere\n');
    const file = nets.document.uri.path.split('/').at(-1);
    const { document } = await openLab(`include "${file}"\ncontainer web { network elsewhere }\n`);
    const [links, position] = [new vscode.Range(0, 9, 0, 9 + (file?.length ?? 0)), new vscode.Position(0, 9)];
    await eventually('link to the file', async () => {
      const found = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
        'vscode.executeLinkProvider',
        document.uri,
      );
      return found.some(({ range }) => range.contains(links)) || undefined;
    });
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position,
    );
    assert.include(
      items.map(({ label }) => (typeof label === 'string' ? label : label.label)),
      file,
    );
  });

  it('goes to the definition of a name', async () => {
    const lab = await openLab('network back\ncontainer web { network ba|ck }\n');
    const [found] = await ask<vscode.Location | vscode.LocationLink>('vscode.executeDefinitionProvider', lab);
    assert.ok(found);
    const range = 'targetUri' in found ? (found.targetSelectionRange ?? found.targetRange) : found.range;
    assert.equal(lab.document.getText(range), 'back');
    assert.equal(range.start.line, 0);
  });

  it('finds the references of a name', async () => {
    const lab = await openLab('network back\ncontainer web { network back }\ndisconnect web from ba|ck\n');
    const found = await ask<vscode.Location>('vscode.executeReferenceProvider', lab);
    assert.deepEqual(found.map(({ range }) => range.start.line).sort(), [0, 1, 2]);
  });

  it('outlines the lab', async () => {
    const lab = await openLab('network back\ncontainer web { network back }\n');
    const symbols = await ask<vscode.DocumentSymbol>('vscode.executeDocumentSymbolProvider', lab);
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['back', 'web'],
    );
  });

  it('is there again after a restart of the language server', async () => {
    const { document } = await openLab('contaner web\n');
    await eventually('diagnostic', () => vscode.languages.getDiagnostics(document.uri)[0]);
    await vscode.commands.executeCommand('dnet.restartLanguageServer');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), 'network back\n');
    await vscode.workspace.applyEdit(edit);
    const symbols = await ask<vscode.DocumentSymbol>('vscode.executeDocumentSymbolProvider', {
      document,
      position: new vscode.Position(0, 0),
    });
    assert.ok(symbols.some(({ name }) => name === 'back'));
    await eventually('diagnostic', () => vscode.languages.getDiagnostics(document.uri)[0]);
    await document.save();
  });

  it('shows what the engine adds, above statements and behind them, and a trace to read', async () => {
    const { document } = await openLab(
      'network front\ncontainer web { network front }\nexpect web can reach 10.9.9.9\n',
    );
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await eventually('hints', async () => {
      const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        all,
      );
      return found.length > 0 ? found : undefined;
    });
    assert.include(JSON.stringify(hints.map(({ label }) => label)), '172.18.0.2');
    const trace = await eventually('lens for a trace', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      return lenses.find(({ command }) => command?.title === 'Trace…')?.command;
    });
    await vscode.commands.executeCommand(trace.command, ...(trace.arguments ?? []));
    await eventually('trace', () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label.includes('10.9.9.9')),
    );
  });
});

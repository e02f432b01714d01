import { assert } from 'chai';
import * as vscode from 'vscode';
import { closeAllEditors, eventually, openLab, typeAtEnd } from './lab.ts';

const LAB = `network n
container web { image nginx; network n }
container app { network n }
expect app can reach web on 80/tcp
expect app cannot resolve web
`;

describe('the Test Explorer', () => {
  let controller: vscode.TestController;
  before(async () => {
    const extension = vscode.extensions.all.find(({ packageJSON }) => packageJSON.name === 'dnet')!;
    controller = ((await extension.activate()) as { expectations: vscode.TestController }).expectations;
  });
  afterEach(closeAllEditors);

  const itemsOf = (collection: vscode.TestItemCollection) => [...collection].map(([, item]) => item);
  const fileOf = (document: vscode.TextDocument) => controller.items.get(document.uri.toString());

  /** What comes of the items that are run from now on; undefined for those that pass. */
  function recordOutcomes() {
    const outcomes = new Map<string, vscode.TestMessage | undefined>();
    const { createTestRun } = controller;
    controller.createTestRun = (...args) => {
      const run = createTestRun.apply(controller, args);
      return {
        ...run,
        passed: (item, duration) => {
          outcomes.set(item.id, undefined);
          run.passed(item, duration);
        },
        failed: (item, message, duration) => {
          outcomes.set(item.id, message as vscode.TestMessage);
          run.failed(item, message, duration);
        },
      };
    };
    const stop = () => {
      controller.createTestRun = createTestRun;
    };
    return { outcomes, stop };
  }

  it('has every lab of the workspace, and its expectations once they are looked at', async () => {
    await controller.resolveHandler!(undefined);
    const file = itemsOf(controller.items).find(({ label }) => label === 'three-tier-app.dnet');
    assert.ok(file);
    await controller.resolveHandler!(file);
    const items = itemsOf(file.children);
    assert.isAbove(items.length, 15);
    assert.equal(items.find(({ label }) => label === 'api can reach db on 5432/tcp')?.uri?.path, file.uri?.path);
  });

  it('runs them, and tells what was expected and what there is; its items follow the text', async () => {
    const { document } = await openLab(LAB);
    const file = await eventually('expectations', () => {
      const found = fileOf(document);
      return found && found.children.size === 2 ? found : undefined;
    });
    const [passing, failing] = itemsOf(file.children).sort((a, b) => a.range!.start.compareTo(b.range!.start));
    assert.equal(passing!.range!.start.line, 3);

    const { outcomes, stop } = recordOutcomes();
    try {
      // VS Code hears of new items a moment after they are there.
      await eventually('run', async () => {
        if (outcomes.size === 0) await vscode.commands.executeCommand('testing.runCurrentFile');
        return outcomes.size === 2 ? outcomes : undefined;
      });
    } finally {
      stop();
    }
    assert.isUndefined(outcomes.get(passing!.id));
    const message = outcomes.get(failing!.id)!;
    assert.equal(message.expectedOutput, 'no address');
    assert.equal(message.actualOutput, 'web');
    assert.equal(message.location?.range.start.line, 4);

    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'expect outside cannot reach host on 80\n');
    await vscode.workspace.applyEdit(edit);
    await eventually('third expectation', () => (file.children.size === 3 ? file : undefined));
    assert.equal(file.children.get(passing!.id), passing);
    assert.equal(passing!.range!.start.line, 4);
    await document.save();
  });

  it('runs those of a file whenever it is saved, while continuous run is on', async () => {
    const { document } = await openLab(LAB);
    await eventually('expectations', () => (fileOf(document)?.children.size === 2 ? true : undefined));
    const { outcomes, stop } = recordOutcomes();
    try {
      await vscode.commands.executeCommand('testing.startContinuousRun');
      await typeAtEnd(document, 'expect web can reach app\n');
      await eventually('new item', () => (fileOf(document)?.children.size === 3 ? true : undefined));
      assert.equal(outcomes.size, 0, 'an edit alone runs nothing');
      await document.save();
      await eventually('run', () => (outcomes.size === 3 ? true : undefined));
      assert.isUndefined(outcomes.get('web can reach app'));
      assert.ok(outcomes.get('app cannot resolve web'));

      await vscode.commands.executeCommand('testing.stopContinuousRun');
      outcomes.clear();
      await typeAtEnd(document, 'expect app can resolve web\n');
      await document.save();
      await eventually('new item', () => (fileOf(document)?.children.size === 4 ? true : undefined));
      assert.equal(outcomes.size, 0, 'what was stopped runs nothing');
    } finally {
      stop();
    }
  });

  it('reveals one in the topology', async () => {
    const { document } = await openLab(LAB);
    const item = await eventually('expectations', () => fileOf(document)?.children.get('app can reach web on 80/tcp'));
    await vscode.commands.executeCommand('dnet.revealInTopology', item);
    const selection = vscode.window.visibleTextEditors.find((editor) => editor.document === document)?.selection;
    assert.deepEqual([selection?.active.line, selection?.active.character], [3, 7]);
    await eventually('topology', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ label }) => label.startsWith('Topology of written-')),
    );
  });
});

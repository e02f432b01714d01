import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Workbench } from '../../../scripts/vscode/workbench.mjs';
import { Session } from './session.ts';

describe('a lab in the editor', () => {
  let session: Session;
  let workbench: Workbench;
  beforeAll(async () => {
    session = await Session.start({ file: 'docker-networks.dnet', settings: { 'files.autoSave': 'afterDelay' } });
    workbench = session.workbench;
    await workbench.editor('docker-networks.dnet');
  });
  beforeEach((context) => session.photographFailure(context));
  afterAll(() => session?.close());

  it('explains a container, with its computed address and its command, when it is hovered', async () => {
    const [line, column] = session.find('docker-networks.dnet', 'container web {', 'web');
    await workbench.moveCursor(line, column);
    const text = await workbench.hoverText();
    expect(text).toContain('172.17.0.2');
    expect(text).toContain('docker run');
  });

  it('finds no mistake in the example', async () => {
    // Hovers are answered in order, so all has been said about the text by now.
    expect(await workbench.squiggles('error').count()).toBe(0);
  });

  it('tells at the end of the edited line what the edit cuts, whatever is saved by itself, and takes it back', async () => {
    await workbench.goToEnd();
    await workbench.type('\nstop web ');
    const told = expect.stringMatching(/^this edit cuts .*→ dockerhost 8080\/tcp/);
    await expect.poll(() => workbench.lineEnds()).toContainEqual(told);
    await workbench.isSaved();
    expect(await workbench.lineEnds()).toContainEqual(told);
    for (let i = 0; i < '\nstop web '.length; i++) await workbench.page.keyboard.press('Backspace');
    await expect.poll(() => workbench.lineEnds()).toEqual([]);
  });

  it('underlines a mistake as it is typed, and says what was meant', async () => {
    await workbench.goToEnd();
    await workbench.type('\ncontaner proxy');
    await expect.poll(() => workbench.squiggles('error').count()).toBeGreaterThan(0);
    await workbench.page.keyboard.press('Home');
    expect(await workbench.hoverText()).toMatch(/Did you mean `?container/);
  });

  it('takes the line away when the mistake is corrected', async () => {
    for (let i = 0; i < 'conta'.length; i++) await workbench.page.keyboard.press('ArrowRight');
    await workbench.type('i');
    await expect.poll(() => workbench.squiggles('error').count()).toBe(0);
  });

  it('suggests what may be written', async () => {
    await workbench.goToEnd();
    await workbench.type('\nexpect proxy can reach ');
    const labels = (await workbench.suggestions()).join('\n');
    for (const name of ['web', 'lab1', 'proxy']) expect(labels).toContain(name);
  });

  it('colours dnet in a fence of Markdown', async () => {
    writeFileSync(join(session.folder, 'notes.md'), '# Notes\n\n```dnet\nnetwork backend\n```\n');
    await workbench.openFile('notes.md');
    // The keyword, the space and the name.
    await expect.poll(() => workbench.coloursOf('network backend')).toBe(3);
  });

  it('tells what would break, from the context menu of the tree', async () => {
    await workbench.openSideBar('DNet');
    const offered = await workbench.choicesInTree('myBridge');
    expect(offered).toContain('What Breaks if This Network Goes?');
    expect(offered).not.toContain('What Breaks if This Container Stops?');
    await workbench.chooseInTree('web', 'What Breaks if This Container Stops?');
    await workbench.tab('What breaks if web stops?').waitFor();
  });
});

/** What is done to the tree by mouse and keys, and the dialogs of the export: one window, as few steps as say it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Workbench } from '../../../scripts/vscode/workbench.mjs';
import { Session } from './session.ts';

const LAB = 'docker-networks.dnet';

describe('beside the picture', () => {
  let session: Session;
  let workbench: Workbench;
  let original: string;
  const file = (name: string) => join(session.folder, name);
  /** Saves the lab, and waits until that is what is on disk. */
  const saved = async (text: unknown) => {
    await workbench.save();
    await expect.poll(() => session.read(LAB)).toEqual(text);
  };
  /** Takes back what was done in so many steps, until the tree has something again: its rows move before that. */
  const undo = async (back: Locator, steps = 1) => {
    for (let step = 0; step < steps; step++) await workbench.undo();
    await saved(original);
    await back.first().waitFor();
  };

  beforeAll(async () => {
    session = await Session.start({ file: LAB });
    workbench = session.workbench;
    original = session.read(LAB);
    await workbench.editor(LAB);
    await workbench.openSideBar('DNet');
    await workbench.treeItems('second').first().waitFor();
  });
  beforeEach((context) => session.photographFailure(context));
  afterAll(() => session?.close());

  it('a container that is dropped on a network of the tree joins it', async () => {
    await workbench.treeItems('second').first().dragTo(workbench.treeItems('myBridge').first());
    await workbench.reveals('container second { image busybox; network myBridge');
    await saved(
      original.replace('container second { image busybox }', 'container second { image busybox; network myBridge }'),
    );
    await undo(workbench.treeItems('second').filter({ hasText: '172.17.0.4' }));
  });

  it('F2 renames what is selected', async () => {
    await workbench.treeItems('lab1').first().click();
    await workbench.page.keyboard.press('F2');
    await workbench.answer('lab1', 'bench');
    await workbench.treeItems('bench').first().waitFor();
    await saved(original.replaceAll(/\blab1\b/g, 'bench'));
    await undo(workbench.treeItems('lab1'));
  });

  it('Delete removes all that is selected', async () => {
    await workbench.treeItems('lab2').first().click();
    await workbench
      .treeItems('lab3')
      .first()
      .click({ modifiers: ['ControlOrMeta'] });
    await workbench.page.keyboard.press('Delete');
    await expect.poll(() => workbench.treeItems('lab3').count()).toBe(0);
    await saved(expect.not.stringMatching(/^container lab[23]\b/m));
    expect(session.read(LAB)).toMatch(/^container lab1\b/m);
    await undo(workbench.treeItems('lab3'), 2);
  });

  it('the export asks for a kind, colours and a file, and writes the picture there', async () => {
    await workbench.runCommand('DNet: Export Topology...');
    await workbench.pick('SVG');
    await workbench.pick('For print');
    await workbench.answer('docker-networks.svg', file('drawn.svg'));
    await expect.poll(() => existsSync(file('drawn.svg'))).toBe(true);
    const svg = readFileSync(file('drawn.svg'), 'utf8');
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    for (const text of ['dockerhost', 'myBridge', 'pinger', '172.18.0.3/16']) expect(svg).toContain(`>${text}</text>`);
  });

  it('the export of a diagram asks for no colours', async () => {
    await workbench.runCommand('DNet: Export Topology...');
    await workbench.pick('Mermaid');
    await workbench.answer('docker-networks.mmd', file('drawn.mmd'));
    await expect
      .poll(() => existsSync(file('drawn.mmd')) && readFileSync(file('drawn.mmd'), 'utf8'))
      .toContain('pinger');
    expect(readFileSync(file('drawn.mmd'), 'utf8')).toMatch(/^flowchart /);
  });
});

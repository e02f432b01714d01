/** What is done to the tree by mouse and keys, and the dialogs of the export: one window, as few steps as say it. */
import { existsSync, readFileSync, statSync } from 'node:fs';
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

  const drawn = (extension: string) => file(`drawn.${extension}`);
  const exportAs = async (kind: string, extension: string, colours?: string) => {
    await workbench.runCommand('DNet: Export Topology...');
    await workbench.pick(kind);
    if (colours !== undefined) await workbench.pick(colours);
    await workbench.answer(`docker-networks.${extension}`, drawn(extension));
    await expect.poll(() => existsSync(drawn(extension)) && statSync(drawn(extension)).size).toBeGreaterThan(0);
  };

  it('the export asks for a kind, colours and a file, and writes the picture there', async () => {
    await exportAs('SVG', 'svg', 'For print');
    const svg = readFileSync(drawn('svg'), 'utf8');
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    for (const text of ['dockerhost', 'myBridge', 'pinger', '172.18.0.3/16']) expect(svg).toContain(`>${text}</text>`);
  });

  it('a PNG is an image as large as the picture', async () => {
    await exportAs('PNG', 'png', 'As on the screen');
    const png = readFileSync(drawn('png'));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect(Math.min(width, height)).toBeGreaterThan(1000);
  });

  it('a draw.io file has the boxes and the cables between them', async () => {
    await exportAs('draw.io', 'drawio', 'For print');
    const drawio = readFileSync(drawn('drawio'), 'utf8');
    expect(drawio).toMatch(/^<mxfile\b/);
    expect(drawio).toContain('pinger');
    expect(drawio).toMatch(/<mxCell [^>]*edge="1"[^>]*source="/);
  });

  it.each([
    ['Mermaid', 'mmd', /^flowchart /],
    ['DOT', 'dot', /^(?:strict )?(?:di)?graph /],
  ])('the export of a diagram asks for no colours: %s', async (kind, extension, start) => {
    await exportAs(kind, extension);
    const text = readFileSync(drawn(extension), 'utf8');
    expect(text).toMatch(start);
    expect(text).toContain('pinger');
  });
});

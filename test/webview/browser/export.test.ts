/** The picture in the clipboard, and in files. */
import { mkdir, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Harness } from './harness.ts';
import { LabView } from './lab-view.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness?.stop());

it.each(['Dark Modern', 'Light Modern', 'Default High Contrast'] as const)(
  'is copied as it is drawn, twice as large (%s)',
  async (theme) => {
    const { view } = await LabView.example(harness, 'three-tier-app', { theme });
    const { page } = view;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('#canvas').focus();
    await page.keyboard.press('y');
    await expect.poll(() => page.locator('#live').textContent()).toBe('The picture is in the clipboard.');
    const { url, width, height, colours } = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const bitmap = await createImageBitmap(await item!.getType('image/png'));
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
      const context = canvas.getContext('2d')!;
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      const colours = new Set<string>();
      for (let i = 0; i < data.length; i += 4) colours.add(`${data[i]} ${data[i + 1]} ${data[i + 2]}`);
      return { url: canvas.toDataURL(), width: bitmap.width, height: bitmap.height, colours: colours.size };
    });
    const box = await view.graph((cy) => cy.nodes('.host').boundingBox());
    expect(width).toBeGreaterThanOrEqual(2 * box.w);
    expect(height).toBeGreaterThanOrEqual(2 * box.h);
    // Boxes, cables and text of several networks.
    expect(colours).toBeGreaterThan(50);
    expect(await view.violations()).toEqual([]);
    expect(view.errors).toEqual([]);
    await mkdir('test-results/webview', { recursive: true });
    await writeFile(
      `test-results/webview/copied-${theme.replaceAll(' ', '-').toLowerCase()}.png`,
      Buffer.from(url.split(',')[1]!, 'base64'),
    );
    await view.close();
  },
);

it.each([
  ['SVG', (content: string) => content.startsWith('<svg ') && content.includes('>proxy</text>')],
  ['PNG', (content: string) => Buffer.from(content, 'base64').subarray(1, 4).toString() === 'PNG'],
  ['draw.io', (content: string) => content.startsWith('<mxfile ') && content.includes('value="proxy"')],
] as const)('is exported as %s from its menu', async (name, isGood) => {
  const { view } = await LabView.example(harness, 'three-tier-app');
  await view.page.locator('#timeline').waitFor();
  await view.page.locator('#canvas').focus();
  await view.page.keyboard.press('m');
  await view.page.getByRole('menuitem', { name: `Export as ${name}…` }).click();
  const saved = async () => (await view.posted()).find((message) => message.type === 'save');
  await expect.poll(async () => isGood((await saved())?.content ?? '')).toBe(true);
  expect(await view.violations()).toEqual([]);
  expect(view.errors).toEqual([]);
  await view.close();
});

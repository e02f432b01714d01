/** The picture in the clipboard, and in files. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { topology } from '../../../language-server/features/topology.ts';
import type { FromWebview, PictureColours, PictureFormat } from '../../../language-server/protocol.ts';
import { createService } from '../../../language-server/service.ts';
import { drawTopology } from '../../../webview/export/drawn-topology.ts';
import { pictureFiles } from '../../../webview/export/picture-file.ts';
import { printTheme } from '../../../webview/export/print-themes.ts';
import { approximateWidth } from '../../../webview/export/text-width.ts';
import { Harness, URI, type Webview } from './harness.ts';
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

/** As the extension asks for it. */
async function drawn(view: Webview, format: PictureFormat, colours: PictureColours): Promise<string> {
  await view.send({ type: 'draw', id: 7, format, colours });
  const answer = async () => (await view.posted()).find((message) => message.type === 'drawn' && message.id === 7);
  await expect.poll(async () => typeof (await content(answer))).toBe('string');
  return (await content(answer))!;
}
const content = async (answer: () => Promise<FromWebview | undefined>): Promise<string | null | undefined> => {
  const message = await answer();
  return message?.type === 'drawn' ? message.content : undefined;
};

it.each(['svg', 'drawio'] as const)(
  'is for print what the command line writes, but for the places: %s',
  async (format) => {
    const source = await readFile('examples/three-tier-app.dnet', 'utf8');
    const { view } = await LabView.open(harness, source, { theme: 'Default High Contrast' });
    await view.page.locator('#timeline').waitFor();
    const [snapshot] = createService().open('file:///lab.dnet', 1, source);
    const drawing = drawTopology(topology(snapshot!), approximateWidth);
    const written = pictureFiles[format](drawing, printTheme('light'), 'Topology of lab.dnet');
    expect(withoutPlaces(await drawn(view, format, 'print'))).toEqual(withoutPlaces(written));
    expect(await view.violations()).toEqual([]);
    expect(view.errors).toEqual([]);
    await view.close();
  },
);

/** The shapes with their colours and texts, in their order. Text is as wide as the font of the page or of nobody. */
const withoutPlaces = (xml: string): readonly string[] =>
  xml.split('\n').map((line) =>
    line
      .replace(/ (?:x|y|x1|y1|x2|y2|cx|cy|d|points|width|height|viewBox|transform)="[^"]*"/g, '')
      .replace(/<Array as="points">.*?<\/Array>/g, '')
      .replace(/spacing(?:Left|Top)=[^;]*;/g, ''),
  );

it('has the colours of the screen or those for print, and what was dragged is where it is on the screen', async () => {
  const { view } = await LabView.example(harness, 'three-tier-app', { theme: 'Dark Modern' });
  await view.page.locator('#timeline').waitFor();
  await view.send({ type: 'select', node: 'container:db' });
  const before = await drawn(view, 'svg', 'theme');
  expect(before).toContain('fill="#1f1f1f"');
  await view.page.locator('#canvas').focus();
  for (let i = 0; i < 3; i++) await view.page.keyboard.press('Shift+ArrowRight');
  await view.send({ type: 'draw', id: 8, format: 'svg', colours: 'print' });
  const after = async () => (await view.posted()).find((message) => message.type === 'drawn' && message.id === 8);
  await expect.poll(() => content(after)).toContain('fill="#ffffff"');
  expect(await content(after)).not.toContain('fill="#1f1f1f"');
  const placeOf = (svg: string) => />db<\/text>/.test(svg) && /<text x="([-\d.]+)"[^>]*>db<\/text>/.exec(svg)![1];
  expect(Number(placeOf((await content(after))!))).toBeCloseTo(Number(placeOf(before)) + 72, 0);
  await view.close();
});

it('is a PNG, too, and is asked for from the menu and by a key', async () => {
  const { view } = await LabView.example(harness, 'three-tier-app');
  await view.page.locator('#timeline').waitFor();
  const png = await drawn(view, 'png', 'print');
  expect(Buffer.from(png, 'base64').subarray(1, 4).toString()).toBe('PNG');
  await mkdir('test-results/webview', { recursive: true });
  await writeFile('test-results/webview/exported-for-print.png', Buffer.from(png, 'base64'));
  await view.page.locator('#canvas').focus();
  await view.page.keyboard.press('e');
  await view.page.keyboard.press('m');
  await view.page.getByRole('menuitem', { name: 'Export…' }).click();
  expect((await view.posted()).filter(({ type }) => type === 'export')).toEqual([
    { type: 'export', uri: URI },
    { type: 'export', uri: URI },
  ]);
  expect(await view.violations()).toEqual([]);
  expect(view.errors).toEqual([]);
  await view.close();
});

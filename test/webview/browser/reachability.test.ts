import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { reachability, reachabilityRows, reachabilityTrace } from '../../../language-server/features/reachability.ts';
import type { FromReachability } from '../../../language-server/protocol.ts';
import type { Snapshot } from '../../../language-server/service.ts';
import { generateLab } from '../../benchmark/lab.ts';
import { open as openLab } from '../../lab.ts';
import { Harness, type OpenOptions, type Webview } from './harness.ts';
import type { ThemeName } from './themes.ts';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shop = openLab(await readFile('examples/three-tier-app.dnet', 'utf8'));

let harness: Harness;
let view: Webview;
beforeAll(async () => {
  harness = await Harness.start('reachability');
});
afterAll(() => harness?.stop());
afterEach(async () => {
  expect(await view.violations()).toEqual([]);
  expect(view.errors).toEqual([]);
  await view.close();
});

const posted = async () => (await view.posted()) as unknown as readonly FromReachability[];

/** Answers what the page asks, as the extension does, until it asks no more. */
async function answer(snapshot: Snapshot, answered = 0): Promise<number> {
  const messages = await posted();
  for (const message of messages.slice(answered)) {
    if (message.type === 'rows') await view.send({ type: 'rows', rows: reachabilityRows(snapshot, message.rows) });
    if (message.type === 'trace') {
      const { from, to, service } = message;
      await view.send({ type: 'trace', trace: reachabilityTrace(snapshot, from, to, service) });
    }
  }
  return (await posted()).length > messages.length ? answer(snapshot, messages.length) : messages.length;
}

async function open(snapshot: Snapshot = shop, options?: OpenOptions): Promise<void> {
  view = await harness.open(options);
  await view.send({ type: 'classes', state: reachability(snapshot) });
  await answer(snapshot);
}

const cell = (from: string, to: string) =>
  view.page.evaluate(
    ([row, column]) => {
      const headers = [...document.querySelectorAll('thead th')].map((each) => each.textContent);
      const found = [...document.querySelectorAll('tbody tr')].find(
        (each) => each.querySelector('th')?.textContent === row,
      );
      return found?.children[headers.indexOf(column)]?.textContent;
    },
    [from, to] as const,
  );

const focused = () => view.page.evaluate(() => (document.activeElement as HTMLElement).title);

describe('the grid', () => {
  it('has a row for each class that sends and a column for each that is reached', async () => {
    await open();
    const { page } = view;
    expect(await page.getByRole('rowheader').allTextContents()).toEqual([
      'proxy',
      'shop (2)',
      'api',
      'cache',
      'db, backup',
      'host',
      'outside',
    ]);
    expect(await cell('api', 'db, backup')).toBe('✓ ping, 5432/tcp');
    expect(await cell('proxy', 'db, backup')).toBe('✗ dropped');
    expect(await cell('outside', 'host 80/tcp (proxy)')).toBe('✓ 80/tcp');
  });

  it('shows rows and columns that match the filters', async () => {
    await open();
    const { page } = view;
    await page.getByRole('searchbox', { name: 'From' }).fill('backend api');
    await page.getByRole('searchbox', { name: 'To' }).fill('database');
    expect(await page.getByRole('rowheader').allTextContents()).toEqual(['api']);
    expect(await page.getByRole('columnheader').allTextContents()).toEqual(['from ╲ to', 'api', 'db, backup']);
    expect(await view.stored()).toEqual({ from: 'backend api', to: 'database' });
  });

  it('is one stop of the tab key, and arrows move in it', async () => {
    await open();
    const { page } = view;
    await page.getByRole('searchbox', { name: 'To' }).focus();
    await page.keyboard.press('Tab');
    expect(await focused()).toMatch(/^proxy → proxy/);
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
    expect(await focused()).toMatch(/^shop \(2\) → api: ping, 8000\/tcp/);
    await page.keyboard.press('Control+End');
    expect(await focused()).toMatch(/^outside → outside/);
    await page.keyboard.press('Home');
    expect(await focused()).toMatch(/^outside → proxy: no route/);
  });

  it('stays small with thousands of classes, and finds the last of them', async () => {
    const large = openLab(generateLab(2_000).dnet);
    await open(large);
    const { page } = view;
    const table = page.getByRole('grid');
    expect(await table.getAttribute('aria-rowcount')).toBe('103');
    expect(await page.locator('td[data-row]').count()).toBeLessThan(1_000);
    await page.locator('td[tabindex="0"]').focus();
    await page.keyboard.press('Control+End');
    await answer(large);
    expect(await focused()).toMatch(/^outside → outside/);
  });
});

describe('the details', () => {
  it('tell the hops of a cell, the lost service first, and lead to the source', async () => {
    await open();
    const { page } = view;
    await page.getByRole('gridcell', { name: 'not reached: dropped' }).first().click();
    await answer(shop);
    const details = page.getByRole('region', { name: 'Trace' });
    await details.getByText(/proxy → api by ping: dropped/).waitFor();
    expect(await details.getByRole('listitem').count()).toBeGreaterThan(2);
    await details.getByRole('button', { name: 'proxy eth0' }).first().click();
    const reveal = (await posted()).at(-1);
    expect(reveal).toMatchObject({ type: 'reveal', uri: shop.uri, range: { start: { line: 7 } } });
  });

  it('write what they tell down as an expectation, by the keyboard too, and say so when it stands there', async () => {
    await open();
    const { page } = view;
    await page.getByRole('gridcell', { name: 'not reached: dropped' }).first().click();
    await answer(shop);
    const pin = page.getByRole('button', { name: 'Pin as expectation' });
    expect(await pin.getAttribute('aria-describedby')).toBe('pinned');
    expect(await page.locator('#pinned').textContent()).toBe('expect proxy cannot reach api');
    await pin.focus();
    await page.keyboard.press('Enter');
    expect((await posted()).at(-1)).toEqual({ type: 'pin', from: 'proxy', to: 'api' });
    const edited = openLab(`${shop.text}\nexpect proxy cannot reach api\n`);
    await view.send({ type: 'classes', state: reachability(edited) });
    await answer(edited, (await posted()).length - 2);
    await page.getByText('The file says so: expect proxy cannot reach api').waitFor();
    expect(await pin.count()).toBe(0);
    // The focus stays where the button was.
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('pin');
  });

  it('open with Enter, show another service with a click, and close with Escape', async () => {
    await open();
    const { page } = view;
    await page.locator('td[tabindex="0"]').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await answer(shop);
    const details = page.getByRole('region', { name: 'Trace' });
    await details.getByText(/^✓ proxy → shop-1 on 3000\/tcp: reached/).waitFor();
    await details.getByRole('button', { name: 'ping' }).click();
    await answer(shop);
    await details.getByText(/^✓ proxy → shop-1 by ping: reached/).waitFor();
    await page.keyboard.press('Escape');
    expect(await details.isVisible()).toBe(false);
    expect(await focused()).toMatch(/^proxy → shop/);
  });
});

describe('the chosen cell', () => {
  const chosen = () =>
    view.page
      .locator('td[aria-selected="true"]')
      .evaluateAll((cells) => cells.map((each) => (each as HTMLElement).title));

  it('stays marked while the focus is elsewhere and the lab is edited, until the details are closed', async () => {
    await open();
    const { page } = view;
    expect(await chosen()).toEqual([]);
    await page.locator('td[tabindex="0"]').focus();
    for (const key of ['ArrowRight', 'Enter', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    await answer(shop);
    expect(await chosen()).toEqual([expect.stringMatching(/^proxy → shop \(2\)/)]);
    const mark = await page.locator('td[aria-selected="true"]').evaluate((cell) => {
      const { fontWeight, outlineStyle } = getComputedStyle(cell);
      return { fontWeight, outlineStyle, arrow: getComputedStyle(cell, '::before').content.startsWith('"▸') };
    });
    expect(mark).toEqual({ fontWeight: '600', outlineStyle: 'solid', arrow: true });
    const edited = openLab(`container first\n${shop.text}`);
    await view.send({ type: 'classes', state: reachability(edited) });
    await answer(edited, (await posted()).length - 2);
    expect(await chosen()).toEqual([expect.stringMatching(/^proxy → shop \(2\)/)]);
    await page.getByRole('button', { name: 'Close the trace' }).click();
    expect(await chosen()).toEqual([]);
  });
});

describe('for everybody', () => {
  it.each<ThemeName>(['Dark Modern', 'Light Modern', 'Default High Contrast', 'Default High Contrast Light'])(
    'buttons have a border that is seen, and links a line below them, in %s',
    async (theme) => {
      await open(shop, { theme });
      const { page } = view;
      await page.getByRole('gridcell', { name: 'not reached: dropped' }).first().click();
      await answer(shop);
      await page.getByRole('region', { name: 'Trace' }).getByRole('listitem').first().waitFor();
      const unseen = await page.evaluate(() => {
        const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
        const ground = getComputedStyle(document.body).backgroundColor;
        // As it is painted: over the background, whatever notation the colour has.
        const luminance = (colour: string) => {
          for (const fill of [ground, colour]) {
            canvas.fillStyle = fill;
            canvas.fillRect(0, 0, 1, 1);
          }
          const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
            const part = value / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const contrast = (a: number, b: number) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        return [...document.querySelectorAll('button')].flatMap((button) => {
          const { borderTopColor, textDecorationLine } = getComputedStyle(button);
          if (button.className === 'link') return textDecorationLine === 'underline' ? [] : [button.outerHTML];
          return contrast(luminance(borderTopColor), luminance(ground)) >= 3 ? [] : [button.outerHTML];
        });
      });
      expect(unseen).toEqual([]);
    },
  );

  it.each<ThemeName>(['Dark Modern', 'Light Modern', 'Default High Contrast', 'Default High Contrast Light'])(
    'has no accessibility problem in %s',
    async (theme) => {
      await open(shop, { theme, size: { width: 1100, height: 620 } });
      const { page } = view;
      await page.getByRole('gridcell', { name: 'not reached: dropped' }).first().click();
      await answer(shop);
      await page.getByRole('region', { name: 'Trace' }).getByRole('listitem').first().waitFor();
      await view.photograph(`reachability ${theme}`);
      // Chromium runs it in the page's own world, which the page's policy does not bind.
      await page.evaluate(axe);
      const violations = await page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
        };
        return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      });
      expect(violations).toEqual([]);
    },
  );
});

import { describe, expect, it } from 'vitest';
import { largeLab, threeTiers } from '../fixtures.ts';
import type { OpenOptions, Webview } from './harness.ts';
import { pageSuite } from './suite.ts';

const pages = pageSuite();
let view: Webview;

async function open(graph = threeTiers(), options?: OpenOptions): Promise<void> {
  view = await pages.open(options);
  await view.show(graph);
}

const drawn = (kind: string) => view.graph((cy, name) => cy.nodes(`.${name}`).map((node) => node.id()), kind);
const marked = (mark: string) => view.graph((cy, name) => cy.$(`.${name}`).map((element) => element.id()), mark);

describe('the search', () => {
  it('sets off what it finds, counts, and goes from one to the next', async () => {
    await open();
    await view.page.locator('#canvas').focus();
    await view.page.keyboard.press('/');
    await view.page.keyboard.type('shop-');
    expect(await view.page.locator('#search output').textContent()).toBe('4 found');
    expect(await marked('match')).toEqual(
      expect.arrayContaining(['container:shop-1', 'container:shop-2', 'container:api', 'container:migration']),
    );
    expect(await marked('faded')).toContain('container:db');
    await view.photograph('search');
    await view.page.keyboard.press('Enter');
    const first = await view.selected();
    await view.page.keyboard.press('Enter');
    expect(await view.selected()).not.toEqual(first);
    expect(await view.page.locator('#search output').textContent()).toBe('2 of 4');
    await view.page.keyboard.press('Escape');
    expect(await marked('match')).toEqual([]);
    expect(await marked('faded')).toEqual([]);
    expect(await view.page.evaluate(() => document.activeElement?.id)).toBe('canvas');
  });

  it.each([
    ['10.30.0', ['network:database', 'interface:api/eth1', 'interface:db/eth0', 'interface:backup/eth0']],
    ['container exited', ['container:migration']],
    ['error', ['container:mailer']],
    ['nothing like this', []],
  ])('finds %s', async (query, expected) => {
    await open();
    await view.page.getByLabel('Find in the picture').fill(query);
    expect((await marked('match')).sort()).toEqual([...expected].sort());
  });
});

describe('the filter', () => {
  it('leaves out a network with the containers that are on it alone', async () => {
    await open();
    await view.page.getByRole('button', { name: 'Filter' }).click();
    await view.page.getByRole('checkbox', { name: 'database' }).uncheck();
    await expect.poll(() => drawn('bridge')).not.toContain('network:database');
    await expect.poll(() => drawn('container')).not.toContain('container:db');
    await expect.poll(() => drawn('container')).toContain('container:api');
    await view.photograph('filter');
    await view.page.getByRole('button', { name: 'Draw everything' }).click();
    await expect.poll(() => drawn('container')).toContain('container:db');
  });

  it('collapses and expands networks, and moves nothing else', async () => {
    await open();
    const before = await view.positions();
    await view.click('network:database');
    await view.page.keyboard.press('c');
    await expect.poll(() => drawn('container')).not.toContain('container:db');
    await expect
      .poll(() => view.graph((cy) => cy.$id('network:database\0' + '0').data('label')))
      .toContain('▸ 2 containers');
    expect((await view.positions())['container:api']).toEqual(before['container:api']);
    await view.page.keyboard.press('c');
    // The bar has grown to the right, and the host with it.
    for (const id of await drawn('container')) expect((await view.positions())[id], id).toEqual(before[id]);
  });

  it('is there again when the page is', async () => {
    await open();
    await view.click('network:database');
    await view.page.keyboard.press('c');
    await expect.poll(() => view.stored()).toMatchObject({ visibility: { collapsed: ['network:database'] } });
    const stored = await view.stored();
    await view.close();
    view = await pages.open({ stored });
    await expect.poll(() => drawn('container')).not.toContain('container:db');
  });
});

describe('a large picture', () => {
  it('names its networks with counts from afar, and none over another', async () => {
    await open(largeLab(300));
    const labels = view.page.locator('.far-label');
    expect(await labels.allTextContents()).toContain('net3 · 40');
    const boxes = await Promise.all((await labels.all()).map((label) => label.boundingBox()));
    boxes.forEach((a, i) => {
      for (const b of boxes.slice(i + 1)) {
        const apart =
          a!.x + a!.width <= b!.x || b!.x + b!.width <= a!.x || a!.y + a!.height <= b!.y || b!.y + b!.height <= a!.y;
        expect(apart).toBe(true);
      }
    });
    await view.photograph('far');
    await view.graph((cy) => {
      cy.zoom(1);
    });
    expect(await labels.count()).toBe(0);
  });

  it('has a map once it is not seen as a whole, which moves the view', async () => {
    await open(largeLab(300));
    const map = view.page.locator('#minimap');
    expect(await map.isVisible()).toBe(false);
    await view.graph((cy) => {
      cy.zoom(1);
    });
    await map.waitFor();
    await view.photograph('minimap');
    const before = await view.graph((cy) => ({ ...cy.pan() }));
    await map.click({ position: { x: 150, y: 90 } });
    expect(await view.graph((cy) => ({ ...cy.pan() }))).not.toEqual(before);
  });
});

describe('the legend', () => {
  it('tells what shapes and lines mean', async () => {
    await open();
    await view.page.getByRole('button', { name: 'Legend' }).click();
    await view.page.getByRole('dialog', { name: 'Legend' }).waitFor();
    await view.photograph('legend');
  });
});

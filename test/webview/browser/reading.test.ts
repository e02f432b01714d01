import { describe, expect, it } from 'vitest';
import { largeLab, threeTiers } from '../fixtures.ts';
import type { OpenOptions, Webview } from './harness.ts';
import { exampleGraph, pageSuite } from './suite.ts';

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
  it('names hosts, and networks with counts, from afar, and none over another', async () => {
    await open(largeLab(300));
    const labels = view.page.locator('.far-label');
    expect(await labels.allTextContents()).toEqual(
      expect.arrayContaining(['net3 · 40 containers', 'dockerhost', 'outside']),
    );
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
    expect(await view.page.locator('.far-label:visible', { hasText: /·|host|outside/ }).count()).toBe(0);
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
    const colours = await map.evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return new Set(Array.from({ length: data.length / 4 }, (_, i) => data.slice(4 * i, 4 * i + 4).join(' '))).size;
    });
    // The ground, the host, cards, and networks in their colours.
    expect(colours).toBeGreaterThan(6);
    const before = await view.graph((cy) => ({ ...cy.pan() }));
    await map.click({ position: { x: 150, y: 90 } });
    expect(await view.graph((cy) => ({ ...cy.pan() }))).not.toEqual(before);
  });
});

describe('a picture of thousands of containers', () => {
  /** Asked in the page: what is stored of a large picture is large. */
  const collapsed = () =>
    view.page.evaluate(() => (window.fake.stored as { visibility?: { collapsed: string[] } }).visibility?.collapsed);

  it('begins with its networks and their counts, which are expanded by a double click', async () => {
    await open(largeLab(2400));
    expect(await drawn('container')).toEqual([]);
    expect(await view.page.locator('#collapsed-notice').textContent()).toContain('2,400 containers');
    expect(await view.page.locator('.far-label').allTextContents()).toContain('net7 · 40');
    await view.photograph('collapsed');
    // What is selected is in Cytoscape wherever it is.
    await view.send({ type: 'select', node: 'network:net7' });
    const { x, y } = await view.pointOf('network:net7');
    await view.page.mouse.dblclick(x, y);
    await expect.poll(collapsed).not.toContain('network:net7');
    expect(await collapsed()).toHaveLength(119);
    expect(await view.page.locator('#collapsed-notice').isVisible()).toBe(false);
    await view.page.getByRole('button', { name: 'Filter' }).click();
    await view.page.getByRole('button', { name: 'Draw everything' }).click();
    await expect.poll(collapsed).toEqual([]);
  });

  it('finds and shows what is folded away, and has its network stand for it meanwhile', async () => {
    await open(largeLab(2400));
    await view.send({ type: 'select', node: 'container:service-77' });
    expect(await view.selected()).toEqual(['network:net77']);
    await view.page.getByLabel('Find in the picture').fill('service-77');
    await view.page.keyboard.press('Enter');
    await expect.poll(() => view.selected()).toEqual(['container:service-77']);
    await expect.poll(collapsed).not.toContain('network:net77');
  });
});

describe('the zoom', () => {
  /** Whether Cytoscape writes the text of what a selector names. */
  const isWritten = (selector: string) =>
    view.graph((cy, name) => {
      const node = cy.nodes(name)[0]!;
      return node.numericStyle('font-size') * cy.zoom() >= node.numericStyle('min-zoomed-font-size');
    }, selector);
  const zoomTo = (zoom: number) => view.graph((cy, level) => void cy.zoom(level), zoom);

  it('shows networks with counts from afar, then names, then addresses, and from near MAC addresses', async () => {
    await open(await exampleGraph('three-tier-app'));
    await view.page.locator('#canvas').focus();
    await view.page.keyboard.press('l');
    const read = async () => ({
      counts: (await view.page.locator('.far-label:visible').count()) > 0,
      networks: await isWritten('.bridge'),
      names: await isWritten('.container'),
      addresses: await isWritten('.interface'),
      macs: await isWritten('.small'),
    });
    const nothing = { counts: false, networks: false, names: false, addresses: false, macs: false };
    await zoomTo(0.3);
    expect(await read()).toEqual({ ...nothing, counts: true });
    await zoomTo(0.45);
    expect(await read()).toEqual({ ...nothing, counts: true, names: true });
    await zoomTo(0.8);
    expect(await read()).toEqual({ ...nothing, networks: true, names: true, addresses: true });
    await zoomTo(1.5);
    expect(await read()).toEqual({
      networks: true,
      names: true,
      addresses: true,
      macs: true,
      counts: expect.anything(),
    });
  });

  it('keeps the name of a network in sight that begins further left', async () => {
    await open(largeLab(300));
    await view.send({ type: 'select', node: 'network:net0' });
    const { x, y } = await view.pointOf('network:net0');
    await view.graph((cy, renderedPosition) => void cy.zoom({ level: 1, renderedPosition }), { x, y: y - 35 });
    const label = view.page.locator('.far-label:visible', { hasText: /^net0$/ });
    await label.waitFor();
    expect((await label.boundingBox())!.x).toBeLessThan(12);
  });

  it('leaves what lies over the picture where it is, as does the level', async () => {
    await open(largeLab(300));
    await view.page.getByRole('button', { name: 'Zoom in' }).click();
    await view.page.getByRole('button', { name: 'Zoom in' }).click();
    await view.page.locator('#minimap').waitFor();
    const boxes = () =>
      Promise.all(['#search', '#toolbar', '#tools', '#minimap'].map((id) => view.page.locator(id).boundingBox()));
    const before = await boxes();
    await view.page.locator('#canvas').focus();
    await view.page.keyboard.press('l');
    await expect.poll(() => view.page.locator('#live').textContent()).toContain('Physical');
    expect(await boxes()).toEqual(before);
    await view.page.getByLabel('Find in the picture').fill('service-1');
    expect((await boxes()).slice(1)).toEqual(before.slice(1));
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

import { expect, it } from 'vitest';
import type { TopologyGraph } from '../../../language-server/protocol.ts';
import type { OpenOptions, Webview } from './harness.ts';
import { overlaps } from './overlaps.ts';
import { exampleGraph, pageSuite } from './suite.ts';

const pages = pageSuite();
let view: Webview;

async function open(graph: TopologyGraph, options?: OpenOptions): Promise<void> {
  view = await pages.open(options);
  await view.show(graph);
}

async function toPhysical(): Promise<void> {
  await view.page.locator('#canvas').focus();
  await view.page.keyboard.press('l');
}

const labels = () => view.graph((cy) => cy.nodes().map((node) => String(node.data('label') ?? '')));

it('shows addresses on the logical level, and the machinery on the physical one', async () => {
  await open(await exampleGraph('three-tier-app'));
  expect(await labels()).toContain('10.10.0.2/24');
  expect(await labels()).not.toContain('veth');
  await toPhysical();
  expect(await labels()).toEqual(
    expect.arrayContaining([
      'eth0  10.10.0.2/24',
      'veth',
      'routing · NAT',
      'default via 10.10.0.1 dev eth0',
      'DNAT for 2 published ports',
    ]),
  );
  expect(await view.page.locator('#live').textContent()).toContain('Physical level');
  await view.photograph('physical');
  await view.graph((cy) => {
    cy.zoom({ level: 1.8, renderedPosition: { x: 500, y: 400 } });
  });
  await view.photograph('physical-near');
});

it.each(['docker-networks', 'three-tier-app', 'reverse-proxy', 'classic-mistakes', 'swarm-overlay'])(
  'draws %s on both levels without overlaps',
  async (name) => {
    const graph = await exampleGraph(name);
    await open(graph);
    expect(overlaps(await view.boxes(), graph)).toEqual([]);
    await toPhysical();
    expect(overlaps(await view.boxes(), graph)).toEqual([]);
    await view.photograph(`physical-${name}`);
  },
);

it('keeps the order of things from level to level, and comes back to the same places', async () => {
  await open(await exampleGraph('three-tier-app'));
  const order = async (axis: 'x' | 'y') => {
    const at = await view.positions();
    const ids = ['proxy', 'shop-1', 'shop-2', 'api', 'db'].map((name) => `container:${name}`);
    return ids.sort((a, b) => at[a]![axis] - at[b]![axis] || (a < b ? -1 : 1));
  };
  const [before, x, y] = [await view.positions(), await order('x'), await order('y')];
  await toPhysical();
  expect(await order('x')).toEqual(x);
  expect(await order('y')).toEqual(y);
  await view.page.keyboard.press('l');
  expect(await view.positions()).toEqual(before);
});

it('moves from level to level, and ends where it would be without motion', async () => {
  const graph = await exampleGraph('three-tier-app');
  await open(graph);
  await toPhysical();
  const still = await view.positions();
  await view.close();
  await open(graph, { reducedMotion: false });
  await view.page.locator('#canvas').focus();
  // Asked in the page, at once: to ask from here takes as long as the way.
  const moving = await view.graph((cy) => {
    const container = cy.container()!.parentElement!;
    container.dispatchEvent(new KeyboardEvent('keydown', { key: 'l', bubbles: true }));
    return Object.fromEntries(cy.nodes().map((node) => [node.id(), { ...node.position() }] as const));
  });
  expect(moving).not.toEqual(still);
  await expect.poll(() => view.positions()).toEqual(still);
});

it('is there again when the page is', async () => {
  await open(await exampleGraph('three-tier-app'));
  await toPhysical();
  await expect.poll(() => view.stored()).toMatchObject({ level: 'physical' });
  const [stored, before] = [await view.stored(), await view.positions()];
  await view.close();
  view = await pages.open({ stored });
  expect(await view.positions()).toEqual(before);
  expect(await view.page.getByRole('button', { name: /Physical level/ }).getAttribute('aria-pressed')).toBe('true');
});

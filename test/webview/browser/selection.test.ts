/** What is selected, by the mouse, the keyboard and the cursor in the text. */
import { describe, expect, it } from 'vitest';
import { articleLab, hostGraph } from '../fixtures.ts';
import { type OpenOptions, URI, type Webview } from './harness.ts';
import { pageSuite } from './suite.ts';

let view: Webview;
const suite = pageSuite();
async function open(options?: OpenOptions): Promise<Webview> {
  view = await suite.open(options);
  return view;
}

describe('selection', () => {
  it('asks for the source of what is clicked', async () => {
    await open();
    await view.show(articleLab());
    await view.click('container:second');
    expect(await view.posted()).toContainEqual({ type: 'reveal', uri: URI, origin: 'container:second' });
    expect(await view.selected()).toEqual(['container:second']);
    expect(await view.page.locator('#live').textContent()).toBe('This is second.');
  });

  it('asks for the source of a cable', async () => {
    await open();
    await view.show(articleLab());
    const ends = [await view.pointOf('interface:second/eth0'), await view.pointOf('network:bridge')] as const;
    // The cable is vertical; halfway between the middles of its ends it is in the open.
    const { x, y } = { x: ends[0].x, y: (ends[0].y + ends[1].y) / 2 };
    await view.page.mouse.click(x, y);
    expect(await view.posted()).toContainEqual({ type: 'reveal', uri: URI, origin: 'container:second' });
  });

  it('is cleared by a click beside everything', async () => {
    await open();
    await view.show(articleLab());
    await view.click('container:second');
    await view.page.mouse.click(5, 60);
    expect(await view.selected()).toEqual([]);
  });

  it('follows the editor without taking the focus or moving what is in sight', async () => {
    await open();
    await view.show(articleLab());
    const viewport = () => view.graph((cy) => ({ ...cy.pan(), zoom: cy.zoom() }));
    const before = await viewport();
    await view.send({ type: 'select', node: 'container:lab2' });
    expect(await view.selected()).toEqual(['container:lab2']);
    expect(await viewport()).toEqual(before);
    expect(await view.page.evaluate(() => document.activeElement === document.body)).toBe(true);
    expect((await view.posted()).filter(({ type }) => type === 'reveal')).toEqual([]);
    await view.send({ type: 'select', node: null });
    expect(await view.selected()).toEqual([]);
  });

  it('follows it to a cable, or to the container of one that is filtered out; or not at all, as its switch says', async () => {
    await open();
    const networks = ['front', 'back'].map((name, i) => ({ name, subnet: `10.${i}.0.0/16` }));
    await view.show(
      hostGraph(networks, [
        { name: 'both', networks: ['front', 'back'] },
        { name: 'other', networks: [] },
      ]),
    );
    const cable = 'veth:interface:both/eth0--network:front';
    await view.send({ type: 'select', node: cable });
    expect(await view.selected()).toEqual([cable]);
    await view.page.locator('#canvas').focus();
    await view.page.keyboard.press('f');
    expect(await view.page.getByRole('button', { name: 'Follow cursor' }).getAttribute('aria-pressed')).toBe('false');
    await view.send({ type: 'select', node: 'container:other' });
    expect(await view.selected()).toEqual([cable]);
    await view.page.keyboard.press('f');
    await view.page.keyboard.press('F');
    await view.page.getByRole('checkbox', { name: 'front' }).click();
    await view.send({ type: 'select', node: cable });
    expect(await view.selected()).toEqual(['container:both']);
  });

  it('brings into sight what is not', async () => {
    await open({ size: { width: 400, height: 300 } });
    await view.show(articleLab());
    await view.graph((cy) => {
      cy.zoom(2).pan({ x: 0, y: 0 });
    });
    await view.send({ type: 'select', node: 'container:lab3' });
    const { x, y } = await view.pointOf('container:lab3');
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(400);
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(300);
  });

  it('is moved by the keyboard, along the cables', async () => {
    await open();
    await view.show(articleLab());
    await view.page.keyboard.press('Tab');
    expect(await view.page.evaluate(() => document.activeElement?.id)).toBe('canvas');
    await view.send({ type: 'select', node: 'container:second' });
    for (const [key, id] of [
      ['ArrowUp', 'interface:second/eth0'],
      ['ArrowUp', 'network:bridge'],
      ['ArrowDown', 'interface:first/eth0'],
      ['ArrowRight', 'interface:second/eth0'],
    ] as const) {
      await view.page.keyboard.press(key);
      expect(await view.selected()).toEqual([id]);
    }
    expect(await view.page.locator('#live').textContent()).toBe('This is eth0.');
    await view.page.keyboard.press('Enter');
    expect(await view.posted()).toContainEqual({ type: 'reveal', uri: URI, origin: 'container:second' });
    await view.page.keyboard.press('Escape');
    expect(await view.selected()).toEqual([]);
  });

  it('goes from a node through its cables, and from a cable to its ends', async () => {
    await open();
    await view.show(articleLab());
    await view.page.locator('#canvas').focus();
    await view.send({ type: 'select', node: 'network:myBridge' });
    const cables = await view.graph((cy) =>
      cy.edges('[target = "network:myBridge"], [source = "network:myBridge"]').map((edge) => edge.id()),
    );
    const passed = new Set<string>();
    for (const _ of cables) {
      await view.page.keyboard.press('k');
      passed.add((await view.selected())[0]!);
    }
    expect(passed).toEqual(new Set(cables));
    await view.send({ type: 'select', node: 'container:lab2' });
    for (const [key, id] of [
      ['k', 'veth:interface:lab2/eth0--network:myBridge'],
      ['ArrowUp', 'network:myBridge'],
    ] as const) {
      await view.page.keyboard.press(key);
      expect(await view.selected()).toEqual([id]);
    }
  });
});

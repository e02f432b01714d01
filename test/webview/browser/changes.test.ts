/** What an edit changes in a picture, and what is there again when its page is. */
import { describe, expect, it } from 'vitest';
import { articleLab, hostGraph, largeLab, threeTiers } from '../fixtures.ts';
import { type OpenOptions, URI, type Webview } from './harness.ts';
import { overlaps } from './overlaps.ts';
import { pageSuite } from './suite.ts';

let view: Webview;
const suite = pageSuite();
async function open(options?: OpenOptions): Promise<Webview> {
  view = await suite.open(options);
  return view;
}

describe('changes', () => {
  const change = (patch: object, more: object = {}) => ({
    type: 'patch',
    change: {
      uri: URI,
      from: 1,
      revision: 2,
      stale: false,
      step: 0,
      steps: 0,
      newTimeline: false,
      patch: { removed: [], nodes: [], edges: [], ...patch },
      ...more,
    },
  });

  it('of a text beside what is drawn draw nothing, and renew what stands beside the picture', async () => {
    await open();
    await view.show(threeTiers());
    const asked = async () => (await view.posted()).filter((message) => message.type === 'ask');
    await expect.poll(asked).toHaveLength(1);
    await view.page.evaluate(() => performance.clearMarks('drawn'));
    await view.send(change({}, { newTimeline: true }));
    await expect.poll(asked).toHaveLength(2);
    expect(await view.page.evaluate(() => performance.getEntriesByName('drawn').length)).toBe(0);
    await view.send(change({ removed: ['container:db'] }, { from: 2, revision: 3 }));
    expect(await view.page.evaluate(() => performance.getEntriesByName('drawn').length)).toBe(1);
  });

  it('keep the places of what has another name by the statements that it stands between', async () => {
    await open();
    const lab = (name: string) => hostGraph([{ name: 'net', subnet: '10.0.0.0/24' }], [{ name, networks: ['net'] }]);
    const [before, after] = [lab('web'), lab('shop')];
    await view.show(before, { declared: [['network:net'], ['container:web']] });
    await view.page.locator('#canvas').focus();
    await view.click('container:web');
    const gone = [...before.nodes, ...before.edges].map(({ id }) => id).filter((id) => id.includes('web'));
    await view.send(
      change(
        { removed: gone, nodes: after.nodes, edges: after.edges },
        { declared: { start: 1, deleteCount: 1, items: [['container:shop']] } },
      ),
    );
    expect(await view.selected()).toEqual(['container:shop']);
  });

  it('move nothing that did not change', async () => {
    await open();
    const small = hostGraph(
      [{ name: 'net', subnet: '10.0.0.0/24' }],
      ['a', 'b', 'c'].map((name) => ({ name, networks: ['net'] })),
    );
    const large = hostGraph(
      [
        { name: 'net', subnet: '10.0.0.0/24' },
        { name: 'other', subnet: '10.1.0.0/24' },
      ],
      ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, networks: name === 'e' ? ['other'] : ['net'] })),
    );
    await view.show(small);
    const before = await view.positions();
    const old = new Set([...small.nodes, ...small.edges].map(({ id }) => id));
    const isNew = ({ id }: { id: string }) => !old.has(id);
    await view.send(change({ nodes: large.nodes.filter(isNew), edges: large.edges.filter(isNew) }));
    const after = await view.positions();
    expect(after).toHaveProperty('container:e');
    for (const { id, kind } of small.nodes) {
      // Frames and bars grow to the right and downward.
      if (kind !== 'host' && kind !== 'bridge') expect(after[id], id).toEqual(before[id]);
    }
    expect(overlaps(await view.boxes(), large)).toEqual([]);
    await view.send(
      change(
        { removed: ['container:b', 'interface:b/eth0', 'veth:interface:b/eth0--network:net'] },
        { from: 2, revision: 3 },
      ),
    );
    const last = await view.positions();
    expect(last).not.toHaveProperty('container:b');
    expect(last['container:c']).toEqual(before['container:c']);
  });

  it('touch nothing in the picture but what has changed', async () => {
    await open();
    const graph = threeTiers();
    await view.show(graph);
    await view.graph((cy) => {
      const touched = new Set<string>();
      cy.on('add remove data position', ({ target }) => void touched.add(target.id?.() ?? 'everything'));
      Object.assign(window, { touched });
    });
    const cache = graph.nodes.find(({ id }) => id === 'container:cache')!;
    await view.send(change({ nodes: [{ ...cache, label: 'store', status: 'exited' }] }));
    const touched = await view.page.evaluate(() => [...(window as unknown as { touched: Set<string> }).touched]);
    expect(touched).toContain('container:cache');
    const owners = new Set(touched.map((id) => id.split('\0')[0]));
    expect([...owners].filter((id) => id !== 'container:cache')).toEqual([]);
  });

  it('that do not fit the picture are answered with a request for all of it', async () => {
    await open();
    await view.show(articleLab());
    await view.send(change({ removed: ['container:lab1'] }, { from: 7, revision: 8 }));
    expect(await view.posted()).toContainEqual({ type: 'resync' });
    expect(await view.positions()).toHaveProperty('container:lab1');
  });

  it('that are no messages are ignored', async () => {
    await open();
    await view.show(articleLab());
    for (const message of [null, 7, { type: 'show' }, { type: 'nonsense' }, change({ nodes: [{ id: 3 }] })]) {
      await view.send(message);
    }
    expect(await view.positions()).toHaveProperty('container:lab1');
    expect((await view.posted()).map(({ type }) => type).filter((type) => type !== 'ask')).toEqual(['ready']);
  });

  it('mark an old picture in words', async () => {
    await open();
    await view.show(articleLab(), { stale: true });
    expect(await view.page.locator('#stale').textContent()).toBe('The text has errors; this is the last good picture.');
    await view.photograph('stale');
    await view.show(articleLab());
    expect(await view.page.locator('#stale').isVisible()).toBe(false);
  });

  it('to nothing show a message', async () => {
    await open();
    await view.send({ type: 'empty', message: 'Open a .dnet file to see its <topology>.' });
    expect(await view.page.locator('#empty').textContent()).toBe('Open a .dnet file to see its <topology>.');
    await view.photograph('empty');
    await view.show(articleLab());
    expect(await view.page.locator('#empty').isVisible()).toBe(false);
  });

  it('are there again when the page is', async () => {
    await open();
    await view.show(articleLab());
    await view.page.getByRole('button', { name: 'Zoom in' }).click();
    await view.click('container:second');
    await expect.poll(() => view.stored()).toMatchObject({ selected: 'container:second' });
    const [stored, before, zoom] = [await view.stored(), await view.positions(), await view.graph((cy) => cy.zoom())];
    await view.close();
    await open({ stored });
    expect(await view.positions()).toEqual(before);
    expect(await view.graph((cy) => cy.zoom())).toBe(zoom);
    expect(await view.selected()).toEqual(['container:second']);
  });

  it('of an earlier moment ask for that moment again', async () => {
    await open();
    await view.show(articleLab(), { step: 1, steps: 3 });
    await expect.poll(() => view.stored()).toMatchObject({ picture: { step: 1, steps: 3 } });
    const stored = await view.stored();
    await view.close();
    await open({ stored });
    const asked = (await view.posted()).filter(({ type }) => type === 'ready' || type === 'step');
    expect(asked).toEqual([{ type: 'ready' }, { type: 'step', uri: URI, step: 1 }]);
  });

  it('too large to be kept are looked at in the same way when they are there again', async () => {
    await open();
    const graph = largeLab(3500);
    await view.show(graph);
    await view.send({ type: 'select', node: 'network:net5' });
    await view.page.getByRole('button', { name: 'Zoom in' }).click();
    await expect
      .poll(() => view.stored())
      .toMatchObject({
        selected: 'network:net5',
        picture: { graph: { nodes: [] } },
        viewport: { zoom: expect.any(Number) },
      });
    const [stored, zoom] = [await view.stored(), await view.graph((cy) => cy.zoom())];
    await view.close();
    await open({ stored });
    await view.show(graph);
    expect(await view.selected()).toEqual(['network:net5']);
    expect(await view.graph((cy) => cy.zoom())).toBe(zoom);
  });

  it.each([{ title: 1 }, 'nonsense', { title: 'a', picture: {}, arrangement: { rects: [[1, 2]] } }])(
    'start afresh from a state that is not understood: %j',
    async (stored) => {
      await open({ stored });
      await view.show(articleLab());
      expect(await view.positions()).toHaveProperty('container:web');
    },
  );
});

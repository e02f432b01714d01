import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Core } from 'cytoscape';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TopologyGraph, TopologyNode } from '../../../language-server/protocol.ts';
import { articleLab, hostGraph, largeLab, lineRange, threeTiers } from '../fixtures.ts';
import { Harness, type OpenOptions, URI, type Webview } from './harness.ts';
import { overlaps } from './overlaps.ts';
import { THEMES, type ThemeName } from './themes.ts';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let harness: Harness;
let view: Webview;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness?.stop());

async function open(options?: OpenOptions): Promise<Webview> {
  view = await harness.open(options);
  return view;
}

// Whatever a test does, the page breaks no policy and writes nothing to the console.
afterEach(async () => {
  expect(await view.violations()).toEqual([]);
  expect(view.errors).toEqual([]);
  await view.close();
});

const replaceNode = (graph: TopologyGraph, id: string, more: Partial<TopologyNode>): TopologyGraph => ({
  ...graph,
  nodes: graph.nodes.map((node) => (node.id === id ? { ...node, ...more } : node)),
});

describe('the picture', () => {
  it('draws every node and edge of the lab', async () => {
    await open();
    const graph = articleLab();
    await view.show(graph);
    const drawn = await view.graph((cy) => cy.elements().map((element) => element.id()));
    expect(drawn).toEqual(expect.arrayContaining([...graph.nodes, ...graph.edges].map(({ id }) => id)));
  });

  it.each([
    ['the lab', articleLab],
    ['three tiers', threeTiers],
  ])('draws %s without overlaps of boxes or labels', async (_, make) => {
    await open();
    const graph = make();
    await view.show(graph);
    expect(overlaps(await view.boxes(), graph)).toEqual([]);
  });

  describe('of 1,000 containers', () => {
    const ID = 'container:service-500';
    /** The colours in a square around a place of the page, on the canvas below Cytoscape's. */
    const sketched = (at: { x: number; y: number }) =>
      view.page.evaluate(({ x, y }) => {
        const { data } = document
          .querySelector<HTMLCanvasElement>('#sketch')!
          .getContext('2d')!
          .getImageData(x - 4, y - 4, 8, 8);
        return new Set(Array.from({ length: 64 }, (_, i) => data.slice(4 * i, 4 * i + 4).join(' '))).size;
      }, at);
    /** What is selected is in Cytoscape wherever it is. */
    const placeOf = async (id: string): Promise<{ x: number; y: number }> => {
      await view.send({ type: 'select', node: id });
      const place = await view.pointOf(id);
      await view.send({ type: 'select', node: null });
      return place;
    };

    it('is a sketch from afar, and answers all the same', async () => {
      await open();
      await view.show(largeLab(1000));
      expect(await view.graph((cy) => cy.elements().length)).toBe(0);
      const place = await placeOf(ID);
      expect(await sketched(place)).toBeGreaterThan(1);
      await view.page.mouse.click(place.x, place.y);
      expect(await view.selected()).toEqual([ID]);
      expect(await view.posted()).toContainEqual({ type: 'reveal', uri: URI, range: lineRange(500) });
    });

    it('is drawn with room for frames, and takes what comes meanwhile', async () => {
      await open();
      await view.show(articleLab());
      const graph = largeLab(1000);
      const about = { uri: URI, stale: false, step: 0, steps: 0 };
      const patch = { removed: [], nodes: [{ ...graph.nodes.find(({ id }) => id === ID)!, label: 'new' }], edges: [] };
      const [frames, whileDrawing] = await view.page.evaluate(
        async (messages) => {
          const { cy } = (document.querySelector('#graph') as unknown as { _cyreg: { cy: Core } })._cyreg;
          const canvas = document.querySelector('#canvas')!;
          for (const data of messages) window.dispatchEvent(new MessageEvent('message', { data }));
          const old = cy.getElementById('container:lab1').nonempty();
          let count = 0;
          for (; canvas.ariaBusy === 'true'; count++) await new Promise((resolve) => requestAnimationFrame(resolve));
          return [count, old] as const;
        },
        [
          { type: 'show', title: 'lab.dnet', state: { ...about, revision: 2, graph } },
          { type: 'patch', change: { ...about, from: 2, revision: 3, patch } },
          { type: 'select', node: ID },
        ],
      );
      expect(frames).toBeGreaterThan(2);
      expect(whileDrawing).toBe(true);
      expect(await view.selected()).toEqual([ID]);
      expect(await view.graph((cy) => cy.$(':selected').data('label'))).toBe('new');
      expect(await view.positions()).not.toHaveProperty('container:lab1');
      expect((await view.posted()).filter(({ type }) => type === 'resync')).toEqual([]);
    });

    it('has its details where the reader is near', async () => {
      await open();
      const graph = largeLab(1000);
      await view.show(graph);
      const place = await placeOf(ID);
      await view.graph((cy, renderedPosition) => void cy.zoom({ level: 1, renderedPosition }), place);
      const near = [ID, 'interface:service-500/eth0', 'interface:service-500/eth1'];
      const links = graph.edges.filter(({ source }) => near.includes(source)).map(({ id }) => id);
      await view.page.waitForFunction(
        (ids) => {
          const { cy } = (document.querySelector('#graph') as unknown as { _cyreg: { cy: Core } })._cyreg;
          return ids.every((id) => cy.getElementById(id).nonempty());
        },
        [...near, ...links],
      );
      expect(links).toHaveLength(2);
      expect(overlaps(await view.boxes(), graph)).toEqual([]);
      expect(await view.graph((cy) => cy.elements().length)).toBeLessThan(1_000);
    });
  });

  it('shows text of any kind as text', async () => {
    await open();
    const names = [
      '<img src=x onerror=alert(1)>',
      'x'.repeat(10_000),
      'مرحبا بالعالم',
      '🐳🦑 réseau',
      'a\nb\u202Ec',
      '" onclick="',
    ];
    const graph = hostGraph(
      [{ name: 'net', subnet: '10.0.0.0/24' }],
      names.map((name) => ({ name, networks: ['net'] })),
    );
    await view.show(graph);
    expect(await view.page.locator('img, script:not([src], #translations)').count()).toBe(0);
    expect(overlaps(await view.boxes(), graph)).toEqual([]);
    const widths = await view.graph((cy) => cy.nodes('.container').map((node) => node.width()));
    expect(Math.max(...widths)).toBeLessThan(400);
    await view.photograph('hostile');
    for (const name of names) await view.send({ type: 'select', node: `container:${name}` });
    expect(await view.selected()).toEqual([`container:${names.at(-1)}`]);
  });
});

describe('selection', () => {
  it('asks for the source of what is clicked', async () => {
    await open();
    await view.show(articleLab());
    await view.click('container:second');
    expect(await view.posted()).toContainEqual({ type: 'reveal', uri: URI, range: lineRange(2) });
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
    expect(await view.posted()).toContainEqual({ type: 'reveal', uri: URI, range: lineRange(2) });
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
    expect(await view.posted()).toContainEqual({ type: 'reveal', uri: URI, range: lineRange(2) });
    await view.page.keyboard.press('Escape');
    expect(await view.selected()).toEqual([]);
  });
});

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
      patch: { removed: [], nodes: [], edges: [], ...patch },
      ...more,
    },
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

describe('the view', () => {
  it('is zoomed and fitted by buttons', async () => {
    await open();
    await view.show(articleLab());
    const zoom = () => view.graph((cy) => cy.zoom());
    const fitted = await zoom();
    await view.page.getByRole('button', { name: 'Zoom in' }).click();
    expect(await zoom()).toBeCloseTo(fitted * 1.3);
    await view.page.getByRole('button', { name: 'Zoom out' }).click();
    await view.page.getByRole('button', { name: 'Zoom out' }).click();
    expect(await zoom()).toBeCloseTo(fitted / 1.3);
    await view.page.getByRole('button', { name: 'Show everything' }).click();
    expect(await zoom()).toBeCloseTo(fitted);
  });

  it('shows everything until the reader moves it, in whatever room there is', async () => {
    await open();
    await view.show(articleLab());
    const before = await view.graph((cy) => cy.zoom());
    await view.page.setViewportSize({ width: 500, height: 900 });
    await expect.poll(() => view.graph((cy) => cy.zoom())).toBeLessThan(before);
  });

  it('explains what the pointer rests on, and what is wrong with it', async () => {
    await open();
    await view.show(threeTiers());
    const { x, y } = await view.pointOf('container:cache');
    await view.page.mouse.move(x, y);
    await view.page.locator('#tooltip').waitFor({ state: 'visible' });
    expect(await view.page.locator('#tooltip').textContent()).toBe('This is cache.\nWarning: No one reaches this.');
    await view.photograph('tooltip');
  });

  it('explains what is wrong where a sign of it is, also beside the box', async () => {
    await open();
    await view.show(threeTiers());
    const { x, y } = await view.pointOf('container:mailer\0badge');
    await view.page.mouse.move(x + 4, y - 4);
    await view.page.locator('#tooltip').waitFor({ state: 'visible' });
    expect(await view.page.locator('#tooltip').textContent()).toBe('This is mailer.\nError: Address already in use');
  });

  it('takes the colours of another theme at once', async () => {
    await open();
    await view.show(articleLab());
    const colours = () => view.graph((cy) => cy.getElementById('network:bridge').style('border-color'));
    const dark = await colours();
    await view.theme('Default High Contrast Light');
    await expect.poll(colours).not.toBe(dark);
    expect(await view.graph((cy) => cy.getElementById('network:bridge').style('background-color'))).toBe(
      'rgb(255,255,255)',
    );
  });
});

describe('accessibility', () => {
  it.each(Object.keys(THEMES) as ThemeName[])('axe finds nothing in %s', async (theme) => {
    await open({ theme });
    await view.show(threeTiers(), { stale: true });
    await view.click('container:cache');
    await view.page.evaluate(axe);
    const { violations } = await view.page.evaluate(() =>
      (window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } }).axe.run(),
    );
    expect(violations).toEqual([]);
    await view.photograph(`selected-${theme.toLowerCase().replaceAll(' ', '-')}`);
  });

  it('says the whole picture in words, each a button that does what a click does', async () => {
    await open();
    await view.show(replaceNode(articleLab(), 'container:second', { description: 'Container second, the other one.' }));
    const outline = view.page.locator('#outline');
    expect(await outline.getByRole('button').count()).toBe(articleLab().nodes.length);
    await outline.getByRole('button', { name: 'Container second, the other one.' }).dispatchEvent('click');
    expect(await view.selected()).toEqual(['container:second']);
  });
});

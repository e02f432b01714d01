/** The picture of a lab, and the page around it. */
import type { Core } from 'cytoscape';
import { describe, expect, it } from 'vitest';
import type { TopologyGraph, TopologyNode, ToWebview } from '../../../language-server/protocol.ts';
import { articleLab, hostGraph, largeLab, threeTiers } from '../fixtures.ts';
import { type OpenOptions, URI, type Webview } from './harness.ts';
import { overlaps } from './overlaps.ts';
import { pageSuite, violations } from './suite.ts';
import { THEMES, type ThemeName } from './themes.ts';

let view: Webview;
const suite = pageSuite();
async function open(options?: OpenOptions): Promise<Webview> {
  view = await suite.open(options);
  return view;
}

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
      expect(await view.posted()).toContainEqual({ type: 'reveal', uri: URI, origin: 'container:service-500' });
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
          { type: 'show', title: 'lab.dnet', state: { ...about, revision: 2, declared: [], graph } },
          { type: 'patch', change: { ...about, from: 2, revision: 3, newTimeline: false, patch } },
          { type: 'select', node: ID },
        ] satisfies ToWebview[],
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
    expect(await violations(view)).toEqual([]);
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

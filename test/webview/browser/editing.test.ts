/** The picture edits the text: by the menu, by keys, and by dragging. */
import { describe, expect, it } from 'vitest';
import type { TopologyPlaces } from '../../../language-server/protocol.ts';
import { type OpenOptions, URI, type Webview } from './harness.ts';
import type { LabView } from './lab-view.ts';
import { pageSuite } from './suite.ts';

const LAB = `# A comment.
network front
network back

container web { network front } # serves
container db { network back }
`;

const pages = pageSuite();
let lab: LabView;
let view: Webview;

async function open(text = LAB, options?: OpenOptions): Promise<void> {
  lab = await pages.lab(text, options);
  view = lab.view;
  // It takes its room from the picture, which is fitted to the rest.
  await view.page.locator('#timeline').waitFor();
  await view.send({ type: 'select', node: null });
}

const press = async (...keys: readonly string[]) => {
  await view.page.locator('#canvas').focus();
  for (const key of keys) await view.page.keyboard.press(key);
};
const select = (node: string) => view.send({ type: 'select', node });
const spoken = () => view.page.locator('#live').textContent();
const gestures = async () => (await view.posted()).filter((message) => message.type === 'edit');

describe('by keys', () => {
  it.each([
    ['x', 'container web { network none } # serves'],
    ['p', 'container web { network front; publish 8080:80 } # serves'],
    ['a', 'container added'],
    ['A', 'network added'],
  ])('%s writes "%s"', async (key, expected) => {
    await open();
    await select('container:web');
    await press(key);
    await expect.poll(() => lab.text.split('\n')).toContain(expected);
    expect(lab.text).toContain('# A comment.');
    await expect.poll(spoken).toBe('Done.');
  });

  it('n joins a network, and the picture shows it', async () => {
    await open('network front\ncontainer web { network none }');
    await select('container:web');
    await press('n');
    await expect.poll(() => view.graph((cy) => cy.$('[source = "interface:web/eth0"]').length)).toBeGreaterThan(0);
  });

  it('Delete removes what is selected, and says so; r renames it', async () => {
    await open();
    await select('container:db');
    await press('Delete');
    await expect.poll(() => lab.text).not.toContain('container db');
    await select('container:web');
    await press('r');
    await expect
      .poll(gestures)
      .toContainEqual(
        expect.objectContaining({ uri: URI, gesture: expect.objectContaining({ kind: 'rename', name: 'web' }) }),
      );
  });

  it('say where something cannot be done', async () => {
    await open();
    await select('network:bridge');
    await press('Delete');
    await expect.poll(spoken).toBe('That cannot be done here.');
    expect(await gestures()).toEqual([]);
  });
});

describe('by the menu', () => {
  it('of a container, by keys alone', async () => {
    await open();
    await select('container:web');
    await press('m');
    const items = view.page.locator('#menu [role=menuitem]');
    expect(await items.allTextContents()).toEqual(
      expect.arrayContaining(['Connect to a network…', 'Disconnect while running…', 'Publish a port…', 'Rename…']),
    );
    await view.page.keyboard.press('End');
    await view.page.keyboard.press('Enter');
    await expect.poll(() => lab.text).not.toContain('container web');
  });

  it('of the picture, where the mouse asks for it', async () => {
    await open();
    await view.page.mouse.click(20, 700, { button: 'right' });
    const items = view.page.locator('#menu [role=menuitem]');
    await expect.poll(() => items.allTextContents()).toContain('Add a network…');
    await items.getByText('Add a network…').click();
    await expect.poll(() => lab.text).toContain('network added');
  });
});

describe('by dragging', () => {
  const centre = (id: string) => view.pointOf(id);
  const hint = () => view.page.locator('.drag-hint').textContent();
  async function take(id: string): Promise<void> {
    const { x, y } = await centre(id);
    await view.page.mouse.move(x, y + 8);
    await view.page.mouse.down();
    await view.page.mouse.move(x + 12, y + 20, { steps: 3 });
  }
  async function moveTo(id: string, dx = 0, dy = 0): Promise<void> {
    const { x, y } = await centre(id);
    await view.page.mouse.move(x + dx, y + dy, { steps: 4 });
  }
  const targets = () => view.graph((cy) => cy.$('.target').map((element) => element.id()));
  const placesPosted = async () => (await view.posted()).filter((message) => message.type === 'places').at(-1);

  it.each(['Dark Modern', 'Light Modern', 'Default High Contrast'] as const)(
    'a container joins the network that it is dropped on, as is shown before (%s)',
    async (theme) => {
      await open(LAB, { theme });
      await take('container:db');
      expect((await targets()).sort()).toEqual(['network:bridge', 'network:front']);
      await moveTo('network:front');
      expect(await hint()).toBe('Connect db to front. With Shift: move only');
      await view.photograph(`drag-${theme.replaceAll(' ', '-').toLowerCase()}`);
      await view.page.mouse.up();
      await expect.poll(() => lab.text).toContain('container db { network back; network front }');
      await expect.poll(spoken).toBe('Done.');
      expect(await targets()).toEqual([]);
      expect(await view.page.locator('.drag-ghost').count()).toBe(0);
    },
  );

  it('it is moved where it is dropped elsewhere, and keeps to that place over edits and a reload', async () => {
    await open();
    const before = await view.positions();
    await take('container:db');
    await moveTo('container:db', 200, 160);
    expect(await hint()).toBe('Move db');
    await view.page.mouse.up();
    const after = await view.positions();
    expect(after['container:db']!.x).toBeGreaterThan(before['container:db']!.x + 50);
    expect(after['container:web']).toEqual(before['container:web']);
    expect(await gestures()).toEqual([]);
    await lab.edit(`${LAB}container more { network back }\n`);
    expect((await view.positions())['container:db']).toEqual(after['container:db']);
    await view.photograph('dragged');

    const { places } = (await placesPosted()) as { places: { logical: Record<string, unknown> } };
    expect(Object.keys(places.logical)).toEqual(['container:db']);
    await view.close();
    view = await pages.open();
    await view.send({ ...lab.picture(), places });
    expect((await view.positions())['container:db']).toEqual(after['container:db']);
    await view.page.getByRole('button', { name: 'Reset positions' }).click();
    expect(await placesPosted()).toEqual({ type: 'places', uri: URI, places: {} });
    expect((await view.positions())['container:db']).not.toEqual(after['container:db']);
  });

  it('a host is moved by its title with all that is on it, and the outside, until the positions are reset', async () => {
    await open();
    const before = await view.positions();
    const height = await view.graph((cy) => cy.getElementById('host:host').renderedHeight());
    const { x, y } = await view.pointOf('host:host');
    const cursor = () => view.page.locator('#graph').evaluate((graph) => getComputedStyle(graph).cursor);
    await view.page.mouse.move(x - 40, y + height / 2 - 8);
    expect(await cursor()).not.toBe('grab');
    await view.page.mouse.move(x - 40, y - height / 2 + 20);
    expect(await cursor()).toBe('grab');
    await view.page.mouse.down();
    await view.page.mouse.move(x + 60, y - height / 2 + 120, { steps: 4 });
    expect(await hint()).toBe('Move host');
    await view.page.mouse.up();
    const after = await view.positions();
    const by = after['host:host']!.x - before['host:host']!.x;
    expect(by).toBeGreaterThan(50);
    for (const id of ['container:db', 'network:front', 'interface:web/eth0'])
      expect(after[id]!.x - before[id]!.x, id).toBeCloseTo(by);
    expect(after.outside).toEqual(before.outside);
    await take('outside');
    await moveTo('outside', -200, 0);
    await view.page.mouse.up();
    const aside = await view.positions();
    expect(aside.outside!.x).toBeLessThan(before.outside!.x - 100);
    expect(aside['host:host']).toEqual(after['host:host']);
    const { places } = (await placesPosted()) as { places: TopologyPlaces };
    expect(Object.keys(places.logical ?? {}).sort()).toEqual(['host:host', 'outside']);
    await view.photograph('dragged-host');
    await view.close();
    view = await pages.open();
    await view.send({ ...lab.picture(), places });
    expect(await view.positions()).toEqual(aside);
    await view.page.getByRole('button', { name: 'Reset positions' }).click();
    expect(await view.positions()).toEqual(before);
  });

  it('in a host the picture is panned', async () => {
    await open();
    const before = await view.positions();
    const pan = await view.graph((cy) => ({ ...cy.pan() }));
    const size = await view.graph((cy) => {
      const host = cy.getElementById('host:host');
      return { width: host.renderedWidth(), height: host.renderedHeight() };
    });
    const { x, y } = await view.pointOf('host:host');
    await view.page.mouse.move(x + size.width / 2 - 6, y + size.height / 2 - 6);
    await view.page.mouse.down();
    await view.page.mouse.move(x, y, { steps: 5 });
    await view.page.mouse.up();
    expect(await view.graph((cy) => ({ ...cy.pan() }))).not.toEqual(pan);
    expect(await view.positions()).toEqual(before);
  });

  it('it stays there, selected and traced, when it is called something else', async () => {
    await open();
    await take('container:db');
    await moveTo('container:db', 200, 160);
    await view.page.mouse.up();
    const { 'container:db': before, 'network:back': back } = await view.positions();
    await select('container:db');
    await press('t');
    await lab.edit(LAB.replace('container db', 'container store').replaceAll('back', 'inner'));
    const { 'container:store': after, 'network:inner': inner } = await view.positions();
    // A longer name is in a wider box, which begins at the same place.
    for (const [now, then] of [
      [after, before],
      [inner, back],
    ]) {
      expect(now!.y).toBe(then!.y);
      expect(Math.abs(now!.x - then!.x)).toBeLessThan(30);
    }
    const { places } = (await placesPosted()) as { places: { logical: Record<string, unknown> } };
    expect(Object.keys(places.logical)).toEqual(['container:store']);
    expect(await view.selected()).toEqual(['container:store']);
    await expect.poll(() => view.page.locator('#trace .ends').textContent()).toContain('store');
  });

  it('it is there again when it was called something else while no topology was on the screen', async () => {
    await open();
    await take('container:db');
    await moveTo('container:db', 200, 160);
    await view.page.mouse.up();
    const { 'container:db': before } = await view.positions();
    const { places } = (await placesPosted()) as { places: TopologyPlaces };
    await view.close();
    lab.editUnseen(`network first\n\n${LAB.replace('container db', 'container dc')}`);
    view = await pages.open();
    await view.send({ ...lab.picture(), places });
    expect((await view.positions())['container:dc']).toEqual(before);
    const { places: kept } = (await placesPosted()) as { places: TopologyPlaces };
    expect(Object.keys(kept.logical ?? {})).toEqual(['container:dc']);
    expect(kept.declared).toContainEqual(['container:dc']);
  });

  it('with Shift it is moved over a network, too', async () => {
    await open();
    await take('container:db');
    await moveTo('network:front');
    await view.page.keyboard.down('Shift');
    expect(await hint()).toBe('Move db');
    await view.page.mouse.up();
    await view.page.keyboard.up('Shift');
    expect(await gestures()).toEqual([]);
    expect(await placesPosted()).toBeDefined();
  });

  it('Escape gives it up', async () => {
    await open();
    const before = await view.positions();
    await take('container:db');
    await moveTo('network:front');
    await view.page.keyboard.press('Escape');
    await view.page.mouse.up();
    expect(await gestures()).toEqual([]);
    expect(await view.positions()).toEqual(before);
    expect(await spoken()).toBe('Nothing is moved.');
  });

  it('the background pans, and a click selects, as before', async () => {
    await open();
    await view.click('container:db');
    expect(await view.selected()).toEqual(['container:db']);
    const pan = await view.graph((cy) => ({ ...cy.pan() }));
    await view.page.mouse.move(30, 720);
    await view.page.mouse.down();
    await view.page.mouse.move(90, 680, { steps: 5 });
    await view.page.mouse.up();
    expect(await view.graph((cy) => ({ ...cy.pan() }))).not.toEqual(pan);
  });

  it('the keys move what is selected, and say so', async () => {
    await open();
    const before = await view.positions();
    await select('container:db');
    await press('Shift+ArrowDown', 'Shift+ArrowDown');
    expect((await view.positions())['container:db']!.y).toBe(before['container:db']!.y + 48);
    expect(await spoken()).toBe('Moved down.');
    await select('host:host');
    await press('Shift+ArrowRight');
    expect((await view.positions()).outside).toEqual(before.outside);
    expect((await view.positions())['container:db']!.x).toBe(before['container:db']!.x + 24);
    await select('outside');
    await press('Shift+ArrowUp');
    expect((await view.positions()).outside!.y).toBe(before.outside!.y - 24);
    await select('interface:db/eth0');
    await press('Shift+ArrowDown');
    expect(await spoken()).toContain('Only the outside, hosts, and the containers and networks in them can be moved');
  });
});

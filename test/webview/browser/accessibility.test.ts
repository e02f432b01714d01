/** Axe in every state of the page, and the contrast of that state in each of the editor's themes. */
import { expect, it } from 'vitest';
import { URI, type Webview } from './harness.ts';
import type { LabView } from './lab-view.ts';
import { pageSuite, violations } from './suite.ts';
import { THEMES, type ThemeName } from './themes.ts';

const suite = pageSuite();

/** Two networks, a stopped container, and a command that Docker refuses. */
const LAB = `network front { subnet 10.1.0.0/24 }
network back { subnet 10.2.0.0/24; internal }
container web { image nginx; network front; publish 8080:80 }
container api { image busybox; network front; network back }
container db { image postgres; network back }
disconnect db from front
stop db
`;

const press = async ({ page }: Webview, ...keys: readonly string[]): Promise<void> => {
  await page.locator('#canvas').focus();
  for (const key of keys) await page.keyboard.press(key);
};
const trace = async (view: Webview, from: string, to: string): Promise<void> => {
  await view.send({ type: 'select', node: from });
  await press(view, 't');
  await view.send({ type: 'select', node: to });
  await press(view, 'T');
  await view.page.locator('#trace .verdict').waitFor();
};

const STATES: Readonly<Record<string, (view: Webview, lab: LabView) => Promise<unknown>>> = {
  'at rest': async () => undefined,
  'at the physical level': (view) => press(view, 'l'),
  'with the filter open': async (view) => {
    await press(view, 'F');
    await view.page.locator('#filter').waitFor();
  },
  'with networks collapsed': async (view) => {
    await press(view, 'F');
    await view.page.getByRole('button', { name: 'Collapse all' }).click();
  },
  'with the legend open': async (view) => {
    await view.page.getByRole('button', { name: 'Legend' }).click();
    await view.page.getByRole('dialog').waitFor();
  },
  'with the list of keys open': async (view) => {
    await press(view, '?');
    await view.page.getByRole('dialog').waitFor();
  },
  'with a context menu': async (view) => {
    await view.send({ type: 'select', node: 'container:web' });
    await press(view, 'm');
    await view.page.getByRole('menu').waitFor();
  },
  'while something is searched for': async (view) => {
    await press(view, '/');
    await view.page.keyboard.type('10.1');
  },
  'with the details of a container': async (view) => {
    await view.send({ type: 'select', node: 'container:web' });
    await press(view, 'i');
    await view.page.locator('#details table, #details dl').first().waitFor();
  },
  'with a delivered trace': (view) => trace(view, 'container:web', 'container:api'),
  'with a dropped trace': (view) => trace(view, 'container:web', 'container:db'),
  'while a packet travels': async (view) => {
    await view.page.emulateMedia({ reducedMotion: 'no-preference' });
    await trace(view, 'container:web', 'container:api');
  },
  'at an earlier step': async (view) => {
    await press(view, '[', '[');
    await view.page.locator('#timeline .label').waitFor();
  },
  'at a refused step': async (view) => {
    await press(view, '[');
    await view.page.locator('#timeline .refused').waitFor();
  },
  'while the steps play': (view) => press(view, ' '),
  'with a picture that is out of date': async (view) => {
    const graph = { nodes: [], edges: [] };
    const about = { uri: URI, stale: true, step: 0, steps: 0 };
    await view.send({ type: 'show', title: 'lab.dnet', state: { ...about, revision: 99, graph } });
    await view.page.locator('#stale').waitFor();
  },
  'with nothing to show': (view) => view.send({ type: 'empty', message: 'Open a lab to see its topology.' }),
};

it.each(Object.keys(STATES))('axe finds nothing %s', async (state) => {
  const lab = await suite.lab(LAB);
  await lab.view.page.locator('#timeline').waitFor();
  await STATES[state]!(lab.view, lab);
  expect(await violations(lab.view)).toEqual([]);
  for (const theme of Object.keys(THEMES).slice(1) as ThemeName[]) {
    await lab.view.theme(theme);
    expect(await violations(lab.view, 'color-contrast'), theme).toEqual([]);
  }
});

/** The states of the topology's page that a reader can bring about, from a lab that has something for each of them. */
import { t } from '../../../language-server/l10n.ts';
import type { Webview } from './harness.ts';
import type { LabView } from './lab-view.ts';

/** Two networks, a stopped container, and a command that Docker refuses. */
export const LAB = `network front { subnet 10.1.0.0/24 }
network back { subnet 10.2.0.0/24; internal }
container web { image nginx; network front; publish 8080:80 }
container api { image busybox; network front; network back }
container db { image postgres; network back }
disconnect db from front
stop db
`;

export const press = async ({ page }: Webview, ...keys: readonly string[]): Promise<void> => {
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

/** Brings a page at rest into a state. */
export type BringAbout = (view: Webview, lab: LabView) => Promise<unknown>;

export const STATES: Readonly<Record<string, BringAbout>> = {
  'at rest': async () => undefined,
  'at the physical level': (view) => press(view, 'l'),
  'with the filter open': async (view) => {
    await press(view, 'F');
    await view.page.locator('#filter').waitFor();
  },
  'with networks collapsed': async (view) => {
    await press(view, 'F');
    await view.page.getByRole('button', { name: t`Collapse all` }).click();
  },
  'with the legend open': async (view) => {
    await view.page.getByRole('button', { name: t`Legend` }).click();
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
    await view.show({ nodes: [], edges: [] }, { stale: true });
    await view.page.locator('#stale').waitFor();
  },
  'with nothing to show': (view) => view.send({ type: 'empty', message: t`Open a lab to see its topology.` }),
};

/** The pages in another language: nothing is forgotten, and there is room for it. */
import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { reachability, reachabilityRows, reachabilityTrace } from '../../../language-server/features/reachability.ts';
import { speak, type Translations, t } from '../../../language-server/l10n.ts';
import type { FromReachability } from '../../../language-server/protocol.ts';
import type { Snapshot } from '../../../language-server/service.ts';
import { pseudoLocale } from '../../l10n/pseudo-locale.ts';
import { open as openLab } from '../../lab.ts';
import type { Webview } from './harness.ts';
import { PSEUDO, plainEnglishOn } from './plain-english.ts';
import { LAB, press, STATES } from './states.ts';
import { pageSuite } from './suite.ts';

const korean: Translations = JSON.parse(readFileSync('l10n/bundle.l10n.ko.json', 'utf8'));
const suite = pageSuite();
const matrices = pageSuite('reachability');

afterAll(() => speak(undefined));

/** One after the other, beyond the states in which axe looks at the page: what is only said, or shown for a moment. */
const MOMENTS: Readonly<Record<string, (view: Webview) => Promise<unknown>>> = {
  'with the details of nothing': (view) => press(view, 'i'),
  'with the details of a cable': async (view) => {
    const edge = await view.graph((cy) => cy.edges('.veth').first().id());
    await view.send({ type: 'select', node: edge });
  },
  'after something was moved by a key': async (view) => {
    await view.send({ type: 'select', node: 'container:web' });
    await press(view, 'Shift+ArrowUp');
  },
  'after something that stays was to be moved': async (view) => {
    await press(view, 'Escape', 'Home', 'Shift+ArrowUp');
  },
  'after the positions were reset': (view) => view.page.getByRole('button', { name: t`Reset positions` }).click(),
  'after an edit that cannot be done': (view) => press(view, 'Escape', 'x'),
  'with the menu of the picture': (view) => press(view, 'Escape', 'm'),
  'with the menu of a network': async (view) => {
    await view.send({ type: 'select', node: 'network:back' });
    await press(view, 'm');
  },
  'with one network collapsed': async (view) => {
    await view.send({ type: 'select', node: 'network:back' });
    await press(view, 'c', 'i');
  },
  'while something is searched for in vain': async (view) => {
    await press(view, '/');
    await view.page.keyboard.type('nowhere');
  },
  'with the first match': async (view) => {
    await press(view, '/');
    await view.page.keyboard.type('web');
    await view.page.keyboard.press('Enter');
  },
  'with half a trace': async (view) => {
    await view.send({ type: 'select', node: 'container:web' });
    await press(view, 't');
  },
  'with the other half': async (view) => {
    await view.send({ type: 'select', node: 'container:web' });
    await press(view, 'T');
  },
  'while a container is dragged over a network': async (view) => {
    const [from, to] = [await view.pointOf('container:web'), await view.pointOf('network:back')];
    await view.page.mouse.move(from.x, from.y);
    await view.page.mouse.down();
    await view.page.mouse.move(to.x - 5, to.y, { steps: 4 });
    await view.page.mouse.move(to.x, to.y);
  },
  'after the drag was given up': async (view) => {
    await view.page.keyboard.press('Escape');
    await view.page.mouse.up();
  },
  'before the first step': (view) => press(view, '[', '[', '[', '[', '[', '[', '[', '[', '['),
};

it('says nothing in plain English from moment to moment', async () => {
  speak(pseudoLocale);
  const { view, snapshot } = await suite.lab(LAB, { texts: PSEUDO });
  for (const [moment, bring] of Object.entries(MOMENTS)) {
    await bring(view);
    expect(await plainEnglishOn(view, snapshot), moment).toEqual([]);
  }
});

/** Answers what the matrix asks, as the extension does, until it asks no more. */
async function answer(view: Webview, snapshot: Snapshot, answered = 0): Promise<void> {
  const posted = (await view.posted()) as unknown as readonly FromReachability[];
  for (const message of posted.slice(answered)) {
    if (message.type === 'rows') await view.send({ type: 'rows', rows: reachabilityRows(snapshot, message.rows) });
    if (message.type !== 'trace') continue;
    const { from, to, service } = message;
    await view.send({ type: 'trace', trace: reachabilityTrace(snapshot, from, to, service) });
  }
  if ((await view.posted()).length > posted.length) await answer(view, snapshot, posted.length);
}

async function openMatrix(texts: Translations): Promise<readonly [Webview, Snapshot]> {
  const view = await matrices.open({ texts, size: { width: 1100, height: 620 } });
  const snapshot = openLab(LAB);
  await view.send({ type: 'classes', state: reachability(snapshot) });
  await answer(view, snapshot);
  return [view, snapshot];
}

it('says nothing in plain English in the matrix', async () => {
  speak(pseudoLocale);
  const [view, snapshot] = await openMatrix(PSEUDO);
  for (const mark of ['✓', '✗']) {
    await view.page.getByRole('gridcell').filter({ hasText: mark }).first().click();
    await answer(view, snapshot, (await view.posted()).length - 1);
    await view.page.locator('#trace .verdict').waitFor();
    expect(await plainEnglishOn(view, snapshot)).toEqual([]);
  }
  await view.send({ type: 'trace', trace: null });
  expect(await plainEnglishOn(view, snapshot)).toEqual([]);
});

/** Elements whose text is wider than they are. */
const cutOff = ({ page }: Webview): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, label, h2, h3, dt, dd, output, p')]
      .filter((each) => each.clientWidth > 0 && each.className !== 'unseen')
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
      .map((each) => each.outerHTML.slice(0, 200)),
  );

it('has room for Korean', async () => {
  speak(korean);
  const lab = await suite.lab(LAB, { texts: korean });
  const { view } = lab;
  await view.page.locator('#timeline').waitFor();
  const shown = ['at a refused step', 'with the details of a container', 'with a dropped trace'];
  const over = ['with a context menu', 'with the filter open', 'with the legend open', 'with the list of keys open'];
  for (const state of [...shown, ...over]) {
    await STATES[state]!(view, lab);
    await view.photograph(`korean ${state}`);
    expect(await cutOff(view), state).toEqual([]);
    if (over.includes(state)) await view.page.keyboard.press('Escape');
  }
});

it('has room for Korean in the matrix', async () => {
  speak(korean);
  const [view, snapshot] = await openMatrix(korean);
  await view.page.getByRole('gridcell').filter({ hasText: '✗' }).first().click();
  await answer(view, snapshot, (await view.posted()).length - 1);
  await view.page.locator('#trace .verdict').waitFor();
  await view.photograph('korean matrix');
  expect(await cutOff(view)).toEqual([]);
});

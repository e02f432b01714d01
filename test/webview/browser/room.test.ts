/** What stands around the picture has room, as wide as a side bar or wider, and stays where it is. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Webview } from './harness.ts';
import { exampleGraph, pageSuite } from './suite.ts';

const pages = pageSuite();
const KOREAN = JSON.parse(readFileSync('l10n/bundle.l10n.ko.json', 'utf8')) as Record<string, string>;
const PARTS = ['#toolbar', '#side', '#timeline', '#tools', '#scene'];

async function open(width: number, texts?: Record<string, string>): Promise<Webview> {
  const { view } = await pages.example('three-tier-app', { size: { width, height: 520 }, ...(texts && { texts }) });
  await view.page.locator('#timeline').waitFor();
  return view;
}

/** Controls of a bar that lie upon each other, or stick out of the page. */
const faults = ({ page }: Webview) =>
  page.evaluate(() => {
    const boxes = [...document.querySelectorAll('#toolbar > *, #search > *, #timeline > *, #tools > *')]
      .filter((element) => element.id !== 'search' && element.getClientRects().length > 0)
      .map((element) => ({
        name: element.id || element.className || element.tagName,
        box: element.getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width > 0);
    return boxes.flatMap(({ name, box }, i) => [
      ...(box.left < 0 || box.right > innerWidth ? [`${name} sticks out`] : []),
      ...boxes
        .slice(i + 1)
        .filter(
          (other) =>
            box.left < other.box.right - 0.5 &&
            other.box.left < box.right - 0.5 &&
            box.top < other.box.bottom - 0.5 &&
            other.box.top < box.bottom - 0.5,
        )
        .map((other) => `${name} and ${other.name}`),
    ]);
  });

it.each([
  [293, undefined],
  [293, KOREAN],
  [560, undefined],
  [1280, KOREAN],
])('at %i pixels, also while something is looked for and at an earlier moment', async (width, texts) => {
  const view = await open(width, texts);
  expect(await faults(view)).toEqual([]);
  await view.page.locator('#search-input').fill('db');
  await expect.poll(() => view.page.locator('#search output').textContent()).not.toBe('');
  expect(await faults(view)).toEqual([]);
  await view.page.locator('#canvas').focus();
  await view.page.keyboard.press('[');
  await view.page.locator('#timeline .end').waitFor();
  expect(await faults(view)).toEqual([]);
});

it.each([560, 1280])('as the level changes, nothing around the picture moves at %i pixels', async (width) => {
  const view = await open(width);
  await view.page.locator('#canvas').focus();
  await view.page.keyboard.press('i');
  await view.page.locator('#side').waitFor();
  const boxes = () => Promise.all(PARTS.map((part) => view.page.locator(part).boundingBox()));
  const before = await boxes();
  await view.page.keyboard.press('l');
  await expect.poll(() => view.page.locator('#live').textContent()).toContain('Physical');
  expect(await boxes()).toEqual(before);
  expect(await faults(view)).toEqual([]);
});

it('fits the picture beside its tools', async () => {
  const { view } = await pages.example('swarm-overlay', { size: { width: 1280, height: 800 } });
  await view.page.locator('#timeline').waitFor();
  const tools = (await view.page.locator('#tools').boundingBox())!;
  expect(await view.graph((cy) => cy.nodes().renderedBoundingBox().x2)).toBeLessThanOrEqual(tools.x);
});

it.each([293, 560, 1280])('the timeline has its room before its steps are known, at %i pixels', async (width) => {
  const view = await pages.open({ size: { width, height: 520 } });
  await view.show(await exampleGraph('three-tier-app'), { step: 9, steps: 9 });
  // There is no step to go back to yet.
  await view.page.locator('#canvas').press('[');
  const places = async () => [await view.pointOf('container:db'), await view.page.locator('#canvas').boundingBox()];
  const before = await places();
  expect(await view.page.locator('#timeline').isVisible()).toBe(false);

  const asked = async () =>
    (await view.posted()).find((message) => message.type === 'ask' && message.kind === 'timeline');
  await expect.poll(asked).toBeDefined();
  const label = 'docker run -d --name db --network backend postgres';
  await view.send({ ...(await asked()), type: 'answer', answer: { steps: [{ step: 9, label }] } });
  await view.page.locator('#timeline').waitFor();
  expect(await view.page.locator('#timeline input').inputValue()).toBe('1');
  expect(await places()).toEqual(before);
});

/** Pictures to look at: the labs in each of the editor's themes, written to test-results/webview. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { articleLab, largeLab, threeTiers } from '../fixtures.ts';
import { Harness } from './harness.ts';
import { THEMES, type ThemeName } from './themes.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness?.stop());

const labs = { article: articleLab, tiers: threeTiers, large: () => largeLab(300) };

it.each(
  Object.keys(THEMES).flatMap((theme) =>
    Object.keys(labs).map((lab) => [lab as keyof typeof labs, theme as ThemeName] as const),
  ),
)('draws the %s lab in %s', async (lab, theme) => {
  const view = await harness.open({ theme });
  await view.show(labs[lab]());
  await view.photograph(`${lab}-${theme.toLowerCase().replaceAll(' ', '-')}`);
  expect(await view.violations()).toEqual([]);
  expect(view.errors).toEqual([]);
  await view.close();
});

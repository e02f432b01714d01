/**
 * Axe in every state of the page, and the contrast of that state in each of the editor's themes. The page speaks a
 * language in which a text that was not translated can be told from one that was.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { speak } from '../../../language-server/l10n.ts';
import { pseudoLocale } from '../../l10n/pseudo-locale.ts';
import { PSEUDO, plainEnglishOn } from './plain-english.ts';
import { LAB, STATES } from './states.ts';
import { pageSuite, violations } from './suite.ts';
import { THEMES, type ThemeName } from './themes.ts';

const suite = pageSuite();

beforeAll(() => speak(pseudoLocale));
afterAll(() => speak(undefined));

it.each(Object.keys(STATES))('axe finds nothing, and nothing is in plain English, %s', async (state) => {
  const lab = await suite.lab(LAB, { texts: PSEUDO });
  await lab.view.page.locator('#timeline').waitFor();
  await STATES[state]!(lab.view, lab);
  expect(await plainEnglishOn(lab.view, lab.snapshot)).toEqual([]);
  expect(await violations(lab.view)).toEqual([]);
  for (const theme of Object.keys(THEMES).slice(1) as ThemeName[]) {
    await lab.view.theme(theme);
    expect(await violations(lab.view, 'color-contrast'), theme).toEqual([]);
  }
});

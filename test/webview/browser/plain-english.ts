/**
 * What the pages say in a language in which every translated text stands in brackets: what is outside of them is a
 * name, a number, or a text that was forgotten.
 */

import type { Core } from 'cytoscape';
import type { Snapshot } from '../../../language-server/service.ts';
import { forgotten, pseudoTexts } from '../../l10n/pseudo-locale.ts';
import { pageTexts, serverTexts } from '../../l10n/texts.ts';
import type { Webview } from './harness.ts';

/** For a page to speak. */
export const PSEUDO = pseudoTexts([...pageTexts(), ...serverTexts()]);

/** Whatever is seen or read out on the page, but for code, which is the same in every language. */
const textsOn = ({ page }: Webview): Promise<string[]> =>
  page.evaluate(() => {
    const spoken = ['title', 'alt', 'placeholder', 'aria-label', 'aria-roledescription', 'aria-valuetext'];
    const texts = [...document.body.querySelectorAll('*')].flatMap((element) => {
      if (element.closest('code, kbd, script, style, template')) return [];
      const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      return [...own.map(({ textContent }) => textContent), ...spoken.map((name) => element.getAttribute(name))];
    });
    // The file, a key, a format and commands, which are the same in all languages.
    return texts.flatMap((text) => text?.replace(/\b(lab\.dnet|Shift|draw\.io|docker [^⟦]*)/g, '') ?? []);
  });

/** What Cytoscape writes into the picture. */
const labelsOn = (view: Webview): Promise<string[]> =>
  view.page.evaluate(() => {
    const { _cyreg } = (document.querySelector('#graph') ?? {}) as { _cyreg?: { cy: Core } };
    return _cyreg?.cy.elements().map((element) => String(element.data('label') ?? '')) ?? [];
  });

/** The texts of the page, and of the picture on it, that are in plain English. */
export async function plainEnglishOn(view: Webview, snapshot: Snapshot): Promise<readonly string[]> {
  const texts = [...(await textsOn(view)), ...(await labelsOn(view))];
  return texts.length > 0 ? forgotten(texts, snapshot) : ['no texts'];
}

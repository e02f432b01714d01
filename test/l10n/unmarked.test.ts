/** No text that somebody reads is written down without a mark. */
import { expect, it } from 'vitest';
import { unmarkedIn } from './texts.ts';

/** What looks as if somebody read it, and is the same in every language: markup, selectors, commands, labs. */
const CODE = /^\s*<|^[.#]|^color-mix|\bdnet |\.dnet\b|^network \w+\n/;
const KEYS = ['Arrow', 'Delete', 'End', 'Enter', 'Esc', 'Escape', 'Home', 'Shift'];
const FORMATS = ['Mermaid'];
const NAMES_OF_EVENTS_AND_CLASSES = [
  ...['viewport resize', 'dragpan scrollzoom pinchzoom'],
  ...['selected near', 'verdict all', 'verdict none'],
];
const SAME: ReadonlySet<string> = new Set([...KEYS, ...FORMATS, ...NAMES_OF_EVENTS_AND_CLASSES]);

it.each(['extension', 'webview', 'language-server/cli'])('%s marks what it says', (folder) => {
  const texts = [...new Set(unmarkedIn(folder))];
  expect(texts.filter((text) => !CODE.test(text) && !SAME.has(text))).toEqual([]);
});

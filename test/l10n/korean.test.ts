import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { speak } from '../../language-server/l10n.ts';
import { translationsFor } from '../../language-server/server/locale.ts';
import { open } from '../lab.ts';
import { extensionTexts, pageTexts, serverTexts, tableTexts } from './texts.ts';

const korean: Readonly<Record<string, string>> = JSON.parse(readFileSync('l10n/bundle.l10n.ko.json', 'utf8'));
const valuesIn = (text: string) => [...new Set(text.match(/\{\d+\}/g))].sort();

const all = [...new Set([...serverTexts(), ...extensionTexts(), ...pageTexts(), ...tableTexts()])];

afterAll(() => speak(undefined));

it('has every text that is marked or stands in a table: add what is missing to l10n/bundle.l10n.ko.json', () => {
  expect(all.filter((text) => korean[text] === undefined)).toEqual([]);
});

it('has no text that is not said any more', () => {
  const said = new Set(all);
  expect(Object.keys(korean).filter((text) => !said.has(text))).toEqual([]);
});

it('has the same values in both languages', () => {
  for (const [english, text] of Object.entries(korean)) expect(valuesIn(text), english).toEqual(valuesIn(english));
});

it('is spoken to a client of that locale, and to no other', () => {
  const lab = 'container web { image nginx; network none }\nexpect web can reach 10.0.0.1\n';
  speak(translationsFor('ko-KR'));
  expect(open(lab).findings[0]?.message).toMatch(/^기대와 다릅니다: web에는 네트워크가 없고 lo뿐입니다/);
  speak(translationsFor('de'));
  expect(open(lab).findings[0]?.message).toMatch(/^Expectation failed: web has no network/);
});

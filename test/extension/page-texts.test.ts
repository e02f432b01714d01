import { expect, it } from 'vitest';
import { textsForPage } from '../../extension/topology/page-texts.ts';

it('writes texts into a page as data that cannot end their block', () => {
  const texts = { 'a <b>': '</script><script>alert(1)</script>', '<!--': '\u2028' };
  const block = textsForPage(texts);
  const [, data] = /^<script type="application\/json" id="translations">(.*)<\/script>$/s.exec(block)!;
  expect(data).not.toContain('<');
  expect(JSON.parse(data!)).toEqual(texts);
});

it('writes nothing for English', () => {
  expect(textsForPage(undefined)).toBe('');
});

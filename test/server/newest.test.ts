import { expect, it } from 'vitest';
import { Newest } from '../../language-server/server/newest.ts';
import { createService } from '../../language-server/service.ts';

/** Calls what was put off, turn by turn. */
function turns() {
  const waiting: (() => void)[] = [];
  return { later: (work: () => void) => void waiting.push(work), next: () => waiting.shift()?.() };
}

const service = createService();
const version = (uri: string, number: number) => service.open(uri, number, 'container web')[0]!;

it('works on the newest version alone of those that arrive together', () => {
  const { later, next } = turns();
  const worked: string[] = [];
  const newest = new Newest(later, ({ uri, version: number }) => void worked.push(`${uri} ${number}`));
  newest.add(version('file:///a.dnet', 1));
  next();
  newest.add(version('file:///a.dnet', 2));
  next();
  newest.add(version('file:///a.dnet', 3));
  for (let i = 0; i < 5; i++) next();
  expect(worked).toEqual(['file:///a.dnet 3']);
});

it('works on every document, and on none that was forgotten', () => {
  const { later, next } = turns();
  const worked: string[] = [];
  const newest = new Newest(later, ({ uri }) => void worked.push(uri));
  newest.add(version('file:///a.dnet', 1));
  newest.add(version('file:///b.dnet', 1));
  newest.add(version('file:///c.dnet', 1));
  newest.forget('file:///b.dnet');
  for (let i = 0; i < 8; i++) next();
  expect(worked).toEqual(['file:///a.dnet', 'file:///c.dnet']);
});

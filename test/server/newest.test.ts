import { expect, it } from 'vitest';
import { SLICE } from '../../language-server/server/long-work.ts';
import { Newest } from '../../language-server/server/newest.ts';
import { createService } from '../../language-server/service.ts';
import type { Work } from '../../language-server/steps.ts';

/** Calls what was put off, turn by turn. */
function turns() {
  const waiting: (() => void)[] = [];
  return { later: (work: () => void) => void waiting.push(work), next: () => waiting.shift()?.() };
}

const service = createService();
const version = (uri: string, number: number) => service.open(uri, number, 'container web')[0]!;

/** Work of so many steps, each of which takes a slice. */
const inSlices = (steps: number, work: (step: number) => void) =>
  function* (): Work<void> {
    for (let step = 1; step <= steps; step++) {
      work(step);
      const end = Date.now() + SLICE;
      while (Date.now() <= end);
      yield undefined;
    }
  };

it('works on the newest version alone of those that arrive together', () => {
  const { later, next } = turns();
  const worked: string[] = [];
  const newest = new Newest(later, ({ uri, version: number }) => inSlices(1, () => worked.push(`${uri} ${number}`))());
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
  const newest = new Newest(later, ({ uri }) => inSlices(1, () => worked.push(uri))());
  newest.add(version('file:///a.dnet', 1));
  newest.add(version('file:///b.dnet', 1));
  newest.add(version('file:///c.dnet', 1));
  newest.forget('file:///b.dnet');
  for (let i = 0; i < 8; i++) next();
  expect(worked).toEqual(['file:///a.dnet', 'file:///c.dnet']);
});

it('gives long work up when a newer version comes, and lets other documents have their turn meanwhile', () => {
  const { later, next } = turns();
  const worked: string[] = [];
  const newest = new Newest(later, ({ uri, version: number }) =>
    inSlices(uri === 'file:///long.dnet' ? 4 : 1, (step) => worked.push(`${uri.slice(8)} ${number}.${step}`))(),
  );
  newest.add(version('file:///long.dnet', 1));
  while (worked.length < 2) next();
  newest.add(version('file:///short.dnet', 1));
  while (worked.length < 4) next();
  newest.add(version('file:///long.dnet', 2));
  for (let i = 0; i < 20; i++) next();
  expect(worked).toEqual([
    ...['long.dnet 1.1', 'long.dnet 1.2', 'long.dnet 1.3', 'short.dnet 1.1'],
    ...['long.dnet 2.1', 'long.dnet 2.2', 'long.dnet 2.3', 'long.dnet 2.4'],
  ]);
});

it('works one version in some to its end where newer ones come before every turn, and the last one in any case', () => {
  const { later, next } = turns();
  const ended: number[] = [];
  const newest = new Newest(later, function* ({ version: number }) {
    for (let step = 0; step < 30; step++) yield undefined;
    yield* inSlices(2, () => {})();
    ended.push(number);
  });
  for (let number = 1; number <= 300; number++) {
    newest.add(version('file:///a.dnet', number));
    next();
  }
  expect(ended.length).toBeGreaterThan(3);
  for (let i = 0; i < 10; i++) next();
  expect(ended.at(-1)).toBe(300);
  expect(ended).toEqual([...new Set(ended)].sort((a, b) => a - b));
});

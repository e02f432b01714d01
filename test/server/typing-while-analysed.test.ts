/** Typing while a large file is analysed for the first time: what has been done is not done again. */
import { describe, expect, it } from 'vitest';
import { Newest } from '../../language-server/server/newest.ts';
import { createService, type Service, type Snapshot } from '../../language-server/service.ts';
import type { Work } from '../../language-server/steps.ts';

const URI = 'file:///large.dnet';
const CONTAINERS = 600;
const LAB = [
  ...Array.from({ length: CONTAINERS / 20 }, (_, i) => `network net${i} { subnet 10.0.${i}.0/24 }\n`),
  ...Array.from(
    { length: CONTAINERS },
    (_, i) => `container app${i} { image nginx; network net${i % (CONTAINERS / 20)} }\n`,
  ),
].join('');

/** Types a letter at the end of the name of the container in the middle. */
function type(service: Service, version: number): Snapshot {
  const { lines } = service.snapshot(URI)!;
  const at = lines.positionAt(lines.text.indexOf(' { image', lines.text.length / 2));
  return service.change(URI, version, [{ range: { start: at, end: at }, text: 'x' }])[0]!;
}

const messages = (service: Service, snapshot: Snapshot) => service.diagnostics(snapshot).map(({ message }) => message);

function stepsOf(work: Work<unknown>): number {
  let steps = 1;
  while (!work.next().done) steps++;
  return steps;
}

const all = stepsOf(createService().open(URI, 1, LAB)[0]!.analysis());

describe.each([
  ['read', 0.1],
  ['bound', 0.4],
  ['run', 0.8],
])('a text that is edited while it is %s', (_, part) => {
  it('goes on from what was done', () => {
    const service = createService();
    const first = service.open(URI, 1, LAB)[0]!.analysis();
    const done = Math.floor(all * part);
    for (let step = 0; step < done; step++) first.next();
    const second = type(service, 2).analysis();
    for (let step = 0; step < 5; step++) second.next();
    const third = type(service, 3);
    expect(stepsOf(third.analysis())).toBeLessThan(all - done + 200);
    const afresh = createService().open(URI, 1, third.text)[0]!;
    expect(third.findings).toEqual(afresh.findings);
    expect(third.timeline.steps).toEqual(afresh.timeline.steps);
  });
});

it('diagnostics come however fast the edits are', () => {
  const waiting: (() => void)[] = [];
  const service = createService();
  const published: Snapshot[] = [];
  const checking = new Newest(
    (work) => void waiting.push(work),
    function* (snapshot) {
      yield* snapshot.analysis();
      published.push(snapshot);
    },
  );
  checking.add(service.open(URI, 1, `${LAB}container web { network missing }\n`)[0]!);
  let version = 1;
  while (published.length < 2) {
    checking.add(type(service, ++version));
    waiting.shift()!();
  }
  while (waiting.length > 0) waiting.shift()!();
  expect(published.map((each) => each.version)).toEqual(published.map((each) => each.version).sort((a, b) => a - b));
  expect(published.at(-1)!.version).toBe(version);
  for (const each of published) expect(messages(service, each).join()).toContain('network missing not found');
});

/** The line that tells what an edit changes: asked after a pause, and never about a text that is gone. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Compared, EditWatch } from '../../extension/reachability/edit-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const CUT: Compared = { summary: 'cuts web → db on 5432/tcp', markdown: '**Lost**' };

/** A document that is typed into, and what is told of it. */
function watched({ takes = 10, saved = 'saved', isWatched = true, compared = CUT as Compared | null } = {}) {
  const told: string[] = [];
  const document = { version: 1, isClosed: false, text: saved, getText: () => document.text };
  const watch = new EditWatch<typeof document>({
    isWatched: () => isWatched,
    baselineText: async () => saved,
    compare: async ({ text }, before, signal) => {
      told.push(`asked about ${text} against ${before}`);
      signal.addEventListener('abort', () => told.push(`gave up ${text}`));
      await new Promise((resolve) => setTimeout(resolve, takes));
      return compared;
    },
    show: (_, line, summary) => told.push(`line ${line}: ${summary}`),
    clear: () => told.push('nothing shown'),
    failed: (error) => told.push(`failed: ${error}`),
  });
  const type = (text: string, line = 0) => {
    document.text = text;
    document.version++;
    watch.edited(document, line);
  };
  const pass = async (milliseconds: number) => {
    await vi.advanceTimersByTimeAsync(milliseconds);
    return told.splice(0);
  };
  return { document, watch, type, pass };
}

it('tells at the edited line what the edit cuts, after a pause in typing', async () => {
  const { type, pass } = watched();
  type('a', 2);
  expect(await pass(500)).toEqual(['nothing shown']);
  type('ab', 3);
  expect(await pass(500)).toEqual(['nothing shown']);
  expect(await pass(200)).toEqual(['asked about ab against saved', 'line 3: cuts web → db on 5432/tcp']);
});

it('gives up a question as soon as somebody types, and shows no answer to it', async () => {
  const { type, pass } = watched({ takes: 1_000 });
  type('a');
  await pass(700);
  type('ab');
  expect(await pass(500)).toEqual(['gave up a', 'nothing shown']);
  const rest = await pass(3_000);
  expect(rest).toEqual(['asked about ab against saved', 'line 0: cuts web → db on 5432/tcp']);
});

it('waits longer for a pause where the last answer took long', async () => {
  const { type, pass } = watched({ takes: 1_000 });
  type('a');
  await pass(2_000);
  type('ab');
  expect(await pass(3_900)).toEqual(['gave up a', 'nothing shown']);
  expect(await pass(200)).toEqual(['asked about ab against saved']);
});

it.each([
  ['the text is as it was saved', { saved: 'a' }],
  ['it is turned off', { isWatched: false }],
])('asks nothing where %s', async (_, options) => {
  const { type, pass } = watched(options);
  type('a');
  expect(await pass(5_000)).toEqual(['nothing shown']);
});

it('tells nothing where nothing has changed, or nobody answers', async () => {
  for (const compared of [{ summary: null, markdown: '' }, null]) {
    const { type, pass } = watched({ compared });
    type('a');
    expect(await pass(5_000)).toEqual(['nothing shown', 'asked about a against saved']);
  }
});

it('ends with its owner', async () => {
  const { type, pass, watch } = watched();
  type('a');
  watch.stop();
  expect(await pass(5_000)).toEqual(['nothing shown']);
});

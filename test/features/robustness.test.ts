import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { completion, ItemData } from '../../language-server/features/completion.ts';
import type { Topic } from '../../language-server/features/completion-context.ts';
import { completionDocumentation } from '../../language-server/features/completion-documentation.ts';
import type { Snapshot } from '../../language-server/service.ts';
import type { Position, Range } from '../../language-server/syntax/lines.ts';
import { open, URI } from '../lab.ts';
import { damaged } from './damage.ts';
import { atPositions, atWords, furtherQuestions, ofDocuments, ofWindows } from './every-feature.ts';

const examples = readdirSync(new URL('../../examples/', import.meta.url))
  .filter((name) => name.endsWith('.dnet'))
  .map((name) => [name, readFileSync(new URL(`../../examples/${name}`, import.meta.url), 'utf8')] as const);

/** Every range in an answer that is about the document itself, wherever it stands in it. */
function* rangesIn(answer: unknown, uri = URI): Iterable<Range> {
  if (typeof answer !== 'object' || answer === null) return;
  if (Array.isArray(answer)) {
    for (const each of answer) yield* rangesIn(each, uri);
    return;
  }
  const { uri: own, targetUri, ...rest } = answer as Record<string, unknown>;
  const where = [targetUri, own, uri].find((each) => typeof each === 'string') as string;
  if (isRange(answer)) yield answer;
  for (const [name, value] of Object.entries(rest)) {
    if (where !== URI && name !== 'originSelectionRange') continue;
    // What a client only gives back: the range that was asked about, as it was asked.
    if (name === 'data') continue;
    yield* rangesIn(value, where);
  }
}

function isRange(value: object): value is Range {
  const { start, end } = value as Partial<Range>;
  return typeof start?.line === 'number' && typeof end?.line === 'number';
}

/** What is wrong with the ranges of an answer; nothing, if all is well. */
function outside({ lines }: Snapshot, answer: unknown): string[] {
  const isInside = ({ line, character }: Position) =>
    line >= 0 && line < lines.count && character >= 0 && character <= lines.lineText(line).length;
  return [...rangesIn(answer)].flatMap((range) => {
    const { start, end } = range;
    const ordered = start.line < end.line || (start.line === end.line && start.character <= end.character);
    return ordered && isInside(start) && isInside(end) ? [] : [JSON.stringify(range)];
  });
}

interface Questions {
  readonly offsets: Iterable<number>;
  /** Also what takes longer. */
  readonly further: boolean;
}

/** Asks everything; answers what went wrong. */
function complaints(snapshot: Snapshot, { offsets, further }: Questions): string[] {
  const { lines } = snapshot;
  const found: string[] = [];
  const ask = (name: string, question: () => unknown): unknown => {
    try {
      const answer = question();
      found.push(...outside(snapshot, answer).map((range) => `${name}: ${range} is outside`));
      return answer;
    } catch (error) {
      found.push(`${name}: ${error instanceof Error ? error.stack : error}`);
      return undefined;
    }
  };
  for (const [name, feature] of Object.entries({ ...ofDocuments, ...(further && furtherQuestions) })) {
    ask(name, () => feature(snapshot));
  }
  const topics = new Map<string, Topic>();
  const seen = new Set<number>();
  for (const offset of offsets) {
    const position = lines.positionAt(offset);
    for (const [name, feature] of Object.entries(atPositions)) {
      const answer = ask(`${name} at ${offset}`, () => feature(snapshot, position));
      if (name === 'completion') for (const topic of topicsOf(answer)) topics.set(JSON.stringify(topic), topic);
    }
    // Once a word, and of damaged files, which are many, at a quarter of the places.
    if (/^\W?\w$/.test(snapshot.text.slice(Math.max(0, offset - 1), offset + 1)) && (further || offset % 4 === 0)) {
      for (const [name, feature] of Object.entries(atWords))
        ask(`${name} at ${offset}`, () => feature(snapshot, position));
    }
    if (seen.has(position.line)) continue;
    seen.add(position.line);
    for (const [name, feature] of Object.entries(ofWindows)) {
      ask(`${name} from line ${position.line}`, () => feature(snapshot, position));
    }
  }
  for (const [name, topic] of topics) ask(`documentation of ${name}`, () => completionDocumentation(snapshot, topic));
  return found;
}

function topicsOf(answer: unknown): Topic[] {
  const { items } = answer as ReturnType<typeof completion>;
  return items.flatMap(({ data }) => (data ? [(data as ItemData).topic] : []));
}

describe('every feature', () => {
  it.each(examples)('answers at every offset of %s', { timeout: 300_000 }, (_, text) => {
    const offsets = Array.from({ length: text.length + 1 }, (_, offset) => offset);
    expect(complaints(open(text), { offsets, further: true })).toEqual([]);
  });

  it('answers in a thousand damaged files', { timeout: 300_000 }, () => {
    const sources = examples.map(([, text]) => text);
    let file = 0;
    for (const { text, offsets } of damaged(sources, 1000)) {
      const found = complaints(open(text), { offsets, further: file++ % 10 === 0 });
      if (found.length > 0) expect.fail(`${found.join('\n')}\nin\n${text}`);
    }
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../language-server/service.ts';
import type { Position, Range } from '../../language-server/syntax/lines.ts';
import { open, URI } from '../lab.ts';
import { damaged } from './damage.ts';
import { atPositions, furtherQuestions, ofDocuments } from './every-feature.ts';

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

/** Asks everything; answers what went wrong. */
function complaints(snapshot: Snapshot, offsets: Iterable<number>): string[] {
  const found: string[] = [];
  const ask = (name: string, question: () => unknown): void => {
    try {
      found.push(...outside(snapshot, question()).map((range) => `${name}: ${range} is outside`));
    } catch (error) {
      found.push(`${name}: ${error instanceof Error ? error.stack : error}`);
    }
  };
  for (const [name, feature] of Object.entries({ ...ofDocuments, ...furtherQuestions })) {
    ask(name, () => feature(snapshot));
  }
  for (const offset of offsets) {
    const position = snapshot.lines.positionAt(offset);
    for (const [name, feature] of Object.entries(atPositions)) {
      ask(`${name} at ${offset}`, () => feature(snapshot, position));
    }
  }
  return found;
}

describe('every feature', () => {
  it.each(examples)('answers at every offset of %s', (_, text) => {
    const offsets = Array.from({ length: text.length + 1 }, (_, offset) => offset);
    expect(complaints(open(text), offsets)).toEqual([]);
  });

  it('answers in a thousand damaged files', () => {
    for (const { text, offsets } of damaged(
      examples.map(([, text]) => text),
      1000,
    )) {
      const found = complaints(open(text), offsets);
      if (found.length > 0) expect.fail(`${found.join('\n')}\nin\n${text}`);
    }
  });
});

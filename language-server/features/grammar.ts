/** Statements of a document against the vocabulary: which entry each is, and which part each of its words. */
import { matchArguments, type TokenPart } from '../model/arguments.ts';
import type { Statement, Token } from '../syntax/tree.ts';
import type { Entry, Place } from '../vocabulary/entry.ts';
import { entryFor } from '../vocabulary/vocabulary.ts';

/** The entry of the innermost of nested statements, and the place that it stands in; undefined below unknown ones. */
export function entryOfPath(
  path: readonly Statement[],
): { readonly place: Place; readonly entry: Entry | undefined } | undefined {
  let place: Place | undefined = 'file';
  let entry: Entry | undefined;
  for (const [depth, statement] of path.entries()) {
    if (!place) return undefined;
    entry = entryFor(place, statement.keyword.text);
    if (depth < path.length - 1) place = entry?.block;
  }
  return place && { place, entry };
}

/** What may stand in the block of the innermost of nested statements; the file itself for no statement. */
export function placeInside(path: readonly Statement[]): Place | undefined {
  return path.length === 0 ? 'file' : entryOfPath(path)?.entry?.block;
}

/** The part of the entry that one of a statement's arguments is. */
export function partOf(statement: Statement, entry: Entry, token: Token): TokenPart | undefined {
  const index = statement.arguments.indexOf(token);
  return index < 0 ? undefined : matchArguments(statement, entry).parts[index];
}

/** The parts that could stand behind the arguments before an offset, in every form that they fit equally well. */
export function expectedAt(statement: Statement, entry: Entry, offset: number): readonly TokenPart[] {
  const before = {
    ...statement,
    arguments: statement.arguments.filter(({ end }) => end < offset),
    commas: statement.commas.filter(({ end }) => end <= offset),
  };
  const matches = entry.forms.map((form) => matchArguments(before, { ...entry, forms: [form] }));
  const faults = matches.map(({ problems }) => problems.filter(({ code }) => code !== 'missing-argument').length);
  const least = Math.min(...faults);
  const expected = matches.filter((_, index) => faults[index] === least).flatMap((match) => match.expected);
  // A list goes on behind a comma; the phrase does not.
  const comma = before.commas.at(-1);
  const listGoesOn = comma !== undefined && comma.start >= (before.arguments.at(-1)?.end ?? 0);
  return listGoesOn ? expected.filter(({ part }) => part === 'value') : expected;
}

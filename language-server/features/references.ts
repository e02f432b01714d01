/** Find all references of the name at a place, in every file at hand. */
import type { Location } from 'vscode-languageserver-types';
import type { Snapshot } from '../analysis/snapshot.ts';
import type { Steps } from '../steps.ts';
import type { Position } from '../syntax/lines.ts';
import { toLocation } from './definition.ts';
import { nameAt, type Occurrence, occurrences } from './symbol-at.ts';

/** `others`: the labs, beside the snapshot's own, that may use the name too because they include files of it. */
export function* references(
  snapshot: Snapshot,
  position: Position,
  includeDeclaration: boolean,
  others: Steps<Snapshot> = [],
): Steps<Location> {
  const meaning = nameAt(snapshot, position)?.meaning;
  if (!meaning) return;
  const told = new Set<string>();
  const once = ({ source, span }: Occurrence): boolean => {
    const place = `${source.uri} ${span.start}`;
    return !told.has(place) && told.add(place) !== undefined;
  };
  const within = ({ lab }: Snapshot): readonly Occurrence[] =>
    occurrences(lab, meaning).filter((each) => (includeDeclaration || !each.isDefinition) && once(each));
  yield* within(snapshot).map(toLocation);
  for (const other of others) {
    yield undefined;
    if (other) yield* within(other).map(toLocation);
  }
}

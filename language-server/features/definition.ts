/** Go to definition: from a name to its declaration, from an alias to every place that gives it, from an include to its file. */
import type { Location } from 'vscode-languageserver-types';
import type { Snapshot } from '../analysis/snapshot.ts';
import type { Position } from '../syntax/lines.ts';
import { locate } from './locate.ts';
import { nameAt, type Occurrence, occurrences } from './symbol-at.ts';

export function definition(snapshot: Snapshot, position: Position): Location[] {
  const name = nameAt(snapshot, position);
  if (!name) return includedFile(snapshot, position);
  if (!name.meaning) return [];
  return occurrences(snapshot.lab, name.meaning)
    .filter(({ isDefinition }) => isDefinition)
    .map(toLocation);
}

export function toLocation({ source, span }: Occurrence): Location {
  return { uri: source.uri, range: source.lines.rangeOf(span.start, span.end) };
}

function includedFile(snapshot: Snapshot, position: Position): Location[] {
  const declaration = snapshot.program.declarations[locate(snapshot, position)?.declaration ?? -1];
  const source = declaration && snapshot.lab.included.get(declaration);
  return source ? [{ uri: source.uri, range: source.lines.rangeOf(0, 0) }] : [];
}

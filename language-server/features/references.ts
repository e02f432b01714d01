/** Find all references of the name at a place, in every file of the lab. */
import type { Location } from 'vscode-languageserver-types';
import type { Snapshot } from '../analysis/snapshot.ts';
import type { Position } from '../syntax/lines.ts';
import { toLocation } from './definition.ts';
import { nameAt, occurrences } from './symbol-at.ts';

export function references(snapshot: Snapshot, position: Position, includeDeclaration: boolean): Location[] {
  const meaning = nameAt(snapshot, position)?.meaning;
  if (!meaning) return [];
  return occurrences(snapshot.lab, meaning)
    .filter(({ isDefinition }) => includeDeclaration || !isDefinition)
    .map(toLocation);
}

/** The other uses, in this document, of the name at a place: definitions as written, uses as read. */
import { type DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver-types';
import type { Snapshot } from '../analysis/snapshot.ts';
import type { Position } from '../syntax/lines.ts';
import { nameAt, occurrences } from './symbol-at.ts';

export function highlights(snapshot: Snapshot, position: Position): DocumentHighlight[] {
  const meaning = nameAt(snapshot, position)?.meaning;
  if (!meaning) return [];
  return occurrences(snapshot.lab, meaning)
    .filter(({ source }) => source.uri === snapshot.uri)
    .map(({ span, isDefinition }) => ({
      range: snapshot.lines.rangeOf(span.start, span.end),
      kind: isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}

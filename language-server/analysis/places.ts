/** From the relative spans of statements to places in files. */
import { t } from '../l10n.ts';
import type { Span, SpanEdit } from '../syntax/tree.ts';
import type { Fix, Place, RelatedPlace } from './finding.ts';
import type { Entry } from './lab.ts';

export function spanAt(base: number, { start, end }: Span): Span {
  return { start: base + start, end: base + end };
}

export function fixAt(base: number, fix: { readonly title: string; readonly edits: readonly SpanEdit[] }): Fix {
  return { title: fix.title, edits: fix.edits.map((edit) => ({ ...spanAt(base, edit), newText: edit.newText })) };
}

/** A span of an entry in its own file. */
export function placeOf({ source, index }: Entry, span: Span): Place {
  return { uri: source.uri, span: spanAt(source.program.tree.starts[index] ?? 0, span) };
}

/** The text of a part of an entry. */
export function textOf(entry: Entry, part: Span): string {
  const { start, end } = placeOf(entry, part).span;
  return entry.source.lines.text.slice(start, end);
}

/**
 * Where to show something about an entry in the file that is looked at: at the entry itself, or, for one that was
 * included, at the `include`, with the entry as a related place.
 */
export function shownAt(entry: Entry, span: Span): Place & { readonly related: readonly RelatedPlace[] } {
  const place = placeOf(entry, span);
  const { via } = entry;
  if (!via) return { ...place, related: [] };
  return {
    ...placeOf(via, via.declaration.statement),
    related: [{ ...place, message: t('It stands in the included file.') }],
  };
}

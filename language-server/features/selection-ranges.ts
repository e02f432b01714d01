/** Expanding the selection: a part of a word, the word, its list, the statement, its block, what is around it. */
import type { SelectionRange } from 'vscode-languageserver-types';
import { spanAt } from '../analysis/places.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import type { Position } from '../syntax/lines.ts';
import type { Span, Statement, Token } from '../syntax/tree.ts';
import { contains, locate } from './locate.ts';

export function selectionRanges(snapshot: Snapshot, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => selectionRange(snapshot, position));
}

function selectionRange(snapshot: Snapshot, position: Position): SelectionRange {
  const { lines, text } = snapshot;
  const place = locate(snapshot, position);
  const spans: Span[] = [{ start: 0, end: text.length }];
  const offset = lines.offsetAt(position);
  for (const statement of place?.path ?? []) {
    for (const span of around(statement, offset - place!.base)) spans.push(spanAt(place!.base, span));
  }
  if (place?.token) spans.push(...inWord(text, spanAt(place.base, place.token), place.token.kind, offset));
  let range: SelectionRange = { range: lines.rangeOf(0, text.length) };
  let inner = spans[0]!;
  for (const span of spans.slice(1)) {
    if (span.start === inner.start && span.end === inner.end) continue;
    inner = span;
    range = { range: lines.rangeOf(span.start, span.end), parent: range };
  }
  return range;
}

/** From the outside to the inside. */
function around({ start, end, keyword, arguments: tokens, commas, block }: Statement, offset: number): readonly Span[] {
  const spans: Span[] = [{ start, end }];
  if (block && contains(block, offset)) {
    spans.push({ start: block.start, end: block.end });
    const inside = { start: block.start + 1, end: block.closed ? block.end - 1 : block.end };
    if (contains(inside, offset) && inside.end > inside.start) spans.push(inside);
    return spans;
  }
  const header = { start: keyword.start, end: tokens.at(-1)?.end ?? keyword.end };
  if (contains(header, offset)) {
    spans.push(header);
    const first = tokens[0];
    const list = first && { start: first.start, end: header.end };
    if (list && contains(list, offset)) {
      spans.push(list);
      spans.push(...listAround(tokens, commas, offset));
    }
  }
  return spans;
}

/** The arguments that commas join with the one at the offset. */
function listAround(tokens: readonly Token[], commas: readonly Span[], offset: number): readonly Span[] {
  const at = tokens.findIndex((token) => contains(token, offset));
  if (at < 0) return [];
  const joined = (i: number): boolean =>
    commas.some(({ start }) => tokens[i]!.end <= start && start < tokens[i + 1]!.start);
  let [first, last] = [at, at];
  while (first > 0 && joined(first - 1)) first--;
  while (last + 1 < tokens.length && joined(last)) last++;
  return first < last ? [{ start: tokens[first]!.start, end: tokens[last]!.end }] : [];
}

/** The word, what is in its quotes, and the piece between the separators of addresses, ports and names. */
function inWord(text: string, word: Span, kind: Token['kind'], offset: number): readonly Span[] {
  const quoted = kind === 'string' && word.end - word.start >= 2;
  const inner = quoted ? { start: word.start + 1, end: word.end - 1 } : word;
  if (!contains(inner, offset)) return [word];
  let { start, end } = inner;
  for (let i = inner.start; i < inner.end; i++) {
    if (!/[:/.,=-]/.test(text[i]!)) continue;
    if (i < offset) start = i + 1;
    else {
      end = i;
      break;
    }
  }
  return start < end ? [word, inner, { start, end }] : [word, inner];
}

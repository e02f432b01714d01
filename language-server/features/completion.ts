/** Completion: the words that fit at a place, values that the simulation knows to be free or true among them. */
import { type CompletionItem, CompletionItemKind, InsertTextFormat, MarkupKind } from 'vscode-languageserver-types';
import type { Snapshot } from '../analysis/snapshot.ts';
import type { TokenPart } from '../model/arguments.ts';
import type { Position, Range } from '../syntax/lines.ts';
import type { Entry } from '../vocabulary/entry.ts';
import { vocabulary } from '../vocabulary/vocabulary.ts';
import { type CompletionPlace, completionPlace } from './completion-place.ts';
import { type Proposal, proposals } from './completion-values.ts';
import { entryOfPath, expectedAt, placeInside } from './grammar.ts';

export interface CompletionOptions {
  /** Whether the editor understands snippets. */
  readonly snippets: boolean;
}

export function completion(
  snapshot: Snapshot,
  position: Position,
  options: CompletionOptions = { snippets: true },
): CompletionItem[] {
  const place = completionPlace(snapshot, position);
  if (!place) return [];
  const range = snapshot.lines.rangeOf(place.replace.start, place.replace.end);
  return place.kind === 'keyword' ? keywordItems(place, range, options) : argumentItems(snapshot, place, range);
}

/** What may stand in the block, in the vocabulary's order, without what stands there already and cannot repeat. */
function keywordItems(
  { path, siblings, offset, replace }: CompletionPlace,
  range: Range,
  { snippets }: CompletionOptions,
) {
  const block = placeInside(path);
  if (!block) return [];
  const written = new Set(
    siblings.filter(({ start, end }) => offset < start || end < offset).map(({ keyword }) => keyword.text),
  );
  const current = siblings.find(({ keyword }) => keyword.start <= offset && offset <= keyword.end);
  // A keyword that has its arguments already is only exchanged.
  const bare = current !== undefined && replace.end > replace.start && (current.arguments.length > 0 || current.block);
  return vocabulary[block]
    .filter(({ name, repeatable }) => repeatable || !written.has(name))
    .map((entry, index): CompletionItem => {
      const asSnippet = snippets && !bare;
      return {
        label: entry.name,
        kind: block === 'file' ? CompletionItemKind.Keyword : CompletionItemKind.Property,
        detail: entry.summary,
        documentation: { kind: MarkupKind.Markdown, value: entryDocumentation(entry) },
        sortText: order(index),
        insertTextFormat: asSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
        textEdit: { range, newText: asSnippet ? entry.snippet : entry.name },
      };
    });
}

function entryDocumentation({ documentation, docker }: Entry): string {
  return docker ? `${documentation}\n\n\`${docker}\`` : documentation;
}

function argumentItems(snapshot: Snapshot, place: CompletionPlace, range: Range): CompletionItem[] {
  const statement = place.path.at(-1)!;
  const entry = entryOfPath(place.path)?.entry;
  if (!entry) return [];
  const start = place.replace.start === place.replace.end ? place.offset : place.offset - prefixLength(place);
  const parts = expectedAt(statement, entry, start);
  const found = parts.flatMap((part) => partProposals(snapshot, place, part));
  const unique = [...new Map(found.map((proposal) => [proposal.label, proposal])).values()];
  const typed = snapshot.text.slice(place.replace.start, place.replace.start + prefixLength(place));
  const shown = unique.length < MOST_ITEMS ? unique : unique.filter(({ label }) => label.includes(typed));
  return shown.slice(0, MOST_ITEMS).map(({ label, kind, detail, documentation }, index) => ({
    label,
    kind,
    ...(detail && { detail }),
    ...(documentation && { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
    sortText: order(index),
    filterText: label,
    textEdit: { range, newText: label },
  }));
}

/** A list of so many is perhaps not whole: as more is typed, it is to be asked for again. */
export const MOST_ITEMS = 500;

/** How much of the word to replace stands before the place. */
function prefixLength({ path, offset }: CompletionPlace): number {
  const word = path.at(-1)!.arguments.findLast(({ start, end }) => start <= offset && offset <= end);
  return word ? offset - word.start : 0;
}

function partProposals(snapshot: Snapshot, place: CompletionPlace, part: TokenPart): readonly Proposal[] {
  switch (part.part) {
    case 'word':
      return [{ label: part.word, kind: CompletionItemKind.Keyword, documentation: part.documentation }];
    case 'choice':
      return part.options.map(({ word, documentation }) => ({
        label: word,
        kind: CompletionItemKind.Keyword,
        documentation,
      }));
    case 'value':
      return proposals(snapshot, place, part);
  }
}

/** Sorts as the list stands. */
function order(index: number): string {
  return String(index).padStart(4, '0');
}

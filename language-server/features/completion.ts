/** Completion: the words that fit at a place, values that the simulation knows to be free or true among them. */

import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type CompletionList,
  InsertTextFormat,
} from 'vscode-languageserver-types';
import { withLineEndsOf } from '../analysis/line-ends.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { word } from '../formats/dnet-source.ts';
import { t } from '../l10n.ts';
import { matchArguments, type TokenPart } from '../model/arguments.ts';
import type { Position, Range } from '../syntax/lines.ts';
import type { Statement } from '../syntax/tree.ts';
import type { Entry, Form, Part, ValuePart } from '../vocabulary/entry.ts';
import { valueKinds } from '../vocabulary/values.ts';
import { vocabulary } from '../vocabulary/vocabulary.ts';
import { CompletionContext, type Proposal, type Topic } from './completion-context.ts';
import { ignoredCompletion } from './completion-ignored.ts';
import { type CompletionPlace, completionPlace } from './completion-place.ts';
import { hasProposals, proposals } from './completion-values.ts';
import { entryOfPath, expectedAt, placeInside } from './grammar.ts';
import { hasInOrder } from './letters.ts';

/** What the editor can do with the answer. */
export interface CompletionOptions {
  readonly snippets: boolean;
  /** Both a text edit that keeps what stands behind the cursor and one that replaces it. */
  readonly insertReplace?: boolean;
  readonly labelDetails?: boolean;
  /** The command `editor.action.triggerSuggest` is there: a keyword then goes on with proposals for its value. */
  readonly suggestCommand?: boolean;
}

/** What an item carries for {@link documentation} to be asked about it later. */
export interface ItemData {
  readonly uri: string;
  readonly topic: Topic;
}

/** Of more than that the best are sent, and the editor asks again as the word grows. */
const MOST = 200;

export function completion(
  snapshot: Snapshot,
  position: Position,
  options: CompletionOptions = { snippets: true },
): CompletionList {
  const place = completionPlace(snapshot, position);
  if (!place) return { isIncomplete: false, items: ignoredCompletion(snapshot, position) };
  const items = new ItemMaker(snapshot, place, options);
  return place.kind === 'keyword' ? keywordItems(items, place) : argumentItems(items, snapshot, place);
}

class ItemMaker {
  readonly options: CompletionOptions;
  readonly #snapshot: Snapshot;
  /** Inside a string the whole string is replaced, quotes included. */
  readonly #inString: boolean;
  readonly #replace: Range;
  /** Without what stands behind the cursor. */
  readonly #insert: Range;
  #count = 0;

  constructor(snapshot: Snapshot, { replace, cursor }: CompletionPlace, options: CompletionOptions) {
    this.#snapshot = snapshot;
    this.options = options;
    this.#replace = snapshot.lines.rangeOf(replace.start, replace.end);
    this.#insert = snapshot.lines.rangeOf(replace.start, cursor);
    this.#inString = snapshot.text[replace.start] === '"' && replace.end > replace.start;
  }

  /** Items sort in the order in which they are made. */
  item(label: string, kind: CompletionItemKind, topic: Topic | undefined, newText = this.#text(label)): CompletionItem {
    return {
      label,
      kind,
      sortText: String(this.#count++).padStart(4, '0'),
      ...(this.#inString && { filterText: newText }),
      textEdit: this.#edit(newText),
      ...(topic && { data: { uri: this.#snapshot.uri, topic } satisfies ItemData }),
    };
  }

  proposal({ proposal, part }: Offer): CompletionItem {
    const { label, kind, detail, deprecated } = proposal;
    const topic: Topic | undefined =
      proposal.topic ?? (part.part === 'value' ? { of: 'kind', kind: part.kind } : undefined);
    const more = detail?.();
    const accepting = commitCharacters(proposal, part);
    return {
      ...this.item(label, kind, topic),
      ...(more && (this.options.labelDetails ? { labelDetails: { description: more } } : { detail: more })),
      ...(deprecated && { tags: [CompletionItemTag.Deprecated] }),
      ...(accepting.length > 0 && { commitCharacters: [...accepting] }),
    };
  }

  #text(label: string): string {
    const written = word(label);
    return this.#inString && !written.startsWith('"') ? `"${written}"` : written;
  }

  #edit(text: string): NonNullable<CompletionItem['textEdit']> {
    const newText = withLineEndsOf(this.#snapshot.text, text);
    return this.options.insertReplace
      ? { newText, replace: this.#replace, insert: this.#insert }
      : { range: this.#replace, newText };
  }
}

/** What may stand in the block, in the vocabulary's order, without what stands there already and cannot repeat. */
function keywordItems(make: ItemMaker, { path, siblings, current, replace }: CompletionPlace): CompletionList {
  const block = placeInside(path);
  if (!block) return { isIncomplete: false, items: [] };
  const isWritten = (name: string) => siblings.some((each) => each !== current && each.keyword.text === name);
  // A keyword that has its arguments already is only exchanged.
  const bare =
    current !== undefined &&
    replace.end > replace.start &&
    (current.arguments.length > 0 || current.block !== undefined);
  const items = vocabulary[block]
    .filter(({ name, repeatable }) => repeatable || !isWritten(name))
    .flatMap((entry) =>
      bare ? [keywordItem(make, entry)] : entry.forms.map((form, i) => keywordItem(make, entry, form, i === 0)),
    );
  return { isIncomplete: false, items };
}

/** The first form goes by the keyword alone; each of the others is one more item, `expect resolve`. */
function keywordItem(make: ItemMaker, entry: Entry, form?: Form, isFirst = true): CompletionItem {
  const asSnippet = make.options.snippets && form !== undefined;
  const whole = form && (isFirst ? entry.snippet : `${entry.name} ${formSnippet(form)}`);
  const [snippet, suggests] = whole && make.options.suggestCommand ? openEnded(entry, whole) : [whole, false];
  const item = make.item(
    isFirst || !form ? entry.name : `${entry.name} ${form.name}`,
    entry.place === 'file' ? CompletionItemKind.Keyword : CompletionItemKind.Property,
    { of: 'entry', place: entry.place, name: entry.name },
    asSnippet ? snippet : entry.name,
  );
  return {
    ...item,
    detail: t(entry.summary),
    ...(entry.deprecated && { tags: [CompletionItemTag.Deprecated] }),
    insertTextFormat: asSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(asSnippet && suggests && { command: { title: t('Suggest'), command: 'editor.action.triggerSuggest' } }),
  };
}

/** A form with a placeholder for each value: `${1:web} ${2|can,cannot|} resolve ${3:laboratory}`. */
function formSnippet({ parts }: Form): string {
  let stop = 0;
  const text = (part: Part): readonly string[] => {
    switch (part.part) {
      case 'word':
        return [part.word];
      case 'choice':
        return [`\${${++stop}|${part.options.map(({ word: each }) => each).join(',')}|}`];
      case 'value':
        return [`\${${++stop}:${valueKinds[part.kind].examples[0]}}`];
      case 'optional':
        return [];
    }
  };
  return parts.flatMap(text).join(' ');
}

/** Without the first placeholder's text where there are proposals for it: they are shown at once. */
function openEnded({ forms }: Entry, snippet: string): readonly [string, boolean] {
  const [first] = forms[0]!.parts;
  if (first?.part !== 'value' || !hasProposals(first.kind)) return [snippet, false];
  const opened = snippet.replace(/\$\{1(?::[^}]*|\|[^|]*\|)\}/, '$1');
  return [opened, opened !== snippet];
}

function argumentItems(make: ItemMaker, snapshot: Snapshot, place: CompletionPlace): CompletionList {
  const statement = place.path.at(-1)!;
  const entry = entryOfPath(place.path)?.entry;
  if (!entry) return { isIncomplete: false, items: [] };
  const context = new CompletionContext(snapshot, place);
  const start = place.offset - context.typed.length;
  const parts = expectedAt(statement, entry, start);
  const typed = context.typed.replace(/^"/, '').toLowerCase();
  const offers = offersFor(context, entry, parts, (part) => valuesOf(place, statement, entry, part));
  const { best, isCut } = bestOf(offers, (label) => hasInOrder(label.toLowerCase(), typed));
  return { isIncomplete: isCut, items: best.map((offer) => make.proposal(offer)) };
}

/** Each label once; where they are too many, the first of those that fit. */
function bestOf(offers: Iterable<Offer>, fits: (label: string) => boolean) {
  let best = new Map<string, Offer>();
  let isCut = false;
  for (const offer of offers) {
    const { label } = offer.proposal;
    if ((isCut && !fits(label)) || best.has(label)) continue;
    if (!isCut && best.size === MOST) {
      isCut = true;
      best = new Map([...best].filter(([each]) => fits(each)));
      if (!fits(label)) continue;
    }
    if (best.size === MOST) break;
    best.set(label, offer);
  }
  return { best: [...best.values()], isCut };
}

interface Offer {
  readonly proposal: Proposal;
  readonly part: TokenPart;
}

/** Without those that the list which they would be part of has already. */
function* offersFor(
  context: CompletionContext,
  entry: Entry,
  parts: readonly TokenPart[],
  valuesOfList: (part: ValuePart) => readonly string[],
): Iterable<Offer> {
  for (const part of parts) {
    const listed = part.part === 'value' && part.list ? valuesOfList(part) : [];
    for (const proposal of partProposals(context, entry, part))
      if (!listed.includes(proposal.label)) yield { proposal, part };
  }
}

/** What a list has already, without what the cursor is in. */
function valuesOf(
  place: CompletionPlace,
  statement: Statement,
  entry: Entry,
  { capture }: ValuePart,
): readonly string[] {
  const { parts } = matchArguments(statement, entry);
  const base = place.cursor - place.offset;
  return statement.arguments.flatMap(({ text, start }, index) => {
    const part = parts[index];
    const isInList = part?.part === 'value' && part.capture === capture && part.list;
    return isInList && base + start !== place.replace.start ? [text] : [];
  });
}

/** What ends a word here and may accept it: only where nothing else could have been meant. */
function commitCharacters({ closed }: Proposal, part: TokenPart): readonly string[] {
  if (!closed) return [];
  if (part.part !== 'value') return [' '];
  return part.list ? [';', ','] : [';'];
}

function partProposals(context: CompletionContext, entry: Entry, part: TokenPart): Iterable<Proposal> {
  if (part.part === 'value') return proposals(context, part);
  const words = part.part === 'word' ? [part.word] : part.options.map(({ word: each }) => each);
  return words.map((label) => ({
    label,
    kind: CompletionItemKind.Keyword,
    topic: { of: 'word', place: entry.place, name: entry.name, word: label },
    closed: true,
  }));
}

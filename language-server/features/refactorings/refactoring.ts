/** What a refactoring is, and the text that goes with a statement when it is moved, copied or taken away. */
import type { Entry } from '../../analysis/lab.ts';
import { placeOf } from '../../analysis/places.ts';
import { wholeSpan } from '../../analysis/repairs/edits.ts';
import type { Snapshot } from '../../analysis/snapshot.ts';
import type { Declaration } from '../../model/program.ts';
import type { Span, SpanEdit } from '../../syntax/tree.ts';

export type RefactoringKind = 'refactor.extract' | 'refactor.inline' | 'refactor.move' | 'refactor.rewrite';

export interface Refactoring {
  readonly kind: RefactoringKind;
  readonly title: string;
  /** Absolute offsets in the document, not overlapping; worked out when the refactoring is chosen. */
  readonly edits: () => readonly SpanEdit[];
}

/** What the user has selected; an empty selection is the cursor. */
export interface Selection extends Span {
  readonly snapshot: Snapshot;
  /** The document's own statements, included ones left out. */
  readonly own: readonly Entry[];
  /** Those of them that the selection touches. */
  readonly touched: readonly Entry[];
}

/** The refactorings that make sense at a place. */
export type Offer = (selection: Selection) => readonly Refactoring[];

export type EntryOf<D extends Declaration> = Entry & { readonly declaration: D };

/** The entry that the cursor is in, where it is of a kind; undefined for a selection of several. */
export function onlyTouched<K extends Declaration['kind']>(
  { touched }: Selection,
  kind: K,
): EntryOf<Extract<Declaration, { kind: K }>> | undefined {
  const [entry] = touched;
  return touched.length === 1 && entry?.declaration.kind === kind
    ? (entry as EntryOf<Extract<Declaration, { kind: K }>>)
    : undefined;
}

/** Whether the selection begins at the part of an entry, or on a line with it. */
export function isAt({ start, snapshot: { lines } }: Selection, entry: Entry, part: Span): boolean {
  const { span } = placeOf(entry, part);
  return (
    lines.positionAt(start).line === lines.positionAt(span.start).line || (span.start <= start && start <= span.end)
  );
}

/** Statements on lines of their own behind another one; `gap`: a blank line between. */
export function insertBelow(entry: Entry, text: string, gap = false): SpanEdit {
  const { end } = wholeSpan(entry);
  return { start: end, end, newText: `${gap ? '\n\n' : '\n'}${text}` };
}

/** Whether a declaration mentions a container by its name, or one of its replicas. */
export function mentions({ references }: Declaration, names: ReadonlySet<string>): boolean {
  return references.some(({ kind, name }) => kind !== 'network' && names.has(name));
}

/** As one argument: in quotes where a bare word would end or mean something else. */
export const word = (text: string): string => (/^[^\s{};,"#/][^\s{};,"]*$/.test(text) ? text : JSON.stringify(text));

/** So many names fit into the title of an action. */
const MOST_NAMES = 3;

/** `a`, `b`, `c` … */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => `\`${name}\``);
  return names.length > MOST_NAMES ? `${shown.join(', ')} …` : shown.join(', ');
}

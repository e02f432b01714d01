/** What a repair looks at: a finding with the statement that it is about, and the edits that most repairs consist of. */
import { t } from '../../l10n.ts';
import type { ContainerDeclaration, Declaration, NetworkDeclaration, SymbolKind } from '../../model/program.ts';
import type { Host, World } from '../../simulation/state.ts';
import { statementIndexAt } from '../../syntax/locate.ts';
import type { Span, SpanEdit, Statement, Token } from '../../syntax/tree.ts';
import type { Finding, Fix } from '../finding.ts';
import type { Subject } from '../findings.ts';
import type { Entry, Lab } from '../lab.ts';
import { endOfLine } from '../line-ends.ts';
import { placeOf, textOf } from '../places.ts';
import { addProperty, insertAbove, removeArgument, removeProperty, takeAway } from '../repairs/edits.ts';
import { worldAt } from '../timeline.ts';

export interface Mistake {
  readonly lab: Lab;
  /** At the end of the file: what is free there is free for good. */
  readonly world: World;
  readonly host: Host | undefined;
  readonly entry: Entry;
  /** From the statement down to the innermost one around what is underlined. */
  readonly path: readonly Statement[];
  /** What is underlined, in the coordinates of the statement. */
  readonly span: Span;
  readonly text: string;
}

/** Repairs of a mistake, the likeliest first; none where the case is not an obvious one. */
export type Repairing = (mistake: Mistake) => readonly Fix[];

export const both =
  (...all: readonly Repairing[]): Repairing =>
  (mistake) =>
    all.flatMap((each) => each(mistake));

export type EntryOf<K extends Declaration['kind']> = Entry & {
  readonly declaration: Extract<Declaration, { readonly kind: K }>;
};

/** Undefined where the finding is about none of the file's own statements. */
export function mistakeOf({ lab, timeline }: Subject, { uri, span }: Finding): Mistake | undefined {
  const { root } = lab;
  const { starts } = root.program.tree;
  const index = statementIndexAt(root.program.tree, span.start);
  const declaration = root.program.declarations[index];
  if (uri !== root.uri || !declaration || span.start > starts[index]! + declaration.statement.end) return undefined;
  const own = { start: span.start - starts[index]!, end: span.end - starts[index]! };
  const path: Statement[] = [];
  const isAround = ({ start, end }: Span) => start <= own.start && own.end <= end;
  for (let inner: Statement | undefined = declaration.statement; inner; inner = inner.block?.statements.find(isAround))
    path.push(inner);
  const world = worldAt(timeline);
  const on = 'on' in declaration ? declaration.on?.value : undefined;
  return {
    lab,
    world,
    host: (on === undefined ? undefined : world.hosts.get(on)) ?? world.hosts.first(),
    entry: { source: root, index, declaration },
    path,
    span: own,
    text: root.lines.text.slice(span.start, span.end),
  };
}

export const replace = (mistake: Mistake, ...texts: readonly (string | undefined)[]): readonly Fix[] =>
  [...new Set(texts)].flatMap((text) =>
    text === undefined || text === mistake.text ? [] : replaceToken(mistake.entry, mistake.span, text),
  );

export function replaceToken(entry: Entry, token: Span, text: string): readonly Fix[] {
  return [{ title: t`Replace with \`${text}\``, edits: [{ ...placeOf(entry, token).span, newText: text }] }];
}

/** As much of a removed text as fits into a title. */
const LONGEST_TITLE = 60;

export function removal(text: string, edits: readonly SpanEdit[]): readonly Fix[] {
  const [line = ''] = text.split('\n');
  const shown = line.length > LONGEST_TITLE || line !== text ? `${line.slice(0, LONGEST_TITLE).trimEnd()}…` : line;
  return [{ title: t`Remove \`${shown}\``, edits }];
}

export function addition(text: string, edits: readonly SpanEdit[]): readonly Fix[] {
  return [{ title: t`Add \`${text.split('\n').join('; ')}\``, edits }];
}

/** The whole statement. */
export const removeStatement: Repairing = ({ entry }) =>
  removal(textOf(entry, entry.declaration.statement), [takeAway(entry)]);

/** The property that is underlined, or around it; of several arguments the underlined one alone. */
export const removeUnderlined: Repairing = (mistake) => {
  const { entry, path, span, text } = mistake;
  const [parent, property] = [path.at(-2), path.at(-1)];
  if (!parent || !property) return removeStatement(mistake);
  const argument = property.arguments.some(({ start, end }) => start === span.start && end === span.end)
    ? removeArgument(entry, property, span)
    : undefined;
  if (argument) return removal(text, [argument]);
  return removal(textOf(entry, property), [removeProperty(entry, property, parent)]);
};

/** The statement's properties of a name, all of them. */
export const removeProperties =
  (name: string): Repairing =>
  ({ entry }) => {
    const all = (entry.declaration.statement.block?.statements ?? []).filter(({ keyword }) => keyword.text === name);
    const [first] = all;
    return first
      ? removal(
          textOf(entry, first),
          all.map((each) => removeProperty(entry, each)),
        )
      : [];
  };

export const add =
  (text: string): Repairing =>
  ({ entry }) =>
    addition(text, [addProperty(entry, text)]);

export function addTo(entry: Entry | undefined, text: string): readonly Fix[] {
  return entry ? addition(text, [addProperty(entry, text)]) : [];
}

export function addAbove({ entry }: Mistake, text: string): readonly Fix[] {
  return addition(text, [insertAbove(entry, text)]);
}

/** Below the statement, on a line of its own. */
export function lineBelow(entry: Entry, text: string): SpanEdit {
  const { end } = placeOf(entry, entry.declaration.statement).span;
  const at = endOfLine(entry.source.lines.text, end);
  return { start: at, end: at, newText: `\n${text}` };
}

/** What the file itself declares; what is included is for another file to say. */
export function declared<K extends SymbolKind>({ lab }: Mistake, kind: K, name: string | undefined) {
  return lab.entries.find(
    ({ declaration, via }) => !via && declaration.kind === kind && declaration.name?.value === name,
  ) as EntryOf<K> | undefined;
}

export const asNetwork = ({ entry: { declaration } }: Mistake): NetworkDeclaration | undefined =>
  declaration.kind === 'network' ? declaration : undefined;

export const asContainer = ({ entry: { declaration } }: Mistake): ContainerDeclaration | undefined =>
  declaration.kind === 'container' ? declaration : undefined;

/** The token of the statement's own line that an argument of a kind stands in: `connect WHO to NETWORK`. */
export const firstArgument = ({ entry }: Mistake): Token | undefined => entry.declaration.statement.arguments[0];

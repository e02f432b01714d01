/** Hover: what a word means, what its statement does, and what the simulation makes of it. */

import { MarkupKind } from 'vscode-languageserver-types';
import type { Snapshot } from '../analysis/snapshot.ts';
import { spoken, t } from '../l10n.ts';
import type { Declaration } from '../model/program.ts';
import type { Position, Range } from '../syntax/lines.ts';
import type { Statement, Token } from '../syntax/tree.ts';
import type { Entry } from '../vocabulary/entry.ts';
import { valueKinds } from '../vocabulary/values.ts';
import { entryOfPath, partOf } from './grammar.ts';
import { describeEntry, dockerLink } from './hover-entry.ts';
import { toldAt } from './hover-moment.ts';
import { describeStatement } from './hover-statement.ts';
import { describeReference, describeValue } from './hover-values.ts';
import { type Location, locate, rangeOf } from './locate.ts';
import { paragraphs } from './markdown.ts';
import { nameAt } from './symbol-at.ts';

export interface MarkdownHover {
  readonly contents: { readonly kind: typeof MarkupKind.Markdown; readonly value: string };
  readonly range: Range;
}

export function hover(snapshot: Snapshot, position: Position): MarkdownHover | null {
  const place = locate(snapshot, position);
  if (!place?.token) return null;
  const markdown = describe(snapshot, place, place.token, position);
  if (!markdown) return null;
  return {
    contents: { kind: MarkupKind.Markdown, value: markdown },
    range: rangeOf(snapshot, place.base, place.token),
  };
}

function describe(snapshot: Snapshot, place: Location, token: Token, position: Position): string | undefined {
  const statement = place.path.at(-1)!;
  const entry = entryOfPath(place.path)?.entry;
  if (!entry) return undefined;
  const declaration = snapshot.program.declarations[place.declaration]!;
  const isTopLevel = place.path.length === 1;
  const whole = isTopLevel ? describeStatement(snapshot, place.declaration) : undefined;
  if (token === statement.keyword) {
    return paragraphs(whole, whole && isTopLevel && momentLine(snapshot, place.declaration), describeEntry(entry));
  }
  const name = nameAt(snapshot, position);
  if (name && isTopLevel && isOwnName(declaration, name.span.start - place.base)) {
    return paragraphs(whole ?? describeReference(snapshot, place.declaration, name), dockerLink(entry));
  }
  const value =
    (name && describeReference(snapshot, place.declaration, name)) ??
    describeArgument(snapshot, place, statement, entry, token);
  // The words of an expectation, an action: what stands there is a part of the whole, so the whole is told too.
  return paragraphs(value, whole, momentLine(snapshot, place.declaration), dockerLink(entry));
}

/** Which moment is spoken of, where it is not the end of the file. */
function momentLine(snapshot: Snapshot, declaration: number): string | undefined {
  const { isAction, end } = toldAt(snapshot, declaration);
  return isAction && end ? t('_This is how it is at this statement. More happens further below._') : undefined;
}

/** Whether a name is the one that the declaration gives, not one that it uses. */
function isOwnName(declaration: Declaration, start: number): boolean {
  return 'name' in declaration && declaration.name?.span.start === start;
}

function describeArgument(
  snapshot: Snapshot,
  place: Location,
  statement: Statement,
  entry: Entry,
  token: Token,
): string | undefined {
  const part = partOf(statement, entry, token);
  if (!part) return undefined;
  if (part.part === 'word') return t(part.documentation);
  if (part.part === 'choice') return spoken(part.options.find(({ word }) => word === token.text)?.documentation);
  const kind = valueKinds[part.kind];
  const word = kind.words?.find((each) => each.word === token.text);
  const described = describeValue(snapshot, place, part.kind, token.text);
  return paragraphs(spoken(word?.documentation), described) || t(kind.documentation);
}

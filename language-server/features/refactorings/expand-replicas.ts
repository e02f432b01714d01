/** `replicas N` written out: N containers, and every statement about all of them once for each. */

import type { Entry } from '../../analysis/lab.ts';
import { membersOf } from '../../analysis/members.ts';
import { placeOf, textOf } from '../../analysis/places.ts';
import { findProperty, removeProperty } from '../../analysis/repairs/edits.ts';
import { t } from '../../l10n.ts';
import type { ContainerDeclaration } from '../../model/program.ts';
import type { Span, SpanEdit } from '../../syntax/tree.ts';
import { type EntryOf, type Offer, onlyTouched, type Selection, word } from './refactoring.ts';

/** More containers than this are not meant to be written out. */
const MOST = 50;

export const expandReplicas: Offer = (selection) => {
  const entry = onlyTouched(selection, 'container');
  const name = entry?.declaration.name;
  if (!entry || !name || !findProperty(entry.declaration.statement, 'replicas')) return [];
  const members = membersOf(selection.snapshot.lab)(name.value);
  if (members.length === 0 || members.length > MOST || isNamedElsewhere(selection, name.value)) return [];
  const title = t`Expand \`replicas\` into ${members.length} containers`;
  return [{ kind: 'refactor.rewrite', title, edits: () => expansion(selection, entry, name, members) }];
};

/** In another file of the lab, where it could not be changed along. */
function isNamedElsewhere({ snapshot: { lab, uri } }: Selection, name: string): boolean {
  return lab.sources.some(
    ({ uri: other, program }) =>
      other !== uri && program.declarations.some(({ references }) => references.some((each) => each.name === name)),
  );
}

function expansion(
  { own }: Selection,
  entry: EntryOf<ContainerDeclaration>,
  name: { readonly value: string; readonly span: Span },
  members: readonly string[],
): readonly SpanEdit[] {
  const edits = [
    copies(
      entry,
      members,
      (member) => [{ ...name.span, newText: word(member) }, ...withoutReplicas(entry)],
      entry.declaration.statement.block !== undefined,
    ),
  ];
  for (const other of own) {
    if (other === entry) continue;
    const { declaration } = other;
    if (declaration.kind === 'expect') edits.push(...expectationEdits(other, name.value, members));
    else if ('container' in declaration && declaration.container?.value === name.value) {
      const { span } = declaration.container;
      edits.push(copies(other, members, (member) => [{ ...span, newText: word(member) }]));
    }
  }
  return edits;
}

/** As spans of the statement. */
function withoutReplicas(entry: EntryOf<ContainerDeclaration>): readonly SpanEdit[] {
  const property = findProperty(entry.declaration.statement, 'replicas');
  const { block } = entry.declaration.statement;
  if (!property || !block) return [];
  if (/^\{[\s;]*replicas[^\n#/]*\}$/.test(textOf(entry, block))) {
    // An empty block would be left.
    const last = entry.declaration.statement.arguments.at(-1) ?? entry.declaration.statement.keyword;
    return [{ start: last.end, end: block.end, newText: '' }];
  }
  const base = placeOf(entry, { start: 0, end: 0 }).span.start;
  const { start, end, newText } = removeProperty(entry, property);
  return [{ start: start - base, end: end - base, newText }];
}

/** The statement once for each member; what is changed in each copy is told as spans of the statement. */
function copies(
  entry: Entry,
  members: readonly string[],
  change: (member: string) => readonly SpanEdit[],
  apart = false,
): SpanEdit {
  const { statement } = entry.declaration;
  const { span } = placeOf(entry, statement);
  const { text } = entry.source.lines;
  const whole = text.slice(span.start, span.end);
  const indentation = /[ \t]*$/.exec(text.slice(0, span.start))![0];
  const written = members.map((member) =>
    [...change(member)]
      .sort((a, b) => b.start - a.start)
      .reduce(
        (done, { start, end, newText }) =>
          done.slice(0, start - statement.start) + newText + done.slice(end - statement.start),
        whole,
      ),
  );
  const between = apart && whole.includes('\n') ? '\n\n' : '\n';
  return { ...span, newText: written.join(`${between}${indentation}`) };
}

/** The name stands for all of them as a sender, as what a machine sends to, and as what a name resolves to. */
function expectationEdits(entry: Entry, name: string, members: readonly string[]): readonly SpanEdit[] {
  const { declaration } = entry;
  if (declaration.kind !== 'expect' || !declaration.expectation) return [];
  const { expectation } = declaration;
  const { source } = expectation;
  const list = members.map(word).join(', ');
  const targets = expectation.kind === 'resolve' ? expectation.targets.filter(({ value }) => value === name) : [];
  const inLists = targets.map(({ span }): SpanEdit => ({ ...span, newText: list }));
  if (source.value === name)
    return [copies(entry, members, (member) => [{ ...source.span, newText: word(member) }, ...inLists])];
  if (expectation.kind === 'reach' && expectation.target.value === name && isMachine(source.value, entry))
    return [copies(entry, members, (member) => [{ ...expectation.target.span, newText: word(member) }])];
  return inLists.map(({ start, end, newText }) => ({ ...placeOf(entry, { start, end }).span, newText }));
}

/** What a container sends to a name, it sends to whom DNS knows by it. */
function isMachine(source: string, { source: { program } }: Entry): boolean {
  return source === 'outside' || source === 'host' || program.symbols.host.has(source);
}

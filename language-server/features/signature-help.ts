/** Signature help: how a statement is written, with the part that comes next marked. */

import type { SignatureHelp, SignatureInformation } from 'vscode-languageserver-types';
import type { Snapshot } from '../analysis/snapshot.ts';
import { t } from '../l10n.ts';
import { matchArguments } from '../model/arguments.ts';
import type { Position } from '../syntax/lines.ts';
import type { Statement } from '../syntax/tree.ts';
import type { Entry, Form, Part } from '../vocabulary/entry.ts';
import { valueKinds } from '../vocabulary/values.ts';
import { usageOf } from '../vocabulary/vocabulary.ts';
import { completionPlace } from './completion-place.ts';
import { entryOfPath } from './grammar.ts';

/** A part of a form that a reader fills in, with its place in the signature's label. */
interface Parameter {
  readonly part: Part;
  readonly label: readonly [start: number, end: number];
}

/** Null outside the words of a statement. Documentation is Markdown. */
export function signatureHelp(snapshot: Snapshot, position: Position): SignatureHelp | null {
  const place = completionPlace(snapshot, position);
  if (place?.kind !== 'argument') return null;
  const statement = place.path.at(-1)!;
  const entry = entryOfPath(place.path)?.entry;
  if (!entry || entry.forms.every(({ parts }) => parts.length === 0)) return null;
  const before = upTo(statement, place.replace.end > place.replace.start ? place.offset - 1 : place.offset);
  const matches = entry.forms.map((form) => matchArguments(before, { ...entry, forms: [form] }));
  const faults = matches.map(({ problems }) => problems.filter(({ code }) => code !== 'missing-argument').length);
  const activeSignature = faults.indexOf(Math.min(...faults));
  const signatures = entry.forms.map((form, index) => {
    const parameters = parametersOf(entry, form);
    const { expected, parts } = matches[index]!;
    // What is expected may be an optional word that was left out so far: its brackets are one parameter.
    const next = expected[0] ?? parts.at(-1);
    const at = parameters.findIndex(({ part }) => part === next || holds(part, next));
    return signature(entry, form, parameters, at < 0 ? null : at);
  });
  return { signatures, activeSignature, activeParameter: signatures[activeSignature]?.activeParameter ?? null };
}

/** The statement as far as it is written before an offset: the word at the offset does not count. */
function upTo(statement: Statement, offset: number): Statement {
  return {
    ...statement,
    arguments: statement.arguments.filter(({ end }) => end <= offset),
    commas: statement.commas.filter(({ end }) => end <= offset),
  };
}

function parametersOf({ name }: Entry, { parts }: Form): readonly Parameter[] {
  let start = name.length + 1;
  return parts.map((part) => {
    const end = start + usageOf(part).length;
    const label = [start, end] as const;
    start = end + 1;
    return { part, label };
  });
}

function holds(part: Part, wanted: Part | undefined): boolean {
  return part.part === 'optional' && part.parts.some((inner) => inner === wanted || holds(inner, wanted));
}

function signature(
  entry: Entry,
  form: Form,
  parameters: readonly Parameter[],
  activeParameter: number | null,
): SignatureInformation {
  return {
    label: [entry.name, ...form.parts.map(usageOf)].join(' '),
    documentation: { kind: 'markdown', value: t(entry.summary) },
    parameters: parameters.map(({ part, label }) => ({
      label: [...label],
      documentation: { kind: 'markdown', value: documentationOf(part) },
    })),
    activeParameter,
  };
}

function documentationOf(part: Part): string {
  switch (part.part) {
    case 'word':
      return t(part.documentation);
    case 'choice':
      return part.options.map(({ word, documentation }) => `\`${word}\`: ${t(documentation)}`).join('\n\n');
    case 'value': {
      const { documentation, examples } = valueKinds[part.kind];
      const listed = examples.map((example) => `\`${example}\``).join(', ');
      return `${t(documentation)}\n\n${t`For example ${listed}.`}`;
    }
    case 'optional':
      return part.parts.map(documentationOf).join('\n\n');
  }
}

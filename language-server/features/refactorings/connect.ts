/** `connect` behind a container ↔ `network` in its block: the same interfaces, written in one place or in two. */

import { findContainer } from '../../analysis/facts.ts';
import type { Entry } from '../../analysis/lab.ts';
import { memberNames } from '../../analysis/members.ts';
import { placeOf, textOf } from '../../analysis/places.ts';
import { addProperty, removeProperty, takeAway } from '../../analysis/repairs/edits.ts';
import { worldAt } from '../../analysis/timeline.ts';
import { t } from '../../l10n.ts';
import type { ContainerDeclaration } from '../../model/program.ts';
import { rules } from '../../simulation/engine-versions.ts';
import type { Span } from '../../syntax/tree.ts';
import { type EntryOf, insertBelow, type Offer, onlyTouched, type Selection, word } from './refactoring.ts';

export const inlineConnect: Offer = (selection) => {
  const entry = onlyTouched(selection, 'connect');
  const name = entry?.declaration.container?.value;
  const attachment = entry?.declaration.attachment;
  if (!entry || name === undefined || !attachment) return [];
  const { own, snapshot } = selection;
  const container = own.find(
    (each): each is EntryOf<ContainerDeclaration> =>
      each.declaration.kind === 'container' && each.declaration.name?.value === name && each.index < entry.index,
  );
  if (!container || !canJoinAtStart(selection, container) || !takesSeveral(selection, container)) return [];
  const between = own.filter(({ index }) => container.index < index && index < entry.index);
  if (!between.every((each) => leavesAlone(each, name))) return [];
  const network = attachment.network.value;
  if (snapshot.program.symbols.network.get(network) === undefined) return [];
  const { block } = entry.declaration.statement;
  // A block of several lines has no place in a block of one.
  const isMultiline = (each: Entry): boolean => textOf(each, each.declaration.statement).includes('\n');
  if (isMultiline(entry) && !isMultiline(container)) return [];
  return [
    {
      kind: 'refactor.inline',
      title: t`Inline this \`connect\` into container \`${name}\``,
      edits: () => {
        const own = `network ${word(network)}${block ? ` ${textOf(entry, block)}` : ''}`;
        return [addProperty(container, own), takeAway(entry)];
      },
    },
  ];
};

export const extractConnect: Offer = (selection) => {
  const entry = onlyTouched(selection, 'container');
  const name = entry?.declaration.name?.value;
  if (!entry || name === undefined || entry.declaration.networks.length < 2) return [];
  const base = placeOf(entry, { start: 0, end: 0 }).span.start;
  const [at, to] = [selection.start - base, selection.end - base];
  const property = entry.declaration.statement.block?.statements.find(
    ({ keyword, start, end }) => keyword.text === 'network' && start <= at && to <= end,
  );
  const network = property?.arguments[0]?.text;
  if (!property || network === undefined || selection.snapshot.program.symbols.network.get(network) === undefined)
    return [];
  // The first one stays: without it the container would start on another network than now.
  if (property === entry.declaration.statement.block?.statements.find(({ keyword }) => keyword.text === 'network'))
    return [];
  return [
    {
      kind: 'refactor.extract',
      title: t`Extract \`network ${network}\` into a \`connect\` after the container`,
      edits: () => {
        const block = property.block ? ` ${textOf(entry, property.block)}` : '';
        return [
          removeProperty(entry, property),
          insertBelow(entry, `connect ${word(name)} to ${word(network)}${outdented(entry, property, block)}`),
        ];
      },
    },
  ];
};

/** The lines of a property's block as they stand outside the container. */
function outdented(entry: Entry, property: Span, block: string): string {
  const { lines } = entry.source;
  const { start } = placeOf(entry, property).span;
  const indentation = /^[ \t]*/.exec(lines.lineText(lines.positionAt(start).line))![0];
  return block.replaceAll(`\n${indentation}`, '\n');
}

/** Nothing that happens in between sees the difference. */
function leavesAlone({ declaration }: Entry, name: string): boolean {
  const { kind } = declaration;
  return kind === 'network' || kind === 'host' || (kind === 'connect' && declaration.container?.value === name);
}

/** `docker run` joins several networks only where all of them are the user's own. */
function canJoinAtStart({ snapshot }: Selection, { declaration }: EntryOf<ContainerDeclaration>): boolean {
  const { networks } = declaration;
  return networks.length > 0 && networks.every(({ network }) => snapshot.program.symbols.network.has(network.value));
}

function takesSeveral({ snapshot }: Selection, { declaration }: EntryOf<ContainerDeclaration>): boolean {
  const [first = ''] = memberNames(declaration);
  const host = findContainer(worldAt(snapshot.timeline), first)?.host;
  return host === undefined || rules[host.engine].severalNetworksAtCreate;
}

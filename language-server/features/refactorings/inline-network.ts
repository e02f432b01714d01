/** A network less: its containers onto another one of the same kind. What extracting a network did, undone. */

import { networkFacts } from '../../analysis/facts.ts';
import { nextFreeAddresses } from '../../analysis/free.ts';
import type { Entry } from '../../analysis/lab.ts';
import { textOf } from '../../analysis/places.ts';
import { findProperty, removeProperty, replacePart, takeAway } from '../../analysis/repairs/edits.ts';
import { worldAt } from '../../analysis/timeline.ts';
import { t } from '../../l10n.ts';
import type { AttachmentDeclaration, NetworkDeclaration } from '../../model/program.ts';
import type { SpanEdit } from '../../syntax/tree.ts';
import { ADDRESSES } from './own-network.ts';
import { type EntryOf, isAt, type Offer, onlyTouched, type Selection, word } from './refactoring.ts';

type NetworkEntry = EntryOf<NetworkDeclaration>;

/** So many networks are offered to take its place. */
const MOST = 3;

export const inlineNetwork: Offer = (selection) => {
  const entry = onlyTouched(selection, 'network');
  const name = entry?.declaration.name;
  if (!entry || !name || !isAt(selection, entry, name.span)) return [];
  const uses = selection.snapshot.lab.entries.filter((each) => spansOf(each, name.value).length > 0);
  if (uses.length === 0 || uses.some(({ source }) => source.uri !== selection.snapshot.uri)) return [];
  return selection.own
    .filter((each) => isAlike(each, entry))
    .filter((target) => hasRoom(selection, target, uses.length))
    .flatMap((target) => {
      const into = target.declaration.name!.value;
      const there = membersOf(selection, into);
      const moves = uses.map((use) => moved(use, name.value, into, there));
      if (moves.includes(undefined)) return [];
      return [
        {
          kind: 'refactor.inline' as const,
          title: t`Inline network \`${name.value}\` into \`${into}\``,
          edits: () => [takeAway(entry), ...moves.flatMap((move) => move ?? [])],
        },
      ];
    })
    .slice(0, MOST);
};

const spansOf = ({ declaration }: Entry, network: string) =>
  declaration.references.flatMap(({ kind, name, span, isDefinition }) =>
    kind === 'network' && name === network && !isDefinition ? [span] : [],
  );

/** Another network that says the same, addresses aside. */
function isAlike(other: Entry, entry: NetworkEntry): other is NetworkEntry {
  return (
    other !== entry &&
    other.declaration.kind === 'network' &&
    other.declaration.name !== undefined &&
    other.declaration.name.value !== entry.declaration.name?.value &&
    settings(other) === settings(entry)
  );
}

function settings(entry: Entry): string {
  const properties = entry.declaration.statement.block?.statements ?? [];
  return properties
    .filter(({ keyword }) => !ADDRESSES.has(keyword.text))
    .map((property) => textOf(entry, property))
    .sort()
    .join('\n');
}

function hasRoom({ snapshot }: Selection, { declaration }: NetworkEntry, count: number): boolean {
  const hosts = [...worldAt(snapshot.timeline).hosts.values()];
  return networkFacts(worldAt(snapshot.timeline), declaration.name!.value).every(({ host: name, name: network }) => {
    const host = hosts.find((each) => each.name === name);
    const found = [...(host?.networks.values() ?? [])].find((each) => each.name === network);
    return found !== undefined && nextFreeAddresses(found, 4, count).length === count;
  });
}

/** Who is ever on a network. */
function membersOf({ own }: Selection, network: string): ReadonlySet<string> {
  const names = own.flatMap(({ declaration }) => {
    if (declaration.kind === 'container')
      return declaration.networks.some((each) => each.network.value === network) ? (declaration.name?.value ?? []) : [];
    const isOn = declaration.kind === 'connect' && declaration.attachment?.network.value === network;
    return isOn ? (declaration.container?.value ?? []) : [];
  });
  return new Set(names);
}

/** Undefined where it cannot be said of the other network: an address of its own, or a member of both. */
function moved(use: Entry, from: string, into: string, there: ReadonlySet<string>): readonly SpanEdit[] | undefined {
  const { declaration } = use;
  const hasAddress = (attachment: AttachmentDeclaration | undefined) => attachment?.ip ?? attachment?.ip6;
  switch (declaration.kind) {
    case 'container': {
      if (hasAddress(declaration.networks.find(({ network }) => network.value === from))) return undefined;
      if (!there.has(declaration.name?.value ?? '')) break;
      const isOnBoth = declaration.networks.some(({ network }) => network.value === into);
      const property = findProperty(declaration.statement, 'network', ({ arguments: [name] }) => name?.text === from);
      return isOnBoth && property && !property.block ? [removeProperty(use, property)] : undefined;
    }
    case 'connect':
      if (hasAddress(declaration.attachment)) return undefined;
      if (there.has(declaration.container?.value ?? '')) return undefined;
      break;
    case 'disconnect':
      if (there.has(declaration.container?.value ?? '')) return undefined;
      break;
    case 'expect':
      break;
    default:
      return undefined;
  }
  return spansOf(use, from).map((span) => replacePart(use, span, word(into)));
}

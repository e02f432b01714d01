/** Containers onto a network of their own: all of the default bridge, or some that share a network with others. */
import { placeOf, textOf } from '../../analysis/places.ts';
import { addProperty, removeProperty, wholeSpan } from '../../analysis/repairs/edits.ts';
import { unusedName } from '../../analysis/unused-name.ts';
import { t } from '../../l10n.ts';
import type { AttachmentDeclaration, ContainerDeclaration, NetworkDeclaration } from '../../model/program.ts';
import type { Span, SpanEdit } from '../../syntax/tree.ts';
import {
  type EntryOf,
  insertBelow,
  isAt,
  listed,
  type Offer,
  onlyTouched,
  type Selection,
  word,
} from './refactoring.ts';

type ContainerEntry = EntryOf<ContainerDeclaration>;

const DEFAULT_BRIDGE: ReadonlySet<string> = new Set(['bridge', 'default']);

/** All containers of the default bridge, whose names are then resolved: what `--link` was for. */
export const leaveDefaultBridge: Offer = (selection) => {
  const entry = onlyTouched(selection, 'container');
  if (!entry || !isOnDefaultBridge(entry)) return [];
  const attachment = attachmentTo(entry, DEFAULT_BRIDGE);
  const head = entry.declaration.name?.span ?? entry.declaration.statement.keyword;
  if (!isAt(selection, entry, head) && !(attachment && isAt(selection, entry, attachment.network.span))) return [];
  const host = entry.declaration.on?.value;
  const moved = containersOf(selection).filter(
    (each) => isOnDefaultBridge(each) && each.declaration.on?.value === host,
  );
  const others = selection.snapshot.lab.entries.some(
    ({ declaration, via }) => via && declaration.kind === 'container' && declaration.networks.length === 0,
  );
  const names = moved.map(nameOf);
  const network = unusedName(selection.snapshot.lab, 'shared');
  return [
    {
      kind: 'refactor.rewrite',
      title: others
        ? t`Move ${listed(names)} from the default bridge to a network of their own`
        : t`Turn the default bridge into a network of your own, for ${listed(names)}`,
      edits: () => [
        declare(moved[0]!, `network ${network}${host === undefined ? '' : ` { on ${word(host)} }`}`),
        ...moved.flatMap((each) => ontoNetwork(each, attachmentTo(each, DEFAULT_BRIDGE), network, moved)),
        ...movedActions(selection, new Set(names), DEFAULT_BRIDGE, network),
      ],
    },
  ];
};

/** Selected containers, off a network that they share with others. */
export const extractNetwork: Offer = (selection) => {
  const selected = selection.touched.filter((entry): entry is ContainerEntry => entry.declaration.kind === 'container');
  if (selection.start === selection.end || selected.length === 0) return [];
  return sharedNetworks(selected).flatMap((network) => {
    const declared = selection.own.find(
      (entry): entry is EntryOf<NetworkDeclaration> =>
        entry.declaration.kind === 'network' && entry.declaration.name?.value === network,
    );
    const from = new Set([network]);
    const stay = containersOf(selection).some((each) => !selected.includes(each) && attachmentTo(each, from));
    // An address of their own choice would lie in no subnet.
    const attachments = selected.map((each) => attachmentTo(each, from)!);
    if (!declared || !stay || attachments.some(({ ip, ip6 }) => ip || ip6)) return [];
    const names = selected.map(nameOf);
    const fresh = unusedName(selection.snapshot.lab, network);
    return [
      {
        kind: 'refactor.extract',
        title: t`Extract ${listed(names)} from \`${network}\` into a network of their own`,
        edits: () => [
          insertBelow(
            declared,
            copyOf(declared, fresh),
            textOf(declared, declared.declaration.statement).includes('\n'),
          ),
          ...selected.flatMap((each) => ontoNetwork(each, attachmentTo(each, from), fresh, [])),
          ...movedActions(selection, new Set(names), from, fresh),
        ],
      },
    ];
  });
};

const nameOf = ({ declaration }: ContainerEntry): string => declaration.name!.value;

function containersOf({ own }: Selection): readonly ContainerEntry[] {
  return own.filter(
    (entry): entry is ContainerEntry => entry.declaration.kind === 'container' && entry.declaration.name !== undefined,
  );
}

function attachmentTo({ declaration }: ContainerEntry, names: ReadonlySet<string>): AttachmentDeclaration | undefined {
  return declaration.networks.find(({ network }) => names.has(network.value));
}

function isOnDefaultBridge(entry: ContainerEntry): boolean {
  const { name, networks } = entry.declaration;
  return name !== undefined && (networks.length === 0 || attachmentTo(entry, DEFAULT_BRIDGE) !== undefined);
}

function sharedNetworks(containers: readonly ContainerEntry[]): readonly string[] {
  const [first, ...others] = containers;
  return (first?.declaration.networks ?? [])
    .map(({ network }) => network.value)
    .filter((network) => others.every((each) => attachmentTo(each, new Set([network]))));
}

/** A network more, above the first of its containers. */
function declare(first: ContainerEntry, text: string): SpanEdit {
  const lineStart = first.source.lines.text.lastIndexOf('\n', wholeSpan(first).start - 1) + 1;
  const isMultiline = textOf(first, first.declaration.statement).includes('\n');
  return { start: lineStart, end: lineStart, newText: `${text}\n${isMultiline ? '\n' : ''}` };
}

/** `linked`: those whose names are resolved on the network, so that links to them are needed no more. */
function ontoNetwork(
  entry: ContainerEntry,
  attachment: AttachmentDeclaration | undefined,
  network: string,
  linked: readonly ContainerEntry[],
): readonly SpanEdit[] {
  const edits: SpanEdit[] = [];
  const aliases = aliasesOf(entry, linked).filter((alias) => alias !== nameOf(entry));
  const given = aliases.length === 0 ? '' : `alias ${aliases.map(word).join(', ')}`;
  const links = linksToReplace(entry, linked);
  const line = `network ${word(network)}${given && ` { ${given} }`}`;
  if (attachment) {
    const statement = propertyAt(entry, attachment.span);
    edits.push({ ...placeOf(entry, attachment.network.span).span, newText: word(network) });
    if (given && statement) edits.push(addProperty(entry, given, statement));
    edits.push(...links.map((property) => removeProperty(entry, property)));
  } else if (links.length > 0) {
    // In the place of the link, so that no two edits touch each other.
    const [first, ...rest] = links;
    edits.push({ ...placeOf(entry, first!).span, newText: line });
    edits.push(...rest.map((property) => removeProperty(entry, property)));
  } else edits.push(addProperty(entry, line));
  return edits;
}

/** The names that links to a container give it. */
function aliasesOf(entry: ContainerEntry, linked: readonly ContainerEntry[]): readonly string[] {
  const names = linked.flatMap(({ declaration }) =>
    declaration.links.flatMap(({ container, alias }) =>
      alias && container.value === nameOf(entry) ? alias.value : [],
    ),
  );
  return [...new Set(names)];
}

/** The `link` lines all of whose targets are on the network too. */
function linksToReplace({ declaration }: ContainerEntry, linked: readonly ContainerEntry[]) {
  const names = new Set(linked.map(nameOf));
  const isIn = (outer: Span, inner: Span) => outer.start <= inner.start && inner.end <= outer.end;
  return (declaration.statement.block?.statements ?? []).filter((property) => {
    if (property.keyword.text !== 'link') return false;
    const targets = declaration.links.filter(({ container }) => isIn(property, container.span));
    return targets.length > 0 && targets.every(({ container }) => names.has(container.value));
  });
}

function propertyAt({ declaration }: ContainerEntry, span: Span) {
  return declaration.statement.block?.statements.find(
    (property) => property.start <= span.start && span.start <= property.end,
  );
}

/** `connect`, `disconnect` and expectations that say the old network's name of a container that has moved. */
function movedActions(
  { own }: Selection,
  names: ReadonlySet<string>,
  from: ReadonlySet<string>,
  network: string,
): readonly SpanEdit[] {
  return own.flatMap((entry) => {
    const { declaration } = entry;
    const said =
      declaration.kind === 'connect' && names.has(declaration.container?.value ?? '')
        ? declaration.attachment?.network
        : declaration.kind === 'disconnect' && names.has(declaration.container?.value ?? '')
          ? declaration.network
          : declaration.kind === 'expect' &&
              declaration.expectation?.kind === 'has' &&
              names.has(declaration.expectation.source.value)
            ? declaration.expectation.network
            : undefined;
    return said && from.has(said.value) ? [{ ...placeOf(entry, said.span).span, newText: word(network) }] : [];
  });
}

/** Which properties say where a network's addresses are: two networks cannot have the same. */
export const ADDRESSES: ReadonlySet<string> = new Set(['subnet', 'gateway', 'ip-range', 'reserve']);

/** The same network by another name, with addresses of its own. */
function copyOf(entry: EntryOf<NetworkDeclaration>, name: string): string {
  const { statement } = entry.declaration;
  const kept = (statement.block?.statements ?? []).filter(({ keyword }) => !ADDRESSES.has(keyword.text));
  if (kept.length === 0) return `network ${word(name)}`;
  const lines = kept.map((property) => textOf(entry, property));
  const isMultiline = statement.block !== undefined && textOf(entry, statement.block).includes('\n');
  if (!isMultiline) return `network ${word(name)} { ${lines.join('; ')} }`;
  const { lines: source } = entry.source;
  const { start } = placeOf(entry, kept[0]!).span;
  const indent = /^[ \t]*/.exec(source.lineText(source.positionAt(start).line))![0];
  return `network ${word(name)} {\n${lines.map((line) => `${indent}${line}\n`).join('')}}`;
}

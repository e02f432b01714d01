/**
 * What is done to the picture or to the tree is an edit of the text, so that undoing it in the editor undoes it: one
 * gesture, one edit. Comments stay, and what is written takes on the style of what stands around it.
 */

import type { Entry } from '../analysis/lab.ts';
import { endOfLine, endOfLineEnd } from '../analysis/line-ends.ts';
import { memberNames } from '../analysis/members.ts';
import { placeOf } from '../analysis/places.ts';
import { addProperty, removeProperty, replacePart } from '../analysis/repairs/edits.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { worldAt } from '../analysis/timeline.ts';
import { t } from '../l10n.ts';
import type { ContainerDeclaration, Declaration } from '../model/program.ts';
import { declaredName } from '../model/symbols.ts';
import type { TopologyEdit, TopologyGesture } from '../protocol.ts';
import { rules } from '../simulation/engine-versions.ts';
import { findContainer } from '../simulation/names.ts';
import type { SpanEdit, Statement } from '../syntax/tree.ts';
import { occurrences } from './symbol-at.ts';
import { textEdits } from './text-edits.ts';

/** Why a gesture cannot be written down; the message is for the user. */
class Impossible {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

type Handlers = {
  readonly [Kind in TopologyGesture['kind']]: (
    snapshot: Snapshot,
    gesture: Extract<TopologyGesture, { kind: Kind }>,
  ) => readonly SpanEdit[];
};

const handlers: Handlers = {
  attach: attachTo,
  detach: detachFrom,
  connect: (snapshot, { container, network }) => [append(snapshot, `connect ${container} to ${network}`)],
  disconnect: (snapshot, { container, network }) => [append(snapshot, `disconnect ${container} from ${network}`)],
  publish: (snapshot, { container, mapping }) => {
    const entry = containerEntry(snapshot, container);
    return [addProperty(entry, `publish ${word(mapping)}`)];
  },
  'add-container': (snapshot, { name, network }) => {
    checkFree(snapshot, 'container', name);
    return [append(snapshot, `container ${word(name)}${network === undefined ? '' : ` { network ${network} }`}`)];
  },
  'add-network': (snapshot, { name }) => {
    checkFree(snapshot, 'network', name);
    const last = rootEntries(snapshot).findLast(({ declaration }) => declaration.kind === 'network');
    if (!last) return [append(snapshot, `network ${word(name)}`)];
    const { end } = placeOf(last, last.declaration.statement).span;
    const at = endOfLine(snapshot.text, end);
    return [{ start: at, end: at, newText: `\nnetwork ${word(name)}` }];
  },
  remove: (snapshot, { what, name }) => removal(snapshot, what, name),
};

/** The edits that a gesture means, or in one sentence why there are none. */
export function topologyEdit(snapshot: Snapshot, gesture: TopologyGesture): TopologyEdit {
  try {
    const handler = handlers[gesture.kind] as (snapshot: Snapshot, gesture: TopologyGesture) => readonly SpanEdit[];
    return { edits: textEdits(snapshot, handler(snapshot, gesture)) };
  } catch (reason) {
    if (reason instanceof Impossible) return { refused: reason.message };
    throw reason;
  }
}

/** A container is on the networks that it names; on another one from its start, or instead of a network mode. */
function attachTo(snapshot: Snapshot, { container, network }: { container: string; network: string }) {
  const entry = containerEntry(snapshot, container);
  const { networks } = entry.declaration;
  if (networks.some((one) => one.network.value === network))
    throw new Impossible(t`${container} is on ${network} already.`);
  const mode = networks.find((one) => /^(?:host|none|container:.*)$/.test(one.network.value));
  if (mode) return [replacePart(entry, mode.network.span, network)];
  const host = findContainer(worldAt(snapshot.timeline), container)?.host;
  const takesSeveral = host === undefined || rules[host.engine].severalNetworksAtCreate;
  return networks.length > 0 && !takesSeveral
    ? [append(snapshot, `connect ${container} to ${network}`)]
    : [addProperty(entry, `network ${network}`)];
}

/**
 * Off a network that its declaration names, or that a `connect` of the file put it on; with none left it is on none,
 * instead of on the default bridge. A network that nothing in the text says is left while it runs.
 */
function detachFrom(snapshot: Snapshot, { container, network }: { container: string; network: string }) {
  const entry = containerEntry(snapshot, container);
  const { networks, statement } = entry.declaration;
  const attachment = networks.find((one) => one.network.value === network);
  if (attachment) {
    if (networks.length === 1) return [replacePart(entry, attachment.span, 'network none')];
    const property = statement.block!.statements.find(
      ({ start, end }) => start <= attachment.network.span.start && attachment.network.span.end <= end,
    )!;
    return [removeProperty(entry, property)];
  }
  const connects = rootEntries(snapshot).filter(
    ({ declaration }) =>
      declaration.kind === 'connect' &&
      declaration.container?.value === container &&
      declaration.attachment?.network.value === network,
  );
  return connects.length > 0
    ? connects.map(withoutStatement)
    : [append(snapshot, `disconnect ${container} from ${network}`)];
}

/** A declaration goes with everything that mentions it: whole actions and expectations, single properties. */
function removal(snapshot: Snapshot, what: 'container' | 'network', name: string): readonly SpanEdit[] {
  const entry = what === 'container' ? containerEntry(snapshot, name) : networkEntry(snapshot, name);
  const { program } = entry.source;
  const named = program.symbols[what].get(declaredName(entry.declaration)?.value ?? '');
  const symbol = named && program.indexOf(named) === entry.index ? named : undefined;
  const mentions = symbol
    ? occurrences(snapshot.lab, { kind: 'declared', source: entry.source, symbol }).filter(
        ({ source }) => source.uri === snapshot.uri,
      )
    : [];
  const gone = new Set<number>([entry.index]);
  const edits: SpanEdit[] = [];
  for (const { declaration: index, span } of mentions) {
    const mentioning = rootEntries(snapshot)[index]!;
    const base = placeOf(mentioning, { start: 0, end: 0 }).span.start;
    const property = keepsItself(mentioning.declaration)
      ? mentioning.declaration.statement.block?.statements.find(
          ({ start, end }) => base + start <= span.start && span.end <= base + end,
        )
      : undefined;
    if (property && !gone.has(index)) edits.push(removeProperty(mentioning, property));
    else if (!keepsItself(mentioning.declaration)) gone.add(index);
  }
  return [...edits, ...[...gone].sort((a, b) => a - b).map((index) => withoutStatement(rootEntries(snapshot)[index]!))];
}

/** What is declared stays without the property; what happens or is expected makes no sense without its subject. */
const keepsItself = ({ kind }: Declaration): boolean => kind === 'container' || kind === 'network' || kind === 'host';

/** A statement less, and its line where nothing else stands on it. */
function withoutStatement(entry: Entry): SpanEdit {
  const { text } = entry.source.lines;
  const { start, end } = placeOf(entry, entry.declaration.statement as Statement).span;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = endOfLine(text, end);
  const isAlone = /^[ \t]*$/.test(text.slice(lineStart, start)) && /^[ \t;]*$/.test(text.slice(end, lineEnd));
  return isAlone ? { start: lineStart, end: endOfLineEnd(text, end), newText: '' } : { start, end, newText: '' };
}

/** A statement more, on a line of its own at the end of the file. */
function append({ text }: Snapshot, statement: string): SpanEdit {
  const separator = text === '' || text.endsWith('\n') ? '' : '\n';
  return { start: text.length, end: text.length, newText: `${separator}${statement}\n` };
}

const rootEntries = (snapshot: Snapshot): readonly Entry[] =>
  snapshot.lab.entries.filter(({ source }) => source.uri === snapshot.uri);

function containerEntry(snapshot: Snapshot, name: string): Entry & { readonly declaration: ContainerDeclaration } {
  const entry = snapshot.lab.entries.find(
    ({ declaration }) => declaration.kind === 'container' && memberNames(declaration).includes(name),
  );
  return inThisFile(snapshot, entry, name) as Entry & { readonly declaration: ContainerDeclaration };
}

function networkEntry(snapshot: Snapshot, name: string): Entry {
  const entry = snapshot.lab.entries.find(
    ({ declaration }) => declaration.kind === 'network' && declaration.name?.value === name,
  );
  return inThisFile(snapshot, entry, name);
}

function inThisFile(snapshot: Snapshot, entry: Entry | undefined, name: string): Entry {
  if (!entry) throw new Impossible(t`No statement of this lab declares ${name}.`);
  if (entry.source.uri !== snapshot.uri)
    throw new Impossible(t`${name} is declared in an included file: change it there.`);
  return entry;
}

function checkFree(snapshot: Snapshot, kind: 'container' | 'network', name: string): void {
  const isTaken = snapshot.lab.entries.some(
    ({ declaration }) => declaration.kind === kind && declaration.name?.value === name,
  );
  if (isTaken) throw new Impossible(t`The ${t(kind)} name ${name} is in use already.`);
}

/** As one argument: in quotes where a bare word would end or mean something else. */
const word = (text: string): string => (/^[^\s{};,"#/][^\s{};,"]*$/.test(text) ? text : JSON.stringify(text));

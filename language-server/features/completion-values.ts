/** Values to propose: words of their kind, names of the lab, and what the simulation knows. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { containerFacts, findNetwork, withoutPrefix } from '../analysis/facts.ts';
import { nextFreeAddresses, nextFreePort } from '../analysis/free.ts';
import { wellKnownImage } from '../analysis/images.ts';
import { membersOf } from '../analysis/members.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { stepsOf, worldAt } from '../analysis/timeline.ts';
import type { SymbolKind } from '../model/program.ts';
import type { Statement } from '../syntax/tree.ts';
import type { ValuePart } from '../vocabulary/entry.ts';
import { type ValueKindName, valueKinds } from '../vocabulary/values.ts';
import type { CompletionPlace } from './completion-place.ts';

export interface Proposal {
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly detail?: string;
  /** Markdown. */
  readonly documentation?: string;
}

type Proposer = (snapshot: Snapshot, place: CompletionPlace) => readonly Proposal[];

/** How many free addresses are offered. */
const FREE_ADDRESSES = 3;

/** Kinds of values for which the lab or the simulation has proposals of its own. */
const PROPOSERS: Partial<Record<ValueKindName, readonly Proposer[]>> = {
  host: [names('host')],
  network: [names('network')],
  'network mode': [names('network'), namespacesToJoin],
  container: [names('container')],
  sender: [names('container'), names('host')],
  target: [names('container'), aliases],
  'dns name': [names('container'), aliases],
  alias: [aliases],
  'IPv4 address': [(snapshot, place) => freeAddresses(snapshot, place, 4)],
  'IPv6 address': [(snapshot, place) => freeAddresses(snapshot, place, 6)],
  'port mapping': [portMappings],
  'fact value': [facts],
};

export function proposals(snapshot: Snapshot, place: CompletionPlace, { kind }: ValuePart): readonly Proposal[] {
  const words = (valueKinds[kind].words ?? []).map(({ word, documentation }) => ({
    label: word,
    kind: CompletionItemKind.EnumMember,
    documentation,
  }));
  const own = PROPOSERS[kind]?.flatMap((propose) => propose(snapshot, place)) ?? [];
  return [...own, ...words];
}

const KINDS: Readonly<Record<SymbolKind, CompletionItemKind>> = {
  host: CompletionItemKind.Module,
  network: CompletionItemKind.Interface,
  container: CompletionItemKind.Class,
};

/** Declared names; a container with replicas goes by the names of its members. */
function declaredNames({ lab }: Snapshot, kind: SymbolKind): readonly string[] {
  const members = membersOf(lab);
  const declared = lab.sources.flatMap(({ program }) => [...program.symbols[kind].keys()]);
  return kind === 'container' ? declared.flatMap((name) => members(name)) : declared;
}

/** So many names are told with their addresses; among more nobody chooses by them. */
const MOST_DESCRIBED = 200;

function names(kind: SymbolKind): Proposer {
  return (snapshot) => {
    const all = declaredNames(snapshot, kind);
    if (all.length > MOST_DESCRIBED) return all.map((label) => ({ label, kind: KINDS[kind], detail: kind }));
    const world = worldAt(snapshot.timeline);
    return all.map((label) => ({ label, kind: KINDS[kind], detail: describe(kind, label, world) }));
  };
}

function describe(kind: SymbolKind, name: string, world: ReturnType<typeof worldAt>): string {
  if (kind === 'network') {
    const network = [...world.hosts.values()].map((host) => findNetwork(host, name)).find((found) => found);
    return network?.pools.map(({ subnet }) => subnet).join(', ') || kind;
  }
  if (kind === 'host') return kind;
  const facts = containerFacts(world, name);
  const addresses = facts?.interfaces.filter(({ network }) => network).flatMap((each) => each.addresses) ?? [];
  return addresses.map(withoutPrefix).join(', ') || facts?.networkMode || kind;
}

function namespacesToJoin(snapshot: Snapshot, place: CompletionPlace): readonly Proposal[] {
  const own = place.path[0]?.arguments[0]?.text;
  return declaredNames(snapshot, 'container')
    .filter((name) => name !== own)
    .map((label) => ({
      label: `container:${label}`,
      kind: CompletionItemKind.Reference,
      detail: `shares the network namespace of ${label}`,
    }));
}

function aliases({ lab }: Snapshot): readonly Proposal[] {
  const all = lab.entries.flatMap(({ declaration }) =>
    declaration.references.filter(({ kind, isDefinition }) => kind === 'alias' && isDefinition),
  );
  return [...new Set(all.map(({ name }) => name))].map((label) => ({
    label,
    kind: CompletionItemKind.Constant,
    detail: 'alias',
  }));
}

/** The next addresses that the network around the place would give at the moment of the statement. */
function freeAddresses({ lab, timeline }: Snapshot, { path }: CompletionPlace, family: 4 | 6): readonly Proposal[] {
  const network = networkAround(path);
  const entry = lab.entries.findIndex(({ declaration }) => declaration.statement === path[0]);
  if (!network || entry < 0) return [];
  const before = worldAt(timeline, timeline.moments[entry]! - stepsOf(timeline, entry).length);
  return [...before.hosts.values()].flatMap((host) => {
    const found = findNetwork(host, network);
    return (found ? nextFreeAddresses(found, family, FREE_ADDRESSES) : []).map((label) => ({
      label,
      kind: CompletionItemKind.Value,
      detail: `free on ${network}`,
    }));
  });
}

/** The network of `network N { … }` or `connect C to N { … }` around a property. */
function networkAround(path: readonly Statement[]): string | undefined {
  const attachment = path.at(-2);
  const index = attachment?.keyword.text === 'connect' ? 2 : 0;
  return attachment?.arguments[index]?.text;
}

/** A free port of the host for each port that the container around the place is known to serve. */
function portMappings({ timeline }: Snapshot, { path }: CompletionPlace): readonly Proposal[] {
  const image = path[0]?.block?.statements.find(({ keyword }) => keyword.text === 'image')?.arguments[0]?.text;
  const ports = (image && wellKnownImage(image)?.exposes) || ['80/tcp'];
  const host = worldAt(timeline).hosts.first();
  if (!host) return [];
  return ports.flatMap((port) => {
    const [number, protocol] = [Number.parseInt(port, 10), port.slice(port.indexOf('/') + 1)];
    // Ports below 1024 are usually published on a higher one: 80 on 8080, 443 on 8443.
    const free = nextFreePort(host, number < 1024 ? 8000 + number : number, protocol);
    const suffix = protocol === 'tcp' ? '' : `/${protocol}`;
    if (free === undefined) return [];
    return [
      { label: `${free}:${number}${suffix}`, kind: CompletionItemKind.Value, detail: `${free} is free on the host` },
    ];
  });
}

/** What `expect C has PROPERTY` finds at its moment: the truth, as a value to write down. */
function facts({ lab, timeline }: Snapshot, { path }: CompletionPlace): readonly Proposal[] {
  const statement = path[0];
  const index = lab.entries.findIndex(({ declaration }) => declaration.statement === statement);
  const [source, , property] = statement?.arguments ?? [];
  if (!source || !property || index < 0) return [];
  const world = worldAt(timeline, timeline.moments[index]);
  const members = membersOf(lab);
  return members(source.text).flatMap((name) =>
    factValues(world, name, property.text).map((label) => ({
      label,
      kind: CompletionItemKind.Value,
      detail: `${name} has it at this moment`,
    })),
  );
}

function factValues(world: ReturnType<typeof worldAt>, name: string, property: string): readonly string[] {
  const found = containerFacts(world, name);
  if (!found) return [];
  const onNetworks = found.interfaces.filter(({ network }) => network);
  switch (property) {
    case 'ip':
      return onNetworks.flatMap(({ addresses }) => addresses.map(withoutPrefix));
    case 'mac':
      return onNetworks.flatMap(({ mac }) => (mac && mac !== 'random' ? [mac] : []));
    case 'gateway':
      return found.gateway ? [found.gateway] : [];
    case 'interfaces':
      return found.interfaces.map(({ name: each }) => each);
    default:
      return [];
  }
}

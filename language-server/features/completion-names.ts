/** Names to propose: those that make sense for the statement come first, and those that Docker would refuse not at all. */

import { CompletionItemKind } from 'vscode-languageserver-types';
import { attachedAddresses, findContainer, findNetwork } from '../analysis/facts.ts';
import { wellKnownImages } from '../analysis/images.ts';
import { memberNames } from '../analysis/members.ts';
import { t } from '../l10n.ts';
import type { Declaration, Located } from '../model/program.ts';
import { namesOf } from '../model/symbols.ts';
import type { World } from '../simulation/state.ts';
import { type ValueKindName, valueKinds } from '../vocabulary/values.ts';
import { elsewhere } from './completion-claims.ts';
import type { CompletionContext, Proposal, Proposer } from './completion-context.ts';

/** The words of a kind of values. */
export function words(kind: ValueKindName): readonly Proposal[] {
  return (valueKinds[kind].words ?? []).map(({ word }) => ({
    label: word,
    kind: CompletionItemKind.EnumMember,
    topic: { of: 'value', kind, word },
    closed: true,
  }));
}

export const hosts: Proposer = function* ({ snapshot: { lab }, end }) {
  for (const { program } of lab.sources)
    for (const name of namesOf(program, 'host'))
      yield {
        label: name,
        kind: CompletionItemKind.Module,
        detail: () => t`Docker Engine ${end.hosts.get(name)?.engine ?? ''}`,
        topic: { of: 'host', name },
        closed: true,
      };
};

const declaredNetworks: Proposer = function* ({ snapshot: { lab }, end }) {
  for (const { program } of lab.sources)
    for (const name of namesOf(program, 'network'))
      yield {
        label: name,
        kind: CompletionItemKind.Interface,
        detail: () => subnetsOf(end, name),
        topic: { of: 'network', name },
        closed: true,
      };
};

function subnetsOf(world: World, network: string): string {
  for (const host of world.hosts.values()) {
    const found = findNetwork(host, network);
    if (found) return found.pools.map(({ subnet }) => subnet).join(', ') || t('network');
  }
  return t('network');
}

/** For `connect`, `disconnect` and `expect … on`: what the container is on, or is not on yet. */
export const networks: Proposer = (context) => {
  const all = [...declaredNetworks(context), ...words('network')];
  const container = context.argument(0);
  const on = container === undefined ? new Set<string>() : attachedTo(context, container);
  if (context.statement.keyword.text === 'connect') {
    return all.filter(({ label }) => !on.has(label) && label !== 'host' && label !== 'none');
  }
  return first(
    () => all,
    ({ label }) => on.has(label),
  );
};

function attachedTo({ before, members }: CompletionContext, container: string): ReadonlySet<string> {
  return new Set(
    members(container).flatMap((name) =>
      [...(findContainer(before, name)?.container.attachments ?? [])].map(({ networkName }) => networkName),
    ),
  );
}

/** For `network` in a container: no network twice, and what tolerates no other only where there is no other. */
export const networkModes: Proposer = function* (context) {
  const { statement, root } = context;
  const others = (root.block?.statements ?? []).filter(
    (each) => each !== statement && each.keyword.text === 'network' && each.arguments.length > 0,
  );
  const taken = new Set(others.map(({ arguments: [network] }) => network!.text));
  const own = root.arguments[0]?.text;
  for (const network of declaredNetworks(context)) if (!taken.has(network.label)) yield network;
  if (taken.size > 0) return;
  yield* words('network mode').filter(({ label }) => label !== 'container:');
  for (const name of containerNames(context)) {
    if (name === own) continue;
    yield {
      ...containerProposal(context, name),
      label: `container:${name}`,
      kind: CompletionItemKind.Reference,
      detail: () => t`shares the network namespace of ${name}`,
    };
  }
};

const wants: Readonly<Record<string, (status: string) => boolean>> = {
  start: (status) => status !== 'running',
  stop: (status) => status === 'running',
  restart: (status) => status === 'running',
};

export const containers: Proposer = function* (context) {
  const { before, statement, root } = context;
  const isWanted = wants[statement.keyword.text];
  const own = statement.keyword.text === 'link' ? context.members(root.arguments[0]?.text ?? '') : [];
  const fits = (name: string) => !isWanted || isWanted(findContainer(before, name)?.container.status ?? '');
  for (const name of first(() => containerNames(context), fits))
    if (!own.includes(name)) yield containerProposal(context, name);
};

/** Declared containers; those with replicas by the names of their members. */
function* containerNames({ snapshot: { lab } }: CompletionContext): Iterable<string> {
  for (const { program } of lab.sources) for (const chunk of program.chunks.list) yield* chunk.get(containersIn);
}

const containersIn = (declarations: readonly Declaration[]): readonly string[] =>
  declarations.flatMap((declaration) => (declaration.kind === 'container' ? memberNames(declaration) : []));

const containerProposal = ({ end }: CompletionContext, name: string): Proposal => ({
  label: name,
  kind: CompletionItemKind.Class,
  detail: () => describeContainer(end, name),
  topic: { of: 'container', name },
  closed: true,
});

function describeContainer(world: World, name: string): string {
  const container = findContainer(world, name)?.container;
  if (!container) return t('container');
  return attachedAddresses(world, name).join(', ') || container.networkMode;
}

export const aliases: Proposer = function* (context) {
  for (const name of aliasNames(context)) yield aliasProposal(name);
};

function* aliasNames({ snapshot: { lab } }: CompletionContext): Iterable<string> {
  for (const { program } of lab.sources) for (const chunk of program.chunks.list) yield* chunk.get(aliasesIn);
}

const aliasProposal = (name: string): Proposal => ({
  label: name,
  kind: CompletionItemKind.Constant,
  detail: () => t('alias'),
  topic: { of: 'alias', name },
});

const aliasesIn = (declarations: readonly Declaration[]): ReadonlySet<string> =>
  new Set(
    declarations.flatMap(({ references }) =>
      references.flatMap(({ kind, isDefinition, name }) => (kind === 'alias' && isDefinition ? [name] : [])),
    ),
  );

export const senders: Proposer = function* (context) {
  yield* containers(context);
  yield* hosts(context);
  yield* words('sender');
};

/** What the sender's DNS knows comes first. */
export const targets: Proposer = function* (context) {
  yield* dnsNames(context);
  for (const proposal of hosts(context)) yield opened(proposal);
  yield* words('target').map(opened);
  // Among the names they would only be in the way.
  if (/^[\d:]/.test(context.typed)) yield* addressesOf(context.before);
};

function addressesOf(world: World): readonly Proposal[] {
  const of = (address: string | undefined, owner: string): readonly Proposal[] =>
    address === undefined ? [] : [{ label: address, kind: CompletionItemKind.Value, detail: () => owner }];
  const attached = [...world.hosts.values()].flatMap((host) =>
    [...host.networks.values()].flatMap(({ endpoints }) =>
      [...endpoints.values()].flatMap(({ address, address6, container }) => {
        const owner = host.containers.get(container)?.name ?? '';
        return [...of(address, owner), ...of(address6, owner)];
      }),
    ),
  );
  return [...attached, ...world.outside.servers.flatMap(({ address, names }) => of(address, names[0] ?? 'outside'))];
}

export const dnsNames: Proposer = function* (context) {
  const known = namesKnownTo(context, context.argument(0));
  for (const isKnown of [true, false]) {
    for (const name of containerNames(context))
      if (known.has(name) === isKnown) yield opened(containerProposal(context, name));
    for (const name of aliasNames(context)) if (known.has(name) === isKnown) yield aliasProposal(name);
  }
};

/** Where anything may be written, nothing is accepted unasked. */
const opened = (proposal: Proposal): Proposal => ({ ...proposal, closed: false });

function namesKnownTo({ before, members }: CompletionContext, sender: string | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  for (const name of sender === undefined ? [] : members(sender)) {
    const found = findContainer(before, name);
    for (const { network } of found?.container.attachments ?? []) {
      const joined = found?.host.networks.get(network);
      // Docker's DNS does not serve the default bridge.
      if (!joined || joined.predefined) continue;
      for (const { dnsNames: known } of joined.endpoints.values()) for (const each of known) names.add(each);
    }
  }
  return names;
}

/** Those that fit before the others, both in their order. */
function* first<T>(list: () => Iterable<T>, fits: (each: T) => boolean): Iterable<T> {
  for (const isFirst of [true, false]) for (const each of list()) if (fits(each) === isFirst) yield each;
}

/** Images of this lab, then those of which the simulation knows the ports. */
export const images: Proposer = function* (context) {
  for (const label of elsewhere(context, imagesIn))
    yield {
      label,
      kind: CompletionItemKind.Value,
      detail: () => t('used in this lab'),
      topic: { of: 'image', name: label },
    };
  for (const { name, exposes } of wellKnownImages())
    yield {
      label: name,
      kind: CompletionItemKind.Value,
      detail: () => exposes.join(', '),
      topic: { of: 'image', name },
    };
};

const imagesIn = (declarations: readonly Declaration[]): readonly Located<string>[] =>
  declarations.flatMap((declaration) => (declaration.kind === 'container' ? (declaration.image ?? []) : []));

export const interfaces: Proposer = ({ statement, host, root }) => {
  const names = host?.interfaces.map(({ name }) => name) ?? [];
  if (statement.keyword.text !== 'interface') {
    return names.map((label) => ({
      label,
      kind: CompletionItemKind.Value,
      detail: () => host?.interfaces.find(({ name }) => name === label)?.addresses.join(', '),
    }));
  }
  const written = (root.block?.statements ?? []).filter(
    (each) => each !== statement && each.keyword.text === 'interface',
  );
  return [{ label: `eth${written.length}`, kind: CompletionItemKind.Value }];
};

/** `hostname`, the name of the container; of `extra-host`, the name by which Docker Desktop calls the host. */
export const hostNames: Proposer = ({ statement, root }) => {
  const own = root.arguments[0]?.text;
  const label = { hostname: own, 'extra-host': 'host.docker.internal', reserve: 'router' }[statement.keyword.text];
  return label === undefined ? [] : [{ label, kind: CompletionItemKind.Value }];
};

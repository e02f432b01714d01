/** Names to propose: those that make sense for the statement come first, and those that Docker would refuse not at all. */

import { CompletionItemKind } from 'vscode-languageserver-types';
import { attachedAddresses, findContainer, findNetwork } from '../analysis/facts.ts';
import { wellKnownImages } from '../analysis/images.ts';
import { t } from '../l10n.ts';
import { namesOf } from '../model/symbols.ts';
import type { World } from '../simulation/state.ts';
import { type ValueKindName, valueKinds } from '../vocabulary/values.ts';
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

export const hosts: Proposer = ({ snapshot: { lab }, end }) =>
  lab.sources.flatMap(({ program }) =>
    namesOf(program, 'host').map((name) => ({
      label: name,
      kind: CompletionItemKind.Module,
      detail: () => t`Docker Engine ${end.hosts.get(name)?.engine ?? ''}`,
      topic: { of: 'host', name } as const,
      closed: true,
    })),
  );

function declaredNetworks({ snapshot: { lab }, end }: CompletionContext): readonly Proposal[] {
  return lab.sources.flatMap(({ program }) =>
    namesOf(program, 'network').map((name) => ({
      label: name,
      kind: CompletionItemKind.Interface,
      detail: () => subnetsOf(end, name),
      topic: { of: 'network', name } as const,
      closed: true,
    })),
  );
}

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
  return first(all, ({ label }) => on.has(label));
};

function attachedTo({ before, members }: CompletionContext, container: string): ReadonlySet<string> {
  return new Set(
    members(container).flatMap((name) =>
      [...(findContainer(before, name)?.container.attachments ?? [])].map(({ networkName }) => networkName),
    ),
  );
}

/** For `network` in a container: no network twice, and what tolerates no other only where there is no other. */
export const networkModes: Proposer = (context) => {
  const { statement, root } = context;
  const others = (root.block?.statements ?? []).filter(
    (each) => each !== statement && each.keyword.text === 'network' && each.arguments.length > 0,
  );
  const taken = new Set(others.map(({ arguments: [network] }) => network!.text));
  const own = root.arguments[0]?.text;
  const free = declaredNetworks(context).filter(({ label }) => !taken.has(label));
  if (taken.size > 0) return free;
  const joined = containers(context)
    .filter(({ label }) => label !== own)
    .map(({ label, topic }) => ({
      label: `container:${label}`,
      kind: CompletionItemKind.Reference,
      detail: () => t`shares the network namespace of ${label}`,
      ...(topic && { topic }),
      closed: true,
    }));
  const builtIn = words('network mode').filter(({ label }) => label !== 'container:');
  return [...free, ...builtIn, ...joined];
};

const wants: Readonly<Record<string, (status: string) => boolean>> = {
  start: (status) => status !== 'running',
  stop: (status) => status === 'running',
  restart: (status) => status === 'running',
};

/** Declared containers; those with replicas by the names of their members. */
export function containers({
  snapshot: { lab },
  members,
  end,
  before,
  statement,
  root,
}: CompletionContext): readonly Proposal[] {
  const declared = lab.sources.flatMap(({ program }) => namesOf(program, 'container'));
  const own = statement.keyword.text === 'link' ? root.arguments[0]?.text : undefined;
  const all = declared
    .filter((name) => name !== own)
    .flatMap(members)
    .map((name) => ({
      label: name,
      kind: CompletionItemKind.Class,
      detail: () => describeContainer(end, name),
      topic: { of: 'container', name } as const,
      closed: true,
    }));
  const isWanted = wants[statement.keyword.text];
  if (!isWanted) return all;
  return first(all, ({ label }) => isWanted(findContainer(before, label)?.container.status ?? ''));
}

function describeContainer(world: World, name: string): string {
  const container = findContainer(world, name)?.container;
  if (!container) return t('container');
  return attachedAddresses(world, name).join(', ') || container.networkMode;
}

function aliases({ snapshot: { lab } }: CompletionContext): readonly Proposal[] {
  const names = lab.entries.flatMap(({ declaration }) =>
    declaration.references.flatMap(({ kind, isDefinition, name }) => (kind === 'alias' && isDefinition ? [name] : [])),
  );
  return [...new Set(names)].map((name) => ({
    label: name,
    kind: CompletionItemKind.Constant,
    detail: () => t('alias'),
    topic: { of: 'alias', name },
  }));
}

export const aliasNames: Proposer = aliases;

export const senders: Proposer = (context) => [...containers(context), ...hosts(context), ...words('sender')];

/** What the sender's DNS knows comes first. */
export const targets: Proposer = (context) => {
  const known = namesKnownTo(context, context.argument(0));
  const names = [...open(containers(context)), ...aliases(context)];
  return [
    ...first(names, ({ label }) => known.has(label)),
    ...open(hosts(context)),
    ...open(words('target')),
    // Among the names they would only be in the way.
    ...(/^[\d:]/.test(context.typed) ? addressesOf(context.before) : []),
  ];
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

export const dnsNames: Proposer = (context) => {
  const known = namesKnownTo(context, context.argument(0));
  return first([...open(containers(context)), ...aliases(context)], ({ label }) => known.has(label));
};

/** Where anything may be written, nothing is accepted unasked. */
function open(proposals: readonly Proposal[]): readonly Proposal[] {
  return proposals.map((proposal) => ({ ...proposal, closed: false }));
}

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
function first(proposals: readonly Proposal[], fits: (proposal: Proposal) => boolean): readonly Proposal[] {
  return [...proposals.filter(fits), ...proposals.filter((proposal) => !fits(proposal))];
}

/** Images of this lab, then those of which the simulation knows the ports. */
export const images: Proposer = ({ snapshot: { lab }, statement }) => {
  const used = lab.entries.flatMap(({ declaration }) =>
    declaration.kind === 'container' &&
    declaration.image &&
    declaration.image.span.start !== statement.arguments[0]?.start
      ? [declaration.image.value]
      : [],
  );
  const known = [...wellKnownImages()];
  return [
    ...[...new Set(used)].map((label) => ({
      label,
      kind: CompletionItemKind.Value,
      detail: () => t('used in this lab'),
      topic: { of: 'image', name: label } as const,
    })),
    ...known.map(({ name, exposes }) => ({
      label: name,
      kind: CompletionItemKind.Value,
      detail: () => exposes.join(', '),
      topic: { of: 'image', name } as const,
    })),
  ];
};

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

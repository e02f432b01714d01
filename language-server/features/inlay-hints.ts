/**
 * Inlay hints: what the engine adds to what is written. The addresses that it allocates, the subnets and gateways that
 * it chooses, and who answers to an alias. A part of a hint leads to the statement that it is due to.
 */

import type { InlayHint, InlayHintLabelPart, Location } from 'vscode-languageserver-types';
import { bearersFor, bearersOn } from '../analysis/aliases.ts';
import { findContainer } from '../analysis/facts.ts';
import { entryIndex } from '../analysis/lab.ts';
import { membersOf } from '../analysis/members.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { type Step, stepsOf, worldAt } from '../analysis/timeline.ts';
import { t } from '../l10n.ts';
import type {
  AttachmentDeclaration,
  ContainerDeclaration,
  ExpectDeclaration,
  LifecycleDeclaration,
  Located,
  NetworkDeclaration,
  SymbolKind,
} from '../model/program.ts';
import { findSymbol } from '../model/symbols.ts';
import { blockContains } from '../simulation/addresses.ts';
import type { EngineCommand } from '../simulation/command.ts';
import type { AddressPool, World } from '../simulation/state.ts';
import type { Range } from '../syntax/lines.ts';
import { statementIndexAt } from '../syntax/locate.ts';
import { meaningOf } from './symbol-at.ts';

/** Which kinds are shown. */
export interface InlayHintSettings {
  readonly addresses: boolean;
  readonly subnets: boolean;
  readonly aliases: boolean;
}

/** Of several containers, so many are told one by one. */
const MOST = 3;

/** The hints of the statements that touch the range, and no others are worked out. */
export function inlayHints(snapshot: Snapshot, range: Range, settings: InlayHintSettings): InlayHint[] {
  const { lines, tree } = snapshot;
  const [start, end] = [lines.offsetAt(range.start), lines.offsetAt(range.end)];
  const hints: InlayHint[] = [];
  const first = Math.max(0, statementIndexAt(tree, start));
  for (let index = first; index < tree.starts.length && tree.starts[index]! <= end; index++) {
    for (const hint of hintsOf(new Subject(snapshot, index), settings)) {
      const offset = lines.offsetAt(hint.position);
      if (start <= offset && offset <= end) hints.push(hint);
    }
  }
  return hints;
}

function hintsOf(subject: Subject, settings: InlayHintSettings): readonly InlayHint[] {
  const { declaration } = subject;
  switch (declaration.kind) {
    case 'network':
      return settings.subnets ? networkHints(subject, declaration) : [];
    case 'container':
      return [
        ...(settings.addresses ? containerHints(subject, declaration) : []),
        ...(settings.aliases ? declaration.networks.flatMap((each) => aliasHints(subject, each)) : []),
      ];
    case 'connect':
      return declaration.attachment
        ? [
            ...(settings.addresses ? addressHints(subject, declaration.attachment) : []),
            ...(settings.aliases ? aliasHints(subject, declaration.attachment) : []),
          ]
        : [];
    case 'start':
    case 'restart':
      return settings.addresses ? startHints(subject, declaration) : [];
    case 'expect':
      return settings.aliases ? resolvedAliasHints(subject, declaration) : [];
    default:
      return [];
  }
}

/** One statement of the document, and the world around its moment. */
class Subject {
  readonly snapshot: Snapshot;
  readonly declaration;
  readonly base: number;
  readonly entry: number;

  constructor(snapshot: Snapshot, index: number) {
    this.snapshot = snapshot;
    this.declaration = snapshot.program.declarations[index]!;
    this.base = snapshot.tree.starts[index]!;
    this.entry = entryIndex(snapshot.lab, index);
  }

  get steps(): readonly Step[] {
    return stepsOf(this.snapshot.timeline, this.entry);
  }

  /** Once the statement has happened. */
  get world(): World {
    return worldAt(this.snapshot.timeline, this.snapshot.timeline.moments[this.entry]);
  }

  /** The containers about which the statement is, as far as the engine did what it says. */
  get containers(): readonly string[] {
    return this.steps.flatMap(({ command, result }) => (result.error ? [] : containersOf(command)));
  }

  members(name: string): readonly string[] {
    return membersOf(this.snapshot.lab)(name);
  }

  /** A hint behind something written; none without parts. */
  hint({ span }: Pick<Located<unknown>, 'span'>, parts: readonly InlayHintLabelPart[]): readonly InlayHint[] {
    if (parts.length === 0) return [];
    const position = this.snapshot.lines.positionAt(this.base + span.end);
    return [{ position, label: [...parts], paddingLeft: true }];
  }

  /** Where something is declared; a replica where all of them are. */
  declared(kind: SymbolKind, name: string): { readonly location?: Location } {
    for (const source of this.snapshot.lab.sources) {
      const { symbols, tree } = source.program;
      const symbol = findSymbol(symbols, kind, name);
      if (symbol) return { location: locationOf(source, tree.starts[source.program.indexOf(symbol)]!, symbol) };
    }
    return {};
  }
}

function containersOf(command: EngineCommand): readonly string[] {
  if ('containers' in command) return command.containers;
  if ('container' in command) return [command.container];
  return 'name' in command && command.name !== undefined ? [command.name] : [];
}

function locationOf(
  { uri, lines }: Snapshot['lab']['root'],
  base: number,
  { span }: Pick<Located<unknown>, 'span'>,
): Location {
  return { uri, range: lines.rangeOf(base + span.start, base + span.end) };
}

/** `a, b, c +4`, with commas as parts of their own so that a click on one leads nowhere. */
function listed(items: readonly InlayHintLabelPart[]): readonly InlayHintLabelPart[] {
  const shown = items.slice(0, MOST).flatMap((part, i) => (i === 0 ? [part] : [{ value: ', ' }, part]));
  return items.length > MOST ? [...shown, { value: ` +${items.length - MOST}` }] : shown;
}

function containerHints(subject: Subject, { name, networks }: ContainerDeclaration): readonly InlayHint[] {
  if (!name) return [];
  if (networks.length > 0) return networks.flatMap((attachment) => addressHints(subject, attachment));
  return subject.hint(name, listed(addressParts(subject, subject.containers, 'bridge')));
}

/** Behind a network the address that each container got there, unless it is written. */
function addressHints(subject: Subject, { network, ip, ip6 }: AttachmentDeclaration): readonly InlayHint[] {
  if (ip || ip6) return [];
  return subject.hint(network, listed(addressParts(subject, subject.containers, network.value)));
}

function startHints(subject: Subject, { container }: LifecycleDeclaration): readonly InlayHint[] {
  if (!container) return [];
  const { containers, world } = subject;
  const attachments = containers.flatMap((name) => [...(findContainer(world, name)?.container.attachments ?? [])]);
  const networks = new Set(attachments.map(({ networkName }) => networkName));
  return subject.hint(
    container,
    listed([...networks].flatMap((network) => addressParts(subject, containers, network))),
  );
}

function addressParts(subject: Subject, containers: readonly string[], network: string): readonly InlayHintLabelPart[] {
  const cause = subject.declared('network', network);
  return containers.flatMap((name) => {
    const found = endpointOf(subject.world, name, network);
    if (!found) return [];
    const { endpoint, pools } = found;
    return [endpoint.address, endpoint.address6].flatMap((address): readonly InlayHintLabelPart[] => {
      const pool = pools.find(({ subnet }) => address !== undefined && blockContains(subnet, address));
      if (address === undefined || !pool || pool.random) return [];
      const range = pool.ipRange ?? pool.subnet;
      const tooltip = pool.serial
        ? t`${name} gets the next address of ${range} on ${network} at its start.`
        : t`${name} gets the lowest free address of ${range} on ${network} at its start.`;
      return [{ value: address, tooltip, ...cause }];
    });
  });
}

function endpointOf(world: World, container: string, network: string) {
  const found = findContainer(world, container);
  if (!found) return undefined;
  const id = found.host.networkIds.get(network === 'default' ? 'bridge' : network);
  const joined = id === undefined ? undefined : found.host.networks.get(id);
  const endpoint = joined?.endpoints.get(found.container.id);
  return joined && endpoint && { endpoint, pools: joined.pools };
}

/** Behind a network without a subnet both that it gets; behind a subnet without a gateway the gateway. */
function networkHints(subject: Subject, declaration: NetworkDeclaration): readonly InlayHint[] {
  const { name, subnets, gateways } = declaration;
  const [step] = subject.steps;
  if (!name || !step || step.result.error) return [];
  const host = subject.world.hosts.get(step.host);
  const id = host?.networkIds.get(name.value);
  const pools = (id === undefined ? undefined : host?.networks.get(id)?.pools) ?? [];
  const chosen = pools.filter(({ configured, random }) => !configured && !random);
  return [
    ...subject.hint(
      name,
      listed(chosen.map((pool) => subnetPart(subject, pool, step.host)).concat(chosen.flatMap(gatewayPart))),
    ),
    ...(gateways.length > 0
      ? []
      : subnets.flatMap((subnet) =>
          subject.hint(
            subnet,
            pools.filter(({ subnet: own }) => own === subnet.value).flatMap((pool) => gatewayPart(pool)),
          ),
        )),
  ];
}

/** The cause of a subnet is the host's pool of addresses, where the lab names one. */
function subnetPart({ snapshot: { lab } }: Subject, { subnet }: AddressPool, host: string): InlayHintLabelPart {
  const part = { value: subnet, tooltip: t('The engine chose this subnet: the next free one of its address pools.') };
  for (const { source, index, declaration } of lab.entries) {
    if (declaration.kind !== 'host' || (declaration.name?.value ?? 'host') !== host) continue;
    const pool = declaration.addressPools.find(({ base }) => blockContains(base.value, subnet.replace(/\/.*$/, '')));
    if (pool) return { ...part, location: locationOf(source, source.program.tree.starts[index]!, pool.base) };
  }
  return part;
}

function gatewayPart({ gateway, ipRange }: AddressPool): readonly InlayHintLabelPart[] {
  if (gateway === undefined) return [];
  const of = ipRange === undefined ? t('the subnet') : t`the range ${ipRange}`;
  return [{ value: t`gateway ${gateway}`, tooltip: t`The engine chose this gateway: the first address of ${of}.` }];
}

/** Behind an alias that several containers share, all of them, as they are when everything has happened. */
function aliasHints(subject: Subject, { network, aliases }: AttachmentDeclaration): readonly InlayHint[] {
  const end = worldAt(subject.snapshot.timeline);
  return aliases.flatMap((alias) => {
    const names = bearersOn(end, network.value, alias.value);
    return names.length > 1 ? subject.hint(alias, containerParts(subject, names, alias.value)) : [];
  });
}

/** Behind an alias in an expectation, the containers that it means to the one that asks, at this moment. */
function resolvedAliasHints(subject: Subject, { expectation, references }: ExpectDeclaration): readonly InlayHint[] {
  if (!expectation || expectation.kind === 'has') return [];
  const asked = expectation.kind === 'reach' ? expectation.target : expectation.name;
  const reference = references.find(({ span }) => span.start === asked.span.start);
  const { lab } = subject.snapshot;
  if (!reference || meaningOf(lab, lab.root, reference)?.kind !== 'alias') return [];
  const askers = subject.members(expectation.source.value);
  const names = new Set(askers.flatMap((asker) => bearersFor(subject.world, asker, asked.value)));
  return subject.hint(asked, containerParts(subject, [...names], asked.value));
}

function containerParts(subject: Subject, containers: readonly string[], alias: string): readonly InlayHintLabelPart[] {
  return listed(
    containers.map((name) => ({
      value: name,
      tooltip: t`DNS answers ${alias} with the address of ${name}.`,
      ...subject.declared('container', name),
    })),
  );
}

/** Values to propose: words of their kind, names of the lab, and what the simulation knows. One kind, one entry. */

import { CompletionItemKind } from 'vscode-languageserver-types';
import { containerFacts, withoutPrefix } from '../analysis/facts.ts';
import { t } from '../l10n.ts';
import type { World } from '../simulation/state.ts';
import { driverModes, driverOption, driverOptions } from '../vocabulary/driver-options.ts';
import type { ValuePart } from '../vocabulary/entry.ts';
import { type ValueKindName, valueKinds } from '../vocabulary/values.ts';
import { addresses, cidrs, freeAddresses, interfaceAddresses, macs } from './completion-addresses.ts';
import type { CompletionContext, Proposal, Proposer } from './completion-context.ts';
import {
  aliases,
  containers,
  dnsNames,
  hostNames,
  hosts,
  images,
  interfaces,
  networkModes,
  networks,
  senders,
  targets,
  words,
} from './completion-names.ts';
import { imagePorts, portMappings, probedPorts } from './completion-ports.ts';

/** Kinds of values for which the lab or the simulation has proposals; the others have their words and examples. */
const PROPOSERS: Partial<Record<ValueKindName, Proposer>> = {
  host: hosts,
  network: networks,
  'network mode': networkModes,
  container: containers,
  sender: senders,
  target: targets,
  'dns name': dnsNames,
  alias: aliases,
  image: images,
  interface: interfaces,
  'host name': hostNames,
  'IPv4 address': freeAddresses(4),
  'IPv6 address': freeAddresses(6),
  address: addresses,
  CIDR: cidrs,
  'interface address': interfaceAddresses,
  MAC: macs,
  'port mapping': portMappings,
  ports: imagePorts,
  listener: imagePorts,
  'probed port': probedPorts,
  'fact value': facts,
  'driver option': optionKeys,
  'driver option value': optionValues,
  'driver mode': modes,
};

/** Numbers have nothing that could be proposed but what is usual. */
const WITH_EXAMPLES: readonly ValueKindName[] = ['mtu', 'prefix length', 'replicas', 'priority'];

export function proposals(context: CompletionContext, { kind }: ValuePart): Iterable<Proposal> {
  if (!WITH_EXAMPLES.includes(kind)) return PROPOSERS[kind]?.(context) ?? words(kind);
  return valueKinds[kind].examples.map((label) => ({ label, kind: CompletionItemKind.Value }));
}

/** Whether the lab has names to offer: a placeholder would only stand in their way. */
export function hasProposals(kind: ValueKindName): boolean {
  // Of paths the file system knows: `completion-paths.ts`.
  return kind === 'path' || PROPOSERS[kind] !== undefined || valueKinds[kind].words !== undefined;
}

/** What `expect C has PROPERTY` finds at its moment: the truth, as a value to write down. */
function facts(context: CompletionContext): readonly Proposal[] {
  const [source, property] = [context.argument(0), context.argument(2)];
  if (source === undefined || property === undefined) return [];
  return context.members(source).flatMap((name) =>
    factValues(context.before, name, property).map((label) => ({
      label,
      kind: CompletionItemKind.Value,
      detail: () => t`${name} has it at this moment`,
    })),
  );
}

function factValues(world: World, name: string, property: string): readonly string[] {
  const found = containerFacts(world, name);
  if (!found) return [];
  const onNetworks = found.interfaces.filter(({ network }) => network);
  switch (property) {
    case 'ip':
      return onNetworks.flatMap(({ addresses: own }) => own.map(withoutPrefix));
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

/** Without `driver` a network is a bridge. */
const driverOf = (context: CompletionContext): string => context.property('driver') ?? 'bridge';

function optionKeys(context: CompletionContext): readonly Proposal[] {
  const driver = driverOf(context);
  return driverOptions
    .filter(({ drivers }) => drivers.includes(driver))
    .map(({ word }) => ({
      label: word,
      kind: CompletionItemKind.Property,
      detail: () => driver,
      topic: { of: 'value', kind: 'driver option', word } as const,
    }));
}

function optionValues(context: CompletionContext): readonly Proposal[] {
  const key = context.argument(0) ?? '';
  const option = driverOption(key);
  if (!option) return [];
  if (!option.values) return [{ label: option.example, kind: CompletionItemKind.Value }];
  return option.values.map(({ word }) => ({
    label: word,
    kind: CompletionItemKind.EnumMember,
    topic: { of: 'driver option value', key, word } as const,
  }));
}

function modes(context: CompletionContext): readonly Proposal[] {
  const driver = driverOf(context);
  return (driverModes[driver] ?? []).map(({ word }) => ({
    label: word,
    kind: CompletionItemKind.EnumMember,
    topic: { of: 'driver mode', driver, word } as const,
    closed: true,
  }));
}

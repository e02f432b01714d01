/** Repairs for what the engine refuses, where the simulation knows a value that it would accept. */
import { t } from '../l10n.ts';
import { formatPrefix, parseCidr } from '../simulation/addresses.ts';
import type { EngineCommand } from '../simulation/command.ts';
import type { Host, World } from '../simulation/state.ts';
import type { Span, Statement } from '../syntax/tree.ts';
import { findNetwork } from './facts.ts';
import type { Fix } from './finding.ts';
import type { Subject } from './findings.ts';
import { familyOf, freeSubnets, nextFreeAddresses, nextFreePort } from './free.ts';
import type { Entry } from './lab.ts';
import { placeOf } from './places.ts';
import { addProperty, findProperty, insertAbove, removeProperty } from './repairs/edits.ts';
import { worldAt } from './timeline.ts';

interface Refused {
  readonly host: Host;
  /** The world at the end of the file: what is free there is free for good. */
  readonly end: World;
  readonly command: EngineCommand;
  /** The text in the source that was refused. */
  readonly text: string;
}

/** By the code of the refusal: the texts to write instead. */
const REPLACEMENTS: Readonly<Record<string, (refused: Refused) => readonly string[]>> = {
  'address-in-use': freeAddress,
  'address-outside-subnet': freeAddress,
  'port-allocated': freePort,
  'port-bind-in-use': freePort,
  'port-listen-in-use': freePort,
  'invalid-network-config': ({ text }) => maskedSubnet(text),
  'pool-overlap': freeSubnet,
};

/** By the code of the refusal: the property that Docker does not take beside the others. */
const CONFLICTING: Readonly<Record<string, string>> = {
  'conflict-dns-network-mode': 'dns',
  'conflict-expose-container-mode': 'expose',
  'conflict-hostname-network-mode': 'hostname',
  'conflict-hosts-network-mode': 'extra-host',
  'conflict-links-network-mode': 'link',
  'conflict-mac-network-mode': 'mac',
  'conflict-publish-container-mode': 'publish',
};

/** Repairs that are more than another text in the place of what is underlined. */
function otherFixes(entry: Entry, code: string, text: string): readonly Fix[] {
  const properties = entry.declaration.statement.block?.statements ?? [];
  const conflicting = properties.filter(({ keyword }) => keyword.text === CONFLICTING[code]);
  if (conflicting.length === 1) {
    const [property] = conflicting as [Statement];
    const written = textOf(entry, property);
    return [{ title: t`Remove \`${written}\``, edits: [removeProperty(entry, property)] }];
  }
  if (code === 'network-not-found' && /^[A-Za-z0-9][\w.-]*$/.test(text))
    return [{ title: t`Declare the network \`${text}\``, edits: [insertAbove(entry, `network ${text}`)] }];
  if (code === 'isolated-needs-internal')
    return [{ title: t`Make the network \`internal\``, edits: [addProperty(entry, 'internal')] }];
  return [];
}

/** Docker does not say which subnet overlaps: where there is one, it is that one. */
function refusedPart({ declaration: { statement } }: Entry, code: string): Span | undefined {
  return code === 'pool-overlap' ? findProperty(statement, 'subnet')?.arguments[0] : undefined;
}

function textOf(entry: Entry, part: Span): string {
  const { start, end } = placeOf(entry, part).span;
  return entry.source.lines.text.slice(start, end);
}

/** `index`: the refused step; `span`: what is underlined, as absolute offsets of the root file. */
export function engineFixes({ lab, timeline }: Subject, index: number, span: Span): readonly Fix[] {
  const { command, host: name, entry, result } = timeline.step(index);
  const at = lab.entry(entry);
  const code = result.error?.code ?? '';
  const { start, end } = placeOf(at, refusedPart(at, code) ?? span).span;
  const host = worldAt(timeline, index).hosts.get(name);
  const text = lab.root.lines.text.slice(start, end);
  const replacements = REPLACEMENTS[code];
  if (!host || !replacements) return otherFixes(at, code, text);
  return replacements({ host, end: worldAt(timeline), command, text }).map((newText) => ({
    title: t`Replace with \`${newText}\``,
    edits: [{ start, end, newText }],
  }));
}

/** The network's next free address, in the place of an address. */
function freeAddress({ host, end, command, text }: Refused): readonly string[] {
  const family = familyOf(text);
  const name = networkOf(command);
  const network = name === undefined ? undefined : findNetwork(end.hosts.get(host.name) ?? host, name);
  return family && network ? nextFreeAddresses(network, family, 1) : [];
}

function networkOf(command: EngineCommand): string | undefined {
  if (command.kind === 'networkConnect') return command.network;
  return command.kind === 'containerRun' ? command.networks[0]?.network : undefined;
}

/** The next host port after the taken one, in the place of `[ADDRESS:]PORT:…`. */
function freePort({ host, end, text }: Refused): readonly string[] {
  const match = /^(.*:)?(\d+)(:\d+(?:\/(\w+))?)$/.exec(text);
  if (!match) return [];
  const [, address = '', port = '', rest = '', protocol = 'tcp'] = match;
  const free = nextFreePort(end.hosts.get(host.name) ?? host, Number(port) + 1, protocol);
  return free === undefined ? [] : [`${address}${free}${rest}`];
}

/** A subnet without its host bits, where it has some. */
function maskedSubnet(text: string): readonly string[] {
  const cidr = parseCidr(text);
  const masked = cidr && formatPrefix(cidr.prefix);
  return masked === undefined || masked === text ? [] : [masked];
}

/** A subnet that overlaps with none, where nothing else in the network says an address of the old one. */
function freeSubnet({ host, end, text, command }: Refused): readonly string[] {
  if (parseCidr(text)?.prefix.family !== 4 || command.kind !== 'networkCreate') return [];
  const { subnets, ipRanges, gateways, auxAddresses } = command;
  const isAlone = subnets?.length === 1 && ![ipRanges, gateways, auxAddresses].some((each) => each && each.length > 0);
  return isAlone ? freeSubnets(end.hosts.get(host.name) ?? host, 4, 1) : [];
}

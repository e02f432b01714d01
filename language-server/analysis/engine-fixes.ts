/** Repairs for what the engine refuses, where the simulation knows a value that it would accept. */
import { t } from '../l10n.ts';
import { formatPrefix, parseCidr } from '../simulation/addresses.ts';
import type { EngineCommand } from '../simulation/command.ts';
import type { Host, World } from '../simulation/state.ts';
import type { Span } from '../syntax/tree.ts';
import { findNetwork } from './facts.ts';
import type { Fix } from './finding.ts';
import type { Subject } from './findings.ts';
import { familyOf, nextFreeAddresses, nextFreePort } from './free.ts';
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
};

/** `index`: the refused step; `span`: what is underlined, as absolute offsets of the root file. */
export function engineFixes({ lab, timeline }: Subject, index: number, span: Span): readonly Fix[] {
  const { command, host: name, entry, result } = timeline.step(index);
  const { source, index: declaration } = lab.entry(entry);
  const base = source.program.tree.starts[declaration] ?? 0;
  const [start, end] = [base + span.start, base + span.end];
  const host = worldAt(timeline, index).hosts.get(name);
  const replacements = REPLACEMENTS[result.error?.code ?? ''];
  if (!host || !replacements) return [];
  const text = lab.root.lines.text.slice(start, end);
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

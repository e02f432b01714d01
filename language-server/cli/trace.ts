/** `dnet trace`: one packet, hop by hop, at a moment of the file. */

import { nameOfSender, sendersOf } from '../analysis/actors.ts';
import { attempt } from '../analysis/expect-reach.ts';
import { findContainer } from '../analysis/facts.ts';
import { parseListen } from '../analysis/listeners.ts';
import { membersOf } from '../analysis/members.ts';
import { pinPacket } from '../analysis/pin.ts';
import { readable } from '../analysis/readable.ts';
import { worldAt } from '../analysis/timeline.ts';
import { packetText, targetText } from '../analysis/trace-text.ts';
import { InputError, writeOutput } from '../files.node.ts';
import { t } from '../l10n.ts';
import type { World } from '../simulation/state.ts';
import type { Hop, Sender, Trace } from '../simulation/trace.ts';
import { type OpenLab, openLab } from './lab.ts';
import { momentOf } from './moment.ts';
import { FOUND_ERRORS, OK, type Output } from './status.ts';

export interface TraceRequest {
  readonly from: string;
  readonly to: string;
  /** `80`, `53/udp`; absent: a ping. */
  readonly on?: string;
  /** A line number as people count. */
  readonly at?: string;
  /** Writes what becomes of the packet into the file. */
  readonly pin?: boolean;
  readonly format: string;
}

/** Exit status 1 when the packet does not arrive. */
export function trace(path: string, request: TraceRequest, output: Output): number {
  const lab = openLab(path);
  const world = worldAt(
    lab.snapshot.timeline,
    request.at === undefined ? undefined : momentOf(lab.snapshot, request.at),
  );
  const members = membersOf(lab.snapshot.lab);
  const port = request.on === undefined ? undefined : portOf(request.on);
  const senders = sendersOf(world, request.from, members);
  for (const sender of senders) assertKnown(world, sender);
  const traces = senders.flatMap((sender) => attempt(world, sender, request.to, port, members).traces);
  output.out(request.format === 'json' ? `${JSON.stringify(traces, null, 2)}\n` : traces.map(render).join('\n'));
  if (request.pin) pinInto(path, lab, request, port, output);
  return traces.length > 0 && traces.every(({ verdict }) => verdict === 'delivered') ? OK : FOUND_ERRORS;
}

/** Tells on standard error what was written, so that the trace can be read by a program. */
function pinInto(
  path: string,
  { snapshot }: OpenLab,
  { from, to, at }: TraceRequest,
  port: ReturnType<typeof portOf> | undefined,
  output: Output,
): void {
  const { text } = snapshot;
  const line = at === undefined ? undefined : Number(at) - 1;
  const found = pinPacket(snapshot, { from, to, ...(port && { port }) }, line);
  if (!found)
    throw new InputError(t`Some addresses of ${to} are reached and others are not: neither can nor cannot holds.`);
  const { start, end, newText } = found.edit;
  writeOutput(path, text.slice(0, start) + newText + text.slice(end));
  output.err(`${path}: ${found.text}\n`);
}

function portOf(text: string): { readonly port: number; readonly protocol: 'tcp' | 'udp' } {
  const [port, ...more] = parseListen(text);
  if (!port || more.length > 0 || port.address)
    throw new InputError(t`--on takes a port, as in 80 or 53/udp, not "${text}".`);
  return port;
}

function assertKnown(world: World, sender: Sender): void {
  if (sender.kind === 'container' && !findContainer(world, sender.name)) {
    throw new InputError(t`There is no container "${sender.name}" at that moment of the file.`);
  }
}

function render(trace: Trace): string {
  const { query, verdict, reason, hops, wayBack = [] } = trace;
  return readable(
    [
      `${nameOfSender(query.from)} → ${targetText(trace)}: ${t(verdict)}`,
      ...hops.flatMap(hopLines),
      ...(wayBack.length > 0 ? [`  ${t('The way back')}`] : []),
      ...wayBack.flatMap(hopLines),
      `  ${reason}`,
      '',
    ].join('\n'),
  );
}

/** A hop with what it tells; below it what now stands on the packet, if that changed, and the rule that decided. */
function hopLines(hop: Hop, index: number, hops: readonly Hop[]): readonly string[] {
  const { namespace, interface: name, kind, sentence, rule } = hop;
  const number = `${index + 1}.`.padStart(4);
  const packet = packetText(hop, hops[index - 1]);
  return [
    `${number} ${[namespace, name].filter(Boolean).join(' ')}  ${t(kind)}: ${sentence}`,
    ...(packet ? [`       ${packet}`] : []),
    ...(rule ? [`       ${rule}`] : []),
  ];
}

/** `dnet trace`: one packet, hop by hop, at a moment of the file. */
import { nameOfSender, sendersOf } from '../analysis/actors.ts';
import { attempt } from '../analysis/expect-reach.ts';
import { findContainer } from '../analysis/facts.ts';
import { parseListen } from '../analysis/listeners.ts';
import { membersOf } from '../analysis/members.ts';
import { readable } from '../analysis/readable.ts';
import { worldAt } from '../analysis/timeline.ts';
import { packetText, targetText } from '../analysis/trace-text.ts';
import { InputError } from '../files.node.ts';
import type { World } from '../simulation/state.ts';
import type { Hop, Sender, Trace } from '../simulation/trace.ts';
import { openLab } from './lab.ts';
import { momentOf } from './moment.ts';
import { FOUND_ERRORS, OK, type Output } from './status.ts';

export interface TraceRequest {
  readonly from: string;
  readonly to: string;
  /** `80`, `53/udp`; absent: a ping. */
  readonly on?: string;
  /** A line number as people count. */
  readonly at?: string;
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
  return traces.length > 0 && traces.every(({ verdict }) => verdict === 'delivered') ? OK : FOUND_ERRORS;
}

function portOf(text: string): { readonly port: number; readonly protocol: 'tcp' | 'udp' } {
  const [port, ...more] = parseListen(text);
  if (!port || more.length > 0 || port.address)
    throw new InputError(`--on takes a port, as in 80 or 53/udp, not "${text}".`);
  return port;
}

function assertKnown(world: World, sender: Sender): void {
  if (sender.kind === 'container' && !findContainer(world, sender.name)) {
    throw new InputError(`There is no container "${sender.name}" at that moment of the file.`);
  }
}

function render(trace: Trace): string {
  const { query, verdict, reason, hops, wayBack = [] } = trace;
  return readable(
    [
      `${nameOfSender(query.from)} → ${targetText(trace)}: ${verdict}`,
      ...hops.flatMap(hopLines),
      ...(wayBack.length > 0 ? ['  The way back'] : []),
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
    `${number} ${[namespace, name].filter(Boolean).join(' ')}  ${kind}: ${sentence}`,
    ...(packet ? [`       ${packet}`] : []),
    ...(rule ? [`       ${rule}`] : []),
  ];
}

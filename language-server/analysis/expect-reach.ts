/** `expect SOURCE (can|cannot) reach TARGET [on PORT]`. */
import { t } from '../l10n.ts';
import type { ReachExpectation } from '../model/program.ts';
import { locate } from '../simulation/locations.ts';
import { resolve } from '../simulation/names.ts';
import { standstill } from '../simulation/standstill.ts';
import type { World } from '../simulation/state.ts';
import type { Resolution, Sender, Trace } from '../simulation/trace.ts';
import { trace } from '../simulation/tracer.ts';
import { aimOf, nameOfSender, sendersOf } from './actors.ts';
import { causesOf } from './causes.ts';
import type { Cause, Outcome } from './expectation.ts';
import { findContainer, reachableAddresses } from './facts.ts';
import type { Members } from './members.ts';

/** What one sender's attempt came to. */
export interface Attempt {
  readonly sender: Sender;
  /** One for every address behind the target's name; a name that does not resolve has one that says so. */
  readonly traces: readonly Trace[];
  readonly resolution?: Resolution;
}

/** What every sender's attempt comes to. */
export const attemptsOf = (world: World, { source, target, port }: ReachExpectation, members: Members) =>
  sendersOf(world, source.value, members).map((sender) => attempt(world, sender, target.value, port?.value, members));

/**
 * `can` holds when every address behind the target is reached, from every sender; `cannot` when none is. A target that
 * is reached in part fulfils neither.
 */
export function evaluateReach(
  world: World,
  expectation: ReachExpectation,
  members: Members,
  attempts: readonly Attempt[],
): Outcome {
  const { target, positive } = expectation;
  const traces = attempts.flatMap((each) => each.traces);
  const delivered = traces.find(arrives);
  const lost = traces.find((trace) => !arrives(trace));
  const holds = positive ? traces.length > 0 && lost === undefined : delivered === undefined;
  const decisive = positive ? (lost ?? delivered) : (delivered ?? lost);
  let reason: string | undefined;
  let causes: readonly Cause[] | undefined;
  return {
    holds,
    verdict: decisive?.verdict ?? 'isolated',
    // Told only where somebody reads it: it may take one more trace.
    get reason() {
      reason ??= decisive
        ? reasonOf(world, attempts, decisive, target.value, members)
        : whyWithoutAddress(world, target.value, members);
      return reason;
    },
    traces,
    resolutions: attempts.flatMap(({ resolution }) => resolution ?? []),
    actual: [],
    get causes() {
      causes ??= holds || !decisive ? [] : causesOf(world, decisive, members(target.value));
      return causes;
    },
  };
}

/** Sends what SOURCE would send to TARGET, to every address that the target has for it. Without `port`: a ping. */
export function attempt(
  world: World,
  sender: Sender,
  target: string,
  port: { readonly port: number; readonly protocol: 'tcp' | 'udp' } | undefined,
  members: Members,
): Attempt {
  const send = (to: string, address?: string): Trace =>
    trace(world, {
      from: sender,
      to,
      ...(address && { address }),
      protocol: port?.protocol ?? 'icmp',
      ...(port && { port: port.port }),
    });
  const aim = aimOf(world, sender, target, members);
  if (aim.kind === 'addresses')
    return { sender, traces: aim.addresses.map((address) => meant(world, target, send(address), members)) };
  const resolution = resolve(world, sender, aim.name);
  // A name that has no address is sent to all the same, so that the trace shows the look-up.
  const traces =
    resolution.addresses.length > 0 ? resolution.addresses.map((address) => send(aim.name, address)) : [send(aim.name)];
  return { sender, traces, resolution };
}

/** On another host the address of a container may be that of somebody else, whose answer is not the one that is meant. */
function meant(world: World, target: string, trace: Trace, members: Members): Trace {
  const { from, to } = trace.query;
  if (from.kind !== 'host' || trace.verdict !== 'delivered') return trace;
  const containers = members(target).flatMap((name) => findContainer(world, name) ?? []);
  if (containers.length === 0 || containers.some(({ host }) => host.name === from.name)) return trace;
  const answers = containers.some(({ host, container }) =>
    locate(host)
      .namespace(container)
      .members.some(({ name }) => name === trace.answeredBy),
  );
  if (answers) return trace;
  const who = trace.answeredBy ?? to;
  return {
    ...trace,
    verdict: 'isolated',
    reason: t`\`${target}\` is on another host, and on \`${from.name}\` its address ${to} is that of \`${who}\`.`,
  };
}

const arrives = ({ verdict }: Trace): boolean => verdict === 'delivered';

/** What a beginner has to know on the first line, what more there is to know on others. */
function reasonOf(
  world: World,
  attempts: readonly Attempt[],
  decisive: Trace,
  target: string,
  members: Members,
): string {
  const traces = attempts.flatMap((each) => each.traces);
  const share = traces.length > 1 ? t`${traces.filter(arrives).length} of ${traces.length} are reached. ` : '';
  const lines = [share + decisive.reason, addressHint(world, decisive, target, members)];
  return lines.filter(Boolean).join('\n');
}

/** Why nothing can be sent to a target that is no name to its sender, but one of the lab. */
export function whyWithoutAddress(world: World, target: string, members: Members): string {
  const [container] = members(target).flatMap((name) => findContainer(world, name)?.container ?? []);
  if (!container) return t`${target} has no address that could be reached.`;
  return container.status === 'running' || container.status === 'paused'
    ? t`${container.name} is on no network of its own, so it has no address.`
    : t`${standstill(container)}, so it has no address.`;
}

/** Where only the name stands in the way, says so: the address is known to the reader, not to the sender. */
function addressHint(world: World, { verdict, query }: Trace, target: string, members: Members): string {
  const container = members(target).find((name) => findContainer(world, name));
  const address = verdict === 'unresolved' && container && reachableAddresses(world, container)[0];
  if (!address) return '';
  const byAddress = trace(world, { ...query, to: address });
  return byAddress.verdict === 'delivered'
    ? t`By its address ${address}, \`${container}\` is reached from \`${nameOfSender(query.from)}\`.`
    : t`By its address ${address} it is not reached either: ${byAddress.reason}`;
}

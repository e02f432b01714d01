/** The matrix of a document as clients show it: its classes, rows of cells, and the hops behind a cell. */

import { findSymbol } from '../analysis/lab.ts';
import { membersOf } from '../analysis/members.ts';
import type { PinnedPacket } from '../analysis/pin.ts';
import { placeOf } from '../analysis/places.ts';
import type { EndpointClass } from '../analysis/reachability/classes.ts';
import { type Endpoint, publishedOn, type Service, senderOf, serviceText } from '../analysis/reachability/endpoints.ts';
import { buildingMatrix, type Matrix, mainOf, matrixOf, type Sending } from '../analysis/reachability/matrix.ts';
import { type Aims, aimsAt, type Observation, probe } from '../analysis/reachability/probe.ts';
import { cellText, classText, isReached, resultText, serviceTextOf } from '../analysis/reachability/text.ts';
import { readable } from '../analysis/readable.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { worldAt } from '../analysis/timeline.ts';
import { t } from '../l10n.ts';
import type {
  ReachabilityCell,
  ReachabilityHop,
  ReachabilityRows,
  ReachabilityState,
  ReachabilityTrace,
} from '../protocol/reachability.ts';
import type { World } from '../simulation/state.ts';
import type { Hop, Trace } from '../simulation/trace.ts';
import { trace } from '../simulation/tracer.ts';
import type { Work } from '../steps.ts';
import { pinnable } from './pin.ts';

/** Sorts out a matrix in steps, which takes long the first time. */
export function* preparingReachability(snapshot: Snapshot): Work<Matrix> {
  return yield* buildingMatrix(worldAt(yield* snapshot.simulation()));
}

const matrixAtEnd = (snapshot: Snapshot): Matrix => matrixOf(worldAt(snapshot.timeline));

/** `HOST NETWORK` as the network alone. */
const networkName = (key: string) => key.slice(key.indexOf(' ') + 1);

export function reachability(snapshot: Snapshot): ReachabilityState {
  const classes = matrixAtEnd(snapshot).columns.map((each) => ({
    id: each.index,
    label: classText(each),
    kind: each.members[0]!.kind,
    members: each.members.map(({ name }) => name),
    networks: each.networks.map(networkName),
    services: each.services.map((service) => serviceTextOf(each, service)),
  }));
  return { uri: snapshot.uri, version: snapshot.version, classes };
}

export function reachabilityRows(snapshot: Snapshot, rows: readonly number[]): ReachabilityRows {
  const matrix = matrixAtEnd(snapshot);
  const cells: ReachabilityCell[] = [];
  const indices = new Map<string, number>();
  const indexOf = (to: EndpointClass, observations: readonly Observation[]): number => {
    const text = cellText(to, observations);
    const key = `${text}|${to.services.map(serviceText).join()}`;
    const known = indices.get(key);
    if (known !== undefined) return known;
    indices.set(key, cells.length);
    cells.push(cellOf(to, observations, text));
    return cells.length - 1;
  };
  const senders = rows.flatMap((id) => matrix.rows.find(({ index }) => index === id) ?? []);
  return {
    uri: snapshot.uri,
    version: snapshot.version,
    rows: senders.map((from) => ({
      id: from.index,
      cells: matrix.columns.map((to) => indexOf(to, mainOf(matrix.cell(from, to)))),
    })),
    cells,
  };
}

function cellOf(to: EndpointClass, observations: readonly Observation[], text: string): ReachabilityCell {
  const reached = observations.filter(isReached).length;
  return {
    text,
    reached: reached === 0 ? 'none' : reached === observations.length ? 'all' : 'some',
    results: observations.map((observation, index) => ({
      on: serviceTextOf(to, to.services[index]!),
      result: resultText(observation),
      reached: isReached(observation),
    })),
  };
}

/** The hops from a member of one class to a service of a member of another. Null where there are no such classes. */
export function reachabilityTrace(
  snapshot: Snapshot,
  from: number,
  to: number,
  serviceIndex: number,
): ReachabilityTrace | null {
  const world = worldAt(snapshot.timeline);
  const matrix = matrixOf(world);
  const [one, other] = [matrix.rows.find(({ index }) => index === from), matrix.columns[to]];
  const pair = one && other && matrix.pair(one, other);
  const service = other?.services[serviceIndex];
  if (!pair || !service) return null;
  const [sender, target] = pair;
  const tried = ownService(target, service);
  const observation = probe(world, sender, target, tried);
  const aims = aimsAt(world, sender, target);
  const traced = tracedWay(world, sender, target, tried, observation, aims);
  const pin = pinnable(snapshot, packetOf(snapshot, one, sender, target, tried, traced));
  const describe = (hop: Hop) => describeHop(snapshot, hop);
  return {
    from: sender.name,
    to: target.name,
    on: target.kind === 'port' ? '' : serviceText(tried),
    result: resultText(observation),
    reached: isReached(observation),
    reason: traced ? readable(traced.reason) : unaddressedReason(target, observation),
    hops: (traced?.hops ?? []).map(describe),
    wayBack: (traced?.wayBack ?? []).map(describe),
    ...(pin && { pin }),
  };
}

/** What was tried in the words of an expectation; replicas that are all alike are named as one. */
function packetOf(
  { lab }: Snapshot,
  senders: EndpointClass,
  from: Sending,
  to: Endpoint,
  { protocol, port }: Service,
  traced: Trace | undefined,
): PinnedPacket {
  const target = to.kind === 'port' ? (publishedOn(to) ?? to.host.name) : to.name;
  // Where its name is unknown, what is reached is the address; what is not, is not by its name either.
  const address = traced?.verdict === 'delivered' ? traced.query.to : target;
  const replicated = from.name.replace(/-\d+$/, '');
  const names = new Set(senders.members.map(({ name }) => name));
  const all = membersOf(lab)(replicated);
  return {
    from: all.length > 1 && all.every((name) => names.has(name)) && !names.has(to.name) ? replicated : from.name,
    to: from.kind === 'container' && to.kind === 'container' ? address : target,
    ...(port !== undefined && protocol !== 'icmp' && { port: { port, protocol } }),
  };
}

/** A class of ports tries another port at each member. */
function ownService(target: Endpoint, service: Service): Service {
  if (target.kind !== 'port') return service;
  const { hostPort, protocol } = target.binding;
  return { ...service, port: hostPort, protocol: protocol as Service['protocol'] };
}

/** The way that the cell tells of: one that arrives where it is reached, one that does not where it is not. */
function tracedWay(
  world: World,
  from: Sending,
  to: Endpoint,
  { protocol, port }: Service,
  { verdict, probe: result }: Observation,
  { addresses, byName }: Aims,
): Trace | undefined {
  const named = byName && from.kind === 'container' && to.kind === 'container';
  const traces = addresses.map((address) =>
    trace(world, {
      from: senderOf(from),
      ...(named ? { to: to.name, address } : { to: address }),
      protocol,
      ...(port !== undefined && { port }),
    }),
  );
  return traces.find((each) => each.verdict === verdict && each.probe === result) ?? traces[0];
}

function unaddressedReason(target: Endpoint, { probe: result }: Observation): string {
  if (result === 'not-running') return t('One of them does not run, so nothing is sent or nothing answers.');
  return result === 'no-address'
    ? t`${target.name} has no address at which it could be reached.`
    : t`${target.name} has no name that the sender knows, and its address means nothing on the sender's host.`;
}

function describeHop(snapshot: Snapshot, { kind, namespace, interface: name, sentence, rule }: Hop): ReachabilityHop {
  const source = declarationOf(snapshot, namespace);
  return {
    kind: t(kind),
    where: readable([namespace, name].filter(Boolean).join(' ')),
    sentence: readable(sentence),
    ...(rule !== undefined && { rule: readable(rule) }),
    ...(source && { source }),
  };
}

/** Where a namespace's container or host is declared; replicas stand for the statement that makes them. */
function declarationOf({ lab }: Snapshot, name: string): ReachabilityHop['source'] {
  const found =
    findSymbol(lab, 'container', name) ??
    findSymbol(lab, 'container', name.replace(/-\d+$/, '')) ??
    findSymbol(lab, 'host', name);
  if (!found) return undefined;
  const declaration = found.source.program.indexOf(found.symbol);
  const entry = lab.entries.find(({ source, index }) => source === found.source && index === declaration);
  if (!entry) return undefined;
  const { span } = placeOf(entry, entry.declaration.statement);
  return { uri: found.source.uri, range: found.source.lines.rangeOf(span.start, span.end) };
}

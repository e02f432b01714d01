/** A packet between two things of the picture, at a moment of the file. */

import { nameOfSender, sendersOf } from '../analysis/actors.ts';
import { attempt, whyWithoutAddress } from '../analysis/expect-reach.ts';
import { reachableAddresses, withoutPrefix } from '../analysis/facts.ts';
import { parseListen } from '../analysis/listeners.ts';
import { membersOf } from '../analysis/members.ts';
import { readable } from '../analysis/readable.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { worldAt } from '../analysis/timeline.ts';
import { t } from '../l10n.ts';
import type { Container, Host, World } from '../simulation/state.ts';
import type { Hop, Trace } from '../simulation/trace.ts';
import { trace } from '../simulation/tracer.ts';
import type { TopologyHop, TopologyJourney, TopologyTrace } from '../topology/answers.ts';
import { hopPlaces } from '../topology/hops.ts';
import { readId } from '../topology/references.ts';
import { pinnable } from './pin.ts';

export interface TraceQuestion {
  /** Ids of nodes. */
  readonly from: string;
  readonly to: string;
  /** `80`, `53/udp`; absent: a ping. */
  readonly on?: string;
  /** How many steps have happened; absent: all. */
  readonly step?: number;
}

type Port = { readonly port: number; readonly protocol: 'tcp' | 'udp' };

/** Follows the packet that FROM would send to TO, by TO's name where it has one, and by its address where that fails. */
export function traceInPicture(snapshot: Snapshot, { from, to, on, step }: TraceQuestion): TopologyTrace {
  const world = worldAt(snapshot.timeline, step === undefined ? undefined : clampStep(snapshot, step));
  const members = membersOf(snapshot.lab);
  const source = actorOf(world, from);
  const target = targetOf(world, to);
  const about = { from: source ?? from, to: target?.name ?? to, ports: target?.ports ?? [] };
  if (source === undefined) return { ...about, journeys: [], problem: t`Nothing is sent from ${from}.` };
  if (target === undefined) return { ...about, journeys: [], problem: t`Nothing can be sent to ${to}.` };
  const wanted = on?.trim() || target.port;
  const port = wanted ? parsePort(wanted) : undefined;
  if (wanted && !port) return { ...about, journeys: [], problem: t`"${wanted}" is no port, as in 80 or 53/udp.` };

  const [sender] = sendersOf(world, source, members);
  const traces = sender ? attempt(world, sender, target.name, port, members).traces : [];
  const unresolved = traces.find(({ verdict }) => verdict === 'unresolved');
  const byAddress = unresolved
    ? reachableAddresses(world, target.name).map((address) => trace(world, { ...unresolved.query, to: address }))
    : [];
  const places = hopPlaces(world);
  const pin = pinnable(snapshot, { from: source, to: target.name, ...(port && { port }) }, step);
  return {
    ...about,
    ...(port && { on: `${port.port}/${port.protocol}` }),
    journeys: [...traces, ...byAddress].map((each) => journey(each, places)),
    ...(pin && { pin }),
    ...(traces.length === 0 && { problem: whyWithoutAddress(world, target.name, members) }),
  };
}

export const clampStep = ({ timeline }: Snapshot, step: number): number =>
  Math.max(0, Math.min(Math.trunc(step), timeline.steps.length));

/** Who sends when the packet starts at a node, in the words of an expectation. */
function actorOf(world: World, id: string): string | undefined {
  const reference = readId(world, id);
  if (!reference) return undefined;
  switch (reference.kind) {
    case 'network':
      return undefined;
    case 'outside':
      return 'outside';
    case 'container':
    case 'namespace':
    case 'interface':
      return reference.container.name;
    default:
      return reference.host.name;
  }
}

interface Target {
  /** As the sender would write it: a name or an address. */
  readonly name: string;
  readonly ports: readonly string[];
  /** Aimed at unless another one is asked for. */
  readonly port?: string;
}

function targetOf(world: World, id: string): Target | undefined {
  const reference = readId(world, id);
  switch (reference?.kind) {
    case undefined:
      return undefined;
    case 'outside':
      return { name: 'outside', ports: portsOf(world.outside.servers.flatMap(({ listens }) => listens)) };
    case 'container':
    case 'namespace':
      return { name: reference.container.name, ports: portsOf(reference.container.listeners) };
    case 'interface': {
      const { host, container, rest } = reference;
      return { name: interfaceAddress(host, container, rest) ?? container.name, ports: portsOf(container.listeners) };
    }
    case 'host':
    case 'router':
      return { name: reference.host.name, ports: hostPorts(reference.host) };
    case 'host-interface': {
      const { host, rest } = reference;
      const address = host.interfaces.find((each) => each.name === rest)?.addresses[0];
      return { name: address ? withoutPrefix(address) : host.name, ports: hostPorts(host) };
    }
    case 'published-port': {
      const match = /^(?:\[?([^\]]*?)\]?:)?(\d+)\/(\w+)$/.exec(reference.rest);
      const port = match ? `${match[2]}/${match[3]}` : undefined;
      return port === undefined ? undefined : { name: match?.[1] || reference.host.name, ports: [port], port };
    }
    case 'network': {
      const gateway = reference.network.pools.find((pool) => pool.gateway !== undefined)?.gateway;
      return gateway === undefined ? undefined : { name: withoutPrefix(gateway), ports: [] };
    }
  }
}

function interfaceAddress(host: Host, { id }: Container, name: string): string | undefined {
  const endpoints = [...host.networks.values()].flatMap((network) => network.endpoints.get(id) ?? []);
  const endpoint = endpoints.find(({ interfaceName }) => interfaceName === name);
  return endpoint?.address ?? endpoint?.address6;
}

const portsOf = (listeners: readonly Port[]): readonly string[] => [
  ...new Set(listeners.map(({ port, protocol }) => `${port}/${protocol}`)),
];

const hostPorts = ({ hostPorts }: Host): readonly string[] =>
  [...hostPorts.keys()].map((key) => key.split('/').reverse().join('/'));

function parsePort(text: string): Port | undefined {
  const [port, ...more] = parseListen(text);
  return port && more.length === 0 && port.address === undefined && (port.protocol === 'tcp' || port.protocol === 'udp')
    ? { port: port.port, protocol: port.protocol }
    : undefined;
}

function journey(result: Trace, places: (hop: Hop) => readonly string[]): TopologyJourney {
  const { query, verdict, reason, hops, wayBack = [] } = result;
  const [from, to] = [nameOfSender(query.from), query.to];
  const hop = (each: Hop): TopologyHop => ({
    kind: t(each.kind),
    where: readable([each.namespace, each.interface].filter(Boolean).join(' ')),
    sentence: readable(each.sentence),
    ...(each.rule && { rule: readable(each.rule) }),
    ...(each.destination && { packet: packetText(each) }),
    places: places(each),
  });
  return {
    title: query.port === undefined ? `${from} → ${to}` : t`${from} → ${to} on ${`${query.port}/${query.protocol}`}`,
    delivered: verdict === 'delivered',
    verdict: t(verdict),
    reason: readable(reason),
    hops: hops.map(hop),
    wayBack: wayBack.map(hop),
  };
}

function packetText({ source, destination = '', port }: Hop): string {
  const to = destination.includes(':') ? `[${destination}]` : destination;
  return `${source ?? '?'} → ${port === undefined ? destination : `${to}:${port}`}`;
}

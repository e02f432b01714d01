/**
 * One cell of the matrix by the packet tracer: what comes of it when one endpoint tries to reach a service of another
 * one. The matrix asks this for one pair of each pair of classes; it is what the matrix has to agree with.
 */
import { locate } from '../../simulation/locations.ts';
import { resolve } from '../../simulation/names.ts';
import type { World } from '../../simulation/state.ts';
import type { ProbeResult, Trace, Verdict } from '../../simulation/trace.ts';
import { trace } from '../../simulation/tracer.ts';
import { aimOf } from '../actors.ts';
import { reachableAddresses } from '../facts.ts';
import { type Endpoint, isUp, type PortEndpoint, publishedOn, type Service, senderOf } from './endpoints.ts';

export type Reach =
  /** As a program would: by its name where the sender has one for it. */
  | 'reached'
  /** By its address alone: its name is unknown to the sender. */
  | 'by address'
  /** Its name has several addresses, and not all of them answer. */
  | 'in part'
  /** The packet arrives, at somebody else. */
  | 'another answers'
  | 'not reached';

export interface Observation {
  readonly reach: Reach;
  readonly verdict: Verdict;
  readonly probe: ProbeResult;
  /** The kinds of the hops there, and behind a bar of those back where they are others. */
  readonly path: string;
  /** Which interface of the target was aimed at, counted in the order of its namespace. */
  readonly link?: number;
}

type Sending = Exclude<Endpoint, PortEndpoint>;

export interface Aims {
  readonly addresses: readonly string[];
  /** The sender has a name for it. */
  readonly byName: boolean;
}

/**
 * The addresses that a sender would try. A container's name is asked for first; where it has none for the sender, its
 * own addresses are tried as long as both are on one host: elsewhere they mean something else, or nothing. A published
 * port is tried where it is published.
 */
export function aimsAt(world: World, from: Sending, to: Endpoint): Aims {
  const sender = senderOf(from);
  const addressesOf = (target: string) => {
    const aim = aimOf(world, sender, target, (name) => [name]);
    return aim.kind === 'addresses' ? aim.addresses : [];
  };
  switch (to.kind) {
    case 'outside':
      return { addresses: addressesOf('outside'), byName: true };
    case 'host':
      return { addresses: addressesOf(to.name), byName: true };
    case 'port': {
      const only = publishedOn(to);
      const loopback = only !== undefined && (only.startsWith('127.') || only === '::1');
      const tried = only !== undefined && (!loopback || livesOn(from, to.host.name));
      return { addresses: tried ? [only] : addressesOf(to.host.name), byName: true };
    }
    case 'container': {
      const own = isUp(to.container) ? reachableAddresses(world, to.name) : [];
      if (from.kind === 'outside') return { addresses: own, byName: true };
      if (from.kind === 'container') {
        const { addresses } = resolve(world, sender, to.name);
        if (addresses.length > 0) return { addresses, byName: true };
      }
      return { addresses: from.host.name === to.host.name ? own : [], byName: from.kind === 'host' };
    }
  }
}

/** Whether a sender's 127.0.0.1 is the host's. */
function livesOn(from: Sending, host: string): boolean {
  if (from.kind === 'outside') return false;
  return (
    from.host.name === host && (from.kind === 'host' || locate(from.host).namespace(from.container).kind === 'host')
  );
}

/** What comes of one attempt. */
export function probe(world: World, from: Sending, to: Endpoint, service: Service): Observation {
  if (from.kind === 'container' && from.container.status !== 'running') return notRunning;
  const { addresses, byName } = aimsAt(world, from, to);
  if (addresses.length === 0)
    return to.kind === 'container' && !isUp(to.container) ? notRunning : unaddressed(world, to);
  const right = answerers(to);
  const ways = addresses.map((address) => wayOf(world, from, to, service, address, right));
  const arrived = ways.filter(({ arrives }) => arrives);
  // A name's addresses come in any order, so all must answer; of bare addresses the user picks one that does.
  const named = byName && from.kind === 'container';
  const all = arrived.length === ways.length;
  const {
    arrives: _,
    answered,
    ...way
  } = best(arrived.length > 0 && (all || !named) ? arrived : ways.filter((one) => !one.arrives));
  if (arrived.length > 0) return { ...way, reach: named && !all ? 'in part' : byName ? 'reached' : 'by address' };
  return { ...way, reach: answered ? 'another answers' : 'not reached' };
}

const notRunning: Observation = { reach: 'not reached', verdict: 'isolated', probe: 'not-running', path: '' };

/** Neither a name nor an address that means the target where the sender is. */
function unaddressed(world: World, to: Endpoint): Observation {
  return reachableAddresses(world, to.name).length === 0
    ? { reach: 'not reached', verdict: 'isolated', probe: 'no-address', path: '' }
    : { reach: 'not reached', verdict: 'unresolved', probe: 'bad-name', path: '' };
}

/** Who may answer for a target: any process in its network namespace. */
function answerers(to: Endpoint): ReadonlySet<string> {
  if (to.kind === 'outside' || to.kind === 'host') return new Set([to.name]);
  if (!isUp(to.container)) return new Set();
  const { members, name } = locate(to.host).namespace(to.container);
  return new Set([...members.map((member) => member.name), name, to.container.name]);
}

interface Way extends Omit<Observation, 'reach'> {
  readonly arrives: boolean;
  readonly answered: boolean;
}

function wayOf(
  world: World,
  from: Sending,
  to: Endpoint,
  { protocol, port }: Service,
  address: string,
  right: ReadonlySet<string>,
): Way {
  const traced = trace(world, { from: senderOf(from), to: address, protocol, ...(port !== undefined && { port }) });
  const { verdict, probe, answeredBy } = traced;
  const answered = verdict === 'delivered';
  const link = linkOf(to, address);
  return {
    arrives: answered && answeredBy !== undefined && right.has(answeredBy),
    answered,
    verdict,
    probe,
    path: pathOf(traced),
    ...(link !== undefined && { link }),
  };
}

const pathOf = ({ hops, wayBack = [] }: Trace): string => {
  const kinds = (way: Trace['hops']) => way.map(({ kind }) => kind).join(', ');
  return wayBack.length > 0 ? `${kinds(hops)} | ${kinds(wayBack)}` : kinds(hops);
};

function linkOf(to: Endpoint, address: string): number | undefined {
  if (to.kind !== 'container') return undefined;
  const index = locate(to.host)
    .namespace(to.container)
    .links.findIndex(({ endpoint }) => endpoint.address === address || endpoint.address6 === address);
  return index < 0 ? undefined : index;
}

/** One of several ways, the same whatever the order in which they were tried. */
function best(ways: readonly Way[]): Way {
  const key = ({ link, verdict, path }: Way) => `${link ?? 9} ${verdict} ${path}`;
  return ways.reduce((a, b) => (key(b) < key(a) ? b : a));
}

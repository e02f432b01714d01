/**
 * What the outcome of an expectation depends on, so that it is known to stay as it is while an edit changes something
 * else. Other containers have a part in what becomes of a packet or a name only by the names they bear, the addresses
 * they have, the ports they publish, and the namespaces and links that they share.
 */
import type { Expectation } from '../model/program.ts';
import { locate } from '../simulation/locations.ts';
import { readings } from '../simulation/names.ts';
import { clockAfter, type Difference, type Run } from '../simulation/run.ts';
import type { Container, ContainerId, Endpoint, World } from '../simulation/state.ts';
import type { Hop, Resolution, Trace } from '../simulation/trace.ts';
import { findContainer } from './facts.ts';
import type { Members } from './members.ts';

export interface Dependencies {
  /** Those that take part, and who shares a namespace with them. */
  readonly containers: ReadonlySet<ContainerId>;
  /** In lower case. */
  readonly names: ReadonlySet<string>;
  readonly addresses: ReadonlySet<string>;
  readonly ports: ReadonlySet<number>;
}

/** What was found out for an expectation. */
export interface Evidence {
  readonly traces: readonly Trace[];
  readonly resolutions: readonly Resolution[];
}

export function dependenciesOf(
  world: World,
  expectation: Expectation,
  { traces, resolutions }: Evidence,
  members: Members,
): Dependencies {
  const hops = traces.flatMap((trace): readonly Hop[] => [...trace.hops, ...(trace.wayBack ?? [])]);
  const taking = [
    ...namesIn(expectation),
    ...hops.map(({ namespace }) => namespace),
    ...traces.map(({ answeredBy }) => answeredBy),
  ];
  const names = new Set(taking.flatMap((name) => (name === undefined ? [] : [name, ...members(name)])));
  const addresses = new Set<string>();
  for (const { source, destination } of hops) for (const each of [source, destination]) if (each) addresses.add(each);
  for (const { address, query, seenSource } of traces)
    for (const each of [address, query.to, seenSource]) if (each) addresses.add(each);
  for (const resolution of resolutions) for (const each of resolution.addresses) addresses.add(each);
  const containers = new Set<ContainerId>();
  const add = (container: Container | undefined): void => {
    if (!container) return;
    containers.add(container.id);
    for (const id of container.joined) containers.add(id);
    if (container.namespace.kind === 'container') containers.add(container.namespace.container);
    for (const { links } of container.attachments) for (const link of links) names.add(link.split(':')[0]!);
  };
  for (const name of [...names]) add(findContainer(world, name)?.container);
  for (const host of world.hosts.values()) {
    const { owner } = locate(host);
    for (const address of addresses) add(host.containers.get(owner(address)?.container ?? ''));
  }
  const ports = new Set([...hops, ...traces.map(({ query }) => query)].flatMap(({ port }) => port ?? []));
  return { containers, names: new Set([...names].flatMap(meanings)), addresses, ports };
}

/** The names that a name may stand for, in lower case. */
const meanings = (name: string): readonly string[] => readings(name.toLowerCase()).map((each) => each.name);

function namesIn(expectation: Expectation): readonly string[] {
  const { source } = expectation;
  switch (expectation.kind) {
    case 'reach':
      return [source.value, expectation.target.value];
    case 'resolve':
      return [source.value, expectation.name.value, ...expectation.targets.map(({ value }) => value)];
    case 'has':
      return [source.value];
  }
}

/** Maps of the state that say nothing that the containers, their endpoints and the networks do not say. */
const DERIVED: ReadonlySet<string> = new Set([
  'containerIds',
  'hostPorts',
  'portCursors',
  'addressSpaces',
  'namesakes',
  'free',
]);

/** Whether a difference may have to do with what depends on this. */
export function concerns(of: Dependencies, { map, values }: Difference): boolean {
  const told = values.filter((value) => value !== undefined);
  if (map === 'containers') return told.some((each) => concernsContainer(of, each as Container));
  if (map === 'endpoints') return told.some((each) => concernsEndpoint(of, each as Endpoint));
  return !DERIVED.has(map);
}

function concernsContainer({ containers, names, ports }: Dependencies, container: Container): boolean {
  const { id, name, hostname, namespace, links, linkedBy, ports: published } = container;
  return (
    containers.has(id) ||
    namespace.kind === 'host' ||
    (namespace.kind === 'container' && containers.has(namespace.container)) ||
    links.length > 0 ||
    linkedBy.length > 0 ||
    names.has(name.toLowerCase()) ||
    names.has(hostname.toLowerCase()) ||
    published.some(({ hostPort }) => ports.has(hostPort))
  );
}

const concernsEndpoint = (
  { containers, names, addresses }: Dependencies,
  { container, address, address6, dnsNames }: Endpoint,
): boolean =>
  containers.has(container) ||
  (address !== undefined && addresses.has(address)) ||
  (address6 !== undefined && addresses.has(address6)) ||
  dnsNames.some((name) => names.has(name.toLowerCase()));

/** With more differences than these it is quicker to look afresh. */
const FEW = 500;

/** A moment of a run, so that it can be told from others without keeping the run. */
export interface Instant {
  readonly run: object;
  readonly clock: number;
}

export const instantOf = (run: Run, count: number): Instant => ({ run: run.id, clock: clockAfter(run, count) });

/** Whether something that was found out at an earlier instant is true at a moment of a run as well. */
export function holdsStill(of: Dependencies, { run: earlier, clock }: Instant, run: Run, count: number): boolean {
  const now = clockAfter(run, count);
  if (earlier === run.id) return clock === now;
  const { since } = run;
  if (since?.run !== earlier || since.differences.length > FEW || now < clock) return false;
  // What has happened between the two instants must be known as a difference.
  const times = new Set(since.differences.map(({ time }) => time));
  for (let index = count - 1; index >= 0 && run.executions[index]!.clock > clock; index--)
    if (!times.has(run.executions[index]!.clock)) return false;
  return !since.differences.some((difference) => difference.time <= now && concerns(of, difference));
}

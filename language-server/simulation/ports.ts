/** Binding published ports on the host, and who else may have them. */
import { compareAddresses, contains, type Prefix, parseAddress, parseCidr } from './addresses.ts';
import type { Listener } from './command.ts';
import { bridgeOptions, gatewayMode, optionOf } from './drivers.ts';
import { rules } from './engine-versions.ts';
import { endpointId } from './ids.ts';
import { engineError, type MessageCode, prefixed } from './messages.ts';
import { Refusal } from './refusal.ts';
import type {
  Container,
  ContainerId,
  Endpoint,
  EngineError,
  EngineVersion,
  Host,
  HostSocket,
  Network,
  PortBinding,
  PortRequest,
} from './state.ts';

/** `/proc/sys/net/ipv4/ip_local_port_range` of the recorded hosts. */
const highPorts = { start: 32768, end: 60999 };

const anyAddress = (address: string): boolean => address === '0.0.0.0' || address === '::';
const isIpv6 = (address: string): boolean => address.includes(':');

/** Whether two sockets on one port get in each other's way. */
export const addressesCollide = (a: string, b: string): boolean =>
  isIpv6(a) === isIpv6(b) && (a === b || anyAddress(a) || anyAddress(b));

const key = (protocol: string, port: number): string => `${protocol}/${port}`;

const socketsOn = (host: Host, protocol: string, port: number): readonly HostSocket[] =>
  host.hostPorts.get(key(protocol, port)) ?? [];

function addSocket(host: Host, protocol: string, port: number, socket: HostSocket): Host {
  const name = key(protocol, port);
  const others = host.hostPorts.get(name);
  return { ...host, hostPorts: host.hostPorts.set(name, others ? others.concat(socket) : [socket]) };
}

function removeSockets(host: Host, protocol: string, port: number, container: ContainerId): Host {
  const left = socketsOn(host, protocol, port).filter((socket) => socket.container !== container);
  const name = key(protocol, port);
  return { ...host, hostPorts: left.length ? host.hostPorts.set(name, left) : host.hostPorts.delete(name) };
}

const loopback = (parseCidr('127.0.0.0/8') as { prefix: Prefix }).prefix;

/** Whether the address is one of the host's own: loopback, an interface, or the gateway of a bridge. */
function isHostAddress(host: Host, address: string): boolean {
  if (anyAddress(address) || address === '::1') return true;
  const parsed = parseAddress(address);
  if (!parsed) return false;
  if (contains(loopback, parsed.ordinal)) return true;
  const same = (text: string) => text.split('/')[0] === address;
  return (
    host.interfaces.some((one) => one.addresses.some(same)) ||
    host.networks.some((network) => network.bridge !== undefined && network.pools.some((p) => p.gateway === address))
  );
}

/**
 * 20.10: docker/go-connections SortPortMap, an insertion sort with its own, not quite consistent, order; of equal ones
 * the last is bound first.
 */
function highestFirst(requests: readonly PortRequest[]): readonly PortRequest[] {
  const before = (a: PortRequest, b: PortRequest) =>
    a.hostPort > b.hostPort ||
    a.containerPort > b.containerPort ||
    (a.containerPort === b.containerPort &&
      (a.protocol < b.protocol || (a.protocol === b.protocol && a.hostPort === b.hostPort)));
  const sorted: PortRequest[] = [];
  for (const request of requests) {
    let at = sorted.length;
    while (at > 0 && before(request, sorted[at - 1] as PortRequest)) at--;
    sorted.splice(at, 0, request);
  }
  return sorted;
}

const isExact = (request: PortRequest): boolean => request.hostPort !== 0 && request.hostPort === request.hostPortEnd;

const protocols = ['tcp', 'udp', 'sctp'];

/** From 28 on, cmpPortBindingReqs: exact host ports before ranges, then by container port, protocol and host port. */
const exactThenLowestFirst = (requests: readonly PortRequest[]): readonly PortRequest[] =>
  [...requests].sort(
    (a, b) =>
      Number(isExact(b)) - Number(isExact(a)) ||
      a.containerPort - b.containerPort ||
      protocols.indexOf(a.protocol) - protocols.indexOf(b.protocol) ||
      a.hostPort - b.hostPort ||
      a.hostPortEnd - b.hostPortEnd,
  );

const inBindingOrder = (engine: EngineVersion, requests: readonly PortRequest[]): readonly PortRequest[] =>
  requests.length === 1
    ? requests
    : rules[engine].portOrder === 'highest first'
      ? highestFirst(requests)
      : exactThenLowestFirst(requests);

/** The host addresses that a request binds: IPv4 and IPv6 unless one is named. */
function bindAddresses(host: Host, network: Network, endpoint: Endpoint, request: PortRequest): readonly string[] {
  const preferred = optionOf(network, bridgeOptions.hostBinding);
  const address = request.hostIp ?? (preferred === '' || preferred === '0.0.0.0' ? undefined : preferred);
  const forwardsIpv6 = endpoint.address6 !== undefined || host.daemon.userlandProxy;
  if (address !== undefined) return isIpv6(address) && !forwardsIpv6 ? [] : [address];
  return forwardsIpv6 ? everyAddress : everyIpv4Address;
}

const everyAddress: readonly string[] = ['0.0.0.0', '::'];
const everyIpv4Address: readonly string[] = ['0.0.0.0'];

/** A port of the container, and the host addresses on which it is published under one host port. */
interface Publication {
  readonly request: PortRequest;
  readonly addresses: readonly string[];
}

/** libnetwork `drivers/bridge/port_mapping.go` allocatePorts; from 28 on sortAndNormPBs and needSamePort. */
function publicationsOf(
  host: Host,
  network: Network,
  endpoint: Endpoint,
  requests: readonly PortRequest[],
): readonly Publication[] {
  const wanted = inBindingOrder(host.engine, requests).map((request): Publication => {
    return { request, addresses: bindAddresses(host, network, endpoint, request) };
  });
  if (rules[host.engine].hostPortFor === 'each address')
    return wanted.flatMap(({ request, addresses }) => addresses.map((address) => ({ request, addresses: [address] })));
  const same = (a: PortRequest, b: PortRequest) =>
    a.containerPort === b.containerPort &&
    a.protocol === b.protocol &&
    a.hostPort === b.hostPort &&
    a.hostPortEnd === b.hostPortEnd;
  const joined: Publication[] = [];
  for (const each of wanted) {
    const { request, addresses } = each;
    const last = joined.at(-1);
    if (last && same(last.request, request))
      joined[joined.length - 1] = { request, addresses: [...last.addresses, ...addresses].sort(compareAddresses) };
    else if (addresses.length > 0) joined.push(each);
  }
  return joined;
}

interface Attempt {
  readonly host: Host;
  readonly container: Container;
  readonly endpoint: Endpoint;
  /** What this container has bound so far. */
  readonly bindings: readonly PortBinding[];
}

function refusal(
  { host, endpoint }: Attempt,
  { protocol, containerPort, hostPort, hostPortEnd }: PortRequest,
  code: MessageCode,
  address: string,
  port: number,
): Refusal {
  const isRange = hostPort !== hostPortEnd;
  const values = {
    address: isIpv6(address) ? `[${address}]` : address,
    ip: address,
    port: String(port),
    chosen: isRange ? `${port} ` : '',
    wanted: isRange ? `${hostPort}-${hostPortEnd}` : String(hostPort),
    protocol,
    kind: protocol.toUpperCase(),
    network: `${protocol}${isIpv6(address) ? '6' : '4'}`,
    target: `${endpoint.address ?? endpoint.address6}:${containerPort}`,
  };
  return new Refusal(engineError(host.engine, code, values, String(port)));
}

/** The published socket for which the engine does not even try to bind a port. */
function allocatedTo({ host }: Attempt, { protocol }: PortRequest, addresses: readonly string[], port: number) {
  const excludes =
    rules[host.engine].portConflicts === 'same address' ? (a: string, b: string) => a === b : addressesCollide;
  return socketsOn(host, protocol, port).find(
    (socket) => socket.kind === 'published' && addresses.some((address) => excludes(socket.hostIp, address)),
  );
}

/** Why the kernel does not bind an address and port; undefined where it does. */
function bindFailure(attempt: Attempt, request: PortRequest, address: string, port: number): Refusal | undefined {
  const { host, container, bindings } = attempt;
  const refuse = (code: MessageCode, at = address) => refusal(attempt, request, code, at, port);
  if (request.protocol === 'sctp' && !host.kernel.sctp) return refuse('protocol-not-supported');
  if (!isHostAddress(host, address)) return refuse('port-bind-no-address');
  const own = bindings.find(
    (one) =>
      one.protocol === request.protocol &&
      one.hostPort === port &&
      one.containerPort === request.containerPort &&
      addressesCollide(one.hostIp, address),
  );
  if (own && rules[host.engine].portConflicts === 'any overlap') return refuse('port-listen-in-use', own.hostIp);
  const inUse = socketsOn(host, request.protocol, port).some(
    (socket) =>
      addressesCollide(socket.hostIp, address) && (socket.kind === 'published' || socket.container !== container.id),
  );
  return inUse ? refuse('port-bind-in-use') : undefined;
}

const rangeOf = (request: PortRequest) =>
  request.hostPort === 0 ? highPorts : { start: request.hostPort, end: request.hostPortEnd };

/** What the engine remembers of the ports it gave, for each address, protocol and range. */
const cursorOf = (request: PortRequest, address: string): string => {
  const { start, end } = rangeOf(request);
  return `${address} ${key(request.protocol, start)}-${end}`;
};

/**
 * The port that is wanted, or the next one of the range after the one that was given last on the first address.
 * libnetwork `portallocator/portallocator.go` RequestPortsInRange.
 * @throws Refusal
 */
function allocatePort(attempt: Attempt, { request, addresses }: Publication): number {
  if (isExact(request)) {
    const other = allocatedTo(attempt, request, addresses, request.hostPort);
    if (other) throw refusal(attempt, request, 'port-allocated', other.hostIp, request.hostPort);
    return request.hostPort;
  }
  const { start, end } = rangeOf(request);
  const count = end - start + 1;
  const last = attempt.host.portCursors.get(cursorOf(request, addresses[0]!)) ?? end;
  for (let i = 1; i <= count; i++) {
    const port = start + ((last - start + i) % count);
    if (!allocatedTo(attempt, request, addresses, port)) return port;
  }
  throw new Refusal(engineError(attempt.host.engine, 'ports-exhausted'));
}

/** The attempt with the port bound on every address, or the reason why not. */
function bindAll(attempt: Attempt, { request, addresses }: Publication, port: number): Attempt | Refusal {
  const { protocol, containerPort } = request;
  let after = attempt;
  for (const hostIp of addresses) {
    const failure = bindFailure(after, request, hostIp, port);
    if (failure) return failure;
    const socket = { hostIp, container: after.container.id, kind: 'published' } as const;
    const binding = { protocol, hostIp, hostPort: port, containerPort };
    after = { ...after, host: addSocket(after.host, protocol, port, socket), bindings: after.bindings.concat(binding) };
  }
  return after;
}

/** So often another port is tried where the kernel does not give one: libnetwork maxAllocatePortAttempts. */
const mostTries = 10;

/** @throws PublishFailure */
function publish(attempt: Attempt, publication: Publication): Attempt {
  const { request, addresses } = publication;
  const triesAgain = request.hostPort === 0 || (!isExact(request) && rules[attempt.host.engine].portRangeRetried);
  let host = attempt.host;
  for (let tries = 1; ; tries++) {
    try {
      const port = allocatePort({ ...attempt, host }, publication);
      if (!isExact(request))
        for (const address of addresses)
          host = { ...host, portCursors: host.portCursors.set(cursorOf(request, address), port) };
      const bound = bindAll({ ...attempt, host }, publication, port);
      if (!(bound instanceof Refusal)) return bound;
      if (!triesAgain || tries === mostTries) throw bound;
    } catch (refusal) {
      throw refusal instanceof Refusal ? new PublishFailure(refusal.error, host.portCursors) : refusal;
    }
  }
}

/** What was tried is not tried again: the engine remembers it even where publishing fails. */
class PublishFailure extends Refusal {
  readonly portCursors: Host['portCursors'];

  constructor(error: EngineError, portCursors: Host['portCursors']) {
    super(error);
    this.portCursors = portCursors;
  }
}

/** The host with what a failed `publishPorts` leaves behind. */
export const afterRefusal = (host: Host, refusal: unknown): Host =>
  refusal instanceof PublishFailure ? { ...host, portCursors: refusal.portCursors } : host;

/**
 * Binds the container's published ports on the host, towards one endpoint.
 * @throws Refusal driver-failed with the reason; see `afterRefusal`
 */
export function publishPorts(
  host: Host,
  container: Container,
  network: Network,
  endpoint: Endpoint,
): { readonly host: Host; readonly ports: readonly PortBinding[] } {
  const { requests } = container;
  if (!requests.length) return { host, ports: [] };
  if (gatewayMode(host, network) === 'routed') {
    const ports = inBindingOrder(host.engine, requests).map(({ protocol, containerPort }) => {
      return { protocol, hostIp: '0.0.0.0', hostPort: 0, containerPort };
    });
    return { host, ports };
  }
  let attempt: Attempt = { host, container, endpoint, bindings: [] };
  try {
    for (const each of publicationsOf(host, network, endpoint, requests)) attempt = publish(attempt, each);
  } catch (failure) {
    if (!(failure instanceof PublishFailure)) throw failure;
    const values = { container: container.name, id: endpointId };
    throw new PublishFailure(prefixed(host.engine, 'driver-failed', values, failure.error), failure.portCursors);
  }
  return { host: attempt.host, ports: attempt.bindings };
}

/** Frees what `publishPorts` bound. */
export const releasePorts = (host: Host, container: Container): Host =>
  container.ports.reduce(
    (after, binding) => removeSockets(after, binding.protocol, binding.hostPort, container.id),
    host,
  );

/** Without an address a server listens on one socket for IPv4 and IPv6. */
const listenAddresses = ({ address }: Listener): readonly string[] =>
  address === undefined ? ['0.0.0.0', '::'] : [address];

/** The first of the listeners whose port is taken on the host itself. */
export const takenOnHost = (host: Host, listeners: readonly Listener[]): Listener | undefined =>
  listeners.find((listener) =>
    socketsOn(host, listener.protocol, listener.port).some((socket) =>
      listenAddresses(listener).some((address) => addressesCollide(socket.hostIp, address)),
    ),
  );

/** The sockets of a process that runs in the host's own namespace. */
export const listenOnHost = (host: Host, container: ContainerId, listeners: readonly Listener[]): Host =>
  listeners.reduce(
    (after, listener) =>
      listenAddresses(listener).reduce(
        (one, hostIp) => addSocket(one, listener.protocol, listener.port, { hostIp, container, kind: 'process' }),
        after,
      ),
    host,
  );

export const stopListeningOnHost = (host: Host, container: ContainerId, listeners: readonly Listener[]): Host =>
  listeners.reduce((after, listener) => removeSockets(after, listener.protocol, listener.port, container), host);

/** Binding published ports on the host, and who else may have them. */
import { contains, type Prefix, parseAddress, parseCidr } from './addresses.ts';
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

const addSocket = (host: Host, protocol: string, port: number, socket: HostSocket): Host => ({
  ...host,
  hostPorts: host.hostPorts.set(key(protocol, port), [...socketsOn(host, protocol, port), socket]),
});

function removeSockets(host: Host, protocol: string, port: number, container: ContainerId): Host {
  const left = socketsOn(host, protocol, port).filter((socket) => socket.container !== container);
  const name = key(protocol, port);
  return { ...host, hostPorts: left.length ? host.hostPorts.set(name, left) : host.hostPorts.delete(name) };
}

const loopback = (parseCidr('127.0.0.0/8') as { prefix: Prefix }).prefix;

/** Whether the address is one of the host's own: loopback, an interface, or the gateway of a bridge. */
export function isHostAddress(host: Host, address: string): boolean {
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

/** From 28 on: exact host ports before ranges, then by container port, protocol and host port. */
const exactThenLowestFirst = (requests: readonly PortRequest[]): readonly PortRequest[] =>
  [...requests].sort(
    (a, b) =>
      Number(isExact(b)) - Number(isExact(a)) ||
      a.containerPort - b.containerPort ||
      (a.protocol < b.protocol ? -1 : Number(a.protocol > b.protocol)) ||
      a.hostPort - b.hostPort,
  );

const inBindingOrder = (engine: EngineVersion, requests: readonly PortRequest[]): readonly PortRequest[] =>
  rules[engine].portOrder === 'highest first' ? highestFirst(requests) : exactThenLowestFirst(requests);

/** The host addresses that a request binds: IPv4 and IPv6 unless one is named. */
function bindAddresses(host: Host, network: Network, endpoint: Endpoint, request: PortRequest): readonly string[] {
  const preferred = optionOf(network, bridgeOptions.hostBinding);
  const address = request.hostIp ?? (preferred === '' || preferred === '0.0.0.0' ? undefined : preferred);
  const forwardsIpv6 = endpoint.address6 !== undefined || host.daemon.userlandProxy;
  if (address !== undefined) return isIpv6(address) && !forwardsIpv6 ? [] : [address];
  return forwardsIpv6 ? ['0.0.0.0', '::'] : ['0.0.0.0'];
}

interface Attempt {
  readonly host: Host;
  readonly container: Container;
  readonly endpoint: Endpoint;
  /** What this container has bound so far. */
  readonly bindings: readonly PortBinding[];
}

/** Why one address and port cannot be bound; undefined where it can. */
function obstacle(attempt: Attempt, request: PortRequest, address: string, port: number): Refusal | undefined {
  const { host, container, endpoint, bindings } = attempt;
  const { protocol } = request;
  const network = `${protocol}${isIpv6(address) ? '6' : '4'}`;
  const shown = isIpv6(address) ? `[${address}]` : address;
  const target = `${endpoint.address ?? endpoint.address6}:${request.containerPort}`;
  const values = { address: shown, port: String(port), protocol, network, target, kind: protocol.toUpperCase() };
  const refuse = (code: MessageCode, more: Record<string, string> = {}) =>
    new Refusal(engineError(host.engine, code, { ...values, ...more }, String(port)));

  if (protocol === 'sctp' && !host.kernel.sctp) return refuse('protocol-not-supported');
  if (!isHostAddress(host, address)) return refuse('port-bind-no-address');
  const excludes = (other: string) =>
    rules[host.engine].portConflicts === 'same address' ? other === address : addressesCollide(other, address);
  const again = bindings.find((one) => one.protocol === protocol && one.hostPort === port && excludes(one.hostIp));
  if (again?.containerPort === request.containerPort) return refuse('port-listen-in-use', { address: again.hostIp });
  const others = socketsOn(host, protocol, port).filter(
    (socket) => socket.container !== container.id || socket.kind === 'published',
  );
  const published = others.find((socket) => socket.kind === 'published' && excludes(socket.hostIp));
  if (published) return refuse('port-allocated', { address: published.hostIp });
  return others.some((socket) => addressesCollide(socket.hostIp, address)) ? refuse('port-bind-in-use') : undefined;
}

const rangeOf = (request: PortRequest) =>
  request.hostPort === 0 ? highPorts : { start: request.hostPort, end: request.hostPortEnd };

/** The next port of the range after the last one given whose addresses are all free. */
function choosePort(attempt: Attempt, request: PortRequest, addresses: readonly string[]): number | undefined {
  const { start, end } = rangeOf(request);
  const count = end - start + 1;
  const last = attempt.host.portCursors.get(`${request.protocol}/${start}-${end}`) ?? end;
  for (let i = 1; i <= count; i++) {
    const port = start + ((last - start + i) % count);
    if (addresses.every((address) => !obstacle(attempt, request, address, port))) return port;
  }
  return undefined;
}

function bindOne(attempt: Attempt, network: Network, request: PortRequest): Attempt {
  const { container, endpoint } = attempt;
  let { host, bindings } = attempt;
  const { protocol, containerPort } = request;
  if (gatewayMode(host, network) === 'routed')
    return { ...attempt, bindings: [...bindings, { protocol, hostIp: '0.0.0.0', hostPort: 0, containerPort }] };
  const addresses = bindAddresses(host, network, endpoint, request);
  if (!addresses.length) return attempt;
  let port = request.hostPort;
  if (!isExact(request)) {
    const unfit = addresses
      .map((address) => obstacle({ ...attempt, bindings: [] }, request, address, 0))
      .find((refusal) => refusal && !/in-use|allocated/.test(refusal.error.code));
    if (unfit) throw unfit;
    const chosen = choosePort(attempt, request, addresses);
    if (chosen === undefined) throw new Refusal(engineError(host.engine, 'ports-exhausted'));
    port = chosen;
    const { start, end } = rangeOf(request);
    host = { ...host, portCursors: host.portCursors.set(`${protocol}/${start}-${end}`, port) };
  }
  for (const address of addresses) {
    const refusal = obstacle({ host, container, endpoint, bindings }, request, address, port);
    if (refusal) throw refusal;
    host = addSocket(host, protocol, port, { hostIp: address, container: container.id, kind: 'published' });
    bindings = [...bindings, { protocol, hostIp: address, hostPort: port, containerPort }];
  }
  return { host, container, endpoint, bindings };
}

/**
 * Binds the container's published ports on the host, towards one endpoint.
 * @throws Refusal driver-failed with the reason; the host's cursors have moved on even then
 */
export function publishPorts(
  host: Host,
  container: Container,
  network: Network,
  endpoint: Endpoint,
): { readonly host: Host; readonly ports: readonly PortBinding[] } {
  if (!container.requests.length) return { host, ports: [] };
  let attempt: Attempt = { host, container, endpoint, bindings: [] };
  try {
    for (const request of inBindingOrder(host.engine, container.requests)) attempt = bindOne(attempt, network, request);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const values = { container: container.name, id: endpointId };
    throw new Refusal(prefixed(host.engine, 'driver-failed', values, refusal.error));
  }
  return { host: attempt.host, ports: attempt.bindings };
}

/** Frees what `publishPorts` bound. */
export const releasePorts = (host: Host, container: Container): Host =>
  container.ports.reduce(
    (after, binding) => removeSockets(after, binding.protocol, binding.hostPort, container.id),
    host,
  );

const listenAddress = (listener: Listener): string => listener.address ?? '0.0.0.0';

/** The first of the listeners whose port is taken on the host itself. */
export const takenOnHost = (host: Host, listeners: readonly Listener[]): Listener | undefined =>
  listeners.find((listener) =>
    socketsOn(host, listener.protocol, listener.port).some((socket) =>
      addressesCollide(socket.hostIp, listenAddress(listener)),
    ),
  );

/** The sockets of a process that runs in the host's own namespace. */
export const listenOnHost = (host: Host, container: ContainerId, listeners: readonly Listener[]): Host =>
  listeners.reduce(
    (after, listener) =>
      addSocket(after, listener.protocol, listener.port, {
        hostIp: listenAddress(listener),
        container,
        kind: 'process',
      }),
    host,
  );

export const stopListeningOnHost = (host: Host, container: ContainerId, listeners: readonly Listener[]): Host =>
  listeners.reduce((after, listener) => removeSockets(after, listener.protocol, listener.port, container), host);

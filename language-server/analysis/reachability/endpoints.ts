/** The rows and columns of the reachability matrix: containers, hosts, their published ports, and what is outside. */
import { findContainer } from '../../simulation/names.ts';
import type { Container, Host, PortBinding, World } from '../../simulation/state.ts';
import type { Protocol, Sender } from '../../simulation/trace.ts';
import type { Work } from '../../steps.ts';

/** What is tried: a ping, or a port. */
export interface Service {
  readonly protocol: Protocol;
  readonly port?: number;
}

export type Endpoint =
  | { readonly kind: 'container'; readonly name: string; readonly host: Host; readonly container: Container }
  | { readonly kind: 'host'; readonly name: string; readonly host: Host }
  /** A port of a host that leads to a container. It is reached and does not send. */
  | {
      readonly kind: 'port';
      readonly name: string;
      readonly host: Host;
      readonly container: Container;
      readonly binding: PortBinding;
    }
  | { readonly kind: 'outside'; readonly name: 'outside' };

export type ContainerEndpoint = Extract<Endpoint, { kind: 'container' }>;
export type PortEndpoint = Extract<Endpoint, { kind: 'port' }>;

export const ping: Service = { protocol: 'icmp' };

/** `5432/tcp`, or `ping`. */
export const serviceText = ({ protocol, port }: Service): string =>
  port === undefined ? 'ping' : `${port}/${protocol}`;

export const isUp = ({ status }: Container): boolean => status === 'running' || status === 'paused';

const containers = new WeakMap<Host, readonly Container[]>();

/** The containers of a host's snapshot, in the order of their creation. */
export function containersOf(host: Host): readonly Container[] {
  let all = containers.get(host);
  if (!all) {
    all = [...host.containers.values()];
    containers.set(host, all);
  }
  return all;
}

/** So many containers are looked at in one step. */
const CONTAINERS_A_STEP = 512;

/** Every endpoint of a world: containers in the order of their hosts and creation, hosts, their ports, outside. */
export function* findingEndpoints(world: World): Work<readonly Endpoint[]> {
  const hosts = [...world.hosts.values()];
  const all: Endpoint[] = [];
  let seen = 0;
  for (const host of hosts)
    for (const container of containersOf(host)) {
      if (++seen % CONTAINERS_A_STEP === 0) yield;
      const { name } = container;
      // Of several containers with one name, on several hosts, a name means the first.
      if (hosts.length > 1 && findContainer(world, name)?.container !== container) continue;
      all.push({ kind: 'container', name, host, container });
    }
  for (const host of hosts) all.push({ kind: 'host', name: host.name, host });
  for (const host of hosts)
    for (const container of containersOf(host)) {
      if (++seen % CONTAINERS_A_STEP === 0) yield;
      if (isUp(container)) addPorts(all, host, container);
    }
  all.push({ kind: 'outside', name: 'outside' });
  return all;
}

const everyAddress = (hostIp: string) => hostIp === '' || hostIp === '0.0.0.0' || hostIp === '::';

/** The ports that a host has for a container; one that is bound on IPv4 and IPv6 alike is one port. */
function addPorts(all: Endpoint[], host: Host, container: Container): void {
  const { ports } = container;
  ports.forEach((binding, index) => {
    const { protocol, hostIp, hostPort } = binding;
    const again = index > 0 && ports.findIndex((each) => isSamePort(each, binding)) < index;
    if (protocol === 'sctp' || hostPort === 0 || again) return;
    const address = everyAddress(hostIp) ? '' : `${hostIp.includes(':') ? `[${hostIp}]` : hostIp}:`;
    all.push({ kind: 'port', name: `${host.name} ${address}${hostPort}/${protocol}`, host, container, binding });
  });
}

const isSamePort = (a: PortBinding, b: PortBinding): boolean =>
  a.hostPort === b.hostPort &&
  a.protocol === b.protocol &&
  (a.hostIp === b.hostIp || (everyAddress(a.hostIp) && everyAddress(b.hostIp)));

/** The one address on which a port is published, if it is not published on all. */
export const publishedOn = ({ binding: { hostIp } }: PortEndpoint): string | undefined =>
  everyAddress(hostIp) ? undefined : hostIp;

/** Ping, and each port that something of the container listens on, exposes or publishes, in ascending order. */
export function servicesOf(endpoint: Endpoint, world: World): readonly Service[] {
  switch (endpoint.kind) {
    case 'container':
      return containerServices(endpoint.container);
    case 'host':
      return [ping];
    case 'port': {
      const { protocol, hostPort } = endpoint.binding;
      return [{ protocol: protocol as Protocol, port: hostPort }];
    }
    case 'outside':
      return [ping, ...(world.outside.servers[0]?.listens ?? []).map(({ protocol, port }) => ({ protocol, port }))];
  }
}

function containerServices({ listeners, exposed, ports }: Container): readonly Service[] {
  const all = new Set([
    ...listeners.map(({ protocol, port }) => `${port}/${protocol}`),
    ...exposed,
    ...ports.map(({ protocol, containerPort }) => `${containerPort}/${protocol}`),
  ]);
  const services = [...all].flatMap((text): readonly Service[] => {
    const [port = '', protocol = 'tcp'] = text.split('/');
    return protocol === 'tcp' || protocol === 'udp' ? [{ protocol, port: Number(port) }] : [];
  });
  return [ping, ...services.sort((a, b) => a.port! - b.port! || (a.protocol < b.protocol ? -1 : 1))];
}

/** Who sends; a port sends nothing. */
export function senderOf(endpoint: Exclude<Endpoint, PortEndpoint>): Sender {
  return endpoint.kind === 'outside' ? { kind: 'outside' } : { kind: endpoint.kind, name: endpoint.name };
}

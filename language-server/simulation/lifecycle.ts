/** Starting and stopping containers, and what the engine does when it restarts itself. */
import { contains, parseAddress } from './addresses.ts';
import { containerNamed, deleteContainer, findContainer, isRunning } from './containers.ts';
import { validateAtStart } from './endpoint-options.ts';
import {
  type Connection,
  checkNetworkOfMode,
  chooseGateway,
  compareGateways,
  inGatewayOrder,
  makeEndpoint,
  movePorts,
  nameInterface,
  networkOf,
  place,
  removeEndpoint,
  resolveAttachment,
  withContainer,
  withFiles,
} from './endpoints.ts';
import { rules } from './engine-versions.ts';
import { defaultBridgeAddress, hostsFileAfterLeaving, hostsFileAtStart, linkLine, resolvConfOf } from './files.ts';
import { settleGateway } from './gateway-bridge.ts';
import { fullId } from './ids.ts';
import { withLocalAddresses } from './ipam.ts';
import { engineError, type MessageCode, prefixed } from './messages.ts';
import { containerOf, isContainerMode } from './network-mode.ts';
import { blockOf, isUserDefined } from './networks.ts';
import { afterRefusal, listenOnHost, stopListeningOnHost } from './ports.ts';
import { immediateExit, missingProgram, namespaceOwner, takenPort, wantedListeners } from './processes.ts';
import { Refusal } from './refusal.ts';
import type { Attachment, Container, EngineError, Host } from './state.ts';
import { isOverlay } from './swarm-state.ts';

function refuse(host: Host, code: MessageCode, values: Record<string, string> = {}, value?: string): never {
  throw new Refusal(engineError(host.engine, code, values, value));
}

/** The container with its namespace set to that of the one it joins, and that one's names and files. */
function joinNamespace(host: Host, container: Container): { host: Host; container: Container } {
  const given = containerOf(container.networkMode);
  const target = findContainer(host, given);
  if (!target) refuse(host, 'join-missing', { name: given }, given);
  if (target.id === container.id) refuse(host, 'join-own-network', {}, given);
  if (!isRunning(target)) {
    const values = { given, name: target.name, status: target.status, id: fullId(target.id) };
    refuse(host, 'join-not-running', values, given);
  }
  const { hostname, hostsFile, hostsFileOrder, resolvConf } = target;
  const joined = { ...container, hostname, hostsFile, hostsFileOrder, resolvConf };
  if (target.namespace.kind === 'host') return { host, container: { ...joined, namespace: { kind: 'host' } } };
  const owner = namespaceOwner(host, target);
  const namespace =
    target.namespace.kind === 'container'
      ? target.namespace
      : ({ kind: 'container', container: target.id, incarnation: target.incarnation } as const);
  const after = owner ? withContainer(host, { ...owner, joined: [...owner.joined, container.id] }) : host;
  return { host: after, container: { ...joined, namespace } };
}

/** An endpoint that is being made, with the wish that it fulfils. */
interface Joining {
  readonly attachment: Attachment;
  readonly connection: Connection;
}

/** 20.10 attaches in the order of the default route; later engines in random order, shown in the order of attachment. */
const inStartOrder = (host: Host, joining: readonly Joining[]): readonly Joining[] =>
  rules[host.engine].interfaceOrderAtStart === 'random'
    ? joining
    : [...joining].sort((a, b) => compareGateways(a.connection, b.connection));

/** A container without a namespace of its own (it was taken off the host network) clashes with the host's routes. */
function checkHostRoutes(host: Host, container: Container, { network, endpoint }: Connection): void {
  if (container.namespace.kind !== 'host' || endpoint.address === undefined) return;
  const ordinal = parseAddress(endpoint.address)?.ordinal;
  const pool = network.pools.find((one) => ordinal !== undefined && contains(blockOf(one), ordinal));
  if (!pool) return;
  const values = {
    address: `${endpoint.address}/${endpoint.prefixLength}`,
    subnet: pool.subnet,
    gateway: pool.gateway ?? '',
  };
  refuse(host, 'address-conflicts-with-host-route', values);
}

interface Starting {
  readonly host: Host;
  readonly container: Container;
  /** In the order in which they were joined. */
  readonly connections: readonly Connection[];
}

/** What survives a start that failed. */
class StartFailure {
  readonly error: EngineError;
  readonly attachments: Container['attachments'];
  readonly portCursors: Host['portCursors'];
  /** Absent where no process was started. */
  readonly exitCode: number | undefined;

  constructor(error: EngineError, attachments: Container['attachments'], { portCursors }: Host, exitCode?: number) {
    this.error = error;
    this.attachments = attachments;
    this.portCursors = portCursors;
    this.exitCode = exitCode;
  }
}

/** Endpoints for every network, without interfaces yet. */
function makeEndpoints(host: Host, before: Container): { container: Container; joining: readonly Joining[] } {
  const { attachments: wishes } = before;
  const resolved = wishes.slice();
  const joining: Joining[] = [];
  for (let i = 0; i < wishes.length; i++) {
    const wish = wishes[i]!;
    const network = networkOf(host, wish);
    const attachment = network ? resolveAttachment(host, before, wish, network) : wish;
    resolved[i] = attachment;
    try {
      if (network && rules[host.engine].endpointValidation === 'at start') validateAtStart(host, network, wish);
      if (network) checkNetworkOfMode(host, before, network.name);
      joining.push({ attachment, connection: makeEndpoint(host, before, attachment) });
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      // The network's id is noted once there is an endpoint.
      resolved[i] = { ...attachment, network: wish.network };
      throw new StartFailure(prefixed(host.engine, 'network-setup-failed', {}, refusal.error), resolved, host);
    }
  }
  return { container: { ...before, attachments: resolved }, joining };
}

/** Interfaces and published ports. */
function joinNetworks(before: Host, unnamed: Container, joining: readonly Joining[]): Starting {
  const { engine } = before;
  const order = joining.length > 1 && rules[engine].interfaceOrderAtStart === 'random' ? 'random' : 'known';
  let host = before;
  let container = unnamed;
  let current: Attachment | undefined;
  const connections: Connection[] = [];
  try {
    for (const { attachment, connection } of inStartOrder(host, joining)) {
      current = attachment;
      if (connection.network.driver === 'ipvlan' && !host.kernel.ipvlan) refuse(host, 'ipvlan-unsupported');
      checkHostRoutes(host, container, connection);
      const named = nameInterface(host, container, connection, attachment, connections, order);
      connections.push(named.connection);
      container = named.container;
      host = place(host, named.connection);
    }
    const published = publishOneByOne(host, container, connections);
    const settled = settleGateway(published.host, published.container, published.gateway, connections);
    return { host: settled.host, container: settled.container, connections };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const detached = rules[engine].failedJoinDetaches
      ? container.attachments.filter((one) => one !== current)
      : container.attachments;
    const error = prefixed(engine, 'network-setup-failed', {}, refusal.error);
    throw new StartFailure(error, detached, afterRefusal(host, refusal));
  }
}

/** Ports published as each network but the last is joined: the default bridge comes first, the others in any order. */
function publishOneByOne(before: Host, unpublished: Container, connections: readonly Connection[]) {
  let host = before;
  let container = unpublished;
  let gateway: Connection | undefined;
  if (!rules[host.engine].portsFollowEachNetwork || connections.some(({ network }) => isOverlay(network)))
    return { host, container, gateway };
  if (connections.length < 2) return { host, container, gateway };
  const joined = [...connections].sort((a, b) => Number(b.network.predefined) - Number(a.network.predefined));
  for (let count = 1; count < joined.length; count++) {
    const next = chooseGateway(joined.slice(0, count));
    ({ host, container } = movePorts(host, container, gateway, next));
    gateway = next;
  }
  return { host, container, gateway };
}

/**
 * Links of the default bridge need a target that is on that bridge, and that runs: the one is asked while the networks
 * are joined, the other when they are.
 */
function checkLinks({ host, container }: Starting): void {
  if (container.networkMode === 'none' || !container.links.length) return;
  const targets = container.links.flatMap(({ target, alias }) => {
    const linked = host.containers.get(target);
    return linked ? [{ linked, alias }] : [];
  });
  const fail = (code: MessageCode, values: Record<string, string>, name: string, left = container.attachments) => {
    throw new StartFailure(engineError(host.engine, code, values, name), left, host);
  };
  const isOnBridge = (one: Attachment): boolean => {
    const network = networkOf(host, one);
    return network?.driver === 'bridge' && network.predefined;
  };
  const stranger = targets.find(({ linked }) => !linked.attachments.some(isOnBridge))?.linked;
  if (stranger) {
    const left = rules[host.engine].failedStartLeavesAddress
      ? container.attachments.map((one) => withLeftover(host, container, one))
      : container.attachments;
    fail('link-other-network', { target: stranger.name, id: fullId(stranger.id) }, stranger.name, left);
  }
  const { linked, alias } = targets.find((one) => !isRunning(one.linked)) ?? {};
  if (linked)
    fail('link-not-running', { target: linked.name, container: container.name, alias: alias ?? '' }, linked.name);
}

function withLeftover(host: Host, container: Container, attachment: Attachment): Attachment {
  const endpoint = host.networks.get(attachment.network)?.endpoints.get(container.id);
  if (endpoint?.address === undefined || endpoint.prefixLength === undefined) return attachment;
  const { address, prefixLength, mac } = endpoint;
  return { ...attachment, leftover: { address, prefixLength, mac } };
}

/** What the container runtime refuses once the network stands. */
function checkProcess({ host, container }: Starting): void {
  const fail = (exitCode: number, code: MessageCode, values: Record<string, string>, value?: string): never => {
    throw new StartFailure(engineError(host.engine, code, values, value), container.attachments, host, exitCode);
  };
  const command = missingProgram(container);
  if (command !== undefined) fail(127, 'command-not-found', { command }, command);
  const sysctl = container.options.sysctls?.find((one) => one.startsWith('net.'));
  if (sysctl !== undefined && container.namespace.kind === 'host')
    fail(128, 'sysctl-in-host-network', { key: sysctl.split('=')[0] as string }, sysctl);
  if (container.hostname.length > 64 && container.options.hostname)
    fail(128, 'hostname-too-long', {}, container.options.hostname);
}

/** Running containers of the default bridge that are linked to this one learn its address. */
function tellLinked(host: Host, target: Container): Host {
  if (!target.linkedBy.length) return host;
  const address = defaultBridgeAddress(host, target);
  if (address === undefined) return host;
  let after = host;
  for (const id of target.linkedBy) {
    const linking = after.containers.get(id);
    if (!linking || !isRunning(linking)) continue;
    const lines = linking.links.filter((link) => link.target === target.id).map((link) => link.alias);
    const hostsFile = linking.hostsFile.map((line) => {
      const alias = lines.find((one) => line.split(' ')[1] === one);
      return alias === undefined ? line : linkLine(address, target, alias);
    });
    after = withFiles(after, { ...linking, hostsFile });
  }
  return after;
}

/** Starts the process: it listens, or ends because it cannot. */
function runProcess(starting: Starting): Host {
  const { host, container } = starting;
  const exit = immediateExit(container);
  if (exit !== undefined) return end(withContainer(host, { ...container, status: 'running' }), container, exit, []);
  const taken = takenPort(host, container);
  if (taken) {
    const line = `bind() to ${taken.address ?? '0.0.0.0'}:${taken.port} failed (98: Address already in use)`;
    return end(withContainer(host, { ...container, status: 'running' }), container, 1, [line]);
  }
  const listeners = wantedListeners(container);
  const after = container.namespace.kind === 'host' ? listenOnHost(host, container.id, listeners) : host;
  return tellLinked(withFiles(after, { ...container, status: 'running', listeners, exitCode: 0 }), container);
}

/** 20.10 joins the default bridge first, and like the others the rest in random order. */
function joinsInRandomOrder(host: Host, connections: readonly Connection[]): boolean {
  const bridgeFirst = rules[host.engine].interfaceOrderAtStart === 'gateway order';
  return connections.length > 1 && connections.filter(({ network }) => !(bridgeFirst && network.predefined)).length > 1;
}

function startNetworking(host: Host, before: Container): Starting {
  if (isContainerMode(before.networkMode)) {
    try {
      const joined = joinNamespace(host, before);
      return { host: joined.host, container: joined.container, connections: [] };
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      throw new StartFailure(refusal.error, before.attachments, host);
    }
  }
  const made = makeEndpoints(host, before);
  const starting = joinNetworks(host, made.container, made.joining);
  const { container, connections } = starting;
  // /etc/hosts is written as the endpoints are made, before the order of the interfaces is known.
  const written = made.joining.map((one) => one.connection);
  const embedded = connections.some(({ network }) => isUserDefined(network));
  const ownHosts = container.namespace.kind !== 'host' || container.options.extraHosts?.length;
  const withOwnFiles: Container = {
    ...container,
    hostsFile: ownHosts ? hostsFileAtStart(starting.host, container, written) : host.hostsFile,
    hostsFileOrder: joinsInRandomOrder(host, connections) ? 'random' : 'known',
    resolvConf: resolvConfOf(starting.host, container, embedded),
  };
  return { host: starting.host, container: withOwnFiles, connections };
}

const withoutLeftover = (attachment: Attachment): Attachment => ({ ...attachment, leftover: undefined });

/**
 * `docker start` of one container; nothing happens to one that runs.
 * @throws Refusal with the host as the failed start leaves it
 */
export function startContainer(host: Host, container: Container): Host {
  if (container.status === 'paused') refuse(host, 'start-paused');
  if (container.status === 'running') return host;
  const starting: Container = {
    ...container,
    error: undefined,
    incarnation: container.incarnation + 1,
    nextInterface: 0,
    ports: [],
    logs: [],
    attachments: container.attachments.some((one) => one.leftover !== undefined)
      ? container.attachments.map(withoutLeftover)
      : container.attachments,
  };
  try {
    const networked = startNetworking(host, starting);
    checkLinks(networked);
    checkProcess(networked);
    return runProcess(networked);
  } catch (failure) {
    if (!(failure instanceof StartFailure)) throw failure;
    const { error, attachments, portCursors } = failure;
    // moby `daemon/start.go` containerStart: the exit code of an earlier process stays, but not a zero.
    const exitCode = failure.exitCode ?? (container.exitCode || 128);
    const failed: Container = { ...container, attachments, exitCode, error: error.message };
    const after = withContainer({ ...host, portCursors }, failed);
    throw new Refusal(error, container.options.autoRemove ? deleteContainer(after, failed) : after);
  }
}

/** Gives addresses and ports back, network by network; those that joined the container see it in `/etc/hosts`. */
function leaveNetworks(host: Host, container: Container): { readonly host: Host; readonly container: Container } {
  const connections = inGatewayOrder(host, container);
  let after = host;
  let leaving = container;
  for (const [i, one] of connections.entries()) {
    const network = after.networks.get(one.network.id) ?? one.network;
    leaving = { ...leaving, hostsFile: hostsFileAfterLeaving(after, leaving, network, one.endpoint) };
    after = removeEndpoint(after, leaving, one.network);
    const next = rules[host.engine].portsFollowEachNetwork ? connections[i + 1] : undefined;
    try {
      ({ host: after, container: leaving } = movePorts(after, leaving, one, next));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      ({ host: after, container: leaving } = movePorts(afterRefusal(after, refusal), leaving, one, undefined));
    }
  }
  return { host: after, container: leaving };
}

/** The container's process is gone: addresses, ports and namespace are free. */
function end(host: Host, container: Container, exitCode: number, logs: readonly string[]): Host {
  const left = leaveNetworks(host, container);
  let after = left.host;
  if (container.namespace.kind === 'host') after = stopListeningOnHost(after, container.id, container.listeners);
  const { namespace } = container;
  const owner = namespace.kind === 'container' ? after.containers.get(namespace.container) : undefined;
  if (owner) after = withContainer(after, { ...owner, joined: owner.joined.filter((id) => id !== container.id) });
  const { hostsFile } = left.container;
  const ended: Container = { ...container, hostsFile, status: 'exited', exitCode, logs, ports: [], listeners: [] };
  after = withFiles(after, ended);
  return container.options.autoRemove ? deleteContainer(after, ended) : after;
}

/** SIGKILL's exit status. */
const killed = 137;

/** `docker stop` of one container; its process is taken to obey. Nothing happens to one that does not run. */
export const stopContainer = (host: Host, container: Container): Host =>
  isRunning(container) ? end(host, container, 0, container.logs) : host;

/** @throws Refusal kill-failed */
export function killContainer(host: Host, name: string): Host {
  const container = findContainer(host, name);
  const reason = container
    ? engineError(host.engine, 'not-running', { id: fullId(container.id) }, name)
    : engineError(host.engine, 'no-such-container', { name }, name);
  if (!container || !isRunning(container)) throw new Refusal(prefixed(host.engine, 'kill-failed', { name }, reason));
  return end(host, container, killed, container.logs);
}

/** @throws Refusal no-such-container, restart-failed */
export function restartContainer(host: Host, name: string): Host {
  const container = containerNamed(host, name);
  const kept = { ...container, options: { ...container.options, autoRemove: false } };
  const stopped = stopContainer(withContainer(host, kept), kept);
  const again = { ...(stopped.containers.get(container.id) as Container), options: container.options };
  try {
    return startContainer(withContainer(stopped, again), again);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    throw new Refusal(prefixed(host.engine, 'restart-failed', { name }, refusal.error), refusal.host ?? stopped);
  }
}

/** @throws Refusal no-such-container, not-running, already-paused */
export function pauseContainer(host: Host, name: string): Host {
  const container = containerNamed(host, name);
  const id = fullId(container.id);
  if (container.status === 'paused') refuse(host, 'already-paused', { id }, name);
  if (container.status !== 'running') refuse(host, 'not-running', { id }, name);
  return withContainer(host, { ...container, status: 'paused' });
}

/** @throws Refusal no-such-container, not-paused */
export function unpauseContainer(host: Host, name: string): Host {
  const container = containerNamed(host, name);
  if (container.status !== 'paused') refuse(host, 'not-paused', { id: fullId(container.id) }, name);
  return withContainer(host, { ...container, status: 'running' });
}

/** @throws Refusal no-such-container, running-container-stays, paused-container-stays */
export function removeContainer(host: Host, name: string, force: boolean): Host {
  const container = containerNamed(host, name);
  const values = { id: fullId(container.id), name: container.name };
  if (!force && container.status === 'running') refuse(host, 'running-container-stays', values, name);
  if (!force && container.status === 'paused') refuse(host, 'paused-container-stays', values, name);
  const stopped = stopContainer(host, container);
  const left = stopped.containers.get(container.id);
  return left ? deleteContainer(stopped, left) : stopped;
}

/**
 * The engine stops and starts: containers end, those with a restart policy start again (in random order, shown in the
 * order of creation), networks keep their subnets, cursors begin anew.
 */
export function restartDaemon(host: Host): Host {
  const containers = [...host.containers.values()].sort((a, b) => a.created - b.created);
  let after = host;
  for (const container of containers) {
    const current = after.containers.get(container.id);
    if (current) after = stopContainer(after, current);
  }
  after = {
    ...withLocalAddresses(after, { cursor: 0 }),
    portCursors: after.portCursors.clear(),
    networks: after.networks.map((network) => ({
      ...network,
      lost: false,
      // Stored networks come back as if their subnets and gateways had been configured (libnetwork reservePools).
      pools: network.pools.map((pool) => ({
        ...pool,
        configured: true,
        gatewayConfigured: pool.gateway !== undefined,
      })),
    })),
  };
  for (const container of containers) {
    const again = after.containers.get(container.id);
    const policy = container.options.restart;
    if (!again || !(policy === 'always' || (policy === 'unless-stopped' && isRunning(container)))) continue;
    if (policy === 'always' && container.status === 'created') continue;
    try {
      after = startContainer(after, again);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      after = refusal.host ?? after;
    }
  }
  return after;
}

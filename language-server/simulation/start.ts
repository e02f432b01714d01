/** `docker start`: networks, ports, links and the process, and what is taken back where one of them fails. */
import { contains, parseAddress } from './addresses.ts';
import { deleteContainer, findContainer, isRunning } from './containers.ts';
import { validateAtStart } from './endpoint-options.ts';
import {
  bridgeFirst,
  type Connection,
  checkNetworkOfMode,
  chooseGateway,
  compareGateways,
  makeEndpoint,
  movePorts,
  nameInterface,
  networkOf,
  place,
  resolveAttachment,
  withContainer,
  withFiles,
} from './endpoints.ts';
import { rules } from './engine-versions.ts';
import { leftoversOf, leftoversUntilFailure, unsaved, withLeftover, withoutLeftover } from './failed-start.ts';
import { defaultBridgeAddress, hostsFileAtStart, linkLine, resolvConfOf } from './files.ts';
import { settleGateway } from './gateway-bridge.ts';
import { fullId } from './ids.ts';
import { engineError, type MessageCode, prefixed } from './messages.ts';
import { containerOf, isContainerMode } from './network-mode.ts';
import { blockOf, isUserDefined } from './networks.ts';
import { afterRefusal, listenOnHost } from './ports.ts';
import { endProcess } from './process-end.ts';
import { immediateExit, missingProgram, namespaceOwner, takenPort, wantedListeners } from './processes.ts';
import { Refusal, refuse } from './refusal.ts';
import type { Attachment, Container, EngineError, Host } from './state.ts';
import { isOverlay } from './swarm-state.ts';

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
  readonly savedLeftovers: Container['savedLeftovers'] | undefined;
  /** Absent where no process was started. */
  readonly exitCode: number | undefined;

  /** @param left the host as it stands before all is taken back */
  constructor(
    error: EngineError,
    attachments: Container['attachments'],
    left: Host,
    { exitCode, saved }: { readonly exitCode?: number; readonly saved?: Container['savedLeftovers'] } = {},
  ) {
    this.error = error;
    this.attachments = attachments;
    this.portCursors = left.portCursors;
    this.exitCode = exitCode;
    this.savedLeftovers = rules[left.engine].failedStartIsSaved ? saved : undefined;
  }
}

/** Endpoints for every network, without interfaces yet. */
function makeEndpoints(host: Host, before: Container): readonly Joining[] {
  const { attachments: wishes } = before;
  const resolved = wishes.slice();
  return wishes.map((wish, i) => {
    const network = networkOf(host, wish);
    const attachment = network ? resolveAttachment(host, before, wish, network) : wish;
    resolved[i] = attachment;
    try {
      if (network && rules[host.engine].endpointValidation === 'at start') validateAtStart(host, network, wish);
      if (network) checkNetworkOfMode(host, before, network.name);
      return { attachment, connection: makeEndpoint(host, before, attachment) };
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      // The network's id is noted once there is an endpoint.
      resolved[i] = { ...attachment, network: wish.network };
      throw new StartFailure(prefixed(host.engine, 'network-setup-failed', {}, refusal.error), resolved, host);
    }
  });
}

/** Interfaces and published ports. */
function joinNetworks(before: Host, alone: Container, joining: readonly Joining[]): Starting {
  const { engine } = before;
  const order = joining.length > 1 && rules[engine].interfaceOrderAtStart === 'random' ? 'random' : 'known';
  let host = before;
  let container: Container = { ...alone, attachments: joining.map(({ attachment }) => attachment) };
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
    checkLinkNetworks(host, container);
    const published = publishOneByOne(host, container, connections);
    const settled = settleGateway(published.host, published.container, published.gateway, connections, 'joining');
    return { host: settled.host, container: settled.container, connections };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const detached = rules[engine].failedJoinDetaches
      ? container.attachments.filter((one) => one !== current)
      : container.attachments;
    const error = prefixed(engine, 'network-setup-failed', {}, refusal.error);
    const saved = leftoversUntilFailure(connections);
    throw new StartFailure(error, detached, afterRefusal(host, refusal), { saved });
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
  const joined = bridgeFirst(connections);
  for (let count = 1; count < joined.length; count++) {
    const next = chooseGateway(joined.slice(0, count));
    ({ host, container } = movePorts(host, container, gateway, next, 'joining'));
    gateway = next;
  }
  return { host, container, gateway };
}

interface LinkTarget {
  readonly linked: Container;
  readonly alias: string;
}

const isOnDefaultBridge = (host: Host, { attachments }: Container): boolean =>
  attachments.some((one) => {
    const network = networkOf(host, one);
    return network?.driver === 'bridge' && network.predefined;
  });

/**
 * Links are the default bridge's alone: a container that has been taken off it starts whatever becomes of its links.
 * Source: `setupLinkedContainers` and `buildSandboxOptions` (`addLegacyLinks`) of moby/daemon; scenarios X53, X55.
 */
const linkTargets = (host: Host, container: Container): readonly LinkTarget[] =>
  container.links.length === 0 || !isOnDefaultBridge(host, container)
    ? []
    : container.links.flatMap(({ target, alias }) => {
        const linked = host.containers.get(target);
        return linked ? [{ linked, alias }] : [];
      });

/** A link needs a target that is on the default bridge, too. It is asked before any port is published. */
function checkLinkNetworks(host: Host, container: Container): void {
  const stranger = linkTargets(host, container).find(({ linked }) => !isOnDefaultBridge(host, linked))?.linked;
  if (!stranger) return;
  const { engine } = host;
  const values = { target: stranger.name, id: fullId(stranger.id) };
  const left = rules[engine].failedStartLeavesAddress
    ? container.attachments.map((one) => withLeftover(host, container, one))
    : container.attachments;
  throw new StartFailure(engineError(engine, 'link-other-network', values, stranger.name), left, host);
}

/** … and one that runs, once the network stands. */
function checkLinksRun({ host, container, connections }: Starting): void {
  const { linked, alias } = linkTargets(host, container).find((one) => !isRunning(one.linked)) ?? {};
  if (!linked) return;
  const values = { target: linked.name, container: container.name, alias: alias ?? '' };
  const error = engineError(host.engine, 'link-not-running', values, linked.name);
  throw new StartFailure(error, container.attachments, host, { saved: leftoversOf(connections) });
}

/** What the container runtime refuses once the network stands. */
function checkProcess({ host, container, connections }: Starting): void {
  const fail = (exitCode: number, code: MessageCode, values: Record<string, string>, value?: string): never => {
    throw new StartFailure(engineError(host.engine, code, values, value), container.attachments, host, {
      exitCode,
      saved: leftoversOf(connections),
    });
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
  if (exit !== undefined)
    return endProcess(withContainer(host, { ...container, status: 'running' }), container, exit, []);
  const taken = takenPort(host, container);
  if (taken) {
    const line = `bind() to ${taken.address ?? '0.0.0.0'}:${taken.port} failed (98: Address already in use)`;
    return endProcess(withContainer(host, { ...container, status: 'running' }), container, 1, [line]);
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
  const starting = joinNetworks(host, before, made);
  const { container, connections } = starting;
  // /etc/hosts is written as the endpoints are made, before the order of the interfaces is known (X59).
  const written = bridgeFirst(made.map((one) => one.connection));
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

/**
 * `docker start` of one container; nothing happens to one that runs.
 * @throws Refusal with the host as the failed start leaves it
 */
export function startContainer(host: Host, container: Container): Host {
  if (container.status === 'paused') refuse(host, 'start-paused');
  if (container.status === 'running') return host;
  const starting: Container = {
    ...unsaved(container),
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
    checkLinksRun(networked);
    checkProcess(networked);
    return runProcess(networked);
  } catch (failure) {
    if (!(failure instanceof StartFailure)) throw failure;
    const { error, attachments, portCursors, savedLeftovers } = failure;
    // moby `daemon/start.go` containerStart: the exit code of an earlier process stays, but not a zero.
    const exitCode = failure.exitCode ?? (container.exitCode || 128);
    const failed: Container = {
      ...container,
      attachments,
      exitCode,
      error: error.message,
      savedLeftovers,
    };
    const after = withContainer({ ...host, portCursors }, failed);
    throw new Refusal(error, container.options.autoRemove ? deleteContainer(after, failed) : after);
  }
}

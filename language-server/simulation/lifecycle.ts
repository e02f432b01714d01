/** Stopping and removing containers, and what the engine does when it restarts itself. */
import { containerNamed, deleteContainer, findContainer, isRunning } from './containers.ts';
import { withContainer } from './endpoints.ts';
import { withSaved } from './failed-start.ts';
import { fullId } from './ids.ts';
import { withLocalAddresses } from './ipam.ts';
import { engineError, prefixed } from './messages.ts';
import { endProcess } from './process-end.ts';
import { Refusal, refuse } from './refusal.ts';
import { startContainer } from './start.ts';
import type { Container, Host } from './state.ts';

/** SIGKILL's exit status. */
const killed = 137;

/** `docker stop` of one container; its process is taken to obey. Nothing happens to one that does not run. */
export const stopContainer = (host: Host, container: Container): Host =>
  isRunning(container) ? endProcess(host, container, 0, container.logs) : host;

/** @throws Refusal kill-failed */
export function killContainer(host: Host, name: string): Host {
  const container = findContainer(host, name);
  const reason = container
    ? engineError(host.engine, 'not-running', { id: fullId(container.id) }, name)
    : engineError(host.engine, 'no-such-container', { name }, name);
  if (!container || !isRunning(container)) throw new Refusal(prefixed(host.engine, 'kill-failed', { name }, reason));
  return endProcess(host, container, killed, container.logs);
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
    containers: after.containers.map((container) =>
      container.savedLeftovers === undefined ? container : withSaved(container, container.savedLeftovers),
    ),
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

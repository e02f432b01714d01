/** What a container gives back when its process has ended. */
import { deleteContainer } from './containers.ts';
import { inGatewayOrder, movePorts, removeEndpoint, withContainer, withFiles } from './endpoints.ts';
import { rules } from './engine-versions.ts';
import { hostsFileAfterLeaving } from './files.ts';
import { afterRefusal, stopListeningOnHost } from './ports.ts';
import { Refusal } from './refusal.ts';
import type { Container, Host } from './state.ts';

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
      ({ host: after, container: leaving } = movePorts(after, leaving, one, next, 'leaving'));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      ({ host: after, container: leaving } = movePorts(
        afterRefusal(after, refusal),
        leaving,
        one,
        undefined,
        'leaving',
      ));
    }
  }
  return { host: after, container: leaving };
}

/** The container's process is gone: addresses, ports and namespace are free. */
export function endProcess(host: Host, container: Container, exitCode: number, logs: readonly string[]): Host {
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

/**
 * docker_gwbridge: the local bridge by which containers on overlay networks reach everything outside, and by which
 * their published ports are reached. moby `libnetwork/default_gateway.go`; the bridge itself is made by
 * `daemon/cluster` when a host enters a swarm.
 */
import { bridgeOptions } from './drivers.ts';
import {
  type Connection,
  chooseGateway,
  type Move,
  makeEndpoint,
  movePorts,
  nameInterface,
  place,
  removeEndpoint,
} from './endpoints.ts';
import { createNetwork, findNetwork, withNetwork } from './networks.ts';
import { withoutSandbox, withSandbox } from './overlay.ts';
import type { Attachment, Container, Host, Network } from './state.ts';
import { gatewayBridge, ingressSandbox, isOverlay } from './swarm-state.ts';

/** The bridge, made if the host has none yet: one that the user has made before is taken as it is. */
function withGatewayBridge(host: Host): { readonly host: Host; readonly network: Network } {
  const network = findNetwork(host, gatewayBridge);
  if (network) return { host, network };
  return createNetwork(host, {
    name: gatewayBridge,
    driver: 'bridge',
    options: [
      [bridgeOptions.icc, 'false'],
      [bridgeOptions.masquerade, 'true'],
      [bridgeOptions.name, gatewayBridge],
    ],
  });
}

/** The host with the bridge, and with the ingress sandbox on it: it gets the first address. */
export function enterSwarm(host: Host): Host {
  const { host: after, network } = withGatewayBridge(host);
  return network.endpoints.has(ingressSandbox)
    ? after
    : withNetwork(after, withSandbox(after, network, ingressSandbox));
}

/** The bridge stays when the host leaves the swarm; the ingress sandbox goes. */
export function leaveIngress(host: Host): Host {
  const network = findNetwork(host, gatewayBridge);
  return network?.endpoints.has(ingressSandbox) ? withNetwork(host, withoutSandbox(network, ingressSandbox)) : host;
}

/** On an overlay network that is not internal, and on no other network with a way out. */
const needsGatewayBridge = (connections: readonly Connection[]): boolean =>
  connections.some(({ network }) => isOverlay(network) && !network.internal) &&
  !connections.some(({ network, endpoint }) => !network.internal && endpoint.gateway !== undefined);

/** The attachment that inspect does not show. */
const attachmentTo = (network: Network): Attachment => ({
  network: network.id,
  networkName: network.name,
  linkLocalIps: [],
  links: [],
  gatewayPriority: 0,
  connected: false,
});

/**
 * Puts a running container on docker_gwbridge or takes it off, as its networks now require, and moves its published
 * ports to the network that now has the default route.
 * @param before the connection that had the default route
 * @param connections all that the container has now
 * @throws Refusal driver-failed, addresses-exhausted
 */
export function settleGateway(
  host: Host,
  container: Container,
  before: Connection | undefined,
  connections: readonly Connection[],
  move: Move,
): { readonly host: Host; readonly container: Container } {
  const asked = connections.filter(({ network }) => container.attachments.some((one) => one.network === network.id));
  const given = connections.find((one) => !asked.includes(one));
  if (needsGatewayBridge(asked) === (given !== undefined))
    return movePorts(host, container, before, chooseGateway(connections), move);
  if (given) {
    const without = removeEndpoint(host, container, given.network);
    return movePorts(without, container, before, chooseGateway(asked), move);
  }
  const ready = withGatewayBridge(host);
  const attachment = attachmentTo(ready.network);
  const { network, endpoint } = makeEndpoint(ready.host, container, attachment);
  const unnamed = { network, endpoint: { ...endpoint, dnsNames: [] } };
  const named = nameInterface(ready.host, container, unnamed, attachment, asked, 'known');
  const now = chooseGateway([...asked, named.connection]);
  return movePorts(place(ready.host, named.connection), named.container, before, now, move);
}

/**
 * Addresses on overlay networks. Swarm's managers give them, each the next after the last one given, and every node
 * with a container on a network gets one more for its load balancer. moby `daemon/network.go` and swarmkit
 * `manager/allocator`; observed on Docker Engine 20.10 and taken to hold for later ones.
 */
import { allocateAddress, releaseAddress } from './ipam.ts';
import { engineMac } from './macs.ts';
import { engineError } from './messages.ts';
import { Refusal } from './refusal.ts';
import type { ContainerId, Endpoint, Host, Network } from './state.ts';
import { balancerKey, isOverlay, isSandbox } from './swarm-state.ts';

/**
 * Whether a container may be put on a network of the swarm.
 * @throws Refusal not-attachable
 */
export function checkAttachable(host: Host, network: Network): void {
  if (network.scope === 'swarm' && !network.attachable)
    throw new Refusal(engineError(host.engine, 'not-attachable', { name: network.name }, network.name));
}

/**
 * Allocation by the managers: whatever is wrong, the node only notices that no answer comes.
 * @throws Refusal attach-timeout
 */
export function allocated<T>(host: Host, network: Network, allocate: () => T): T {
  if (!isOverlay(network)) return allocate();
  try {
    return allocate();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    throw new Refusal(engineError(host.engine, 'attach-timeout', {}, refusal.error.value));
  }
}

/** An endpoint of one of the engine's own sandboxes, with the next address of the network. */
export function withSandbox(host: Host, network: Network, key: ContainerId): Network {
  const taken = allocated(host, network, () => allocateAddress(host.engine, network, 4));
  const endpoint: Endpoint = {
    container: key,
    network: network.id,
    interfaceName: 'eth0',
    interfaceOrder: 'known',
    address: taken.address,
    prefixLength: taken.prefixLength,
    mac: engineMac(host, network, taken.address),
    linkLocalIps: [],
    gatewayPriority: 0,
    dnsNames: [],
  };
  return { ...taken.network, endpoints: taken.network.endpoints.set(key, endpoint) };
}

export function withoutSandbox(network: Network, key: ContainerId): Network {
  const address = network.endpoints.get(key)?.address;
  const left = { ...network, endpoints: network.endpoints.delete(key) };
  return address === undefined ? left : releaseAddress(left, address);
}

/**
 * A node that uses an overlay network has a load balancer on it, and one that has ceased to use it has none: given
 * after the first container's address, taken back with the last container's.
 */
export function withBalancer(host: Host, network: Network): Network {
  if (!isOverlay(network)) return network;
  const key = balancerKey(network);
  const used = network.ingress || network.endpoints.some((_, id) => !isSandbox(id));
  if (used === network.endpoints.has(key)) return network;
  return used ? withSandbox(host, network, key) : withoutSandbox(network, key);
}

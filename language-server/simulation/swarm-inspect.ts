/** What `docker network inspect` shows otherwise of networks of a swarm, recorded from Docker Engine 20.10. */
import { fullId } from './ids.ts';
import type { Host, Network } from './state.ts';
import { balancerKey, gatewayBridge, isOverlay, isSandbox, sandboxName } from './swarm-state.ts';

/** The key and the name under which inspect lists one endpoint of a network. */
export function memberLabel(
  host: Host,
  network: Network,
  key: string,
): { readonly key: string; readonly name: string } {
  if (isSandbox(key)) {
    const onBridge = network.driver === 'bridge';
    return { key: onBridge ? 'ep-<id64>' : key, name: sandboxName(network, key) };
  }
  const name = host.containers.get(key)?.name ?? '';
  const given = network.endpoints.get(key)?.dnsNames.length === 0 && network.name === gatewayBridge;
  return { key: fullId(key), name: given ? 'gateway_<id12>' : name };
}

/** The nodes that use the network, in the order in which they entered the swarm; names of nodes are drawn. */
function peers(host: Host, network: Network) {
  const { cluster } = host.swarm ?? {};
  const users = cluster?.networks.get(network.id)?.endpoints;
  return [...(cluster?.nodes ?? [])]
    .filter(([name]) => users?.has(name))
    .map(([, { address }]) => ({ Name: '<id12>', IP: address }));
}

/**
 * The object for a network of the swarm: what the managers know, and what this host does if it uses the network.
 * @param shown the same for a local network
 */
export function asSwarmNetwork<T extends { IPAM: object; Containers: unknown; Labels: unknown }>(
  host: Host,
  network: Network,
  shown: T,
) {
  const used = network.endpoints.size > 0;
  const allocated = network.pools.length > 0 || used;
  return {
    ...shown,
    ...(!allocated && isOverlay(network) && { Driver: '' }),
    IPAM: allocated ? { ...shown.IPAM, Options: null } : { Driver: '', Options: null, Config: null },
    ...(!used && { Containers: null, Labels: null }),
    ...(used && network.endpoints.has(balancerKey(network)) && { Peers: peers(host, network) }),
  };
}

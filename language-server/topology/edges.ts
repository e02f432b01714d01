/** The cables of the picture, by what they join. */
import type { World } from '../simulation/state.ts';
import type { TopologyEdgeKind } from './graph.ts';
import { PictureIds } from './ids.ts';

export const edgeId = (kind: TopologyEdgeKind, source: string, target: string): string =>
  `${kind}:${source}--${target}`;

/** How an interface is on a network: plugged into its bridge, or in whatever way its driver has. */
export const plugKind = ({ driver }: { readonly driver: string }): 'veth' | 'attachment' =>
  driver === 'bridge' ? 'veth' : 'attachment';

/** The edge from a container's interface to a network; undefined where it has none there at that moment. */
export function attachmentEdge(world: World, container: string, network: string): string | undefined {
  const ids = new PictureIds(world);
  for (const host of world.hosts.values()) {
    const owner = host.containers.get(host.containerIds.get(container) ?? '');
    const joined = host.networks.get(host.networkIds.get(network) ?? '');
    const name = owner && joined?.endpoints.get(owner.id)?.interfaceName;
    if (owner && joined && name !== undefined)
      return edgeId(plugKind(joined), ids.interface(host, owner, name), ids.network(joined, host));
  }
  return undefined;
}

/** What the id of a node means: the way back from the picture to the world. */
import type { Container, Host, Network, World } from '../simulation/state.ts';

export type PictureReference =
  | { readonly kind: 'outside' }
  | { readonly kind: 'host' | 'router'; readonly host: Host }
  | { readonly kind: 'host-interface' | 'published-port'; readonly host: Host; readonly rest: string }
  | { readonly kind: 'network'; readonly host: Host; readonly network: Network }
  | { readonly kind: 'container' | 'namespace'; readonly host: Host; readonly container: Container }
  | { readonly kind: 'interface'; readonly host: Host; readonly container: Container; readonly rest: string };

/** Undefined for an id that is in no picture of this world. */
export function readId(world: World, id: string): PictureReference | undefined {
  if (id === 'outside') return { kind: 'outside' };
  const colon = id.indexOf(':');
  const kind = id.slice(0, Math.max(0, colon));
  const path = id.slice(colon + 1);
  const slash = path.indexOf('/');
  const [name, rest] = slash < 0 ? [path, ''] : [path.slice(0, slash), path.slice(slash + 1)];
  switch (kind) {
    case 'host':
    case 'router': {
      const host = world.hosts.get(name);
      return host && { kind, host };
    }
    case 'host-interface':
    case 'published-port': {
      const host = world.hosts.get(name);
      return host && { kind, host, rest };
    }
    case 'network':
      return inHosts(world, name, (host, own) => {
        const network = host.networks.get(host.networkIds.get(own) ?? '');
        return network && { kind, host, network };
      });
    case 'container':
    case 'namespace':
      return inHosts(world, name, (host, own) => {
        const container = host.containers.get(host.containerIds.get(own) ?? '');
        return container && { kind, host, container };
      });
    case 'interface':
      return inHosts(world, name, (host, own) => {
        const container = host.containers.get(host.containerIds.get(own) ?? '');
        return container && { kind, host, container, rest };
      });
    default:
      return undefined;
  }
}

/** Looks a name up on the host that qualifies it, as in `web@host2`, or else on the first that has it. */
function inHosts<T>(world: World, name: string, find: (host: Host, name: string) => T | undefined): T | undefined {
  const at = name.lastIndexOf('@');
  const qualifier = at < 0 ? undefined : world.hosts.get(name.slice(at + 1));
  if (qualifier) return find(qualifier, name.slice(0, at));
  for (const host of world.hosts.values()) {
    const found = find(host, name);
    if (found) return found;
  }
  return undefined;
}

/**
 * What the picture calls things. Ids are built from names alone: `container:web`, `network:front`, `host:dockerhost`. A
 * name that several hosts use (every host has a network `bridge`) is qualified by its host: `network:bridge@host2`.
 */
import type { Container, Host, Network, World } from '../simulation/state.ts';

export const OUTSIDE = 'outside';

export const isLocal = (network: Network): boolean => network.scope === 'local';

/**
 * `host` and `none` are the absence of a network: their containers are drawn in the host, unconnected. The `ingress` of a
 * swarm is for services alone.
 */
export const isDrawn = ({ driver, ingress }: Network): boolean => driver !== 'host' && driver !== 'null' && !ingress;

export const drawnNetworks = (host: Host): Network[] => [...host.networks.values()].filter(isDrawn);

/** The ids of one world's picture. */
export class PictureIds {
  /** Keys that more than one host uses. */
  readonly #ambiguous = new Set<string>();

  constructor(world: World) {
    // An engine has no name twice.
    if (world.hosts.size < 2) return;
    const seen = new Set<string>();
    for (const host of world.hosts.values()) {
      const networks = drawnNetworks(host).filter(isLocal);
      const keys = [
        ...networks.map(({ name }) => `network:${name}`),
        ...[...host.containers.values()].map(({ name }) => `container:${name}`),
      ];
      for (const key of keys) (seen.has(key) ? this.#ambiguous : seen).add(key);
    }
  }

  /** Whether another picture calls the same things the same. */
  equals(other: PictureIds): boolean {
    return (
      this.#ambiguous.size === other.#ambiguous.size && [...this.#ambiguous].every((key) => other.#ambiguous.has(key))
    );
  }

  host = ({ name }: Host): string => `host:${name}`;

  hostInterface = (host: Host, name: string): string => `host-interface:${host.name}/${name}`;

  /** The host's own routing and address translation. */
  router = ({ name }: Host): string => `router:${name}`;

  container(host: Host, container: Container): string {
    return `container:${this.#name(host, container)}`;
  }

  /** `owner`: the container whose start made the namespace. */
  namespace(host: Host, owner: Container): string {
    return `namespace:${this.#name(host, owner)}`;
  }

  interface(host: Host, owner: Container, name: string): string {
    return `interface:${this.#name(host, owner)}/${name}`;
  }

  /** `host` may be absent for a network that spans hosts. */
  network(network: Network, host?: Host): string {
    const key = `network:${network.name}`;
    return isLocal(network) && host !== undefined && this.#ambiguous.has(key) ? `${key}@${host.name}` : key;
  }

  publishedPort = (host: Host, port: string): string => `published-port:${host.name}/${port}`;

  #name(host: Host, { name }: Container): string {
    return this.#ambiguous.has(`container:${name}`) ? `${name}@${host.name}` : name;
  }
}

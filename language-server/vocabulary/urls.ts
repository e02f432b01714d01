/** Addresses of Docker's documentation. */

/** A page of the command line reference, e.g. `network/create`. */
export function cli(page: string): string {
  return `https://docs.docker.com/reference/cli/${page === 'dockerd' ? page : `docker/${page}`}/`;
}

/** A page or section of the engine's manual on networks, e.g. `drivers/bridge/`. */
export function manual(page: string): string {
  return `https://docs.docker.com/engine/network/${page}`;
}

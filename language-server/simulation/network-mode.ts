/** What `--network NAME` means. moby `api/types/container/hostconfig_unix.go`. */

const shared = new Set(['default', 'bridge', 'host', 'none']);

export const isContainerMode = (mode: string): boolean => mode.startsWith('container:');

/** Neither one of Docker's own networks nor another container's. */
export const isUserDefinedMode = (mode: string): boolean => !shared.has(mode) && !isContainerMode(mode);

/** The name of the network that a mode stands for; undefined in container mode. */
export function networkNameOf(mode: string): string | undefined {
  if (isContainerMode(mode)) return undefined;
  return mode === 'default' ? 'bridge' : mode;
}

/** `NAME` of `container:NAME`. */
export const containerOf = (mode: string): string => mode.slice('container:'.length);

/** What the process of a container does: listen, end at once, or never start. */

import type { Listener } from './command.ts';
import { addressesCollide, takenOnHost } from './ports.ts';
import type { Container, Host } from './state.ts';

/** The container in whose namespace another one's processes live; itself, unless it joined. */
export function namespaceOwner(host: Host, container: Container): Container | undefined {
  const { namespace } = container;
  if (namespace.kind !== 'container') return container;
  const owner = host.containers.get(namespace.container);
  return owner && owner.incarnation === namespace.incarnation && owner.status !== 'exited' ? owner : undefined;
}

/** A program that is not in the image, as `$PATH` is searched. */
export function missingProgram(container: Container): string | undefined {
  const [program] = container.options.command ?? [];
  const known = container.image.programs;
  return program !== undefined && known && !program.includes('/') && !known.includes(program) ? program : undefined;
}

/** The exit status of a command that ends at once; undefined for one that is taken to run on. */
export function immediateExit(container: Container): number | undefined {
  const command = container.options.command ?? [];
  const script =
    /^(?:ba|da|a)?sh$/.test(command[0] ?? '') && command[1] === '-c' ? (command[2] ?? '') : command.join(' ');
  const exit = /^\s*exit(?:\s+(\d+))?\s*;?\s*$/.exec(script);
  if (exit) return Number(exit[1] ?? 0) % 256;
  if (script === 'true') return 0;
  return script === 'false' ? 1 : undefined;
}

/** What the container's process listens on when nothing is in its way. */
export function wantedListeners(container: Container): readonly Listener[] {
  const { listens, command } = container.options;
  return listens ?? (command?.length ? [] : container.image.listens);
}

const collide = (a: Listener, b: Listener): boolean =>
  a.protocol === b.protocol && a.port === b.port && addressesCollide(a.address ?? '0.0.0.0', b.address ?? '0.0.0.0');

/** The first listener whose port is taken in the namespace that the container is about to run in. */
export function takenPort(host: Host, container: Container): Listener | undefined {
  const wanted = wantedListeners(container);
  if (container.namespace.kind === 'host') return takenOnHost(host, wanted);
  const owner = namespaceOwner(host, container);
  if (!owner || owner.id === container.id) return undefined;
  const others = [owner, ...owner.joined.flatMap((id) => host.containers.get(id) ?? [])].filter(
    (other) => namespaceOwner(host, other)?.id === owner.id,
  );
  return wanted.find((one) => others.some((other) => other.listeners.some((taken) => collide(one, taken))));
}

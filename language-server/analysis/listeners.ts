/**
 * Which ports the processes of a declared container serve: its `listen` lines, or else what its image is known to
 * listen on together with the ports it publishes and exposes.
 */
import type { ContainerDeclaration } from '../model/program.ts';
import type { Listener } from '../simulation/command.ts';
import { wellKnownImage } from './images.ts';

/** A range longer than this is taken for a slip of the pen: nobody serves so many ports. */
const LONGEST_RANGE = 1024;

export function declaredListeners(container: ContainerDeclaration): readonly Listener[] {
  if (container.listen.length > 0) return unique(container.listen.flatMap(({ value }) => parseListen(value)));
  return servedPorts(container.image?.value, valuesOf(container.publish), valuesOf(container.expose));
}

/** What a container is taken to listen on when nobody says: its image's ports, and those it publishes and exposes. */
export function servedPorts(
  image: string | undefined,
  publish: readonly string[] = [],
  expose: readonly string[] = [],
): readonly Listener[] {
  const served = (image !== undefined && wellKnownImage(image)?.listens) || [];
  const others = publish.flatMap((value) => parsePorts(value.slice(value.lastIndexOf(':') + 1)));
  return unique(served.concat(others, expose.flatMap(parsePorts)));
}

function valuesOf(list: readonly { readonly value: string }[]): readonly string[] {
  return list.map(({ value }) => value);
}

/** `[ADDRESS:]PORT[/PROTOCOL]`; an IPv6 address stands in brackets. Empty for what is no such thing. */
export function parseListen(text: string): readonly Listener[] {
  const colon = text.lastIndexOf(':');
  const ports = parsePorts(text.slice(colon + 1));
  if (colon < 0) return ports;
  const address = text.slice(0, colon).replace(/^\[(.*)\]$/, '$1');
  const everywhere = address === '' || address === '0.0.0.0' || address === '::' || address === '*';
  return everywhere ? ports : ports.map((port) => ({ address, ...port }));
}

/** `80`, `80/udp`, `8000-8002`. Empty for what is no such thing: refusing it is the binder's or the engine's work. */
function parsePorts(text: string): readonly Listener[] {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(\w+))?$/.exec(text);
  if (!match) return [];
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  const protocol = (match[3] ?? 'tcp').toLowerCase();
  if (protocol !== 'tcp' && protocol !== 'udp') return [];
  if (first < 1 || last > 65535 || last < first || last - first > LONGEST_RANGE) return [];
  return Array.from({ length: last - first + 1 }, (_, i) => ({ port: first + i, protocol }));
}

function unique(listeners: readonly Listener[]): readonly Listener[] {
  if (listeners.length < 2) return listeners.slice();
  const seen = new Set<unknown>();
  const isNew = ({ address, port, protocol }: Listener): boolean => {
    const numbered = protocol === 'udp' ? -port : port;
    const key = address === undefined ? numbered : `${address} ${numbered}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  };
  return listeners.filter(isNew).slice();
}

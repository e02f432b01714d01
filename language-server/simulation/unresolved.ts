/**
 * Why a name is not found, in the terms of who asks: which network the two do not share. What the DNS servers said is
 * the resolution's own reason; this is what a reader has to know first.
 */
import { t } from '../l10n.ts';
import { type Link, locate, type Namespace } from './locations.ts';
import { bearerOf, findContainer } from './names.ts';
import { standstill } from './standstill.ts';
import type { Container, Host, World } from './state.ts';
import type { Resolution, Sender } from './trace.ts';

/** One sentence. `resolution` has no address. */
export function whyUnresolved(world: World, asker: Sender, resolution: Resolution): string {
  const { name, rcode, reason } = resolution;
  const from = asker.kind === 'container' ? findContainer(world, asker.name) : undefined;
  if (!from || rcode === 'FORMERR') return reason;
  const to = findContainer(world, name);
  return (to ? whyNotFound(from, to) : whyNobody(from, name)) ?? reason;
}

interface Located {
  readonly host: Host;
  readonly container: Container;
}

const namespaceOf = ({ host, container }: Located): Namespace => locate(host).namespace(container);
const isUp = ({ status }: Container): boolean => status === 'running' || status === 'paused';

/** Undefined where the two share a network on which names are known: then the DNS server itself is the matter. */
function whyNotFound(from: Located, to: Located): string | undefined {
  const [asker, name] = [from.container.name, to.container.name];
  if (!isUp(to.container)) return t`${standstill(to.container)}, so its name has no address.`;
  const [here, there] = [namespaceOf(from), namespaceOf(to)];
  if (here.kind === 'host') return usesHost(asker);
  if (here.links.length === 0) return t`${asker} is on no network, so it cannot look up any name.`;
  if (there.kind === 'host') return t`${name} uses the host's network, so Docker's DNS server has no address for it.`;
  if (there.name !== name)
    return t`${name} shares the network of ${there.name}, and others find it by the name ${there.name} alone.`;
  if (there.links.length === 0) return t`${name} is on no network, so its name has no address.`;
  const shared = here.links.filter(({ network }) => there.links.some((link) => link.network.id === network.id));
  if (shared.length === 0)
    return from.host === to.host
      ? t`${asker} and ${name} share no network, so ${asker} cannot find ${name} by its name.`
      : t`${name} runs on the host ${to.host.name}, and shares no overlay network with ${asker}, so its name is unknown on ${from.host.name}.`;
  return onDefaultBridge(shared) ? withoutNames([asker, name]) : undefined;
}

/** No container is called so. */
function whyNobody(from: Located, name: string): string | undefined {
  const { host, container } = from;
  const { kind, links } = namespaceOf(from);
  if (kind === 'host') return usesHost(container.name);
  if (links.length === 0) return t`${container.name} is on no network, so it cannot look up any name.`;
  for (const network of host.networks.values()) {
    const bearer = bearerOf(host, network, name);
    if (bearer === undefined) continue;
    return links.some((link) => link.network === network)
      ? undefined
      : t`${name} is a name of ${bearer} on network ${network.name}, and ${container.name} is not on that network.`;
  }
  return onDefaultBridge(links)
    ? t`${container.name} is on the default bridge, where Docker has no names for containers, and ${name} is no name outside either.`
    : t`Nobody is called ${name}: no container on the networks of ${container.name}, and no machine outside.`;
}

const usesHost = (asker: string) =>
  t`${asker} uses the host's network, where Docker's DNS server is not asked: names of containers are unknown there.`;

const onDefaultBridge = (links: readonly Link[]) => links.every(({ network }) => network.predefined);

const withoutNames = ([asker, name]: readonly [string, string]) =>
  t`${asker} and ${name} share the default bridge alone, where containers cannot find each other by name: put them on a network of your own.`;

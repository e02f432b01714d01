/** Pieces of a trace as text, for hovers, messages and the command line. */
import { t } from '../l10n.ts';
import type { Hop, Trace } from '../simulation/trace.ts';

/** `web on 80/tcp`, with the address that was tried behind a name that has one. */
export function targetText({ query: { to, port, protocol }, address }: Trace): string {
  const known = address !== undefined && address !== to ? `${to} (${address})` : to;
  return port === undefined ? known : t`${known} on ${port}/${protocol}`;
}

/** `172.17.0.2 → 192.0.2.10:8080`: what stands on the packet; undefined where it says the same as at the hop before. */
export function packetText(hop: Hop, before?: Hop): string | undefined {
  const text = addresses(hop);
  return text === undefined || (before && addresses(before) === text) ? undefined : text;
}

function addresses({ source, destination, port }: Hop): string | undefined {
  if (source === undefined || destination === undefined) return undefined;
  const bracketed = destination.includes(':') && port !== undefined ? `[${destination}]` : destination;
  return `${source} → ${port === undefined ? bracketed : `${bracketed}:${port}`}`;
}

/** The hop at which a packet was lost, the last of its way or of the way back; undefined for one that arrived. */
export function losingHop({ verdict, hops, wayBack }: Trace): Hop | undefined {
  return verdict === 'delivered' ? undefined : (wayBack?.at(-1) ?? hops.at(-1));
}

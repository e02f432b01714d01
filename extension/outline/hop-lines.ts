/** The hops of a packet as lines to walk through: each says where, what happens, and by which rule. */
import type { TopologyHop, TopologyJourney } from '../../language-server/protocol.ts';

export interface HopLine {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly hop: TopologyHop;
}

/** By a sign and in a word. */
export const verdictOf = ({ delivered, verdict }: TopologyJourney): string => `${delivered ? '✓' : '✕'} ${verdict}`;

/** Counted on from the way there to the way back. The hop at which the packet is lost is marked. */
export function linesOf({ delivered, hops, wayBack }: TopologyJourney): {
  readonly there: readonly HopLine[];
  readonly back: readonly HopLine[];
} {
  const lost = delivered ? undefined : (wayBack.at(-1) ?? hops.at(-1));
  const line = (hop: TopologyHop, index: number): HopLine => ({
    hop,
    label: `${index + 1}. ${hop.where}`,
    description: hop === lost ? `✕ ${hop.kind}` : hop.kind,
    detail: [hop.sentence, hop.packet, hop.rule].filter(Boolean).join(' · '),
  });
  return { there: hops.map(line), back: wayBack.map((hop, i) => line(hop, hops.length + i)) };
}

/** What a search finds. */
import type { TopologyNode } from '../../language-server/protocol.ts';
import type { GraphIndex } from '../graph.ts';
import { readingOrder } from '../navigate.ts';
import { kindName } from '../words.ts';

/** The nodes that have every word of the query somewhere in what is known of them, in reading order. */
export function matchesOf(graph: GraphIndex, query: string): readonly string[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return readingOrder(graph).filter((id) => {
    const text = textOf(graph.nodes.get(id)!);
    return words.every((word) => text.includes(word));
  });
}

const textOf = ({ label, details, physical = [], kind, driver, status, problem }: TopologyNode): string =>
  [label, ...details, ...physical, kind, kindName(kind), driver ?? '', status ?? '', problem?.severity ?? '']
    .join('\n')
    .toLowerCase();

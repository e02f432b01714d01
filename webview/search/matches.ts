/** What a search finds. */
import type { TopologyGraph, TopologyNode } from '../../language-server/protocol.ts';
import type { GraphIndex } from '../graph.ts';
import { readingOrder } from '../navigate.ts';
import { kindName } from '../words.ts';

/**
 * The nodes that have every word of the query somewhere in what is known of them: those of the picture in reading order,
 * then what is folded away, as it comes.
 */
export function matchesOf(graph: GraphIndex, whole: TopologyGraph, query: string): readonly string[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const isMatch = (node: TopologyNode): boolean => {
    const text = textOf(node);
    return words.every((word) => text.includes(word));
  };
  const drawn = readingOrder(graph).filter((id) => isMatch(graph.nodes.get(id)!));
  const folded = graph.nodes.size === whole.nodes.length ? [] : whole.nodes.filter(({ id }) => !graph.nodes.has(id));
  return [...drawn, ...folded.filter(isMatch).map(({ id }) => id)];
}

const textOf = ({ label, details, physical = [], kind, driver, status, problem }: TopologyNode): string =>
  [label, ...details, ...physical, kind, kindName(kind), driver ?? '', status ?? '', problem?.severity ?? '']
    .join('\n')
    .toLowerCase();

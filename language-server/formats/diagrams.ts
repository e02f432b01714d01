/** A topology in the languages of other drawing programs, which lay it out themselves. */
import type { DiagramFormat } from '../protocol.ts';
import type { TopologyGraph } from '../topology/graph.ts';
import { dotOf } from './dot.ts';
import { mermaidOf } from './mermaid.ts';

export const diagrams: Readonly<Record<DiagramFormat, (graph: TopologyGraph) => string>> = {
  mermaid: mermaidOf,
  dot: dotOf,
};

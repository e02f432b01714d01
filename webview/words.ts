/** What is said about one node or edge. */
import type { TopologyEdge, TopologyNode } from '../language-server/protocol.ts';
import type { GraphIndex } from './graph.ts';

/** The description, and the finding about its statement. */
export function describe(graph: GraphIndex, id: string): string | undefined {
  const node = graph.nodes.get(id);
  const edge: TopologyEdge | undefined = graph.edges.get(id);
  const problem = node?.problem === undefined ? [] : [problemText(node.problem)];
  const description = node?.description ?? edge?.description;
  return description === undefined ? undefined : [description, ...problem].join('\n');
}

const SEVERITIES = { error: 'Error', warning: 'Warning', information: 'Note' } as const;

const problemText = ({ severity, message }: NonNullable<TopologyNode['problem']>): string =>
  `${SEVERITIES[severity]}: ${message}`;

/** The picture in words: the outline that stands beside it, and what is said about one node or edge. */
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

/** Nested lists of buttons, in reading order. They are reached by a screen reader's own means, not by Tab. */
export function renderOutline(graph: GraphIndex, activate: (id: string) => void): HTMLElement {
  const list = (nodes: readonly TopologyNode[]): HTMLElement => {
    const items = document.createElement('ul');
    for (const node of nodes) {
      const item = document.createElement('li');
      const button = document.createElement('button');
      button.type = 'button';
      button.tabIndex = -1;
      button.textContent = describe(graph, node.id) ?? node.label;
      button.addEventListener('click', () => activate(node.id));
      item.append(button);
      const children = graph.children.get(node.id);
      if (children !== undefined) item.append(list(children));
      items.append(item);
    }
    return items;
  };
  return list(graph.roots);
}

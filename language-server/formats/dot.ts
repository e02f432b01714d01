/** A topology as a Graphviz graph: https://graphviz.org/doc/info/lang.html */
import type { TopologyEdge, TopologyGraph, TopologyNode } from '../topology/graph.ts';
import { type Nested, nestedNodes } from './nested-nodes.ts';

const SHAPES: Readonly<Partial<Record<TopologyNode['kind'], string>>> = {
  outside: 'ellipse',
  bridge: 'box3d',
  network: 'box3d',
  interface: 'oval',
  'host-interface': 'oval',
  router: 'diamond',
  'published-port': 'cds',
};

const LINES: Readonly<Record<TopologyEdge['kind'], string>> = {
  veth: 'dir=none',
  attachment: 'dir=none, style=dashed',
  uplink: 'dir=forward',
  forward: 'dir=forward',
  wire: 'dir=none, penwidth=3',
  publish: 'dir=forward, style=dotted',
};

export function dotOf(graph: TopologyGraph): string {
  const lines = ['graph topology {', '  compound=true; rankdir=TB; node [shape=box, fontname="Helvetica"];'];
  let clusters = 0;
  const write = ({ node, children }: Nested, indent: string): void => {
    const label = quoted([node.label, ...node.details].join('\n'));
    if (children.length === 0) {
      lines.push(`${indent}${quoted(node.id)} [label=${label}, shape=${SHAPES[node.kind] ?? 'box'}];`);
      return;
    }
    lines.push(`${indent}subgraph cluster_${clusters++} {`, `${indent}  label=${label}; style=rounded;`);
    for (const child of children) write(child, `${indent}  `);
    lines.push(`${indent}}`);
  };
  for (const root of nestedNodes(graph)) write(root, '  ');
  for (const { kind, source, target, label } of graph.edges)
    lines.push(`  ${quoted(source)} -- ${quoted(target)} [${LINES[kind]}${label ? `, label=${quoted(label)}` : ''}];`);
  return `${[...lines, '}'].join('\n')}\n`;
}

/** A double-quoted id: only the quote itself has to be escaped, and the backslash that would escape something. */
const quoted = (text: string): string =>
  `"${text
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\n/g, '\\n')
    .replace(/[\u0000-\u001f]/g, ' ')}"`;

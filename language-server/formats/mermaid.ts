/** A topology as a Mermaid flowchart: https://mermaid.js.org/syntax/flowchart.html */
import type { TopologyEdge, TopologyGraph, TopologyNode } from '../topology/graph.ts';
import { type Nested, nestedNodes } from './nested-nodes.ts';

/** Mermaid's own marks of a shape, by the kind of node. */
const SHAPES: Readonly<Partial<Record<TopologyNode['kind'], readonly [open: string, close: string]>>> = {
  outside: ['((', '))'],
  bridge: ['[[', ']]'],
  network: ['[[', ']]'],
  interface: ['([', '])'],
  'host-interface': ['([', '])'],
  router: ['{{', '}}'],
  'published-port': ['>', ']'],
};

const LINES: Readonly<Record<TopologyEdge['kind'], string>> = {
  veth: '---',
  attachment: '-.-',
  uplink: '-->',
  forward: '-->',
  wire: '===',
  publish: '-.->',
};

export function mermaidOf(graph: TopologyGraph): string {
  const ids = new Map(graph.nodes.map(({ id }, i) => [id, `n${i}`]));
  const lines = ['flowchart TB'];
  const write = ({ node, children }: Nested, indent: string): void => {
    const id = ids.get(node.id)!;
    const text = quoted([node.label, ...node.details]);
    if (children.length === 0) {
      const [open, close] = SHAPES[node.kind] ?? ['[', ']'];
      lines.push(`${indent}${id}${open}${text}${close}`);
      return;
    }
    lines.push(`${indent}subgraph ${id}[${text}]`);
    for (const child of children) write(child, `${indent}  `);
    lines.push(`${indent}end`);
  };
  for (const root of nestedNodes(graph)) write(root, '  ');
  for (const { kind, source, target, label } of graph.edges) {
    const [from, to] = [ids.get(source), ids.get(target)];
    if (from && to) lines.push(`  ${from} ${LINES[kind]}${label ? `|${quoted([label])}|` : ''} ${to}`);
  }
  return `${lines.join('\n')}\n`;
}

/** In quotes, with the characters that mean something to Mermaid or to HTML as entity codes. */
function quoted(lines: readonly string[]): string {
  const text = lines.map((line) => line.replace(/[^\p{L}\p{N} .,:/()_-]/gu, (c) => `#${c.codePointAt(0)};`));
  return `"${text.join('<br/>')}"`;
}

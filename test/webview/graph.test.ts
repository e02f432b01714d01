import { describe, expect, it } from 'vitest';
import { applyPatch, diffTopology } from '../../language-server/topology/patch.ts';
import { indexGraph, patchGraph } from '../../webview/graph.ts';
import { layOut } from '../../webview/layout/layout.ts';
import { readScene } from '../../webview/layout/scene.ts';
import { type Direction, nextNode, readingOrder } from '../../webview/navigate.ts';
import { finish } from '../../webview/work.ts';
import { articleLab, threeTiers } from './fixtures.ts';

const sorted = <T extends { id: string }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => (a.id < b.id ? -1 : 1));

describe('a patch', () => {
  it('gives the page the graph that the server has', () => {
    const [before, after] = [articleLab(), threeTiers()];
    const patch = diffTopology(before, after);
    const patched = patchGraph(before, patch);
    expect({ nodes: sorted(patched.nodes), edges: sorted(patched.edges) }).toEqual(applyPatch(before, patch));
    expect({ nodes: sorted(patched.nodes), edges: sorted(patched.edges) }).toEqual({
      nodes: sorted(after.nodes),
      edges: sorted(after.edges),
    });
  });
});

describe('the keyboard', () => {
  const graph = finish(indexGraph(threeTiers()));
  const { rects } = finish(layOut(finish(readScene(graph, (text) => text.length * 6.6))));
  const walk = (from: string, ...directions: Direction[]): string[] => {
    const way: string[] = [];
    let at = from;
    for (const direction of directions) {
      at = nextNode(graph, rects, at, direction) ?? at;
      way.push(at);
    }
    return way;
  };

  it('walks along cables, up to the network and out of it', () => {
    expect(walk('container:db', 'up', 'up')).toEqual(['interface:db/eth0', 'network:database']);
    expect(walk('interface:api/eth1', 'down')).toEqual(['network:database']);
  });

  it('walks between neighbours', () => {
    expect(walk('container:shop-1', 'right', 'left')).toEqual(['container:shop-2', 'container:shop-1']);
  });

  it('stays where nothing lies ahead', () => {
    expect(nextNode(graph, rects, 'outside', 'up')).toBeUndefined();
    expect(nextNode(graph, rects, 'no such node', 'up')).toBeUndefined();
  });

  it('reaches every node from the first one', () => {
    const reached = new Set([readingOrder(graph)[0]!]);
    for (const id of reached) {
      for (const direction of ['up', 'down', 'left', 'right'] as const) {
        const next = nextNode(graph, rects, id, direction);
        if (next !== undefined) reached.add(next);
      }
    }
    expect([...graph.nodes.keys()].filter((id) => !reached.has(id))).toEqual([]);
  });

  it('knows each node once, parents before what is in them', () => {
    const order = readingOrder(graph);
    expect(sorted(order.map((id) => ({ id })))).toEqual(sorted([...graph.nodes.keys()].map((id) => ({ id }))));
    for (const node of graph.nodes.values()) {
      if (node.parent !== undefined) expect(order.indexOf(node.parent)).toBeLessThan(order.indexOf(node.id));
    }
  });
});

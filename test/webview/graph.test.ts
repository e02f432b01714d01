import { describe, expect, it } from 'vitest';
import { applyPatch, diffTopology } from '../../language-server/topology/patch.ts';
import { patchGraph } from '../../webview/graph.ts';
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

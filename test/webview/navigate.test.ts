import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { topology } from '../../language-server/features/topology.ts';
import type { TopologyGraph } from '../../language-server/protocol.ts';
import { indexGraph } from '../../webview/graph.ts';
import { layOut } from '../../webview/layout/layout.ts';
import { type Level, readScene } from '../../webview/layout/scene.ts';
import { type Direction, nextNode, readingOrder } from '../../webview/navigate.ts';
import { finish } from '../../webview/work.ts';
import { open } from '../lab.ts';
import { articleLab, hostGraph, largeLab, threeTiers } from './fixtures.ts';

const DIRECTIONS = ['up', 'down', 'left', 'right'] as const;

/** How the keys lead through a picture. */
function keysIn(drawn: TopologyGraph, level: Level = 'logical') {
  const graph = finish(indexGraph(drawn));
  const { rects } = finish(layOut(finish(readScene(graph, (text) => text.length * 6.6, level))));
  const next = (from: string, direction: Direction) => nextNode(graph, rects, from, direction);
  const walk = (from: string, ...directions: Direction[]): string[] => {
    const way: string[] = [];
    let at = from;
    for (const direction of directions) {
      at = next(at, direction) ?? at;
      way.push(at);
    }
    return way;
  };
  return { graph, rects, next, walk };
}

const examples = readdirSync('examples')
  .filter((name) => name.endsWith('.dnet'))
  .map((name): [string, TopologyGraph] => [name, topology(open(readFileSync(`examples/${name}`, 'utf8')))]);
const manyPorts = hostGraph(
  [{ name: 'front', subnet: '10.0.0.0/16' }],
  Array.from({ length: 12 }, (_, i) => ({ name: `web${i}`, networks: ['front'], publish: [`${8000 + i} → 80/tcp`] })),
);
const labs: [string, TopologyGraph][] = [
  ...examples,
  ['the lab of the article', articleLab()],
  ['a shop in three tiers', threeTiers()],
  ['ports on their containers', manyPorts],
  ['100 containers', largeLab(100)],
];

describe.each(['logical', 'physical'] as const)('on the %s level', (level) => {
  it.each(labs)('the arrow keys reach everything in %s, and lead back from everywhere', (_, lab) => {
    const { graph, next } = keysIn(lab, level);
    const leadsTo = new Map([...graph.nodes.keys()].map((id) => [id, DIRECTIONS.map((each) => next(id, each))]));
    const leadsFrom = new Map<string, string[]>();
    for (const [id, found] of leadsTo)
      for (const to of found) if (to !== undefined) leadsFrom.set(to, [...(leadsFrom.get(to) ?? []), id]);
    const reached = (from: string, ways: ReadonlyMap<string, readonly (string | undefined)[]>) => {
      const known = new Set([from]);
      for (const id of known) for (const to of ways.get(id) ?? []) if (to !== undefined) known.add(to);
      return known;
    };
    const first = readingOrder(graph)[0]!;
    for (const known of [reached(first, leadsTo), reached(first, leadsFrom)])
      expect([...graph.nodes.keys()].filter((id) => !known.has(id))).toEqual([]);
  });

  it.each(labs)('an interface leads up and down along its cable and into its container in %s', (_, lab) => {
    const { graph, next } = keysIn(lab, level);
    const interfaces = [...graph.nodes.values()].filter(({ kind }) => kind === 'interface');
    expect(interfaces.length).toBeGreaterThan(0);
    for (const { id, parent } of interfaces) {
      const ends = (graph.links.get(id) ?? []).filter(({ source }) => source === id).map(({ target }) => target);
      const ways = [next(id, 'up'), next(id, 'down')];
      for (const wanted of [parent, ...ends]) expect(ways, id).toContain(wanted);
    }
  });
});

describe('the arrow keys', () => {
  const { graph, rects, next, walk } = keysIn(threeTiers());

  it('walk along cables, up to the network and out of it', () => {
    expect(walk('container:db', 'up', 'up')).toEqual(['interface:db/eth0', 'network:database']);
    expect(walk('interface:api/eth1', 'down')).toEqual(['network:database']);
  });

  it('walk from the outside into the host and to its networks', () => {
    expect(walk('outside', 'down', 'down')).toEqual(['host-interface:dockerhost/eth0', 'router:dockerhost']);
    expect(graph.nodes.get(next('router:dockerhost', 'down')!)?.kind).toBe('bridge');
    expect(graph.nodes.get(next('host:dockerhost', 'down')!)?.kind).toBe('bridge');
  });

  it('walk between those of a kind, row by row, and before the first to the box around it', () => {
    expect(walk('container:shop-1', 'right', 'left')).toEqual(['container:shop-2', 'container:shop-1']);
    const containers = [...graph.nodes.values()].filter(({ kind }) => kind === 'container');
    const [first] = containers.filter(({ id }) => graph.nodes.get(next(id, 'left') ?? '')?.kind !== 'container');
    const passed = walk(first!.id, ...containers.slice(1).map((): Direction => 'right'));
    expect(new Set([first!.id, ...passed])).toEqual(new Set(containers.map(({ id }) => id)));
    expect(next(first!.id, 'left')).toBe('host:dockerhost');
  });

  it('lead from a cable to the end that lies that way', () => {
    const cable = graph.links.get('interface:db/eth0')![0]!;
    expect([next(cable.id, 'up'), next(cable.id, 'down')]).toEqual(['network:database', 'interface:db/eth0']);
  });

  it('stay where nothing lies ahead', () => {
    expect(next('outside', 'up')).toBeUndefined();
    expect(nextNode(graph, rects, 'no such node', 'up')).toBeUndefined();
  });
});

it('the order of reading has each node once, parents before what is in them', () => {
  const { graph } = keysIn(threeTiers());
  const order = readingOrder(graph);
  expect([...order].sort()).toEqual([...graph.nodes.keys()].sort());
  for (const node of graph.nodes.values())
    if (node.parent !== undefined) expect(order.indexOf(node.parent)).toBeLessThan(order.indexOf(node.id));
});

import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topology } from '../../language-server/features/topology.ts';
import type { TopologyGraph } from '../../language-server/protocol.ts';
import { elementsOf, ownerOf } from '../../webview/elements.ts';
import { indexGraph } from '../../webview/graph.ts';
import type { Arrangement } from '../../webview/layout/arrangement.ts';
import { overlap, type Rect, right } from '../../webview/layout/geometry.ts';
import { layOut } from '../../webview/layout/layout.ts';
import { ellipsize } from '../../webview/layout/line.ts';
import { routesOf } from '../../webview/layout/routes.ts';
import { type Level, readScene } from '../../webview/layout/scene.ts';
import { finish } from '../../webview/work.ts';
import { open } from '../lab.ts';
import { articleLab, holders, hostGraph, largeLab, threeTiers } from './fixtures.ts';

/** About as wide as the real fonts. */
const measure = (text: string): number => Array.from(text).length * 6.6;

const sceneOf = (graph: TopologyGraph, previous?: Arrangement) =>
  finish(readScene(finish(indexGraph(graph)), measure, 'logical', previous));
const arrange = (graph: TopologyGraph, previous?: Arrangement): Arrangement =>
  finish(layOut(sceneOf(graph, previous), previous));

/** Pairs of boxes that touch though neither is drawn in or on the other. */
function overlaps(graph: TopologyGraph, { rects }: Arrangement): string[] {
  const parents = holders(graph);
  const isIn = (id: string, other: string): boolean => {
    for (let up = parents.get(id); up !== undefined; up = parents.get(up)) if (up === other) return true;
    return false;
  };
  const found: string[] = [];
  const sorted = [...rects].sort(([, a], [, b]) => a.x - b.x);
  sorted.forEach(([a, first], i) => {
    for (const [b, second] of sorted.slice(i + 1)) {
      if (second.x >= right(first)) break;
      if (overlap(first, second) && !isIn(a, b) && !isIn(b, a)) found.push(`${a} and ${b}`);
    }
  });
  return found;
}

/** The other end of a veth pair is on the border of its bridge. */
const isPort = (id: string): boolean => id.endsWith('\0port');

/** As the server draws a lab of so many containers, each on two networks. */
function servedLab(count: number): TopologyGraph {
  const size = Math.round(count / 20);
  const networks = Array.from({ length: size }, (_, i) => `network net${i} { subnet 10.${i}.0.0/16 }`);
  const containers = Array.from({ length: count }, (_, i) => {
    const ports = i % 10 === 0 ? `; publish ${8000 + i}:80` : '';
    return `container service-${i} { image nginx; network net${i % size}; network net${(i + 1) % size}${ports} }`;
  });
  return topology(open([...networks, ...containers].join('\n')));
}

const exampleLabs = readdirSync('examples')
  .filter((name) => name.endsWith('.dnet'))
  .map((name): [string, TopologyGraph] => [name, topology(open(readFileSync(`examples/${name}`, 'utf8')))]);
const servedLabs = [100, 300, 1000].map((count): [string, TopologyGraph] => [`${count} containers`, servedLab(count)]);

/** As above, of all that is drawn: lines of text, too, which count with the box that they are on. */
function drawnOverlaps(graph: TopologyGraph, level: Level = 'logical'): string[] {
  const index = finish(indexGraph(graph));
  const scene = finish(readScene(index, measure, level));
  const arrangement = finish(layOut(scene));
  const route = finish(routesOf(scene, arrangement));
  const boxes = finish(elementsOf(index, scene, arrangement, route, measure, level)).filter(
    ({ id, route, kind }) => route === undefined && kind !== 'badge' && !isPort(id),
  );
  const parents = holders(graph);
  const around = (id: string): Set<string | undefined> => {
    const result = new Set<string | undefined>([id]);
    for (let up = ownerOf(id) === id ? parents.get(id) : ownerOf(id); up !== undefined; up = parents.get(up)) {
      result.add(up);
    }
    return result;
  };
  const found: string[] = [];
  const sorted = boxes.toSorted((a, b) => a.bounds.x - b.bounds.x);
  sorted.forEach((a, i) => {
    for (const b of sorted.slice(i + 1)) {
      if (b.bounds.x >= right(a.bounds)) break;
      if (overlap(a.bounds, b.bounds) && !around(a.id).has(b.id) && !around(b.id).has(a.id))
        found.push(`${a.id} ${b.id}`);
    }
  });
  return found;
}

const networkNames = ['n0', 'n1', 'n2', 'n3', 'n4'] as const;
const someLab = fc
  .record({
    networks: fc.subarray([...networkNames], { minLength: 0 }),
    containers: fc.uniqueArray(
      fc.record({
        name: fc.oneof(fc.constantFrom(...'abcdefghij'), fc.string({ minLength: 1, maxLength: 40 })),
        on: fc.subarray([...networkNames]),
        publish: fc.boolean(),
        shares: fc.boolean(),
      }),
      { selector: ({ name }) => name, maxLength: 14 },
    ),
  })
  .map(({ networks, containers }) =>
    hostGraph(
      networks.map((name, i) => ({ name, subnet: `10.${i}.0.0/24` })),
      containers.map(({ name, on, publish, shares }, i) => ({
        name,
        networks: on.filter((network) => networks.includes(network)),
        publish: publish ? [`${8000 + i} → 80/tcp`] : [],
        shares: shares ? [`${name}-sidecar`] : [],
      })),
    ),
  );

it('has what does not run below the networks that it goes back to', () => {
  const networks = ['front', 'back'].map((name, i) => ({ name, subnet: `10.${i}.0.0/16` }));
  const exited = { status: 'exited', attachedTo: ['network:back'] } as const;
  const { rects } = arrange(
    hostGraph(networks, [
      { name: 'web', networks: ['front'] },
      { name: 'db', networks: ['back'] },
      { name: 'idle', more: exited },
    ]),
  );
  const [bar, idle, db] = ['network:back', 'container:idle', 'container:db'].map((id) => rects.get(id)!);
  expect(idle!.y).toBe(db!.y);
  expect(idle!.x).toBeGreaterThanOrEqual(bar!.x);
  expect(right(idle!)).toBeLessThanOrEqual(right(bar!));
});

describe('a fresh layout', () => {
  it.each([
    ['the lab', articleLab()],
    ['three tiers', threeTiers()],
    ['300 containers on two networks each', largeLab(300)],
    ['300 containers on four networks each', largeLab(300, 4)],
  ])('places every node of %s, none upon another', (_, graph) => {
    const arrangement = arrange(graph);
    expect([...arrangement.rects.keys()].sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
    expect(overlaps(graph, arrangement)).toEqual([]);
  });

  it.each([
    ['the lab', articleLab()],
    ['300 containers on one network each', largeLab(300, 1)],
    ['300 containers on two networks each', largeLab(300)],
    ['300 containers on three networks each', largeLab(300, 3)],
  ])('has no line of text of %s upon another or upon a box', (_, graph) => {
    expect(drawnOverlaps(graph)).toEqual([]);
  });

  it.each([...exampleLabs, ...servedLabs])('has nothing of %s upon another thing, on both levels', (_, graph) => {
    for (const level of ['logical', 'physical'] as const) expect(drawnOverlaps(graph, level)).toEqual([]);
  });

  it('of any lab has no overlaps, and is the same every time', () => {
    fc.assert(
      fc.property(someLab, (graph) => {
        const arrangement = arrange(graph);
        expect(overlaps(graph, arrangement)).toEqual([]);
        expect(arrange({ nodes: [...graph.nodes].reverse(), edges: [...graph.edges].reverse() })).toEqual(arrangement);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['letters', 'web', 'Web'],
    ['leading zeros', 'web1', 'web01'],
  ])('gives names that differ in %s alone the same places, in whatever order they come', (_, a, b) => {
    const { nodes, edges } = hostGraph([], [{ name: a }, { name: b }]);
    expect(arrange({ nodes: nodes.toReversed(), edges }).rects).toEqual(arrange({ nodes, edges }).rects);
  });

  it('puts containers below their network, those of two between the two, isolated ones below', () => {
    const { rects } = arrange(threeTiers());
    const y = (id: string): number => rects.get(id)!.y;
    const tiers = [
      'network:edge',
      'container:shop-1',
      'network:backend',
      'container:api',
      'network:database',
      'container:db',
    ];
    const ys = tiers.map(y);
    expect(ys).toEqual([...ys].sort((a, b) => a - b));
    expect(y('interface:api/eth0')).toBeLessThan(y('container:api'));
    expect(y('interface:api/eth1')).toBeGreaterThan(y('container:api'));
    expect(y('outside')).toBeLessThan(y('host:dockerhost'));
    expect(y('host-interface:dockerhost/eth0')).toBeLessThan(y('host:dockerhost'));
  });

  it('holds members of a namespace, and every node inside its host', () => {
    const graph = articleLab();
    const { rects } = arrange(graph);
    const isWithin = (inner: Rect, outer: Rect): boolean =>
      inner.x >= outer.x &&
      right(inner) <= right(outer) &&
      inner.y >= outer.y &&
      inner.y + inner.height <= outer.y + outer.height;
    expect(isWithin(rects.get('container:sidecar')!, rects.get('namespace:web')!)).toBe(true);
    const host = rects.get('host:dockerhost')!;
    for (const { id, kind } of graph.nodes) {
      if (['container', 'namespace', 'bridge', 'interface'].includes(kind))
        expect(isWithin(rects.get(id)!, host), id).toBe(true);
    }
  });

  it('gives several hosts a place each, and networks between them one below', () => {
    const [one, two] = [articleLab(), hostGraph([], [{ name: 'far' }], 'second')];
    const nodes = new Map([...one.nodes, ...two.nodes].map((node) => [node.id, node]));
    nodes.set('network:wide', {
      id: 'network:wide',
      kind: 'network',
      label: 'wide',
      details: ['overlay'],
      description: '',
    });
    const tunnel = {
      id: 'e',
      kind: 'attachment',
      source: 'interface:far/lo',
      target: 'network:wide',
      description: '',
    } as const;
    const graph = { nodes: [...nodes.values()], edges: [...one.edges, ...two.edges, tunnel] };
    const arrangement = arrange(graph);
    expect(overlaps(graph, arrangement)).toEqual([]);
    const wide = arrangement.rects.get('network:wide')!;
    for (const host of ['host:dockerhost', 'host:second']) expect(arrangement.rects.get(host)!.y).toBeLessThan(wide.y);
    expect(arrangement.rects.get('interface:far/lo')!.y).toBeGreaterThan(arrangement.rects.get('container:far')!.y);
  });

  it('folds a chain of networks of any length', () => {
    const count = 400;
    const networks = Array.from({ length: count }, (_, i) => ({ name: `n${i}`, subnet: `10.0.${i}.0/24` }));
    const links = Array.from({ length: count - 1 }, (_, i) => ({ name: `c${i}`, networks: [`n${i}`, `n${i + 1}`] }));
    const graph = hostGraph(networks, links);
    const arrangement = arrange(graph);
    expect(arrangement.rects.size).toBe(graph.nodes.length);
    expect(overlaps(graph, arrangement)).toEqual([]);
  });

  it('draws a graph whose parents are missing or go round', () => {
    const node = { kind: 'container', details: [], description: '' } as const;
    const graph: TopologyGraph = {
      nodes: [
        { ...node, id: 'a', label: 'a', parent: 'b' },
        { ...node, id: 'b', label: 'b', parent: 'a' },
        { ...node, id: 'c', label: 'c', parent: 'nowhere' },
      ],
      edges: [{ id: 'e', kind: 'veth', source: 'a', target: 'nowhere', description: '' }],
    };
    expect([...arrange(graph).rects.keys()].sort()).toEqual(['a', 'b', 'c']);
  });
});

describe('a layout that is kept', () => {
  const isFixed = ({ kind }: { kind: string }): boolean => !['host', 'bridge', 'network'].includes(kind);

  it('has no overlaps, moves nothing that did not change, and answers itself for the same lab', () => {
    fc.assert(
      fc.property(someLab, someLab, (before, after) => {
        const first = arrange(before);
        expect(arrange(before, first)).toEqual(first);
        expect(overlaps(after, arrange(after, first))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('survives any one container coming and going', () => {
    fc.assert(
      fc.property(someLab, fc.nat(), (graph, pick) => {
        const units = graph.nodes.filter(({ kind, parent }) => kind === 'container' && parent === 'host:dockerhost');
        const gone = units[pick % Math.max(1, units.length)];
        if (units.length < 4 || gone === undefined) return;
        const own = graph.nodes.filter(({ id, parent }) => id === gone.id || parent === gone.id).map(({ id }) => id);
        const ports = graph.edges.filter(({ kind, target }) => kind === 'publish' && own.includes(target));
        const parts = [...own, ...ports.map(({ source }) => source)];
        const isGone = (id: string): boolean => parts.includes(id);
        const less: TopologyGraph = {
          nodes: graph.nodes.filter(({ id }) => !isGone(id)),
          edges: graph.edges.filter(({ source, target }) => !isGone(source) && !isGone(target)),
        };
        const first = arrange(less);
        const grown = arrange(graph, first);
        expect(overlaps(graph, grown)).toEqual([]);
        if (grown.rects.get('host:dockerhost')!.y !== 0) return;
        for (const node of less.nodes.filter(isFixed)) {
          const [old, now] = [first.rects.get(node.id)!, grown.rects.get(node.id)!];
          expect({ x: now.x, y: now.y }, node.id).toEqual({ x: old.x, y: old.y });
        }
        const shrunk = arrange(less, grown);
        for (const node of less.nodes.filter(isFixed))
          expect(shrunk.rects.get(node.id), node.id).toEqual(grown.rects.get(node.id));
      }),
      { numRuns: 300 },
    );
  });

  it('puts a new container next to the others of its network', () => {
    const lab = (names: readonly string[]) =>
      hostGraph(
        [{ name: 'net', subnet: '10.0.0.0/24' }],
        names.map((name) => ({ name, networks: ['net'] })),
      );
    const grown = arrange(lab(['a', 'b', 'c']), arrange(lab(['a', 'b'])));
    expect(grown.rects.get('container:c')!.y).toBe(grown.rects.get('container:a')!.y);
    expect(right(grown.rects.get('network:net')!)).toBeGreaterThanOrEqual(right(grown.rects.get('container:c')!));
  });

  it('keeps the colours of networks', () => {
    const lab = (names: readonly string[]) =>
      hostGraph(
        names.map((name, i) => ({ name, subnet: `10.${i}.0.0/24` })),
        [],
      );
    const first = arrange(lab(['b', 'c']));
    const second = arrange(lab(['a', 'b', 'c']), first);
    expect(second.tones.get('network:b')).toBe(first.tones.get('network:b'));
    expect(new Set(second.tones.values()).size).toBe(3);
  });

  it('is given up for a lab that is mostly new', () => {
    const graph = threeTiers();
    expect(arrange(graph, arrange(articleLab()))).toEqual({ ...arrange(graph), tones: expect.anything() });
  });
});

it('gives colours to the networks that something is on, or goes back to', () => {
  const text = 'network n1\nnetwork n2\nnetwork n3\ncontainer ca { network n1 }\ncontainer cb { network n2 }\nstop cb';
  const graph = finish(indexGraph(topology(open(text))));
  const scene = finish(readScene(graph, measure));
  const arrangement = finish(layOut(scene));
  const drawables = finish(elementsOf(graph, scene, arrangement, finish(routesOf(scene, arrangement)), measure));
  const toned = drawables.filter(({ kind, tone }) => kind === 'bridge' && tone !== undefined).map(({ id }) => id);
  expect(toned.sort()).toEqual(['network:n1', 'network:n2']);
});

describe('cables', () => {
  it('are one vertical line from an interface to the network above or below', () => {
    const graph = threeTiers();
    const scene = sceneOf(graph);
    const arrangement = finish(layOut(scene));
    const route = finish(routesOf(scene, arrangement));
    for (const edge of graph.edges.filter(({ kind }) => kind === 'veth')) {
      const { shape, points } = route(edge)!;
      expect(shape).toBe('line');
      expect(points).toHaveLength(2);
      expect(points[0]!.x).toBe(points[1]!.x);
    }
  });

  it('run at right angles beside the rows of a large network, and end at both their ends', () => {
    const graph = largeLab(300);
    const scene = sceneOf(graph);
    const arrangement = finish(layOut(scene));
    const route = finish(routesOf(scene, arrangement));
    for (const edge of graph.edges.filter(({ kind }) => kind !== 'publish')) {
      const { shape, points } = route(edge)!;
      const ends = [points[0]!, points.at(-1)!];
      [edge.source, edge.target].forEach((id, i) => {
        const rect = arrangement.rects.get(id)!;
        expect(ends[i]!.x).toBeGreaterThanOrEqual(rect.x);
        expect(ends[i]!.x).toBeLessThanOrEqual(right(rect));
        expect([rect.y, rect.y + rect.height]).toContain(ends[i]!.y);
      });
      if (shape === 'curve') continue;
      expect(points.slice(1).every((point, i) => point.x === points[i]!.x || point.y === points[i]!.y)).toBe(true);
    }
  });
});

describe('published ports', () => {
  /** `count` containers on one network, each with a port. */
  const lab = (count: number) =>
    hostGraph(
      [{ name: 'net', subnet: '10.0.0.0/24' }],
      Array.from({ length: count }, (_, i) => ({
        name: `c${i}`,
        networks: ['net'],
        publish: [`${8000 + i} → 80/tcp`],
      })),
    );
  const isOn = ({ rects }: Arrangement, index: number): boolean => {
    const [port, card] = [
      rects.get(`published-port:dockerhost/${8000 + index}/tcp`)!,
      rects.get(`container:c${index}`)!,
    ];
    return (
      port.x > card.x && right(port) < right(card) && port.y > card.y && port.y + port.height < card.y + card.height
    );
  };
  const arrangeAfter = (graph: TopologyGraph, previous: Arrangement): Arrangement => {
    const scene = sceneOf(graph, previous);
    return finish(layOut(scene, previous));
  };

  it('are on the border of the host while they are few, and on the containers that they lead to when they are many', () => {
    expect(isOn(arrange(lab(8)), 3)).toBe(false);
    const many = arrange(lab(40));
    expect(Array.from({ length: 40 }, (_, i) => isOn(many, i))).not.toContain(false);
  });

  it('stay where they are until their number is another one altogether', () => {
    const few = arrangeAfter(lab(12), arrange(lab(8)));
    expect(isOn(few, 3)).toBe(false);
    const many = arrangeAfter(lab(20), few);
    expect(isOn(many, 3)).toBe(true);
    expect(overlaps(lab(20), many)).toEqual([]);
    const fewer = arrangeAfter(lab(6), many);
    expect(isOn(fewer, 3)).toBe(true);
    expect(isOn(arrangeAfter(lab(4), fewer), 3)).toBe(false);
  });

  it.each(exampleLabs)('of %s run beside each other where they leave the border', (_, graph) => {
    for (const level of ['logical', 'physical'] as const) {
      const scene = finish(readScene(finish(indexGraph(graph)), measure, level));
      const route = finish(routesOf(scene, finish(layOut(scene))));
      const across = graph.edges.flatMap((edge) => {
        const [, from, to] = edge.kind === 'publish' ? (route(edge)?.points ?? []) : [];
        return from !== undefined && from.y === to?.y
          ? [{ x: Math.min(from.x, to.x), y: from.y, width: Math.abs(to.x - from.x), height: 1 }]
          : [];
      });
      across.forEach((piece, i) => {
        for (const other of across.slice(i + 1)) expect(overlap(piece, other)).toBe(false);
      });
    }
  });

  it('lead around everything that they do not lead to', () => {
    fc.assert(
      fc.property(someLab, (graph) => {
        const scene = sceneOf(graph);
        const arrangement = finish(layOut(scene));
        const route = finish(routesOf(scene, arrangement));
        const parents = holders(graph);
        for (const edge of graph.edges.filter(({ kind }) => kind === 'publish')) {
          const points = route(edge)?.points ?? [];
          const card =
            graph.nodes.find(({ id }) => id === edge.target)?.kind === 'interface'
              ? parents.get(edge.target)
              : edge.target;
          const pieces = points.slice(1).map(({ x, y }, i): Rect => {
            const before = points[i]!;
            return {
              x: Math.min(x, before.x),
              y: Math.min(y, before.y),
              width: Math.abs(x - before.x),
              height: Math.abs(y - before.y),
            };
          });
          for (const { units } of scene.hosts) {
            for (const { id } of units.filter((unit) => unit.id !== card && unit.id !== parents.get(card ?? ''))) {
              expect(
                pieces.some((piece) => overlap(piece, arrangement.rects.get(id)!)),
                `${edge.id} over ${id}`,
              ).toBe(false);
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a text that is too long', () => {
  it('ends in an ellipsis and fits', () => {
    expect(ellipsize('short', 100, measure).text).toBe('short');
    const { text, width } = ellipsize('x'.repeat(10_000), 100, measure);
    expect(text).toMatch(/^x+…$/);
    expect(width).toBeLessThanOrEqual(100);
  });

  it('is never cut inside a character, and stays one line', () => {
    expect(ellipsize('🐳'.repeat(50), 40, measure).text).toMatch(/^(🐳)+…$/u);
    expect(ellipsize('a\nb\u202Ec', 100, measure).text).toBe('a b c');
  });
});

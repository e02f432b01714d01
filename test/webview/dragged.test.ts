import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TopologyGraph } from '../../language-server/protocol.ts';
import { indexGraph } from '../../webview/graph.ts';
import type { Arrangement } from '../../webview/layout/arrangement.ts';
import { type DraggedPlaces, draggedTo, moveBy, movingWith } from '../../webview/layout/dragged.ts';
import { bottom, overlap, type Rect, right } from '../../webview/layout/geometry.ts';
import { layOut as layingOut } from '../../webview/layout/layout.ts';
import { routesOf } from '../../webview/layout/routes.ts';
import { readScene, type Scene } from '../../webview/layout/scene.ts';
import { runsThrough } from '../../webview/layout/way-around.ts';
import { finish } from '../../webview/work.ts';
import { articleLab, hostGraph, threeTiers } from './fixtures.ts';

const layOut = (...[scene, previous, places]: Parameters<typeof layingOut>) =>
  finish(layingOut(scene, previous, places));
const sceneOf = (graph: TopologyGraph) =>
  finish(readScene(finish(indexGraph(graph)), (text) => Array.from(text).length * 6.6));

/** The boxes of hosts, networks and containers that lie on each other. */
function overlaps(scene: Scene, { rects }: Arrangement): string[] {
  const sets = [
    ...scene.hosts.map(({ bars, units }) => [...bars, ...units]),
    [...scene.hosts, ...scene.bars, ...scene.units],
  ];
  return sets.flatMap((boxes) =>
    boxes.flatMap(({ id: a }, i) =>
      boxes.slice(i + 1).flatMap(({ id: b }) => (overlap(rects.get(a)!, rects.get(b)!) ? [`${a} and ${b}`] : [])),
    ),
  );
}

const drag = (scene: Scene, arrangement: Arrangement, id: string, x: number, y: number, places?: DraggedPlaces) =>
  moveBy(scene, arrangement, movingWith(scene, id), { x, y }, places ?? new Map());

const corner = (rect: Rect | undefined) => rect && { x: rect.x, y: rect.y };
const lab = () =>
  hostGraph(
    [
      { name: 'front', subnet: '10.0.0.0/24' },
      { name: 'back', subnet: '10.0.1.0/24' },
    ],
    [
      { name: 'web', networks: ['front'] },
      { name: 'api', networks: ['front', 'back'] },
      { name: 'db', networks: ['back'] },
    ],
  );

/** Two hosts, and a network that spans them. */
function twoHosts(): TopologyGraph {
  const hosts = ['one', 'two'].map((host, i) =>
    hostGraph(
      [{ name: `net-${host}`, subnet: `10.${i}.0.0/24` }],
      [{ name: `web-${host}`, networks: [`net-${host}`], publish: [`80${i} → 80/tcp`] }],
      host,
    ),
  );
  const mesh = {
    id: 'network:mesh',
    kind: 'network',
    label: 'mesh',
    driver: 'overlay',
    details: ['10.9.0.0/24'],
    description: 'This is mesh.',
  } as const;
  const nodes = [...hosts.flatMap((graph) => graph.nodes), mesh];
  return {
    nodes: [...new Map(nodes.map((node) => [node.id, node])).values()],
    edges: hosts.flatMap((graph) => graph.edges),
  };
}

describe('what has been dragged', () => {
  const scene = sceneOf(lab());
  const before = layOut(scene);
  const places = drag(scene, before, 'container:db', 400, 120);
  const after = layOut(scene, before, places);

  it('is where it was dragged to, and moves nothing that is not in its way', () => {
    const [from, to] = [before.rects.get('container:db')!, after.rects.get('container:db')!];
    expect(corner(to)).toEqual({ x: from.x + 400, y: from.y + 120 });
    for (const id of ['container:web', 'container:api', 'network:front', 'network:back']) {
      expect(corner(after.rects.get(id)), id).toEqual(corner(before.rects.get(id)));
    }
    const frame = after.rects.get(scene.hosts[0]!.id)!;
    expect(right(frame)).toBeGreaterThan(right(to));
  });

  it('is there again when everything is laid out anew, and after an edit', () => {
    expect(corner(layOut(scene, undefined, places).rects.get('container:db'))).toEqual(
      corner(after.rects.get('container:db')),
    );
    const graph = lab();
    const more = sceneOf({
      nodes: [...graph.nodes, { ...graph.nodes.find(({ id }) => id === 'container:web')!, id: 'container:new' }],
      edges: graph.edges,
    });
    const edited = layOut(more, after, places);
    for (const [id, rect] of after.rects) {
      if (!id.startsWith('host:')) expect(corner(edited.rects.get(id)), id).toEqual(corner(rect));
    }
  });

  it('drives away what it is dragged onto', () => {
    const [web, db] = [before.rects.get('container:web')!, before.rects.get('container:db')!];
    const onto = layOut(scene, before, drag(scene, before, 'container:db', web.x - db.x, web.y - db.y));
    expect(corner(onto.rects.get('container:db'))).toEqual(corner(web));
    expect(overlaps(scene, onto)).toEqual([]);
  });

  it('takes the containers that are on it alone along, when it is a network', () => {
    const moved = layOut(scene, before, drag(scene, before, 'network:back', 0, 300));
    const by = (id: string) => moved.rects.get(id)!.y - before.rects.get(id)!.y;
    expect([by('network:back'), by('container:db'), by('container:api')]).toEqual([300, 300, 0]);
  });

  it('stays inside its host, below what is on the host’s border', () => {
    const inside = layOut(scene, before, drag(scene, before, 'container:db', -5000, -5000));
    const frame = inside.rects.get(scene.hosts[0]!.id)!;
    expect(inside.rects.get('container:db')!.x).toBeGreaterThan(frame.x);
    expect(inside.rects.get('container:db')!.y).toBeGreaterThan(frame.y);
  });

  it('takes along what is on it, when it is a host, and leaves all else alone', () => {
    const host = scene.hosts[0]!.id;
    const moved = layOut(scene, before, drag(scene, before, host, 900, 40));
    for (const [id, rect] of before.rects) {
      const by = id === 'outside' ? { x: 0, y: 0 } : { x: 900, y: 40 };
      expect(corner(moved.rects.get(id)), id).toEqual({ x: rect.x + by.x, y: rect.y + by.y });
    }
  });

  it('drives hosts and the outside away, and networks that span hosts below them', () => {
    const two = sceneOf(twoHosts());
    const start = layOut(two);
    const [first, second] = two.hosts.map(({ id }) => id) as [string, string];
    const { x, y, height } = start.rects.get(second)!;
    const onto = layOut(
      two,
      start,
      drag(two, start, 'outside', x - start.rects.get('outside')!.x, y - start.rects.get('outside')!.y),
    );
    expect(corner(onto.rects.get('outside'))).toEqual({ x, y });
    expect(corner(onto.rects.get(first))).toEqual(corner(start.rects.get(first)));
    expect(overlaps(two, onto)).toEqual([]);
    const below = layOut(two, start, drag(two, start, second, 0, 3 * height));
    expect(below.rects.get('network:mesh')!.y).toBeGreaterThan(bottom(below.rects.get(second)!));
  });

  it.each([
    ['below its host', 0, 1000],
    ['beside it', -900, 200],
    ['where it was', 0, 0],
  ])('is reached by cables that cross no host, when it is the outside %s', (_, x, y) => {
    const graph = twoHosts();
    const two = sceneOf(graph);
    const start = layOut(two);
    const dragged = layOut(two, start, drag(two, start, 'outside', x, y));
    const route = finish(routesOf(two, dragged));
    const frames = [...two.hosts, ...two.units].map(({ id }) => dragged.rects.get(id)!);
    const wires = graph.edges.filter(({ kind }) => kind === 'wire');
    expect(wires).toHaveLength(2);
    for (const wire of wires) expect(runsThrough(route(wire)!.points, frames)).toBe(false);
  });

  it('never makes boxes overlap, however it is dragged, and is laid out again as it was', () => {
    const step = fc.tuple(fc.nat(20), fc.integer({ min: -600, max: 900 }), fc.integer({ min: -400, max: 700 }));
    fc.assert(
      fc.property(
        fc.constantFrom(lab(), articleLab(), threeTiers(), twoHosts()),
        fc.array(step, { maxLength: 6 }),
        (graph, steps) => {
          const scene = sceneOf(graph);
          const ids = [
            ...scene.hosts,
            ...scene.units,
            ...scene.hosts.flatMap(({ bars, units }) => [...bars, ...units]),
          ].map(({ id }) => id);
          let arrangement = layOut(scene);
          let places: DraggedPlaces = new Map();
          for (const [which, x, y] of steps) {
            places = drag(scene, arrangement, ids[which % ids.length]!, x, y, places);
            arrangement = layOut(scene, arrangement, places);
            places = draggedTo(scene, arrangement, places);
            expect(overlaps(scene, arrangement)).toEqual([]);
          }
          expect([...layOut(scene, arrangement, places).rects].sort()).toEqual([...arrangement.rects].sort());
        },
      ),
      { numRuns: 60 },
    );
  });
});

/**
 * Engine state → picture. One node for each thing that Docker and the kernel hold and a reader can point at, one edge
 * for each link a packet can take; where it is drawn is the webview's business.
 *
 * A picture is made of parts, one for each network and each network namespace. A later picture takes over the parts of
 * which nothing has changed, so that the patch between the two is found by looking at the others.
 */

import { sameItems } from '../model/splice.ts';
import type { Container, ContainerId, Host, Network, NetworkId, World } from '../simulation/state.ts';
import {
  addHost,
  addNamespace,
  addNetwork,
  addOutside,
  addWayOut,
  Drawing,
  networksOnceStarted,
  type TopologyAnnotations,
} from './draw.ts';

export type { TopologyAnnotations };

import type { TopologyGraph, TopologyPatch } from './graph.ts';
import { drawnNetworks, isLocal, PictureIds } from './ids.ts';
import { groupByNamespace, type NamespaceGroup } from './namespaces.ts';
import { canonical, diffTopology } from './patch.ts';

/** Draws a world: pure, and equal worlds with equal annotations give equal graphs, in canonical order. */
export function buildTopology(world: World, annotations: TopologyAnnotations): TopologyGraph {
  return drawPicture(world, annotations).graph;
}

interface Part {
  readonly graph: TopologyGraph;
  /** What it was drawn of. */
  readonly of: readonly unknown[];
}

/** What the containers of a host are drawn with, of the host itself and of its networks. */
interface Surroundings {
  readonly machine: readonly unknown[];
  readonly networks: ReadonlyMap<NetworkId, Network>;
}

export class Picture {
  readonly parts: ReadonlyMap<string, Part>;
  readonly ids: PictureIds;
  readonly surroundings: ReadonlyMap<string, Surroundings>;
  #graph: TopologyGraph | undefined;

  constructor(parts: ReadonlyMap<string, Part>, ids: PictureIds, surroundings: ReadonlyMap<string, Surroundings>) {
    this.parts = parts;
    this.ids = ids;
    this.surroundings = surroundings;
  }

  /** In canonical order. */
  get graph(): TopologyGraph {
    const graphs = () => [...this.parts.values()].map(({ graph }) => graph);
    this.#graph ??= canonical({
      nodes: graphs().flatMap(({ nodes }) => nodes),
      edges: graphs().flatMap(({ edges }) => edges),
    });
    return this.#graph;
  }
}

/** An earlier picture, of whatever world. */
export interface EarlierPicture {
  readonly picture: Picture;
  /** `container:NAME`, `network:NAME` and `host:NAME` of what is annotated otherwise now; undefined: maybe all of it. */
  readonly touched: ReadonlySet<string> | undefined;
}

/** Draws a world, with what an earlier picture has drawn already. */
export function drawPicture(world: World, annotations: TopologyAnnotations, earlier?: EarlierPicture): Picture {
  const ids = new PictureIds(world);
  const known = earlier?.picture;
  const touched = known?.ids.equals(ids) ? earlier?.touched : undefined;
  const parts = new Map<string, Part>();
  const surroundings = new Map<string, Surroundings>();
  const add = (key: string, of: readonly unknown[], isCurrent: boolean, draw: (drawing: Drawing) => void) => {
    const old = known?.parts.get(key);
    if (old && isCurrent && sameItems(old.of, of)) {
      parts.set(key, old);
      return;
    }
    const drawing = new Drawing(ids, annotations);
    draw(drawing);
    const graph = canonical(drawing);
    parts.set(key, { graph: old && isEmpty(diffTopology(old.graph, graph)) ? old.graph : graph, of });
  };

  add('outside', [], false, (drawing) => addOutside(drawing, world.outside));
  const spanning = [...world.hosts.values()].flatMap((host) => drawnNetworks(host).filter((each) => !isLocal(each)));
  for (const network of spanning)
    if (!parts.has(`spanning:${network.name}`))
      add(`spanning:${network.name}`, [], false, (drawing) => addNetwork(drawing, network));
  for (const host of world.hosts.values()) {
    const around = surroundingsOf(host);
    surroundings.set(host.name, around);
    const before = known?.surroundings.get(host.name);
    const isSameMachine = touched !== undefined && !!before && sameItems(before.machine, around.machine);
    add(`host:${host.name}`, [], false, (drawing) => addHost(drawing, host));
    for (const network of drawnNetworks(host)) {
      const isCurrent = isSameMachine && !touched.has(`network:${network.name}`);
      add(`network:${host.name}/${network.id}`, [network], isCurrent, (drawing) => {
        if (isLocal(network)) addNetwork(drawing, network, host);
        addWayOut(drawing, network, host);
      });
    }
    const moved = isSameMachine ? movedContainers(before.networks, around.networks) : new Set();
    const isDrawnAgain = ({ id, name }: Container) => moved.has(id) || touched?.has(`container:${name}`);
    for (const group of groupByNamespace(host)) {
      const isCurrent = isSameMachine && !group.members.some(isDrawnAgain);
      const awaited = group.kind === 'stopped' ? networksOnceStarted(host, group.members[0]) : [];
      add(keyOf(host, group), [group.kind, ...group.members, ...awaited], isCurrent, (drawing) =>
        addNamespace(drawing, host, group),
      );
    }
  }
  return new Picture(parts, ids, surroundings);
}

/** What turns one picture into another; parts that both have are not looked at. */
export function patchBetween(before: Picture, after: Picture): TopologyPatch {
  const patches: TopologyPatch[] = [];
  const compare = (old: TopologyGraph, now: TopologyGraph) => {
    if (old !== now) patches.push(diffTopology(old, now));
  };
  for (const [key, { graph }] of after.parts) compare(before.parts.get(key)?.graph ?? NOTHING, graph);
  for (const [key, { graph }] of before.parts) if (!after.parts.has(key)) compare(graph, NOTHING);
  const { nodes, edges } = canonical({
    nodes: patches.flatMap((patch) => patch.nodes),
    edges: patches.flatMap((patch) => patch.edges),
  });
  // What one part has lost, another may have.
  const kept = new Set([...nodes, ...edges].map(({ id }) => id));
  const removed = patches.flatMap((patch) => patch.removed).filter((id) => !kept.has(id));
  return { removed: removed.sort(), nodes, edges };
}

const NOTHING: TopologyGraph = { nodes: [], edges: [] };

const isEmpty = ({ removed, nodes, edges }: TopologyPatch): boolean =>
  removed.length + nodes.length + edges.length === 0;

const keyOf = (host: Host, { members: [owner] }: NamespaceGroup): string => `namespace:${host.name}/${owner.id}`;

const surroundingsOf = ({ engine, daemon, interfaces, routes, networks }: Host): Surroundings => ({
  machine: [engine, daemon, interfaces, routes],
  networks: new Map(networks),
});

/** The containers whose place on a network is another one, or on a network that is another one. */
function movedContainers(
  before: ReadonlyMap<NetworkId, Network>,
  after: ReadonlyMap<NetworkId, Network>,
): ReadonlySet<ContainerId> {
  const moved = new Set<ContainerId>();
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(id), after.get(id)];
    if (old === now) continue;
    const isSameNetwork = !!old && !!now && PLUGGED_BY.every((property) => old[property] === now[property]);
    const all = new Set([...(old?.endpoints.keys() ?? []), ...(now?.endpoints.keys() ?? [])]);
    for (const container of all)
      if (!isSameNetwork || old.endpoints.get(container) !== now.endpoints.get(container)) moved.add(container);
  }
  return moved;
}

/** What a container's part shows of the networks that it is on, or chooses its default route by. */
const PLUGGED_BY = ['name', 'driver', 'scope', 'internal', 'ingress', 'bridge'] as const satisfies (keyof Network)[];

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
import type { TopologyGraph, TopologyPatch } from './graph.ts';
import { drawnNetworks, isLocal, PictureIds } from './ids.ts';
import { groupByNamespace, isAlive, isAlone, type NamespaceGroup } from './namespaces.ts';
import { canonical, diffTopology } from './patch.ts';

export type { TopologyAnnotations };

/** Draws a world: pure, and equal worlds with equal annotations give equal graphs, in canonical order. */
export function buildTopology(world: World, annotations: TopologyAnnotations): TopologyGraph {
  return drawPicture(world, annotations).graph;
}

/** Something of the picture that is drawn by itself. */
interface Part {
  readonly graph: TopologyGraph;
}

interface NetworkPart extends Part {
  readonly network: Network;
}

interface NamespacePart extends Part {
  readonly members: readonly Container[];
  /** The networks that a container without a process goes back to. */
  readonly awaited: readonly Network[];
  /** The ports of the members that are published by address translation. */
  readonly published: number;
}

interface HostParts {
  /** What all parts of the host are drawn with. */
  readonly machine: readonly unknown[];
  readonly host: Part;
  readonly networks: ReadonlyMap<NetworkId, NetworkPart>;
  /** By the container that made the namespace. */
  readonly namespaces: ReadonlyMap<ContainerId, NamespacePart>;
}

export class Picture {
  readonly world: World;
  readonly ids: PictureIds;
  /** What belongs to no single host. */
  readonly common: Part;
  readonly hosts: ReadonlyMap<string, HostParts>;
  #graph: TopologyGraph | undefined;

  constructor(world: World, ids: PictureIds, common: Part, hosts: ReadonlyMap<string, HostParts>) {
    this.world = world;
    this.ids = ids;
    this.common = common;
    this.hosts = hosts;
  }

  get parts(): readonly Part[] {
    const ofHosts = [...this.hosts.values()].flatMap(({ host, networks, namespaces }) => [
      host,
      ...networks.values(),
      ...namespaces.values(),
    ]);
    return [this.common, ...ofHosts];
  }

  /** In canonical order. */
  get graph(): TopologyGraph {
    this.#graph ??= canonical({
      nodes: this.parts.flatMap(({ graph }) => graph.nodes),
      edges: this.parts.flatMap(({ graph }) => graph.edges),
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
  if (earlier?.picture.world === world && earlier.touched?.size === 0) return earlier.picture;
  const ids = new PictureIds(world);
  const draw = (old: Part | undefined, paint: (drawing: Drawing) => void): TopologyGraph => {
    const drawing = new Drawing(ids, annotations);
    paint(drawing);
    const graph = canonical(drawing);
    return old && isEmpty(diffTopology(old.graph, graph)) ? old.graph : graph;
  };
  const known = earlier?.picture;
  const common = draw(known?.common, (drawing) => {
    addOutside(drawing, world.outside);
    const shared = [...world.hosts.values()].flatMap((host) => drawnNetworks(host).filter((each) => !isLocal(each)));
    for (const network of new Map(shared.map((each) => [each.name, each])).values()) addNetwork(drawing, network);
  });
  const touched = known?.ids.equals(ids) ? earlier?.touched : undefined;
  const hosts = new Map<string, HostParts>();
  for (const host of world.hosts.values()) {
    const { engine, daemon, interfaces, routes } = host;
    const machine = [engine, daemon, interfaces, routes];
    const before = known?.hosts.get(host.name);
    const kept = before && touched && sameItems(before.machine, machine) ? { parts: before, touched } : undefined;
    const networks = drawNetworks(host, draw, before, kept);
    const namespaces = drawNamespaces(host, draw, before, kept && stillOf(kept, networks));
    let published = 0;
    for (const part of namespaces.values()) published += part.published;
    const graph = draw(before?.host, (drawing) => addHost(drawing, host, published));
    hosts.set(host.name, { machine, host: { graph }, networks, namespaces });
  }
  return new Picture(world, ids, { graph: common }, hosts);
}

type Draw = (old: Part | undefined, paint: (drawing: Drawing) => void) => TopologyGraph;

/** Parts of a host that may be taken over, but for what the text says of some subjects. */
interface Kept {
  readonly parts: HostParts;
  readonly touched: ReadonlySet<string>;
}

function drawNetworks(host: Host, draw: Draw, before: HostParts | undefined, kept: Kept | undefined) {
  const networks = new Map<NetworkId, NetworkPart>();
  for (const network of drawnNetworks(host)) {
    const old = before?.networks.get(network.id);
    if (kept && old?.network === network && !kept.touched.has(`network:${network.name}`)) {
      networks.set(network.id, old);
      continue;
    }
    const graph = draw(old, (drawing) => {
      if (isLocal(network)) addNetwork(drawing, network, host);
      addWayOut(drawing, network, host);
    });
    networks.set(network.id, { graph, network });
  }
  return networks;
}

function drawNamespaces(
  host: Host,
  draw: Draw,
  before: HostParts | undefined,
  isStill: ((container: Container) => boolean) | undefined,
) {
  const namespaces = new Map<ContainerId, NamespacePart>();
  const add = (owner: ContainerId, old: NamespacePart | undefined, group: NamespaceGroup) => {
    const { members } = group;
    const awaited = group.kind === 'stopped' ? networksOnceStarted(host, members[0]) : [];
    if (
      old &&
      isStill &&
      members.every(isStill) &&
      sameItems(old.members, members) &&
      sameItems(old.awaited, awaited)
    ) {
      namespaces.set(owner, old);
      return;
    }
    const graph = draw(old, (drawing) => addNamespace(drawing, host, group));
    const ports = members.flatMap((member) => member.ports);
    const published = ports.filter(({ hostIp }) => !hostIp.includes(':')).length;
    namespaces.set(owner, { graph, members, awaited, published });
  };
  const sharing: Container[] = [];
  for (const container of host.containers.values()) {
    if (!isAlone(container)) {
      sharing.push(container);
      continue;
    }
    const { id } = container;
    const old = before?.namespaces.get(id);
    // Nearly all of them, at every edit.
    if (old && isStill && old.members.length === 1 && old.members[0] === container && old.awaited.length === 0)
      if (isAlive(container) && isStill(container)) {
        namespaces.set(id, old);
        continue;
      }
    add(id, old, { kind: isAlive(container) ? 'own' : 'stopped', members: [container] });
  }
  for (const group of groupByNamespace(host, sharing)) {
    const { id } = group.members[0];
    add(id, before?.namespaces.get(id), group);
  }
  return namespaces;
}

/** Whether a container that is the same one is on the same networks, and the text says the same of it. */
function stillOf({ parts, touched }: Kept, networks: HostParts['networks']): (container: Container) => boolean {
  const moved = movedContainers(parts.networks, networks);
  const names = new Set<string>();
  for (const subject of touched) if (subject.startsWith(CONTAINER)) names.add(subject.slice(CONTAINER.length));
  return ({ id, name }) => !moved.has(id) && !names.has(name);
}

const CONTAINER = 'container:';

/** What turns one picture into another; parts that both have are not looked at. */
export function patchBetween(before: Picture, after: Picture): TopologyPatch {
  if (before === after) return NO_PATCH;
  const patches: TopologyPatch[] = [];
  const compare = (old: Part | undefined, now: Part | undefined) => {
    if (old?.graph !== now?.graph) patches.push(diffTopology(old?.graph ?? NOTHING, now?.graph ?? NOTHING));
  };
  const compareAll = (old: ReadonlyMap<string, Part> = NO_PARTS, now: ReadonlyMap<string, Part> = NO_PARTS) => {
    for (const [key, part] of now) compare(old.get(key), part);
    for (const [key, part] of old) if (!now.has(key)) compare(part, undefined);
  };
  compare(before.common, after.common);
  for (const name of new Set([...before.hosts.keys(), ...after.hosts.keys()])) {
    const [old, now] = [before.hosts.get(name), after.hosts.get(name)];
    compare(old?.host, now?.host);
    compareAll(old?.networks, now?.networks);
    compareAll(old?.namespaces, now?.namespaces);
  }
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
const NO_PATCH: TopologyPatch = { removed: [], nodes: [], edges: [] };
const NO_PARTS: ReadonlyMap<string, Part> = new Map();

const isEmpty = ({ removed, nodes, edges }: TopologyPatch): boolean =>
  removed.length + nodes.length + edges.length === 0;

/** The containers whose place on a network is another one, or on a network that is another one. */
function movedContainers(before: HostParts['networks'], after: HostParts['networks']): ReadonlySet<ContainerId> {
  const moved = new Set<ContainerId>();
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [old, now] = [before.get(id)?.network, after.get(id)?.network];
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

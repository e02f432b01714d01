/**
 * The picture's graph read as a tree: hosts hold networks, networks the containers on them, containers their
 * interfaces there. Everything that the picture shows is in it, in order.
 */
import type { TopologyEdge, TopologyNode } from '../../language-server/protocol.ts';

/** A node in its place. A container on two networks has a place under each of them. */
export interface OutlineItem {
  /** The ids of the nodes from the root to this one. */
  readonly path: readonly string[];
  readonly node: TopologyNode;
  readonly children: readonly OutlineItem[];
  /** What the picture shows of it by lines and frames: the cables that start there, the namespace that it shares. */
  readonly notes: readonly string[];
}

export function outlineOf(nodes: Iterable<TopologyNode>, edges: Iterable<TopologyEdge>): readonly OutlineItem[] {
  const graph = new Relations([...nodes], [...edges]);
  const place = (node: TopologyNode, parents: readonly string[], children: readonly TopologyNode[]): OutlineItem => {
    const path = [...parents, node.id];
    const isOnNetwork = (child: TopologyNode) => isNetwork(node) && child.kind === 'container';
    const placed = children.map((child) =>
      place(child, path, isOnNetwork(child) ? graph.interfaces(child, node.id) : graph.children(child)),
    );
    return { path, node, children: placed.sort(inOrder), notes: graph.notes(node) };
  };
  return graph.roots.map((node) => place(node, [], graph.children(node))).sort(inOrder);
}

/** Depth first: the first place of a node. */
export function findItem(items: readonly OutlineItem[], id: string): OutlineItem | undefined {
  for (const item of items) {
    const found = item.node.id === id ? item : findItem(item.children, id);
    if (found) return found;
  }
  return undefined;
}

/** The name of the network that an item is, or is on. */
export function networkOf({ path, node }: OutlineItem): string | undefined {
  if (isNetwork(node)) return node.label;
  // `network:front`, or `network:bridge@host2` where several hosts have one of that name.
  const id = path.find((one) => one.startsWith('network:'));
  return id?.slice('network:'.length).replace(/@[^@]*$/, '');
}

/** The networks among items and what they hold. */
export const networksIn = (items: readonly OutlineItem[]): readonly TopologyNode[] =>
  items.flatMap(({ node, children }) => (isNetwork(node) ? [node] : networksIn(children)));

const isNetwork = ({ kind }: TopologyNode): boolean => kind === 'bridge' || kind === 'network';

/** Who holds whom, and who is on what. */
class Relations {
  readonly roots: readonly TopologyNode[];
  readonly #nodes: ReadonlyMap<string, TopologyNode>;
  readonly #held = new Map<string, TopologyNode[]>();
  /** By interface. */
  readonly #networks = new Map<string, string[]>();
  /** By network. */
  readonly #members = new Map<string, TopologyNode[]>();
  /** By the node at which they start. */
  readonly #edges = new Map<string, TopologyEdge[]>();

  constructor(nodes: readonly TopologyNode[], edges: readonly TopologyEdge[]) {
    this.#nodes = new Map(nodes.map((node) => [node.id, node]));
    const roots: TopologyNode[] = [];
    for (const node of nodes) {
      if (node.parent !== undefined && this.#nodes.has(node.parent)) append(this.#held, node.parent, node);
      else roots.push(node);
    }
    this.roots = roots;
    for (const edge of edges) append(this.#edges, edge.source, edge);
    for (const { kind, source, target } of edges)
      if (kind === 'veth' || kind === 'attachment') append(this.#networks, source, target);
    for (const node of nodes)
      if (node.kind === 'container') for (const network of this.#networksOf(node)) append(this.#members, network, node);
  }

  /** What is shown below a node that is not a container on a network. */
  children(node: TopologyNode): readonly TopologyNode[] {
    if (isNetwork(node)) return this.#members.get(node.id) ?? [];
    if (node.kind === 'container') return this.#interfacesOf(node);
    const held = this.#held.get(node.id) ?? [];
    // What is on a network has its place there.
    return held
      .flatMap((child) => (child.kind === 'namespace' ? (this.#held.get(child.id) ?? []) : [child]))
      .filter((child) => child.kind !== 'interface' && !(child.kind === 'container' && this.#isOnNetwork(child)));
  }

  /** Sentences about lines and frames that are no items; a published port's line says what the port says. */
  notes(node: TopologyNode): readonly string[] {
    const around = this.#nodes.get(node.parent ?? '');
    const cables = (this.#edges.get(node.id) ?? []).map(({ description }) => description);
    const frames = around?.kind === 'namespace' ? [around.description] : [];
    return [...new Set([...cables, ...frames])].filter((note) => note !== node.description);
  }

  interfaces(container: TopologyNode, network: string): readonly TopologyNode[] {
    return this.#interfacesOf(container).filter(({ id }) => this.#networks.get(id)?.includes(network));
  }

  #isOnNetwork(container: TopologyNode): boolean {
    return this.#networksOf(container).size > 0;
  }

  /** Those that it has an interface in, or of one that does not run, those that it goes back to. */
  #networksOf(container: TopologyNode): ReadonlySet<string> {
    const plugged = this.#interfacesOf(container).flatMap(({ id }) => this.#networks.get(id) ?? []);
    return new Set([...plugged, ...(container.attachedTo ?? [])].filter((id) => this.#nodes.has(id)));
  }

  /** A container's own, or those of the namespace that it shares. */
  #interfacesOf(container: TopologyNode): readonly TopologyNode[] {
    const parent = container.parent === undefined ? undefined : this.#nodes.get(container.parent);
    const holder = parent?.kind === 'namespace' ? parent : container;
    return (this.#held.get(holder.id) ?? []).filter(({ kind }) => kind === 'interface');
  }
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

/** From the outside inwards, as the picture is read from top to bottom. */
const RANKS: Readonly<Record<TopologyNode['kind'], number>> = {
  outside: 0,
  host: 1,
  'host-interface': 2,
  router: 2,
  'published-port': 3,
  bridge: 4,
  network: 4,
  namespace: 5,
  container: 6,
  interface: 7,
};
/** Made when it is needed: it takes longer than all else that the extension loads at its start. */
let natural: Intl.Collator | undefined;

function inOrder({ node: a }: OutlineItem, { node: b }: OutlineItem): number {
  natural ??= new Intl.Collator('en', { numeric: true });
  return RANKS[a.kind] - RANKS[b.kind] || natural.compare(a.label, b.label) || (a.id < b.id ? -1 : 1);
}

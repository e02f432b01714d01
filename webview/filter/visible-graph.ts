/** The part of the graph that the reader wants to see. */
import { t } from '../../language-server/l10n.ts';
import type { TopologyEdge, TopologyGraph, TopologyNode } from '../../language-server/protocol.ts';
import { type Work, walked } from '../work.ts';

export interface Visibility {
  /** Ids of networks and hosts that are left out. */
  readonly hidden: ReadonlySet<string>;
  /** Networks whose driver is left out. */
  readonly hiddenDrivers: ReadonlySet<string>;
  /** Networks that are drawn without the containers that are on them alone. */
  readonly collapsed: ReadonlySet<string>;
}

export const EVERYTHING: Visibility = { hidden: new Set(), hiddenDrivers: new Set(), collapsed: new Set() };

export const hidesNothing = ({ hidden, hiddenDrivers, collapsed }: Visibility): boolean =>
  hidden.size + hiddenDrivers.size + collapsed.size === 0;

/** A picture with more containers is a mosaic: it begins with its networks, which are expanded one by one. */
export const MOST_EXPANDED = 2_000;

/** What is drawn of a graph before the reader has said anything. */
export function firstVisibility({ nodes }: TopologyGraph): Visibility {
  const isLarge = nodes.length > MOST_EXPANDED && containersIn(nodes) > MOST_EXPANDED;
  return isLarge ? { ...EVERYTHING, collapsed: new Set(nodes.filter(isNetwork).map(({ id }) => id)) } : EVERYTHING;
}

export const containersIn = (nodes: readonly TopologyNode[]): number =>
  nodes.reduce((count, { kind }) => count + (kind === 'container' ? 1 : 0), 0);

/** The networks that a node, or the container that it belongs to, is on. */
export function networksOf({ nodes, edges }: TopologyGraph, id: string): ReadonlySet<string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const end = byId.get(edges.find(({ kind, source }) => kind === 'publish' && source === id)?.target ?? id);
  const isPart = end?.kind === 'interface' || byId.get(end?.parent ?? '')?.kind === 'namespace';
  const unit = isPart ? end?.parent : end?.id;
  const isOn = ({ source, target }: TopologyEdge): boolean => {
    const [interfaceNode, network] = [byId.get(source), byId.get(target)];
    return interfaceNode?.kind === 'interface' && interfaceNode.parent === unit && !!network && isNetwork(network);
  };
  return new Set([...edges.filter(isOn).map(({ target }) => target), ...(end?.attachedTo ?? [])]);
}

/** A network that is drawn without the containers that are on it alone. */
export interface FoldedNetwork extends TopologyNode {
  readonly folded: number;
}

export const foldedIn = (node: TopologyNode): number => (node as Partial<FoldedNetwork>).folded ?? 0;

/** In words. */
export const containerCount = (count: number): string => (count === 1 ? t`1 container` : t`${count} containers`);

export const isNetwork = ({ kind }: TopologyNode): boolean => kind === 'bridge' || kind === 'network';

/** Leaves out networks, hosts, and containers all of whose networks are left out or collapsed. */
export function* visibleGraph(graph: TopologyGraph, visibility: Visibility): Work<TopologyGraph> {
  if (hidesNothing(visibility)) return graph;
  const { hidden, hiddenDrivers, collapsed } = visibility;
  const nodes = new Map<string, TopologyNode>();
  yield* walked(graph.nodes, (node) => nodes.set(node.id, node));
  const isHidden = (network: TopologyNode): boolean =>
    hidden.has(network.id) || hiddenDrivers.has(network.driver ?? '');

  const networksOfUnit = new Map<string, Set<string>>();
  const networkOfInterface = new Map<string, string>();
  const join = (unit: string, network: string): void => {
    const networks = networksOfUnit.get(unit);
    if (networks === undefined) networksOfUnit.set(unit, new Set([network]));
    else networks.add(network);
  };
  for (const { id, attachedTo = [] } of nodes.values())
    for (const network of attachedTo) if (nodes.has(network)) join(id, network);
  yield* walked(graph.edges, ({ source, target }) => {
    const [end, network] = [nodes.get(source), nodes.get(target)];
    if (end?.kind !== 'interface' || end.parent === undefined || network === undefined || !isNetwork(network)) return;
    networkOfInterface.set(source, target);
    join(end.parent, target);
  });
  const isOpen = (id: string): boolean => !collapsed.has(id) && !isHidden(nodes.get(id)!);
  const counts = new Map<string, number>();
  const removed = new Set<string>();
  yield* walked(networksOfUnit, ([unit, networks]) => {
    for (const network of networks) if (isOpen(network)) return;
    removed.add(unit);
    for (const network of networks) counts.set(network, (counts.get(network) ?? 0) + 1);
  });
  const isRemoved = (node: TopologyNode): boolean => {
    if (removed.has(node.id) || (node.kind === 'host' && hidden.has(node.id))) return true;
    if (isNetwork(node) && isHidden(node)) return true;
    const network = networkOfInterface.get(node.id);
    if (network !== undefined && isHidden(nodes.get(network)!)) return true;
    const parent = node.parent === undefined ? undefined : nodes.get(node.parent);
    return parent !== undefined && isRemoved(parent);
  };
  const kept = new Map<string, TopologyNode>();
  yield* walked(graph.nodes, (node) => {
    if (!isRemoved(node)) kept.set(node.id, collapsed.has(node.id) ? folded(node, counts.get(node.id) ?? 0) : node);
  });
  yield* walked(graph.edges, ({ kind, source, target }) => {
    if (kind === 'publish' && !kept.has(target)) kept.delete(source);
  });
  const edges: TopologyEdge[] = [];
  yield* walked(graph.edges, (edge) => {
    if (kept.has(edge.source) && kept.has(edge.target)) edges.push(edge);
  });
  return { nodes: [...kept.values()], edges };
}

/** What is drawn for a node or a cable: itself, its container, or a network on which it is folded away; else nothing is. */
export function standInFor(graph: TopologyGraph, id: string, isDrawn: (id: string) => boolean): string {
  if (isDrawn(id)) return id;
  const end = graph.edges.find((edge) => edge.id === id)?.source;
  const owner = end && graph.nodes.find((node) => node.id === end)?.parent;
  if (owner !== undefined) return standInFor(graph, owner, isDrawn);
  return [...networksOf(graph, id)].find(isDrawn) ?? id;
}

/** Says how many are not drawn. */
function folded(network: TopologyNode, count: number): FoldedNetwork {
  const text = containerCount(count);
  return {
    ...network,
    folded: count,
    details: [...network.details, `▸ ${text}`],
    description: `${network.description} ${t`Collapsed: ${text} not drawn.`}`,
  };
}

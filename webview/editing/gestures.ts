/** What can be done to a node or edge, as gestures that the extension writes down in the text. */
import type { BegunGesture, NetworkChoice, TopologyNode } from '../../language-server/protocol.ts';
import { isNetwork } from '../filter/visible-graph.ts';
import type { GraphIndex } from '../graph.ts';

export type EditName =
  | 'attach'
  | 'detach'
  | 'connect'
  | 'disconnect'
  | 'publish'
  | 'addContainer'
  | 'addNetwork'
  | 'rename'
  | 'remove';

/** Those that make sense on a thing of the picture, in the order of its menu; on nothing, what is added to the lab. */
export function gesturesOn(graph: GraphIndex, id: string | undefined): ReadonlyMap<EditName, BegunGesture> {
  const subject = subjectOf(graph, id);
  const gestures = new Map<EditName, BegunGesture>();
  if (subject !== undefined && isContainer(subject.node) && subject.node.origin !== undefined) {
    addOnContainer(graph, subject, gestures);
  }
  const network = subject && (isNetwork(subject.node) ? subject.node : subject.network);
  gestures.set('addContainer', { kind: 'add-container', ...(network === undefined ? {} : { network: network.label }) });
  gestures.set('addNetwork', { kind: 'add-network' });
  const named = subject?.node;
  if (named?.origin !== undefined && (isContainer(named) || isNetwork(named))) {
    gestures.set('rename', { kind: 'rename', name: named.label, origin: named.origin });
    gestures.set(
      'remove',
      // Of a cable, or of its plug, it is the connection that goes.
      subject?.network === undefined
        ? { kind: 'remove', what: isContainer(named) ? 'container' : 'network', name: named.label }
        : { kind: 'detach', container: named.label, networks: [choice(subject.network)] },
    );
  }
  return gestures;
}

/** A container that is dropped on a network; undefined where that changes nothing, or cannot be written down. */
export function dropGesture(graph: GraphIndex, container: string, network: string): BegunGesture | undefined {
  const [node, target] = [graph.nodes.get(container), graph.nodes.get(network)];
  if (node?.origin === undefined || target === undefined || !isContainer(node) || !isNetwork(target)) return undefined;
  if (node.parent !== undefined && target.parent !== undefined && hostOf(graph, node) !== target.parent)
    return undefined;
  if (networksOf(graph, node).includes(target)) return undefined;
  return { kind: 'attach', container: node.label, networks: [choice(target)] };
}

interface Subject {
  readonly node: TopologyNode;
  /** The network that a cable, or the interface that it is plugged into, is on. */
  readonly network?: TopologyNode;
}

function addOnContainer(graph: GraphIndex, { node, network }: Subject, into: Map<EditName, BegunGesture>): void {
  const container = node.label;
  const own = network === undefined ? networksOf(graph, node) : [network];
  const host = hostOf(graph, node);
  const others = [...graph.nodes.values()].filter(
    (each) => isNetwork(each) && (each.parent === undefined || each.parent === host) && !own.includes(each),
  );
  const choices = { on: others.map(choice), off: own.map(choice) };
  if (choices.on.length > 0) into.set('attach', { kind: 'attach', container, networks: choices.on });
  if (choices.off.length > 0) into.set('detach', { kind: 'detach', container, networks: choices.off });
  if (choices.on.length > 0) into.set('connect', { kind: 'connect', container, networks: choices.on });
  if (choices.off.length > 0) into.set('disconnect', { kind: 'disconnect', container, networks: choices.off });
  into.set('publish', { kind: 'publish', container });
}

/** What a gesture on an interface or a cable is about: the container that it belongs to. */
function subjectOf(graph: GraphIndex, id: string | undefined): Subject | undefined {
  if (id === undefined) return undefined;
  const edge = graph.edges.get(id);
  const node = graph.nodes.get(edge?.source ?? id);
  if (node?.kind !== 'interface') return node && edge === undefined ? { node } : undefined;
  const owner = graph.nodes.get(node.parent ?? '');
  const network = networkAt(graph, node);
  return owner?.kind === 'container' && network !== undefined ? { node: owner, network } : undefined;
}

/** The networks that a container is on, or whoever lends it a namespace; while it does not run, those it goes back to. */
function networksOf(graph: GraphIndex, container: TopologyNode): readonly TopologyNode[] {
  const holder = graph.nodes.get(container.parent ?? '')?.kind === 'namespace' ? container.parent! : container.id;
  const interfaces = (graph.children.get(holder) ?? []).filter(({ kind }) => kind === 'interface');
  const plugged = interfaces.map((each) => networkAt(graph, each));
  const awaited = (container.attachedTo ?? []).map((id) => graph.nodes.get(id));
  return [...plugged, ...awaited].filter((network) => network !== undefined);
}

function networkAt(graph: GraphIndex, { id }: TopologyNode): TopologyNode | undefined {
  const ends = (graph.links.get(id) ?? []).map(({ source, target }) =>
    graph.nodes.get(source === id ? target : source),
  );
  return ends.find((end) => end !== undefined && isNetwork(end));
}

function hostOf(graph: GraphIndex, { parent }: TopologyNode): string | undefined {
  const around = graph.nodes.get(parent ?? '');
  return around === undefined || around.kind === 'host' ? around?.id : hostOf(graph, around);
}

const isContainer = ({ kind }: TopologyNode): boolean => kind === 'container';
const choice = ({ label, details }: TopologyNode): NetworkChoice => ({ label, details });

import type {
  TopologyChangedNotification,
  TopologyEdge,
  TopologyNode,
  TopologyState,
} from '../../language-server/protocol.ts';
import { type OutlineItem, outlineOf } from './outline.ts';

type Change = TopologyChangedNotification['params'];

/** The graph of one lab, brought up to date by the server's patches, and its tree. */
export class OutlineGraph {
  readonly uri: string;
  readonly #nodes: Map<string, TopologyNode>;
  readonly #edges: Map<string, TopologyEdge>;
  #revision: number;
  #items: readonly OutlineItem[] | undefined;

  constructor({ uri, revision, graph }: TopologyState) {
    this.uri = uri;
    this.#revision = revision;
    this.#nodes = new Map(graph.nodes.map((node) => [node.id, node]));
    this.#edges = new Map(graph.edges.map((edge) => [edge.id, edge]));
  }

  get items(): readonly OutlineItem[] {
    this.#items ??= outlineOf(this.#nodes.values(), this.#edges.values());
    return this.#items;
  }

  /** The node that stands for a node or an edge: for a cable, the interface that it is plugged into. */
  nodeOf(id: string): string {
    return this.#edges.get(id)?.source ?? id;
  }

  /** False where the change does not follow what is known: then the whole graph has to be asked for again. */
  follows({ uri, from }: Change): boolean {
    return uri === this.uri && from === this.#revision;
  }

  /** Answers whether the tree is another one. */
  apply({ revision, patch }: Change): boolean {
    this.#revision = revision;
    if (patch.removed.length + patch.nodes.length + patch.edges.length === 0) return false;
    for (const id of patch.removed) {
      this.#nodes.delete(id);
      this.#edges.delete(id);
    }
    for (const node of patch.nodes) this.#nodes.set(node.id, node);
    for (const edge of patch.edges) this.#edges.set(edge.id, edge);
    this.#items = undefined;
    return true;
  }
}

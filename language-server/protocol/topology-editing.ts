/** What is done to the picture or to the tree, and the edits of the text that it means. */
import type { SourceRange, TopologyDeclared, TopologyOrigin } from '../topology/graph.ts';

/** By the names of containers and networks. */
export type TopologyGesture =
  /** On a network from its start, or off it. */
  | { readonly kind: 'attach' | 'detach'; readonly container: string; readonly network: string }
  /** While it runs. */
  | { readonly kind: 'connect' | 'disconnect'; readonly container: string; readonly network: string }
  | { readonly kind: 'publish'; readonly container: string; readonly mapping: string }
  | { readonly kind: 'add-container'; readonly name: string; readonly network?: string }
  | { readonly kind: 'add-network'; readonly name: string }
  | { readonly kind: 'remove'; readonly what: 'container' | 'network'; readonly name: string };

export type TopologyEdit =
  | { readonly edits: readonly { readonly range: SourceRange; readonly newText: string }[] }
  /** Why the gesture cannot be written down, in one sentence. */
  | { readonly refused: string };

/** client → server: the edits of the text that a gesture means. */
export interface TopologyEditRequest {
  readonly method: 'dnet/topology/edit';
  readonly params: { readonly textDocument: { readonly uri: string }; readonly gesture: TopologyGesture };
  readonly result: TopologyEdit | null;
}

/** One of the networks that a gesture may be about. */
export interface NetworkChoice {
  readonly label: string;
  readonly details: readonly string[];
}

/** A gesture as far as the hand says it; the extension asks for the rest with VS Code's own inputs. */
export type BegunGesture =
  | {
      readonly kind: 'attach' | 'detach' | 'connect' | 'disconnect';
      readonly container: string;
      /** One is meant; several are to choose from. */
      readonly networks: readonly NetworkChoice[];
    }
  | { readonly kind: 'publish'; readonly container: string }
  | { readonly kind: 'add-container'; readonly network?: string }
  | { readonly kind: 'add-network' }
  | { readonly kind: 'rename'; readonly name: string; readonly origin: TopologyOrigin }
  | { readonly kind: 'remove'; readonly what: 'container' | 'network'; readonly name: string };

type LevelPlaces = Readonly<Record<string, { readonly x: number; readonly y: number }>>;

/** Where the reader has dragged things to. */
export interface TopologyPlaces {
  /** By node, the top left corner: of what is in a host relative to its frame. */
  readonly logical?: LevelPlaces;
  readonly physical?: LevelPlaces;
  /** What the text declared then. */
  readonly declared?: TopologyDeclared;
}

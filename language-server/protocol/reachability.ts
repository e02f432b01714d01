/** The custom requests about who can talk to whom: types alone. */
import type { Pinnable } from '../topology/answers.ts';
import type { SourceRange } from '../topology/graph.ts';

interface HasDocument {
  readonly textDocument: { readonly uri: string };
}

/** Endpoints that reach the same, and are reached by the same. */
export interface ReachabilityClass {
  readonly id: number;
  /** `web, api (2)`. */
  readonly label: string;
  /** Ports of hosts are reached and send nothing: they have a column and no row. */
  readonly kind: 'container' | 'host' | 'port' | 'outside';
  readonly members: readonly string[];
  readonly networks: readonly string[];
  /** What is tried: `ping`, `80/tcp` … */
  readonly services: readonly string[];
}

/** The rows and columns of a document version's matrix. */
export interface ReachabilityState {
  readonly uri: string;
  readonly version: number;
  readonly classes: readonly ReachabilityClass[];
}

/** client → server: the classes of a document. */
export interface ReachabilityRequest {
  readonly method: 'dnet/reachability';
  readonly params: HasDocument;
  readonly result: ReachabilityState | null;
}

export interface ReachabilityResult {
  /** The service. */
  readonly on: string;
  readonly result: string;
  readonly reached: boolean;
}

export interface ReachabilityCell {
  /** All results in one line: `ping, 80/tcp; 53/udp refused`. */
  readonly text: string;
  readonly reached: 'all' | 'some' | 'none';
  readonly results: readonly ReachabilityResult[];
}

/** client → server: some rows of the matrix. Null once the document has changed: ask for its classes again. */
export interface ReachabilityRowsRequest {
  readonly method: 'dnet/reachability/rows';
  readonly params: HasDocument & { readonly version: number; readonly rows: readonly number[] };
  readonly result: ReachabilityRows | null;
}

export interface ReachabilityRows {
  readonly uri: string;
  readonly version: number;
  /** Different cells, each once. */
  readonly cells: readonly ReachabilityCell[];
  /** For each class of the state, in order, the index of its cell. */
  readonly rows: readonly { readonly id: number; readonly cells: readonly number[] }[];
}

/** client → server: the hops behind one result of a cell, for one pair of its members. */
export interface ReachabilityTraceRequest {
  readonly method: 'dnet/reachability/trace';
  readonly params: HasDocument & {
    readonly version: number;
    readonly from: number;
    readonly to: number;
    /** The place of the service among those of the target's class. */
    readonly service: number;
  };
  readonly result: ReachabilityTrace | null;
}

export interface ReachabilityHop {
  /** `bridge`, `filter rule`, … */
  readonly kind: string;
  /** `web eth0`. */
  readonly where: string;
  readonly sentence: string;
  readonly rule?: string;
  /** The statement that declares whatever the hop passes. */
  readonly source?: { readonly uri: string; readonly range: SourceRange };
}

export interface ReachabilityTrace {
  readonly from: string;
  readonly to: string;
  readonly on: string;
  readonly result: string;
  readonly reached: boolean;
  readonly reason: string;
  readonly hops: readonly ReachabilityHop[];
  readonly wayBack: readonly ReachabilityHop[];
  /** Absent where neither `can` nor `cannot` holds. */
  readonly pin?: Pinnable;
}

/** Something that could happen next; nothing is written. */
export type Hypothesis =
  /** `docker stop`; by the name in the text, so that it may stand for several replicas. */
  | { readonly kind: 'stop'; readonly container: string }
  /** `docker network rm`, once its members have been disconnected. */
  | { readonly kind: 'removeNetwork'; readonly network: string };

/** client → server: what would break if something happened at the end of the file. */
export interface WhatIfRequest {
  readonly method: 'dnet/whatIf';
  readonly params: HasDocument & { readonly hypothesis: Hypothesis };
  readonly result: {
    /** `What breaks if web stops?` */
    readonly title: string;
    /** The answer, in Markdown. */
    readonly markdown: string;
    /** How many kinds of pairs are lost; 0 where nothing breaks. */
    readonly lost: number;
  } | null;
}

/** A text to be compared; without `text` the open document as it is. */
export interface ComparedText {
  readonly uri: string;
  readonly text?: string;
}

/** client → server: who can talk to whom in one text and no more in another. */
export interface CompareReachabilityRequest {
  readonly method: 'dnet/reachability/compare';
  readonly params: { readonly before: ComparedText; readonly after: ComparedText };
  readonly result: {
    /** `cuts web → db on 5432/tcp and 2 more`; null where no pair has changed, or the text is broken. */
    readonly summary: string | null;
    /** All of it, in Markdown without a heading. */
    readonly markdown: string;
    readonly lost: number;
    readonly gained: number;
    readonly changed: number;
  } | null;
}

/**
 * The custom requests between the language server and its clients, and between the extension and the topology
 * webview: types alone, so that importing them costs nothing. Standard LSP does the rest.
 */

import type { Hypothesis, ReachabilityRows, ReachabilityState, ReachabilityTrace } from './protocol/reachability.ts';
import type { BegunGesture, TopologyPlaces } from './protocol/topology-editing.ts';
import type { PictureColours, PictureFormat } from './protocol/topology-export.ts';
import type { TopologyDetails, TopologyTimeline, TopologyTrace } from './topology/answers.ts';
import type { SourceRange, TopologyDeclared, TopologyGraph, TopologyOrigin, TopologyPatch } from './topology/graph.ts';

export type * from './protocol/files.ts';
export type * from './protocol/reachability.ts';
export type * from './protocol/topology-editing.ts';
export type * from './protocol/topology-export.ts';
export type * from './topology/answers.ts';
export type * from './topology/graph.ts';

/** What a client may say in `initialize`, as `initializationOptions`. */
export interface InitializationOptions {
  /** The folder of the documentation as a URI; diagnostics then link to their pages, `diagnostics/CODE.md` in it. */
  readonly documentation?: string;
  /** Commands of ours that the client carries out: only these are offered. */
  readonly commands?: readonly string[];
  /** `push`: diagnostics are sent without being asked for, also to a client that could ask. */
  readonly diagnostics?: 'push';
  /** The client answers `dnet/readFile` and `dnet/readFolder`. */
  readonly files?: boolean;
}

/** The picture of one document version. */
export interface TopologyState {
  readonly uri: string;
  /** Counts up with every picture of this document; a patch names the one it starts from. */
  readonly revision: number;
  /** True when the text has errors that keep it from being drawn and this is the last good picture. */
  readonly stale: boolean;
  /** The moment drawn: how many of the file's steps have happened. */
  readonly step: number;
  /** How many there are. */
  readonly steps: number;
  readonly declared: TopologyDeclared;
  readonly graph: TopologyGraph;
}

/** As in `Array.prototype.splice`. */
export interface ListEdit<T> {
  readonly start: number;
  readonly deleteCount: number;
  readonly items: readonly T[];
}

/** client → server: the whole picture, and from then on a subscription to its changes. */
export interface TopologyRequest {
  readonly method: 'dnet/topology';
  readonly params: {
    readonly textDocument: { readonly uri: string };
    /** Absent: the end, also when the text gets longer. A moment in between stays at its statement. */
    readonly step?: number;
  };
  readonly result: TopologyState | null;
}

/** client → server: no more changes of this document's picture, please. */
export interface TopologyUnsubscribeNotification {
  readonly method: 'dnet/topology/unsubscribe';
  readonly params: { readonly textDocument: { readonly uri: string } };
}

/**
 * server → client: the picture of a subscribed document has changed, or, where its patch is empty, what else may be
 * asked about it.
 */
export interface TopologyChangedNotification {
  readonly method: 'dnet/topology/changed';
  readonly params: {
    readonly uri: string;
    readonly from: number;
    readonly revision: number;
    readonly stale: boolean;
    readonly step: number;
    readonly steps: number;
    /** Whether the steps are other ones than before, so that `dnet/topology/timeline` has another answer. */
    readonly newTimeline: boolean;
    /** Absent where the statements declare the same as before, in the same order. */
    readonly declared?: ListEdit<TopologyDeclared[number]>;
    readonly patch: TopologyPatch;
  };
}

/** A question about something on the picture, at a moment of the file; without `step` at its end. */
interface TopologyQuestion<Method extends string, More, Result> {
  readonly method: Method;
  readonly params: { readonly textDocument: { readonly uri: string }; readonly step?: number } & More;
  readonly result: Result | null;
}

/** client → server: the steps of the file. */
export type TopologyTimelineRequest = TopologyQuestion<'dnet/topology/timeline', unknown, TopologyTimeline>;

/** client → server: everything about a node. */
export type TopologyDetailsRequest = TopologyQuestion<
  'dnet/topology/details',
  { readonly node: string },
  TopologyDetails
>;

/** client → server: follows a packet between two nodes; a ping, or to a port such as `80` or `53/udp`. */
export type TopologyTraceRequest = TopologyQuestion<
  'dnet/topology/trace',
  { readonly from: string; readonly to: string; readonly on?: string },
  TopologyTrace
>;

/** What the page may ask the server, by way of the extension. */
export interface TopologyQuestions {
  readonly timeline: { readonly question: object; readonly answer: TopologyTimeline };
  readonly details: { readonly question: { readonly node: string }; readonly answer: TopologyDetails };
  readonly trace: {
    readonly question: { readonly from: string; readonly to: string; readonly on?: string };
    readonly answer: TopologyTrace;
  };
}

/** client → server: the node or edge drawn for what stands at a position. */
export interface TopologyNodeAtRequest {
  readonly method: 'dnet/topology/nodeAt';
  readonly params: {
    readonly textDocument: { readonly uri: string };
    readonly position: { readonly line: number; readonly character: number };
  };
  readonly result: { readonly node: string | null };
}

/** client → server: where something stands that the picture comes from, or the statement that leads to a moment. */
export interface TopologyRangeRequest {
  readonly method: 'dnet/topology/rangeOf';
  readonly params: { readonly textDocument: { readonly uri: string } } & (
    | { readonly origin: TopologyOrigin }
    | { readonly step: number }
  );
  readonly result: SourceRange | null;
}

/** One expectation of a file, and what came of it at the moment at which it stands. */
export interface ExpectationResult {
  /** The statement without its keyword. */
  readonly label: string;
  readonly range: SourceRange;
  /** Where the container stands that it is about: the one to look for in the picture. */
  readonly subject: { readonly line: number; readonly character: number };
  readonly holds: boolean;
  /** What happens, and why. */
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
}

export interface ExpectationResults {
  /** In the order of the text. */
  readonly expectations: readonly ExpectationResult[];
  /** How many mistakes and refusals there are besides. */
  readonly errors: number;
}

/** client → server: the expectations of a file; of one that is not open the client gives the text. */
export interface ExpectationsRequest {
  readonly method: 'dnet/expectations';
  readonly params: { readonly textDocument: { readonly uri: string }; readonly text?: string };
  readonly result: ExpectationResults | null;
}

/**
 * client → server: the edit that writes what becomes of a packet down as an expectation. `from` and `to` are what may
 * stand in an expectation, `on` a port such as `80` or `53/udp`, without which it is a ping. It stands behind the
 * statement at `position`, or else at the end of the file. Null where neither `can` nor `cannot` holds.
 */
export interface PinExpectationRequest {
  readonly method: 'dnet/pinExpectation';
  readonly params: {
    readonly textDocument: { readonly uri: string };
    readonly from: string;
    readonly to: string;
    readonly on?: string;
    readonly position?: { readonly line: number; readonly character: number };
    /** Instead of a position: how many steps have happened. */
    readonly step?: number;
  };
  readonly result: {
    /** The statement. */
    readonly text: string;
    readonly edit: { readonly range: SourceRange; readonly newText: string };
    /** Whether the file says so already, at the same moment. */
    readonly stands: boolean;
  } | null;
}

/** client → server: `docker` command lines as statements of a lab; null where the text has no such line. */
export interface ConvertDockerCommandsRequest {
  readonly method: 'dnet/convertDockerCommands';
  readonly params: { readonly text: string };
  readonly result: {
    /** Whole lines. */
    readonly text: string;
    /** What was left out, refused or has no effect, by zero-based line of the given text. */
    readonly remarks: readonly { readonly line: number; readonly message: string }[];
  } | null;
}

/** What comes of an expectation, to read. */
export interface TraceDocument {
  /** The expectation as it is written. */
  readonly title: string;
  readonly markdown: string;
}

/** client → server: the way of the packets that the expectation at a position sends; null where none stands. */
export interface TraceDocumentRequest {
  readonly method: 'dnet/traceDocument';
  readonly params: {
    readonly textDocument: { readonly uri: string };
    readonly position: { readonly line: number; readonly character: number };
  };
  readonly result: TraceDocument | null;
}

/** extension → webview. */
export type ToWebview =
  | {
      readonly type: 'show';
      readonly state: TopologyState;
      readonly title: string;
      readonly places?: TopologyPlaces;
    }
  /** Things have been dragged in another view of the document; nowhere: all positions are reset. */
  | { readonly type: 'places'; readonly uri: string; readonly places: TopologyPlaces }
  | { readonly type: 'patch'; readonly change: TopologyChangedNotification['params'] }
  | { readonly type: 'select'; readonly node: string | null }
  /** Show what becomes of a packet between two nodes; a ping, or to a port such as `80/tcp`. */
  | { readonly type: 'trace'; readonly from: string; readonly to: string; readonly on?: string }
  /** To the question with that number; null where there is no answer. */
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  /** Make a file of the picture, and send it as `drawn` with that number. */
  | {
      readonly type: 'draw';
      readonly id: number;
      readonly format: PictureFormat;
      readonly colours: PictureColours;
    }
  /** Put the picture into the clipboard, which only a page that has the focus may do. */
  | { readonly type: 'copy' }
  | { readonly type: 'empty'; readonly message: string };

/** webview → extension. */
export type FromWebview =
  /** Sent once the page listens; the extension answers with `show` or `empty`. */
  | { readonly type: 'ready' }
  /** A node or edge was activated. */
  | { readonly type: 'reveal'; readonly uri: string; readonly origin: TopologyOrigin }
  /** Numbers its questions, so that it knows which one an answer belongs to. */
  | {
      [Kind in keyof TopologyQuestions]: {
        readonly type: 'ask';
        readonly id: number;
        readonly uri: string;
        readonly kind: Kind;
        readonly question: TopologyQuestions[Kind]['question'];
      };
    }[keyof TopologyQuestions]
  /** Something is done to the picture. Answered with what to say of it, or null where it was given up. */
  | { readonly type: 'edit'; readonly id: number; readonly uri: string; readonly gesture: BegunGesture }
  /** A file of the picture is wanted, whatever kind. */
  | { readonly type: 'export'; readonly uri: string }
  /** What was asked for by `draw`: text, of a PNG base64; null where there is no picture. */
  | { readonly type: 'drawn'; readonly id: number; readonly content: string | null }
  /** The picture is in the clipboard, or why not. */
  | { readonly type: 'copied'; readonly problem?: string }
  /** Things have been dragged somewhere: all places that hold now. */
  | { readonly type: 'places'; readonly uri: string; readonly places: TopologyPlaces }
  /** Draw another moment, and mark the statement that leads to it; null: the end, and no statement. */
  | { readonly type: 'step'; readonly uri: string; readonly step: number | null }
  /** Write what the trace at the moment that is drawn has shown down as an expectation. */
  | { readonly type: 'pin'; readonly uri: string; readonly from: string; readonly to: string; readonly on?: string }
  /** What would break? */
  | { readonly type: 'whatIf'; readonly uri: string; readonly hypothesis: Hypothesis }
  /** A patch did not fit the picture at hand: send the whole one. */
  | { readonly type: 'resync' };

/** extension → the page of the reachability view. */
export type ToReachability =
  | { readonly type: 'classes'; readonly state: ReachabilityState }
  | { readonly type: 'rows'; readonly rows: ReachabilityRows }
  | { readonly type: 'trace'; readonly trace: ReachabilityTrace | null }
  | { readonly type: 'empty'; readonly message: string };

/** The page of the reachability view → extension. */
export type FromReachability =
  | { readonly type: 'ready' }
  | { readonly type: 'rows'; readonly version: number; readonly rows: readonly number[] }
  | {
      readonly type: 'trace';
      readonly version: number;
      readonly from: number;
      readonly to: number;
      readonly service: number;
    }
  | { readonly type: 'pin'; readonly from: string; readonly to: string; readonly on?: string }
  | { readonly type: 'reveal'; readonly uri: string; readonly range: SourceRange };

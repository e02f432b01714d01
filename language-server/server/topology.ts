/**
 * Keeps subscribed clients' pictures up to date with patches. A text whose picture cannot be trusted, because its
 * syntax is broken, keeps the last good picture, marked as stale.
 */
import type { Connection } from 'vscode-languageserver';
import { type DrawnTopology, isDrawable } from '../features/topology.ts';
import { clampStep } from '../features/topology-trace.ts';
import { diagrams } from '../formats/diagrams.ts';
import { sameItems } from '../model/splice.ts';
import type {
  ListEdit,
  TopologyChangedNotification,
  TopologyDeclared,
  TopologyDetailsRequest,
  TopologyEditRequest,
  TopologyExportRequest,
  TopologyNodeAtRequest,
  TopologyOrigin,
  TopologyRangeRequest,
  TopologyRequest,
  TopologyState,
  TopologyTimelineRequest,
  TopologyTraceRequest,
} from '../protocol.ts';
import type { Service, Snapshot } from '../service.ts';
import type { Statement } from '../syntax/tree.ts';
import { patchBetween } from '../topology/build.ts';
import type { About } from './handlers.ts';

export class TopologyPublisher {
  readonly #connection: Connection;
  readonly #service: Service;
  readonly #shown = new Map<string, Shown>();
  /** The version that the picture shown is of. */
  readonly #drawn = new Map<string, Snapshot>();
  /** The moments that are looked at instead of the end. */
  readonly #moments = new Map<string, Moment>();

  constructor(connection: Connection, service: Service) {
    this.#connection = connection;
    this.#service = service;
  }

  /**
   * The whole picture of a document; from now on its changes are sent as patches. Asked again, it is the same picture:
   * what the client shows elsewhere stays good for the next patch.
   */
  subscribe(snapshot: Snapshot, step?: number): TopologyState {
    const { uri } = snapshot;
    const before = this.#shown.get(uri);
    const moment = step === undefined ? undefined : momentOf(snapshot, step);
    if (before && moment?.step === this.#moments.get(uri)?.step) {
      this.publish(snapshot);
      return stateOf(uri, this.#shown.get(uri) ?? before);
    }
    if (moment) this.#moments.set(uri, moment);
    else this.#moments.delete(uri);
    const shown = this.#next(snapshot, before);
    this.#drawn.set(uri, snapshot);
    this.#shown.set(uri, shown);
    return stateOf(uri, shown);
  }

  /** The moment that is drawn; undefined where nobody looks. */
  stepOf({ uri }: Snapshot): number | undefined {
    return this.#shown.get(uri)?.step;
  }

  unsubscribe(uri: string): void {
    this.#shown.delete(uri);
    this.#drawn.delete(uri);
    this.#moments.delete(uri);
  }

  publish(snapshot: Snapshot): void {
    const { uri } = snapshot;
    const [before, drawn] = [this.#shown.get(uri), this.#drawn.get(uri)];
    if (!before || drawn === snapshot) return;
    this.#drawn.set(uri, snapshot);
    const after = this.#next(snapshot, before);
    this.#shown.set(uri, after);
    const declared = listEdit(declaredIn(before), declaredIn(after));
    const params: TopologyChangedNotification['params'] = {
      uri,
      from: before.revision,
      revision: after.revision,
      stale: after.stale,
      step: after.step,
      steps: after.steps,
      newTimeline: !drawn || !haveSameSteps(drawn, snapshot),
      ...(declared && { declared }),
      patch: patchBetween(before.topology.picture, after.topology.picture),
    };
    void this.#connection.sendNotification('dnet/topology/changed', params);
  }

  #next(snapshot: Snapshot, before: Shown | undefined): Shown {
    const { uri } = snapshot;
    const revision = (before?.revision ?? 0) + 1;
    if (before && !isDrawable(snapshot)) return { ...before, revision, stale: true };
    const steps = snapshot.timeline.steps.length;
    const moment = this.#moments.get(uri);
    const step = moment === undefined ? steps : stepOf(snapshot, moment);
    if (moment !== undefined) this.#moments.set(uri, { ...moment, step });
    const topology = this.#service.drawTopology(snapshot, step, before?.topology);
    return { revision, stale: !isDrawable(snapshot), step, steps, topology };
  }
}

/** What the client has. */
interface Shown extends Omit<TopologyState, 'uri' | 'graph' | 'declared'> {
  readonly topology: DrawnTopology;
}

const declaredIn = ({ topology }: Shown): TopologyDeclared => topology.annotations.declared;

const stateOf = (uri: string, shown: Shown): TopologyState => {
  const { topology, ...rest } = shown;
  return { uri, ...rest, declared: declaredIn(shown), graph: topology.picture.graph };
};

const haveSameSteps = ({ timeline: { plan, run } }: Snapshot, { timeline }: Snapshot): boolean =>
  sameItems(run.executions, timeline.run.executions) && sameItems(plan.entries, timeline.plan.entries);

/** What turns one list of lists into another; undefined where they are equal. */
function listEdit<T>(
  before: readonly (readonly T[])[],
  after: readonly (readonly T[])[],
): ListEdit<readonly T[]> | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && sameItems(before[head]!, after[head]!)) head++;
  let tail = 0;
  while (tail < shorter - head && sameItems(before.at(-1 - tail)!, after.at(-1 - tail)!)) tail++;
  const edit = { start: head, deleteCount: before.length - head - tail, items: after.slice(head, after.length - tail) };
  return edit.deleteCount + edit.items.length === 0 ? undefined : edit;
}

/** A moment between the start and the end: right after a statement, wherever edits move that. */
interface Moment {
  readonly step: number;
  readonly statement: Statement | undefined;
}

/** Undefined for the end, which moves as the text grows. */
function momentOf(snapshot: Snapshot, wanted: number): Moment | undefined {
  const { lab, timeline } = snapshot;
  const step = clampStep(snapshot, wanted);
  if (step === timeline.steps.length) return undefined;
  const last = timeline.steps[step - 1];
  return { step, statement: last && lab.entries[last.entry]?.declaration.statement };
}

/** Statements that an edit did not touch are the same objects afterwards. */
function stepOf(snapshot: Snapshot, { step, statement }: Moment): number {
  const { lab, timeline } = snapshot;
  const entry = statement ? lab.entries.findIndex(({ declaration }) => declaration.statement === statement) : -1;
  return entry < 0 ? clampStep(snapshot, step) : (timeline.moments[entry] ?? 0);
}

/** The requests of the picture. */
export function registerTopology(
  connection: Connection,
  service: Service,
  publisher: TopologyPublisher,
  about: About,
): void {
  const answer = <P extends Asked>(method: string, handler: (snapshot: Snapshot, params: P) => unknown) =>
    connection.onRequest(method, about(method, handler));

  answer('dnet/topology', (snapshot, { step }: TopologyRequest['params']): TopologyRequest['result'] =>
    publisher.subscribe(snapshot, step),
  );
  answer('dnet/topology/timeline', (snapshot): TopologyTimelineRequest['result'] => service.timelineSteps(snapshot));
  answer(
    'dnet/topology/details',
    (snapshot, { node, step }: TopologyDetailsRequest['params']): TopologyDetailsRequest['result'] =>
      service.topologyDetails(snapshot, node, step),
  );
  answer('dnet/topology/edit', (snapshot, { gesture }: TopologyEditRequest['params']): TopologyEditRequest['result'] =>
    service.topologyEdit(snapshot, gesture),
  );
  answer(
    'dnet/topology/export',
    (snapshot, { format, step }: TopologyExportRequest['params']): TopologyExportRequest['result'] =>
      Object.hasOwn(diagrams, format) ? diagrams[format](service.topology(snapshot, step)) : null,
  );
  answer('dnet/topology/trace', (snapshot, params: TopologyTraceRequest['params']): TopologyTraceRequest['result'] =>
    service.traceInPicture(snapshot, params),
  );
  answer(
    'dnet/topology/nodeAt',
    (snapshot, { position }: TopologyNodeAtRequest['params']): TopologyNodeAtRequest['result'] => ({
      node: service.nodeAt(snapshot, position, publisher.stepOf(snapshot)),
    }),
  );
  answer('dnet/topology/rangeOf', (snapshot, { origin, step = 0 }: AskedRange): TopologyRangeRequest['result'] =>
    origin === undefined ? service.rangeOfStep(snapshot, step) : service.rangeOfOrigin(snapshot, origin),
  );
}

/** With either of the two. */
interface AskedRange extends Asked {
  readonly origin?: TopologyOrigin;
  readonly step?: number;
}

interface Asked {
  readonly textDocument: { readonly uri: string };
}

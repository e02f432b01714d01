/**
 * Keeps subscribed clients' pictures up to date with patches. A text whose picture cannot be trusted, because its
 * syntax is broken, keeps the last good picture, marked as stale.
 */
import type { Connection } from 'vscode-languageserver';
import { isDrawable } from '../features/topology.ts';
import type { TopologyChangedNotification, TopologyGraph, TopologyState } from '../protocol.ts';
import type { Service, Snapshot } from '../service.ts';
import { diffTopology } from '../topology/patch.ts';

export class TopologyPublisher {
  readonly #connection: Connection;
  readonly #service: Service;
  readonly #shown = new Map<string, TopologyState>();

  constructor(connection: Connection, service: Service) {
    this.#connection = connection;
    this.#service = service;
  }

  /**
   * The whole picture of a document; from now on its changes are sent as patches. Asked again, it is the same picture:
   * what the client shows elsewhere stays good for the next patch.
   */
  subscribe(snapshot: Snapshot): TopologyState {
    const state = this.#shown.get(snapshot.uri) ?? this.#next(snapshot, undefined);
    this.#shown.set(snapshot.uri, state);
    return state;
  }

  unsubscribe(uri: string): void {
    this.#shown.delete(uri);
  }

  publish(snapshot: Snapshot): void {
    const before = this.#shown.get(snapshot.uri);
    if (!before) return;
    const after = this.#next(snapshot, before);
    const patch = diffTopology(before.graph, after.graph);
    const unchanged = patch.removed.length + patch.nodes.length + patch.edges.length === 0;
    if (unchanged && after.stale === before.stale && after.step === before.step) return;
    this.#shown.set(snapshot.uri, after);
    const params: TopologyChangedNotification['params'] = {
      uri: after.uri,
      from: before.revision,
      revision: after.revision,
      stale: after.stale,
      step: after.step,
      patch,
    };
    void this.#connection.sendNotification('dnet/topology/changed', params);
  }

  #next(snapshot: Snapshot, before: TopologyState | undefined): TopologyState {
    const { uri } = snapshot;
    const revision = (before?.revision ?? 0) + 1;
    if (before && !isDrawable(snapshot)) return { ...before, revision, stale: true };
    const graph: TopologyGraph = this.#service.topology(snapshot);
    return { uri, revision, stale: !isDrawable(snapshot), step: snapshot.timeline.steps.length, graph };
  }
}

/** What the page has of a document: the picture of one version after the other. */
import type { TopologyState, ToWebview } from '../language-server/protocol.ts';
import { editList, patchGraph } from './graph.ts';

export interface ShownTopology {
  readonly state: TopologyState;
  /** What the document is called. */
  readonly title: string;
}

type Change = Extract<ToWebview, { type: 'patch' }>['change'];

/** The picture after a change; undefined where that does not follow it. */
export function changed(
  { state, title }: ShownTopology,
  { uri, from, patch, declared, newTimeline: _, ...now }: Change,
): ShownTopology | undefined {
  if (state.uri !== uri || state.revision !== from) return undefined;
  return {
    title,
    state: {
      uri,
      ...now,
      declared: declared === undefined ? state.declared : editList(state.declared, declared),
      graph: patchGraph(state.graph, patch),
    },
  };
}

/** Whether nothing is drawn otherwise: the text has changed beside all that is on the picture. */
export const looksLike = ({ state: a }: ShownTopology, { state: b }: ShownTopology): boolean =>
  a.graph === b.graph && a.stale === b.stale && a.step === b.step && a.steps === b.steps;

/**
 * Which moment of the lab a hover speaks of: what a statement of the timeline does or expects is told as it is there;
 * hosts, networks and what a container is made of as they are when everything has happened.
 */
import { entryIndex } from '../analysis/lab.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { worldAt } from '../analysis/timeline.ts';
import type { Declaration } from '../model/program.ts';
import type { World } from '../simulation/state.ts';

const ACTIONS: ReadonlySet<Declaration['kind']> = new Set([
  'connect',
  'disconnect',
  'start',
  'stop',
  'restart',
  'remove',
  'expect',
]);

export interface Told {
  /** What is told of. */
  readonly world: World;
  /** Right after the statement. */
  readonly here: World;
  /** When everything has happened; absent where nothing happens after the statement. */
  readonly end: World | undefined;
  /** Whether the statement is one of the timeline. */
  readonly isAction: boolean;
}

/** For a statement of the file itself, by its index. */
export function toldAt({ lab, timeline, program }: Snapshot, declaration: number): Told {
  const kind = program.declarations[declaration]?.kind;
  const moment = timeline.moments[entryIndex(lab, declaration)];
  const here = worldAt(timeline, moment);
  const end = worldAt(timeline);
  const isAction = kind !== undefined && ACTIONS.has(kind);
  const isLast = moment === undefined || moment >= timeline.run.executions.length;
  return { world: isAction ? here : end, here, end: isLast ? undefined : end, isAction };
}

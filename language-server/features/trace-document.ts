/** What comes of an expectation, as a document to read: its verdict and the way of each packet, hop by hop. */

import { evaluate } from '../analysis/expectation.ts';
import { entryIndex } from '../analysis/lab.ts';
import { membersOf } from '../analysis/members.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { worldAt } from '../analysis/timeline.ts';
import { t } from '../l10n.ts';
import type { TraceDocument } from '../protocol.ts';
import type { Position } from '../syntax/lines.ts';
import { describeOutcome } from './hover-trace.ts';
import { locate } from './locate.ts';
import { code, fenced, paragraphs } from './markdown.ts';

/** Undefined where no expectation stands. */
export function traceDocument(snapshot: Snapshot, position: Position): TraceDocument | undefined {
  const { lab, timeline, program, lines } = snapshot;
  const place = locate(snapshot, position);
  const declaration = program.declarations[place?.declaration ?? -1];
  if (!place || declaration?.kind !== 'expect') return undefined;
  const world = worldAt(timeline, timeline.moments[entryIndex(lab, place.declaration)]);
  const outcome = evaluate(world, declaration, membersOf(lab));
  if (!outcome) return undefined;
  const { keyword, arguments: words } = declaration.statement;
  const title = [keyword, ...words].map(({ text }) => text).join(' ');
  const line = lines.positionAt(place.base).line + 1;
  return {
    title,
    markdown: paragraphs(
      `# ${code(title)}`,
      t`Line ${line}, once everything above it has happened.`,
      describeOutcome(outcome, Number.POSITIVE_INFINITY),
      outcome.traces.length === 0 && fenced('text', outcome.actual.join('\n')),
    ),
  };
}

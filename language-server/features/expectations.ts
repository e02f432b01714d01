/** The expectations of a document with what came of each: for test runners. */
import { expectedActual } from '../analysis/expected-actual.ts';
import type { ExpectationOutcome } from '../analysis/outcomes.ts';
import { placeOf } from '../analysis/places.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { worldAt } from '../analysis/timeline.ts';
import type { ExpectationResult, ExpectationResults } from '../protocol.ts';

/** Those of the file itself: what it includes has tests of its own. */
export function expectations(snapshot: Snapshot): ExpectationResults {
  const { findings, outcomes, uri } = snapshot;
  return {
    expectations: outcomes.filter(({ entry }) => !entry.via).map((each) => result(snapshot, each)),
    errors: findings.filter(
      ({ code, severity }) => severity === 'error' && code !== 'expectation-failed' && uri === snapshot.uri,
    ).length,
  };
}

function result(snapshot: Snapshot, { entry, declaration, moment, outcome }: ExpectationOutcome): ExpectationResult {
  const { lines, findings, timeline } = snapshot;
  const { span } = placeOf(entry, declaration.statement);
  const expectation = declaration.expectation!;
  const failure = findings.find(({ code, span: { start } }) => code === 'expectation-failed' && start === span.start);
  return {
    label: lines.text
      .slice(span.start, span.end)
      .replace(/^expect\s+/, '')
      .replace(/\s+/g, ' '),
    range: lines.rangeOf(span.start, span.end),
    subject: lines.positionAt(placeOf(entry, subjectOf(expectation)).span.start),
    holds: outcome.holds,
    message: failure?.message ?? outcome.reason,
    ...expectedActual(expectation, outcome, worldAt(timeline, moment)),
  };
}

/** Who is of interest in the picture: the sender, or, where that is a host or outside, the target. */
function subjectOf(expectation: NonNullable<ExpectationOutcome['declaration']['expectation']>) {
  const isPlace = expectation.source.value === 'host' || expectation.source.value === 'outside';
  return isPlace && expectation.kind === 'reach' ? expectation.target.span : expectation.source.span;
}

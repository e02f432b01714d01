/** Every expectation of a lab with what came of it, at the moment at which it stands. */
import type { ExpectDeclaration } from '../model/program.ts';
import { type Evaluation, evaluateAt, type Outcome } from './expectation.ts';
import type { Entry, Lab } from './lab.ts';
import { membersOf } from './members.ts';
import type { Timeline } from './timeline.ts';

export interface ExpectationOutcome {
  readonly entry: Entry;
  readonly declaration: ExpectDeclaration;
  /** How many steps have happened at that moment. */
  readonly moment: number;
  readonly outcome: Outcome;
  readonly evaluation: Evaluation;
}

/**
 * Expectations that were not understood are left out: they have findings of their own.
 * @param earlier of an earlier version, of which what is true still is used again
 */
export function outcomesOf(
  lab: Lab,
  timeline: Timeline,
  earlier: readonly ExpectationOutcome[] = [],
): readonly ExpectationOutcome[] {
  const known = new Map(earlier.map(({ declaration, evaluation }) => [declaration, evaluation]));
  const members = membersOf(lab);
  const outcomes: ExpectationOutcome[] = [];
  const { declarations } = lab;
  for (let index = 0; index < declarations.length; index++) {
    const declaration = declarations[index]!;
    if (declaration.kind !== 'expect') continue;
    const moment = timeline.moments[index] ?? 0;
    const evaluated = evaluateAt(timeline.run, moment, declaration, members, known.get(declaration));
    if (evaluated) outcomes.push({ entry: lab.entry(index), declaration, moment, ...evaluated });
  }
  return outcomes;
}

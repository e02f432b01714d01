/** Every expectation of a lab with what came of it, at the moment at which it stands. */
import type { ExpectDeclaration } from '../model/program.ts';
import { evaluate, type Outcome } from './expectation.ts';
import type { Entry, Lab } from './lab.ts';
import { membersOf } from './members.ts';
import { type Timeline, worldAt } from './timeline.ts';

export interface ExpectationOutcome {
  readonly entry: Entry;
  readonly declaration: ExpectDeclaration;
  /** How many steps have happened at that moment. */
  readonly moment: number;
  readonly outcome: Outcome;
}

/** Expectations that were not understood are left out: they have findings of their own. */
export function outcomesOf(lab: Lab, timeline: Timeline): readonly ExpectationOutcome[] {
  const members = membersOf(lab);
  return lab.declarations.flatMap((declaration, index) => {
    if (declaration.kind !== 'expect') return [];
    const entry = lab.entry(index);
    const moment = timeline.moments[index] ?? 0;
    const outcome = evaluate(worldAt(timeline, moment), declaration, members);
    return outcome ? [{ entry, declaration, moment, outcome }] : [];
  });
}

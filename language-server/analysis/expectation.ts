/**
 * Expectations: whether what the author expects holds at the moment at which it stands, and why.
 *
 * A container sends as a program in it would: to a name if a name is written, so a name that does not resolve for it
 * is not reached. The host and machines outside never ask Docker's DNS; for them a container's name stands for the
 * container's addresses.
 */
import type { Expectation, ExpectDeclaration } from '../model/program.ts';
import type { World } from '../simulation/state.ts';
import type { Resolution, Trace, Verdict } from '../simulation/trace.ts';
import { evaluateHas } from './expect-has.ts';
import { evaluateReach } from './expect-reach.ts';
import { evaluateResolve } from './expect-resolve.ts';
import type { Members } from './members.ts';

export interface Outcome {
  readonly holds: boolean;
  /** The tracer's end state; for the other expectations whether the name resolves, or the values are as written. */
  readonly verdict: Verdict | 'resolved' | 'as expected' | 'different';
  /** What happens, and why, in a sentence or two. */
  readonly reason: string;
  /** One for every address that was tried. */
  readonly traces: readonly Trace[];
  readonly resolutions: readonly Resolution[];
  /** The values found, for `has` and `resolve`. */
  readonly actual: readonly string[];
  /** Names of the containers and networks to which the outcome is due, most likely first. */
  readonly causes: readonly Cause[];
}

export interface Cause {
  readonly kind: 'container' | 'network';
  readonly name: string;
  /** The property of its block that has the effect; absent where it is the thing itself. */
  readonly property?: string;
  /** What about it, as a sentence. */
  readonly message: string;
}

interface Evaluation {
  /** The members of the names in the expectation. */
  readonly members: string;
  readonly outcome: Outcome;
}

const evaluated = new WeakMap<World, WeakMap<ExpectDeclaration, Evaluation>>();

/**
 * Undefined for an expectation that was not understood. Remembered: a world, a declaration and the members of its names
 * have one outcome.
 */
export function evaluate(world: World, declaration: ExpectDeclaration, members: Members): Outcome | undefined {
  if (!declaration.expectation) return undefined;
  const ofWorld = evaluated.get(world) ?? new WeakMap<ExpectDeclaration, Evaluation>();
  evaluated.set(world, ofWorld);
  const known = ofWorld.get(declaration);
  const named = declaration.references.map(({ name }) => members(name).join(' ')).join('\n');
  if (known?.members === named) return known.outcome;
  const outcome = evaluateAfresh(world, declaration.expectation, members);
  ofWorld.set(declaration, { members: named, outcome });
  return outcome;
}

function evaluateAfresh(world: World, expectation: Expectation, members: Members): Outcome {
  switch (expectation.kind) {
    case 'reach':
      return evaluateReach(world, expectation, members);
    case 'resolve':
      return evaluateResolve(world, expectation, members);
    case 'has':
      return evaluateHas(world, expectation, members);
  }
}

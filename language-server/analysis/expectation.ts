/**
 * Expectations: whether what the author expects holds at the moment at which it stands, and why.
 *
 * A container sends as a program in it would: to a name if a name is written, so a name that does not resolve for it
 * is not reached. The host and machines outside never ask Docker's DNS; for them a container's name stands for the
 * container's addresses.
 */
import type { Expectation, ExpectDeclaration } from '../model/program.ts';
import { type Run, worldAfter } from '../simulation/run.ts';
import type { World } from '../simulation/state.ts';
import type { Resolution, Trace, Verdict } from '../simulation/trace.ts';
import { evaluateHas } from './expect-has.ts';
import { type Attempt, attemptsOf, evaluateReach } from './expect-reach.ts';
import { evaluateResolve, resolutionsOf } from './expect-resolve.ts';
import type { Members } from './members.ts';
import {
  type Dependencies,
  dependenciesOf,
  type Evidence,
  holdsStill,
  type Instant,
  instantOf,
} from './outcome-dependencies.ts';

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

type Found = readonly Attempt[] | readonly Resolution[];

/** What was found out for an expectation, and where and when. */
export interface Evaluation extends Instant {
  /** The members of the names in the expectation. */
  readonly members: string;
  readonly found: Found;
  readonly dependencies: Dependencies;
}

interface Known {
  readonly members: string;
  readonly found: Found;
  readonly outcome: Outcome;
}

const known = new WeakMap<World, WeakMap<ExpectDeclaration, Known>>();

/**
 * Undefined for an expectation that was not understood. Remembered: a world, a declaration and the members of its names
 * have one outcome.
 */
export function evaluate(world: World, declaration: ExpectDeclaration, members: Members): Outcome | undefined {
  const { expectation } = declaration;
  if (!expectation) return undefined;
  const find = () => findOut(world, expectation, members);
  return remembered(world, declaration, expectation, members, membersIn(declaration, members), find).outcome;
}

/**
 * As {@link evaluate}, with what it was found out from.
 * @param earlier for the same expectation: what was found out then is true still where nothing of it is concerned
 */
export function evaluateAt(
  run: Run,
  count: number,
  declaration: ExpectDeclaration,
  members: Members,
  earlier: Evaluation | undefined,
): { readonly outcome: Outcome; readonly evaluation: Evaluation } | undefined {
  const { expectation } = declaration;
  if (!expectation) return undefined;
  const world = worldAfter(run, count);
  const named = membersIn(declaration, members);
  const kept =
    earlier?.members === named && holdsStill(earlier.dependencies, earlier, run, count) ? earlier : undefined;
  const find = () => kept?.found ?? findOut(world, expectation, members);
  const { found, outcome } = remembered(world, declaration, expectation, members, named, find);
  const dependencies =
    kept?.dependencies ?? dependenciesOf(world, expectation, evidenceOf(expectation, found), members);
  return { outcome, evaluation: { ...instantOf(run, count), members: named, found, dependencies } };
}

const membersIn = ({ references }: ExpectDeclaration, members: Members): string =>
  references.map(({ name }) => members(name).join(' ')).join('\n');

function remembered(
  world: World,
  declaration: ExpectDeclaration,
  expectation: Expectation,
  members: Members,
  named: string,
  find: () => Found,
): Known {
  const ofWorld = known.get(world) ?? new WeakMap<ExpectDeclaration, Known>();
  known.set(world, ofWorld);
  const before = ofWorld.get(declaration);
  if (before?.members === named) return before;
  const found = find();
  const now = { members: named, found, outcome: outcomeOf(world, expectation, members, found) };
  ofWorld.set(declaration, now);
  return now;
}

function findOut(world: World, expectation: Expectation, members: Members): Found {
  switch (expectation.kind) {
    case 'reach':
      return attemptsOf(world, expectation, members);
    case 'resolve':
      return resolutionsOf(world, expectation, members);
    case 'has':
      return [];
  }
}

function outcomeOf(world: World, expectation: Expectation, members: Members, found: Found): Outcome {
  switch (expectation.kind) {
    case 'reach':
      return evaluateReach(world, expectation, members, found as readonly Attempt[]);
    case 'resolve':
      return evaluateResolve(world, expectation, members, found as readonly Resolution[]);
    case 'has':
      return evaluateHas(world, expectation, members);
  }
}

function evidenceOf({ kind }: Expectation, found: Found): Evidence {
  if (kind !== 'reach') return { traces: [], resolutions: found as readonly Resolution[] };
  const attempts = found as readonly Attempt[];
  return {
    traces: attempts.flatMap(({ traces }) => traces),
    resolutions: attempts.flatMap(({ resolution }) => resolution ?? []),
  };
}

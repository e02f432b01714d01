/**
 * Quick fixes for an expectation that does not hold. Every one was tried out on the simulation before it is offered: the
 * expectation holds after it, and Docker refuses nothing that it did not refuse before.
 */
import { preparingFirewall } from '../../simulation/filter.ts';
import { finished, type Work } from '../../steps.ts';
import { evaluate } from '../expectation.ts';
import type { Fix, Trials } from '../finding.ts';
import type { Subject } from '../findings.ts';
import type { Entry } from '../lab.ts';
import { membersOf } from '../members.ts';
import type { ExpectationOutcome } from '../outcomes.ts';
import { rewrite } from '../rewrite.ts';
import { simulateInSteps, type Timeline, worldAt } from '../timeline.ts';
import type { Failure, Repair } from './failure.ts';
import {
  connectEnds,
  connectToWayOut,
  disconnectEnds,
  giveAlias,
  leaveDefaultBridge,
  liftRestriction,
  startEnds,
} from './networks.ts';
import {
  listenEverywhere,
  listenToo,
  publishAndAskHost,
  publishEverywhere,
  publishOnLoopback,
  publishPort,
} from './ports.ts';
import { expectActual, turnRound, useAddress } from './words.ts';

/** By what is expected; the likeliest first, a change of the expectation itself last. */
const REPAIRS: Readonly<Record<string, readonly Repair[]>> = {
  'can reach': [
    startEnds,
    listenEverywhere,
    publishEverywhere,
    publishPort,
    publishAndAskHost,
    leaveDefaultBridge,
    connectEnds,
    liftRestriction,
    connectToWayOut,
    listenToo,
    useAddress,
    turnRound,
  ],
  'cannot reach': [publishOnLoopback, disconnectEnds, turnRound],
  'can resolve': [startEnds, giveAlias, leaveDefaultBridge, connectEnds, expectActual, turnRound],
  'cannot resolve': [disconnectEnds, turnRound],
  has: [expectActual],
};

/** More would be a menu that nobody reads. */
const MOST = 6;

const nothing: Trials = {
  candidates: () => [],
  // biome-ignore lint/correctness/useYield: there is nothing to do.
  *tryOut() {
    return false;
  },
};

/** The repairs of one failed expectation; none for one that was included from another file. */
export function repairsOf(
  { lab, timeline }: Subject,
  { entry, declaration, moment, outcome }: ExpectationOutcome,
): Trials {
  const { expectation } = declaration;
  if (!expectation || entry.via) return nothing;
  const kind = expectation.kind === 'has' ? 'has' : `${expectation.positive ? 'can' : 'cannot'} ${expectation.kind}`;
  const failure: Failure = {
    lab,
    world: worldAt(timeline, moment),
    members: membersOf(lab),
    entry,
    declaration,
    outcome,
  };
  return {
    candidates: () => (REPAIRS[kind] ?? []).flatMap((repair) => repair(failure)),
    tryOut: (fix) => tryOut(failure, timeline, fix),
  };
}

/** The best of those that help. */
export function tried({ candidates, tryOut }: Trials): readonly Fix[] {
  const found: Fix[] = [];
  for (const fix of candidates()) {
    if (found.length < MOST && finished(tryOut(fix))) found.push(fix);
  }
  return found;
}

function* tryOut({ lab, entry }: Failure, before: Timeline, fix: Fix): Work<boolean> {
  const repaired = rewrite(lab, fix.edits);
  const members = membersOf(repaired);
  yield;
  const timeline = yield* simulateInSteps(repaired, before);
  const index = sameExpectation(lab.entries, entry, repaired.entries);
  const declaration = repaired.entries[index]?.declaration;
  if (declaration?.kind !== 'expect') return false;
  const world = worldAt(timeline, timeline.moments[index]);
  for (const host of world.hosts.values()) yield* preparingFirewall(host);
  const outcome = evaluate(world, declaration, members);
  return outcome?.holds === true && refusals(timeline) <= refusals(before);
}

/** No repair adds or removes an expectation: the n-th stays the n-th. */
function sameExpectation(before: readonly Entry[], entry: Entry, after: readonly Entry[]): number {
  const isExpectation = ({ declaration: { kind } }: Entry) => kind === 'expect';
  let n = before.slice(0, before.indexOf(entry)).filter(isExpectation).length;
  return after.findIndex((each) => isExpectation(each) && n-- === 0);
}

function refusals({ run: { remarkable, executions } }: Timeline): number {
  return remarkable.filter((index) => executions[index]!.result.error).length;
}

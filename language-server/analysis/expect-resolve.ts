/** `expect SOURCE (can|cannot) resolve NAME [to TARGET, …]`. */

import ipaddr from 'ipaddr.js';
import { t } from '../l10n.ts';
import type { ResolveExpectation } from '../model/program.ts';
import { resolve } from '../simulation/names.ts';
import type { World } from '../simulation/state.ts';
import type { Resolution, Sender } from '../simulation/trace.ts';
import { whyUnresolved } from '../simulation/unresolved.ts';
import { hostNamed, sendersOf } from './actors.ts';
import { resolutionCauses } from './causes.ts';
import type { Outcome } from './expectation.ts';
import { containerAddresses, containersAt } from './facts.ts';
import type { Members } from './members.ts';

/** What every sender's question is answered. */
export const resolutionsOf = (world: World, { source, name }: ResolveExpectation, members: Members) =>
  sendersOf(world, source.value, members).map((sender) => resolve(world, sender, name.value));

/**
 * With `to`, the answer has to consist of exactly the targets: each has an address in it, and each address in it
 * belongs to one of them.
 */
export function evaluateResolve(
  world: World,
  expectation: ResolveExpectation,
  members: Members,
  resolutions: readonly Resolution[],
): Outcome {
  const { source, name, targets, positive } = expectation;
  const senders = sendersOf(world, source.value, members);
  const wanted = targets.map(({ value }) => value);
  const matches = resolutions.map((answer) => matchesTargets(world, answer, wanted, members));
  const holds = resolutions.length > 0 && matches.every((matched) => matched === positive);
  const unexpected = matches.findIndex((matched) => matched !== positive);
  const index = Math.max(0, unexpected);
  const [sender, decisive] = [senders[index], resolutions[index]];
  return {
    holds,
    verdict: decisive && decisive.addresses.length > 0 ? 'resolved' : 'unresolved',
    // Told only where somebody reads it.
    get reason() {
      return sender && decisive
        ? reasonOf(world, sender, decisive, unexpected >= 0)
        : t`There is no sender \`${source.value}\`.`;
    },
    traces: [],
    resolutions,
    actual: decisive?.addresses ?? [],
    causes: holds ? [] : resolutionCauses(world, source.value, name.value, wanted, members),
  };
}

function matchesTargets(world: World, answer: Resolution, wanted: readonly string[], members: Members): boolean {
  if (answer.addresses.length === 0) return false;
  const groups = wanted.flatMap((target) => addressGroups(world, target, members));
  if (groups.length === 0) return true;
  const answered = new Set(answer.addresses);
  const known = new Set(groups.flat());
  return (
    groups.every((group) => group.some((address) => answered.has(address))) &&
    answer.addresses.every((address) => known.has(address))
  );
}

/** The addresses of each thing that a target names: one group for each replica. */
function addressGroups(world: World, target: string, members: Members): readonly (readonly string[])[] {
  if (ipaddr.isValid(target)) return [[ipaddr.parse(target).toString()]];
  const host = hostNamed(world, target);
  if (host) return [host.interfaces.flatMap(({ addresses }) => addresses.map((each) => each.replace(/\/.*$/, '')))];
  return members(target).map((name) => containerAddresses(world, name));
}

/** What a beginner has to know on the first line, what the DNS servers did on another. */
function reasonOf(world: World, sender: Sender, answer: Resolution, unexpected: boolean): string {
  const { name, addresses, reason } = answer;
  if (addresses.length === 0) return unique([whyUnresolved(world, sender, answer), reason]).join('\n');
  if (!unexpected) return reason;
  const found = addresses.map((address) => {
    const owner = containersAt(world, address)[0];
    return owner ? `${owner} (${address})` : address;
  });
  return `${t`\`${name}\` resolves to ${listed(found)}.`}\n${reason}`;
}

/** So many answers are listed: nobody reads on. */
const MOST_LISTED = 12;

function listed(answers: readonly string[]): string {
  const told = answers.slice(0, MOST_LISTED).join(', ');
  return answers.length > MOST_LISTED ? t`${told} and ${answers.length - MOST_LISTED} more` : told;
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** Repairs of the expectation itself: what is written is changed to what is observed. */

import { t } from '../../l10n.ts';
import { containerAddresses, containersAt } from '../facts.ts';
import type { Fix } from '../finding.ts';
import { replacePart } from './edits.ts';
import { decisiveTrace, declaredContainer, type Failure, type Repair, receiverOf } from './failure.ts';

/** `can` ↔ `cannot`: the way to turn an expectation round that expects too much or too little. */
export const turnRound: Repair = ({ entry, declaration: { expectation, statement } }) => {
  if (expectation === undefined || expectation.kind === 'has') return [];
  const word = statement.arguments.find(({ text }) => text === 'can' || text === 'cannot');
  if (!word) return [];
  const newText = expectation.positive ? 'cannot' : 'can';
  return [{ title: t`Expect the opposite: \`${newText}\``, edits: [replacePart(entry, word, newText)] }];
};

/** The values that there are in the place of those that were expected. */
export const expectActual: Repair = (failure) => {
  const { declaration, entry, outcome } = failure;
  const { expectation } = declaration;
  const values =
    expectation?.kind === 'has' ? expectation.values : expectation?.kind === 'resolve' ? expectation.targets : [];
  const [first, last] = [values[0], values.at(-1)];
  const actual =
    expectation?.kind === 'resolve' ? outcome.actual.map((address) => nameOf(failure, address)) : outcome.actual;
  if (!first || !last || actual.length === 0 || actual.includes('random')) return [];
  const newText = [...new Set(actual)].join(', ');
  const span = { start: first.span.start, end: last.span.end };
  return [{ title: t`Expect what is there: \`${newText}\``, edits: [replacePart(entry, span, newText)] }];
};

function nameOf(failure: Failure, address: string): string {
  const owner = containersAt(failure.world, address)[0];
  return owner && declaredContainer(failure, owner) ? owner : address;
}

/** The address in the place of a name that is not resolved. */
export const useAddress: Repair = (failure): readonly Fix[] => {
  const { expectation } = failure.declaration;
  const receiver = receiverOf(failure);
  if (expectation?.kind !== 'reach' || !receiver || decisiveTrace(failure)?.verdict !== 'unresolved') return [];
  const { world, members } = failure;
  const addresses = members(receiver.name).flatMap((name) => addressesOf(world, name));
  return addresses.length === 1
    ? [
        {
          title: t`Reach it by its address: \`${addresses[0]}\``,
          edits: [replacePart(failure.entry, expectation.target.span, addresses[0]!)],
        },
      ]
    : [];
};

function addressesOf(world: Failure['world'], name: string): readonly string[] {
  return containerAddresses(world, name).filter((address) => !address.includes(':'));
}

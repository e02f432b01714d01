/** A container that joins another one's network has to come after it: `docker run` refuses to join what does not exist. */
import { takeAway, wholeSpan } from '../../analysis/repairs/edits.ts';
import { t } from '../../l10n.ts';
import type { ContainerDeclaration } from '../../model/program.ts';
import { insertBelow, mentions, type Offer, onlyTouched } from './refactoring.ts';

export const moveAfterJoined: Offer = (selection) => {
  const entry = onlyTouched(selection, 'container');
  const name = entry?.declaration.name?.value;
  if (!entry || name === undefined) return [];
  const { own } = selection;
  const names = new Set([name]);
  return needed(entry.declaration).flatMap((target) => {
    const joined = own.find(
      ({ declaration }) => declaration.kind === 'container' && declaration.name?.value === target,
    );
    if (!joined || joined.index <= entry.index) return [];
    // What is said about it in between would come too early.
    const between = own.filter(({ index }) => entry.index < index && index <= joined.index);
    if (between.some(({ declaration }) => mentions(declaration, names))) return [];
    return [
      {
        kind: 'refactor.move',
        title: t`Move \`${name}\` after \`${target}\`, which has to be there first`,
        edits: () => {
          const { start, end } = wholeSpan(entry);
          const text = entry.source.lines.text.slice(start, end);
          return [takeAway(entry), insertBelow(joined, text, text.includes('\n'))];
        },
      },
    ];
  });
};

/** The containers that have to run before this one can. */
function needed({ networks, links }: ContainerDeclaration): readonly string[] {
  const joined = networks.flatMap(({ network: { value } }) => /^container:(.+)$/.exec(value)?.[1] ?? []);
  return [...joined, ...links.map(({ container }) => container.value)];
}

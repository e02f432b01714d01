/** Repairs that put containers on other networks. */

import { t } from '../../l10n.ts';
import { findContainer } from '../facts.ts';
import type { Fix } from '../finding.ts';
import { unusedName } from '../unused-name.ts';
import { addProperty, findProperty, insertAbove, removeProperty, replacePart } from './edits.ts';
import {
  createdNetworks,
  type DeclaredContainer,
  declaredContainer,
  declaredNetwork,
  endsOf,
  type Failure,
  hasOwnNetworks,
  isInternal,
  type Repair,
  receiverOf,
  senderOf,
} from './failure.ts';

/** `connect` for one end, to a network of the other. */
export const connectEnds: Repair = (failure) => {
  const [sender, receiver] = endsOf(failure) ?? [];
  if (!sender || !receiver) return [];
  return [...connectTo(failure, sender, receiver), ...connectTo(failure, receiver, sender)];
};

function connectTo(failure: Failure, who: DeclaredContainer, whose: DeclaredContainer): readonly Fix[] {
  if (!hasOwnNetworks(failure, who)) return insteadOfNone(who, createdNetworks(failure, whose));
  const own = new Set(createdNetworks(failure, who));
  return createdNetworks(failure, whose)
    .filter((network) => !own.has(network))
    .map((network) => ({
      title: t`Connect \`${who.name}\` to \`${network}\``,
      edits: [insertAbove(failure.entry, `connect ${who.name} to ${network}`)],
    }));
}

/** `network none` leaves no room for a second network: another one stands in its place. */
function insteadOfNone({ name, entry, declaration }: DeclaredContainer, networks: readonly string[]) {
  const [mode] = declaration.networks;
  if (mode?.network.value !== 'none' || declaration.networks.length > 1) return [];
  return networks.map((network) => ({
    title: t`Put \`${name}\` on \`${network}\` instead of \`none\``,
    edits: [replacePart(entry, mode.network.span, network)],
  }));
}

/** A network of their own for two containers of the default bridge, where names are not resolved. */
export const leaveDefaultBridge: Repair = (failure) => {
  const both = endsOf(failure);
  if (!both?.every((each) => hasOwnNetworks(failure, each) && createdNetworks(failure, each).length === 0)) return [];
  const [sender, receiver] = both;
  const network = unusedName(failure.lab, 'shared');
  const first = both.reduce((a, b) =>
    failure.lab.entries.indexOf(a.entry) < failure.lab.entries.indexOf(b.entry) ? a : b,
  );
  return [
    {
      title: t`Move \`${sender.name}\` and \`${receiver.name}\` off the default bridge, to a network of their own`,
      edits: [insertAbove(first.entry, `network ${network}`), ...both.map((each) => onNetwork(each, network))],
    },
  ];
};

function onNetwork({ entry, declaration }: DeclaredContainer, network: string) {
  const [bridge] = declaration.networks;
  return bridge ? replacePart(entry, bridge.network.span, network) : addProperty(entry, `network ${network}`);
}

/** Properties of a network, and the values of them, that keep packets back. */
const RESTRICTIONS = [
  ['internal', true, (network: string) => t`Give \`${network}\` a way out: remove \`internal\``],
  ['icc', false, (network: string) => t`Let the containers on \`${network}\` talk to each other: remove \`icc false\``],
  ['masquerade', false, (network: string) => t`Masquerade what leaves \`${network}\`: remove \`masquerade false\``],
] as const;

/** Takes away what forbids it on a network of either end. */
export const liftRestriction: Repair = (failure) => {
  const ends = [senderOf(failure), receiverOf(failure)].flatMap((each) => each ?? []);
  const networks = new Set(ends.flatMap((each) => createdNetworks(failure, each)));
  return [...networks].flatMap((network) => {
    const found = declaredNetwork(failure, network);
    if (!found) return [];
    return RESTRICTIONS.flatMap(([property, value, title]) => {
      const statement = findProperty(found.declaration.statement, property);
      return statement && found.declaration[property]?.value === value
        ? [{ title: title(network), edits: [removeProperty(found.entry, statement)] }]
        : [];
    });
  });
};

/** So many networks are suggested to a container that has no way out. */
const MOST_WAYS_OUT = 2;

/** A second network, with a way out, for a container whose networks are internal. */
export const connectToWayOut: Repair = (failure) => {
  const sender = senderOf(failure);
  if (!sender || endsOf(failure) || !hasOwnNetworks(failure, sender)) return [];
  const own = createdNetworks(failure, sender);
  const networks = failure.lab.entries.flatMap(({ declaration }) =>
    declaration.kind === 'network' && declaration.name ? [declaration.name.value] : [],
  );
  return [
    ...networks.filter((network) => !own.includes(network) && !isInternal(failure, network)).slice(0, MOST_WAYS_OUT),
    'bridge',
  ].map((network) => ({
    title: t`Connect \`${sender.name}\` to \`${network}\`, which has a way out`,
    edits: [insertAbove(failure.entry, `connect ${sender.name} to ${network}`)],
  }));
};

/** `disconnect` from what the two share, where they are not to reach each other. */
export const disconnectEnds: Repair = (failure) => {
  const [sender, receiver] = endsOf(failure) ?? [];
  if (!sender || !receiver) return [];
  const shared = createdNetworks(failure, receiver).filter((network) =>
    createdNetworks(failure, sender).includes(network),
  );
  return [sender, receiver].flatMap(({ name }) =>
    shared.map((network) => ({
      title: t`Disconnect \`${name}\` from \`${network}\``,
      edits: [insertAbove(failure.entry, `disconnect ${name} from ${network}`)],
    })),
  );
};

/** `start` for an end that does not run. */
export const startEnds: Repair = (failure) => {
  const { world, members } = failure;
  return [senderOf(failure), receiverOf(failure)].flatMap((end) => {
    const status = end && findContainer(world, members(end.name)[0] ?? end.name)?.container.status;
    return end && (status === 'exited' || status === 'created')
      ? [{ title: t`Start \`${end.name}\` before`, edits: [insertAbove(failure.entry, `start ${end.name}`)] }]
      : [];
  });
};

/** The alias that a container lacks on the network on which it is asked for. */
export const giveAlias: Repair = (failure) => {
  const { expectation } = failure.declaration;
  const sender = senderOf(failure);
  if (expectation?.kind !== 'resolve' || !sender) return [];
  const networks = createdNetworks(failure, sender);
  const alias = expectation.name.value;
  const edits = expectation.targets.flatMap(({ value }) => {
    const target = declaredContainer(failure, value);
    const attachment =
      target &&
      findProperty(target.declaration.statement, 'network', ({ arguments: [name] }) =>
        networks.includes(name?.text ?? ''),
      );
    const known = target?.declaration.networks.some(
      ({ network, aliases }) => networks.includes(network.value) && aliases.some((each) => each.value === alias),
    );
    return target && attachment && !known && value !== alias
      ? [addProperty(target.entry, `alias ${alias}`, attachment)]
      : [];
  });
  const whom = expectation.targets.map(({ value }) => `\`${value}\``).join(', ');
  return edits.length > 0 ? [{ title: t`Give ${whom} the alias \`${alias}\``, edits }] : [];
};

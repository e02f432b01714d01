/** What the engine chose, written down: it stays the same whatever is declared before it from now on. */
import { findContainer, findNetwork, networkFacts } from '../../analysis/facts.ts';
import { addProperty } from '../../analysis/repairs/edits.ts';
import { worldAt } from '../../analysis/timeline.ts';
import { t } from '../../l10n.ts';
import type { NetworkDeclaration } from '../../model/program.ts';
import { type EntryOf, isAt, type Offer, onlyTouched, type Selection } from './refactoring.ts';

/** The subnet of a network that has none of its own choice. */
export const writeSubnetDown: Offer = (selection) => {
  const entry = onlyTouched(selection, 'network');
  const subnet = entry && chosenSubnet(selection, entry);
  if (!entry || subnet === undefined) return [];
  return [
    {
      kind: 'refactor.rewrite',
      title: t`Write down the subnet ${subnet} of \`${entry.declaration.name!.value}\``,
      edits: () => [addProperty(entry, `subnet ${subnet}`)],
    },
  ];
};

/** The address of a container on a network; the network has to have a subnet of its own for that. */
export const writeAddressDown: Offer = (selection) => {
  const entry = onlyTouched(selection, 'container');
  const name = entry?.declaration.name?.value;
  if (!entry || name === undefined || entry.declaration.replicas) return [];
  const attachment = entry.declaration.networks.find(({ span }) => isAt(selection, entry, span));
  if (!attachment || attachment.ip) return [];
  const network = attachment.network.value;
  const declared = selection.own.find(
    (each): each is EntryOf<NetworkDeclaration> =>
      each.declaration.kind === 'network' && each.declaration.name?.value === network,
  );
  const statement = entry.declaration.statement.block?.statements.find(({ start }) => start === attachment.span.start);
  const world = worldAt(selection.snapshot.timeline);
  const found = findContainer(world, name);
  const address = found && findNetwork(found.host, network)?.endpoints.get(found.container.id)?.address;
  if (!declared || !statement || address === undefined) return [];
  const needsSubnet = declared.declaration.subnets.length === 0;
  const subnet = chosenSubnet(selection, declared);
  if (needsSubnet && subnet === undefined) return [];
  return [
    {
      kind: 'refactor.rewrite',
      title: t`Write down the address ${address} of \`${name}\` on \`${network}\``,
      edits: () => [
        ...(needsSubnet ? [addProperty(declared, `subnet ${subnet}`)] : []),
        addProperty(entry, `ip ${address}`, statement),
      ],
    },
  ];
};

/** The one IPv4 subnet that the engine gave to a network for which none is written. */
function chosenSubnet({ snapshot }: Selection, { declaration }: EntryOf<NetworkDeclaration>): string | undefined {
  const { name, subnets, ipRanges, gateways, reserved, ipv6 } = declaration;
  if (!name || [...subnets, ...ipRanges, ...gateways, ...reserved].length > 0 || ipv6?.value) return undefined;
  const facts = networkFacts(worldAt(snapshot.timeline), name.value);
  const [only] = facts[0]?.subnets ?? [];
  return facts.length === 1 && facts[0]!.subnets.length === 1 && only && !only.isDrawn ? only.subnet : undefined;
}

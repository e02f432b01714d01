/** Networks and addresses on them that an expert would ask about. */

import { t, translatable } from '../../l10n.ts';
import type { Located, NetworkDeclaration } from '../../model/program.ts';
import { contains, overlaps, type Prefix, parseAddress, parseCidr } from '../../simulation/addresses.ts';
import type { World } from '../../simulation/state.ts';
import { stepsOf } from '../timeline.ts';
import type { DeclaredNetwork, Networks } from './network-use.ts';
import { type HygieneRule, remembered, type Survey } from './survey.ts';

const onLan = ({ driver }: NetworkDeclaration) => driver?.value === 'macvlan' || driver?.value === 'ipvlan';

/** Networks of a kind; found once for as long as there are the same networks. */
const thoseThat = (isMeant: (network: DeclaredNetwork) => boolean) =>
  remembered((networks: Networks) => [...networks.values()].filter(isMeant));

const empty = thoseThat(({ first }) => first === undefined);

export const unusedNetwork: HygieneRule = {
  code: 'unused-network',
  severity: 'hint',
  *observe({ networks, hasContainers, timeline, hasUnknownNetworks, indexOf, entryAt }) {
    // A file of networks alone is there to be included, and a name with a slip of the pen may mean any network.
    if (!hasContainers || hasUnknownNetworks) return;
    for (const network of empty(networks)) {
      const { name } = network.declaration;
      if (!name || isRefused(timeline, indexOf(network))) continue;
      const message = t`No container is ever on \`${name.value}\`.`;
      yield { entry: entryAt(network), span: name.span, message, unnecessary: true };
    }
  },
};

function isRefused(timeline: Survey['timeline'], entry: number): boolean {
  return stepsOf(timeline, entry).some(({ result }) => result.error);
}

const withLonelyAliases = thoseThat(({ aliased }) => aliased.length > 0);

export const aliasNeverResolvable: HygieneRule = {
  code: 'alias-never-resolvable',
  severity: 'hint',
  *observe({ networks, entryAt }) {
    for (const { aliased } of withLonelyAliases(networks)) {
      for (const attached of aliased)
        for (const alias of attached.attachment.aliases)
          yield {
            entry: entryAt(attached),
            span: alias.span,
            message: t`Nobody else is ever on \`${attached.attachment.network.value}\`, and an alias is known to the DNS of its own network alone: \`${attached.container}\` is the only one that could ask for \`${alias.value}\`.`,
            unnecessary: true,
          };
    }
  },
};

/** Where every address is fixed, nobody else can take one. */
const withBothKindsOfAddresses = thoseThat(
  ({ declaration, fixed, isDynamic }) => isDynamic && fixed.length > 0 && !onLan(declaration),
);

export const staticAddressInDynamicRange: HygieneRule = {
  code: 'static-address-in-dynamic-range',
  severity: 'information',
  *observe({ networks, entryAt }) {
    for (const { declaration, fixed } of withBothKindsOfAddresses(networks)) {
      const name = declaration.name?.value;
      for (const attached of fixed) {
        const { container } = attached;
        const { ip } = attached.attachment;
        if (!ip || !inAutomaticRange(declaration, ip.value)) continue;
        yield {
          entry: entryAt(attached),
          span: ip.span,
          message: t`Docker gives ${ip.value} to other containers on \`${name}\` too: while \`${container}\` does not run, one of them can take it, and \`${container}\` no longer starts. Give \`${name}\` an \`ip-range\` for automatic addresses that leaves it out.`,
        };
      }
    }
  },
};

function inAutomaticRange({ ipRanges, subnets }: NetworkDeclaration, address: string): boolean {
  const parsed = parseAddress(address);
  const ranges = ipRanges.length > 0 ? ipRanges : subnets;
  // Without a subnet of its own the network gets one in which the address lies, or the engine refuses it.
  if (ranges.length === 0) return true;
  return ranges.some(({ value }) => {
    const prefix = parseCidr(value)?.prefix;
    return prefix && parsed && prefix.family === parsed.family && contains(prefix, parsed.ordinal);
  });
}

/** Ranges that a laptop is likely to meet elsewhere: while it is there, the network's containers hide what is there. */
const COMMON_ELSEWHERE: readonly (readonly [string, string])[] = [
  ['192.168.0.0/24', translatable('many home and office routers')],
  ['192.168.1.0/24', translatable('many home and office routers')],
  ['192.168.178.0/24', translatable('FRITZ!Box routers')],
  ['10.8.0.0/24', "OpenVPN's default configuration"],
  ['10.6.0.0/24', translatable('WireGuard as PiVPN sets it up')],
  ['100.64.0.0/10', translatable('Tailscale, and carriers that share addresses (RFC 6598)')],
  ['192.168.65.0/24', translatable('Docker Desktop for itself')],
  ['192.168.122.0/24', "libvirt's default network"],
];

const elsewhere = COMMON_ELSEWHERE.map(([cidr, who]) => ({ cidr, who, prefix: parseCidr(cidr)!.prefix }));

const subnetsOf = remembered((network: NetworkDeclaration) =>
  onLan(network)
    ? []
    : network.subnets.flatMap((subnet): readonly { readonly subnet: Located<string>; readonly prefix: Prefix }[] => {
        const prefix = parseCidr(subnet.value)?.prefix;
        return prefix ? [{ subnet, prefix }] : [];
      }),
);

const commonElsewhere = remembered((network: NetworkDeclaration) =>
  subnetsOf(network).flatMap(({ subnet, prefix }) => {
    const found = elsewhere.find((each) => overlapping(each.prefix, prefix));
    return found ? [{ subnet, ...found }] : [];
  }),
);

const overlapping = (a: Prefix, b: Prefix): boolean => a.family === b.family && overlaps(a, b);

const withCommonSubnets = thoseThat(({ declaration }) => commonElsewhere(declaration).length > 0);

export const subnetOverlapsVpn: HygieneRule = {
  code: 'subnet-overlaps-vpn',
  severity: 'information',
  *observe({ networks, timeline, entryAt }) {
    const lan = lanPrefixes(timeline.initial);
    for (const network of withCommonSubnets(networks))
      for (const { subnet, cidr, who, prefix } of commonElsewhere(network.declaration)) {
        // The host's own LAN is told by the rule below.
        if (lan.some((own) => overlapping(own.prefix, prefix))) continue;
        yield {
          entry: entryAt(network),
          span: subnet.span,
          message: t`${subnet.value} overlaps ${cidr}, the range of ${t(who)}: on a machine that is connected to such a network, packets for it end on this bridge, or the containers cannot be reached.`,
        };
      }
  },
};

const lanPrefixes = remembered(({ hosts }: World) =>
  [...hosts.values()].flatMap(({ name: host, interfaces }) =>
    interfaces.flatMap(({ name, addresses }) =>
      addresses.flatMap((address) => {
        const prefix = name === 'lo' ? undefined : parseCidr(address)?.prefix;
        return prefix ? [{ host, name, address, prefix }] : [];
      }),
    ),
  ),
);

/** The networks whose subnets are also those of a host's LAN. */
const withLanSubnets = remembered((initial: World) => {
  const lan = lanPrefixes(initial);
  return thoseThat(
    ({ declaration }) =>
      declaration.driver?.value !== 'overlay' &&
      subnetsOf(declaration).some(({ prefix }) => lan.some((each) => overlapping(each.prefix, prefix))),
  );
});

export const subnetOverlapsLan: HygieneRule = {
  code: 'subnet-overlaps-lan',
  severity: 'warning',
  *observe({ networks, timeline, entryAt }) {
    const { initial } = timeline;
    const lan = lanPrefixes(initial);
    for (const network of withLanSubnets(initial)(networks)) {
      for (const { subnet, prefix } of subnetsOf(network.declaration)) {
        const own = lan.find((each) => overlapping(each.prefix, prefix));
        if (!own) continue;
        yield {
          entry: entryAt(network),
          span: subnet.span,
          // Among the host's routes the longer prefix wins.
          message:
            prefix.length < own.prefix.length
              ? t`${subnet.value} contains the LAN of the host (${own.address} on ${own.name}): what the host sends to a container whose address lies in the LAN goes to the LAN instead, and is lost.`
              : t`${subnet.value} overlaps the LAN of the host (${own.address} on ${own.name}): what is for a machine of the LAN in this range goes to the bridge instead, and is lost.`,
        };
      }
    }
  },
};

/** Without a parent, or internal, nothing but its containers was meant to be there. */
const usedOnLan = thoseThat(
  ({ declaration, first }) =>
    onLan(declaration) && declaration.parent !== undefined && !declaration.internal?.value && first !== undefined,
);

/** In these modes of ipvlan the host routes, and the LAN has to be told where the containers are. */
const ROUTED_MODES: ReadonlySet<string | undefined> = new Set(['l3', 'l3s']);

export const macvlanHostUnreachable: HygieneRule = {
  code: 'macvlan-host-unreachable',
  severity: 'hint',
  *observe({ networks, entryAt }) {
    for (const network of usedOnLan(networks)) {
      const { driver, name, mode } = network.declaration;
      if (!driver || !name) continue;
      const why = t`The host itself cannot reach the containers on \`${name.value}\`, nor they the host: the kernel passes nothing between their ${driver.value} interfaces and the parent.`;
      const others = ROUTED_MODES.has(mode?.value)
        ? t('Other machines on the LAN need a route to them.')
        : t('Other machines on the LAN reach them.');
      yield { entry: entryAt(network), span: driver.span, message: `${why} ${others}` };
    }
  },
};

/** Networks and addresses on them that an expert would ask about. */

import { t, translatable } from '../../l10n.ts';
import type { Located, NetworkDeclaration } from '../../model/program.ts';
import { contains, overlaps, type Prefix, parseAddress, parseCidr } from '../../simulation/addresses.ts';
import { stepsOf } from '../timeline.ts';
import { type HygieneRule, remembered, type Survey } from './survey.ts';

const onLan = ({ driver }: NetworkDeclaration) => driver?.value === 'macvlan' || driver?.value === 'ipvlan';

export const unusedNetwork: HygieneRule = {
  code: 'unused-network',
  severity: 'hint',
  *observe({ networks, hasContainers, timeline, hasUnknownNetworks }) {
    // A file of networks alone is there to be included, and a name with a slip of the pen may mean any network.
    if (!hasContainers || hasUnknownNetworks) return;
    for (const { entry, index, declaration, first } of networks.values()) {
      const { name } = declaration;
      if (first !== undefined || !name || isRefused(timeline, index)) continue;
      const message = t`No container is ever on \`${name.value}\`.`;
      yield { entry, span: name.span, message, unnecessary: true };
    }
  },
};

function isRefused(timeline: Survey['timeline'], entry: number): boolean {
  return stepsOf(timeline, entry).some(({ result }) => result.error);
}

export const aliasNeverResolvable: HygieneRule = {
  code: 'alias-never-resolvable',
  severity: 'hint',
  *observe({ networks }) {
    for (const [name, { aliased }] of networks) {
      for (const { entry, attachment, container } of aliased)
        for (const alias of attachment.aliases)
          yield {
            entry,
            span: alias.span,
            message: t`Nobody else is ever on \`${name}\`, and an alias is known to the DNS of its own network alone: \`${container}\` is the only one that could ask for \`${alias.value}\`.`,
            unnecessary: true,
          };
    }
  },
};

export const staticAddressInDynamicRange: HygieneRule = {
  code: 'static-address-in-dynamic-range',
  severity: 'information',
  *observe({ networks }) {
    for (const [name, { declaration, fixed, isDynamic }] of networks) {
      // Where every address is fixed, nobody else can take one.
      if (!isDynamic || onLan(declaration)) continue;
      for (const { entry, attachment, container } of fixed) {
        const { ip } = attachment;
        if (!ip || !inAutomaticRange(declaration, ip.value)) continue;
        yield {
          entry,
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

export const subnetOverlapsVpn: HygieneRule = {
  code: 'subnet-overlaps-vpn',
  severity: 'information',
  *observe({ networks, timeline }) {
    const lan = lanPrefixes(timeline);
    for (const { entry, declaration } of networks.values())
      for (const { subnet, cidr, who, prefix } of commonElsewhere(declaration)) {
        // The host's own LAN is told by the rule below.
        if (lan.some((own) => overlapping(own.prefix, prefix))) continue;
        yield {
          entry,
          span: subnet.span,
          message: t`${subnet.value} overlaps ${cidr}, the range of ${t(who)}: on a machine that is connected to such a network, packets for it end on this bridge, or the containers cannot be reached.`,
        };
      }
  },
};

function lanPrefixes({ initial }: Survey['timeline']) {
  return [...initial.hosts.values()].flatMap(({ name: host, interfaces }) =>
    interfaces.flatMap(({ name, addresses }) =>
      addresses.flatMap((address) => {
        const prefix = name === 'lo' ? undefined : parseCidr(address)?.prefix;
        return prefix ? [{ host, name, address, prefix }] : [];
      }),
    ),
  );
}

export const subnetOverlapsLan: HygieneRule = {
  code: 'subnet-overlaps-lan',
  severity: 'warning',
  *observe({ networks, timeline }) {
    const lan = lanPrefixes(timeline);
    for (const { entry, declaration } of networks.values()) {
      if (declaration.driver?.value === 'overlay') continue;
      for (const { subnet, prefix } of subnetsOf(declaration)) {
        const own = lan.find((each) => overlapping(each.prefix, prefix));
        if (!own) continue;
        yield {
          entry,
          span: subnet.span,
          message: t`${subnet.value} overlaps the LAN of the host (${own.address} on ${own.name}): what is for a machine of the LAN in this range goes to the bridge instead, and is lost.`,
        };
      }
    }
  },
};

export const macvlanHostUnreachable: HygieneRule = {
  code: 'macvlan-host-unreachable',
  severity: 'hint',
  *observe({ networks }) {
    for (const [name, { entry, declaration, first }] of networks) {
      const { driver } = declaration;
      if (!driver || !onLan(declaration) || first === undefined) continue;
      yield {
        entry,
        span: driver.span,
        message: t`The host itself cannot reach the containers on \`${name}\`, nor they the host: the kernel passes nothing between a ${driver.value} interface and its parent. Other machines on the LAN reach them.`,
      };
    }
  },
};

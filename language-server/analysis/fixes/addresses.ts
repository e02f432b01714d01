/** Repairs by another address, subnet or port. */
import { t } from '../../l10n.ts';
import { attachmentsOf } from '../../model/attachments.ts';
import {
  contains,
  distance,
  formatAddress,
  formatPrefix,
  type Prefix,
  parseAddress,
  parseCidr,
  plus,
  prefixAround,
} from '../../simulation/addresses.ts';
import type { SpanEdit, Statement } from '../../syntax/tree.ts';
import { findNetwork } from '../facts.ts';
import { freeSubnets, nextFreeAddresses, nextFreePort } from '../free.ts';
import { placeOf, textOf } from '../places.ts';
import { insertAbove, removeProperty } from '../repairs/edits.ts';
import { unusedName } from '../unused-name.ts';
import {
  add,
  addTo,
  asContainer,
  asNetwork,
  both,
  declared,
  type EntryOf,
  type Mistake,
  type Repairing,
  removal,
  removeProperties,
  removeUnderlined,
  replace,
  replaceToken,
} from './mistake.ts';

/** The network that the underlined part of a container or of `connect` is about. */
function networkAround({ entry: { declaration }, span }: Mistake): string | undefined {
  return attachmentsOf(declaration).find((each) => each.span.start <= span.start && span.end <= each.span.end)?.network
    .value;
}

const freeAddress: Repairing = (mistake) => {
  const name = networkAround(mistake);
  const network = name !== undefined && mistake.host ? findNetwork(mistake.host, name) : undefined;
  return network ? replace(mistake, ...nextFreeAddresses(network, mistake.text.includes(':') ? 6 : 4, 1)) : [];
};

/** The next address that no container of the lab asks for: in a swarm each host knows of its own alone. */
const unclaimedAddress: Repairing = (mistake) => {
  const parsed = parseAddress(mistake.text);
  if (!parsed) return [];
  const claimed = new Set(
    mistake.lab.declarations.flatMap((each) =>
      each.kind === 'container' ? each.networks.flatMap(({ ip, ip6 }) => [ip?.value, ip6?.value]) : [],
    ),
  );
  const next = (offset: number) => formatAddress(parsed.family, plus(parsed.ordinal, offset));
  for (let offset = 1; offset < 255; offset++) if (!claimed.has(next(offset))) return replace(mistake, next(offset));
  return [];
};

/** Numbers over 255 in an address, set to the greatest one that a machine can have. */
const nearestAddress: Repairing = (mistake) => {
  const free = freeAddress(mistake);
  if (free.length > 0) return free;
  const parts = mistake.text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d+$/.test(part))) return [];
  return replace(mistake, parts.map((part) => Math.min(Number(part), 254)).join('.'));
};

/** So long is the prefix of a subnet that is made around an address. */
const USUAL = { 4: 24, 6: 64 } as const;

function subnetAround(address: string): string | undefined {
  const parsed = parseAddress(address);
  return parsed && formatPrefix(prefixAround(parsed, USUAL[parsed.family]));
}

/** A subnet of the network's own, in which the address lies. */
const subnetForAddress: Repairing = (mistake) => {
  const subnet = subnetAround(mistake.text.replace(/\/\d+$/, ''));
  const network = asNetwork(mistake) ? mistake.entry : declared(mistake, 'network', networkAround(mistake));
  return subnet === undefined ? [] : addTo(network, `subnet ${subnet}`);
};

const freeSubnet = ({ host }: Mistake, family: 4 | 6 = 4): string | undefined =>
  host && freeSubnets(host, family, 1)[0];

const addFreeSubnet =
  (family: 4 | 6): Repairing =>
  (mistake) => {
    const subnet = freeSubnet(mistake, family);
    return subnet === undefined ? [] : add(`subnet ${subnet}`)(mistake);
  };

/** From the default bridge, where nobody chooses, to a network of its own. */
const ownNetwork: Repairing = (mistake) => {
  const { entry } = mistake;
  const attachment = asContainer(mistake)?.networks.find(({ network }) => network.value === networkAround(mistake));
  const subnet = freeSubnet(mistake);
  if (!attachment || subnet === undefined) return [];
  const name = unusedName(mistake.lab, 'lab');
  const { prefix } = parseCidr(subnet)!;
  const edits: SpanEdit[] = [
    insertAbove(entry, attachment.ip ? `network ${name} { subnet ${subnet} }` : `network ${name}`),
    { ...placeOf(entry, attachment.network.span).span, newText: name },
  ];
  if (attachment.ip) {
    const newText = formatAddress(4, plus(prefix.first, 9));
    edits.push({ ...placeOf(entry, attachment.ip.span).span, newText });
  }
  return [{ title: t`Put \`${asContainer(mistake)?.name?.value}\` on a network of its own`, edits }];
};

/** Twice as many addresses. */
const widen =
  (find: (mistake: Mistake) => EntryOf<'network'> | undefined): Repairing =>
  (mistake) => {
    const network = find(mistake);
    const [subnet, second] = network?.declaration.subnets ?? [];
    const prefix = subnet && parseCidr(subnet.value)?.prefix;
    if (!network || !prefix || second || network.declaration.ipRanges.length > 0) return [];
    const address = { family: prefix.family, ordinal: prefix.first };
    return replaceToken(network, subnet.span, formatPrefix(prefixAround(address, prefix.length - 1)));
  };

const firstNetwork = (mistake: Mistake) =>
  declared(mistake, 'network', asContainer(mistake)?.networks[0]?.network.value);
const ownEntry = ({ entry }: Mistake) =>
  entry.declaration.kind === 'network' ? (entry as EntryOf<'network'>) : undefined;

const isIn = (prefix: Prefix, address: string): boolean => {
  const parsed = parseAddress(address);
  return parsed !== undefined && parsed.family === prefix.family && contains(prefix, parsed.ordinal);
};

/** A fixed address that another container has taken, moved to where there is room then. */
const widenAndMove: Repairing = (mistake) => {
  const { entry } = mistake;
  const attachment = asContainer(mistake)?.networks[0];
  const prefix = parseCidr(firstNetwork(mistake)?.declaration.subnets[0]?.value ?? '')?.prefix;
  return widen(firstNetwork)(mistake).map((fix) => {
    if (!attachment?.ip || !prefix) return fix;
    const wide = prefixAround({ family: prefix.family, ordinal: prefix.first }, prefix.length - 1);
    // The half that is new; the first address of all is the network's own, the second one the gateway's.
    const ordinal = wide.first === prefix.first ? plus(prefix.last, 1) : plus(wide.first, 2);
    const newText = formatAddress(prefix.family, ordinal);
    return { ...fix, edits: [...fix.edits, { ...placeOf(entry, attachment.ip.span).span, newText }] };
  });
};

/** Another subnet, and in it everything that stood at a place of the old one. */
const renumber: Repairing = (mistake) => {
  const { entry, host, lab } = mistake;
  const network = asNetwork(mistake);
  const [subnet, second] = network?.subnets ?? [];
  const prefix = subnet && parseCidr(subnet.value)?.prefix;
  if (!network || !host || !prefix || second) return [];
  const isRoomy = prefix.length < USUAL[prefix.family];
  const [fresh] = freeSubnets(host, prefix.family, 1);
  const target =
    fresh === undefined ? undefined : parseCidr(isRoomy ? fresh.replace(/\/\d+$/, `/${prefix.length}`) : fresh);
  if (!target) return [];
  const moved = (text: string): string => {
    const [address = '', length] = text.split('/');
    const parsed = parseAddress(address)!;
    const at = formatAddress(prefix.family, plus(target.prefix.first, distance(prefix.first, parsed.ordinal)));
    return length === undefined ? at : `${at}/${length}`;
  };
  const placed = [
    ...[...network.gateways, ...network.ipRanges, ...network.reserved.map(({ ip }) => ip)].map((each) => ({
      of: entry,
      each,
    })),
    ...lab.entries.flatMap((of) => {
      if (of.via) return [];
      return attachmentsOf(of.declaration).flatMap((one) =>
        one.network.value === network.name?.value && one.ip ? [{ of, each: one.ip }] : [],
      );
    }),
  ].filter(({ each }) => isIn(prefix, each.value.replace(/\/\d+$/, '')));
  const newText = formatPrefix({
    ...target.prefix,
    length: isRoomy ? prefix.length : Math.max(prefix.length, target.prefix.length),
  });
  return [
    {
      title: t`Replace with \`${newText}\``,
      edits: [
        { ...placeOf(entry, subnet.span).span, newText },
        ...placed.map(({ of, each }) => ({ ...placeOf(of, each.span).span, newText: moved(each.value) })),
      ],
    },
  ];
};

/** The half of a subnet that an address does not lie in. */
function otherHalf(prefix: Prefix, address: string): string {
  const length = prefix.length + 1;
  const half = (ordinal: Prefix['first']) => prefixAround({ family: prefix.family, ordinal }, length);
  const [lower, upper] = [half(prefix.first), half(prefix.last)];
  return formatPrefix(isIn(upper, address) ? lower : upper);
}

const rangeBeside: Repairing = (mistake) => {
  const network = declared(mistake, 'network', networkAround(mistake));
  const [subnet] = network?.declaration.subnets ?? [];
  const prefix = subnet && parseCidr(subnet.value)?.prefix;
  if (!network || !prefix || network.declaration.ipRanges.length > 0) return [];
  return addTo(network, `ip-range ${otherHalf(prefix, mistake.text)}`);
};

const rangeInSubnet: Repairing = (mistake) => {
  const prefix = parseCidr(asNetwork(mistake)?.subnets[0]?.value ?? '')?.prefix;
  return prefix ? replace(mistake, otherHalf(prefix, formatAddress(prefix.family, prefix.first))) : [];
};

/** The first address of the subnet that nothing else in the statement says. */
const addressInSubnet: Repairing = (mistake) => {
  const network = asNetwork(mistake);
  const prefix = parseCidr(network?.subnets[0]?.value ?? '')?.prefix;
  if (!network || !prefix || !parseAddress(mistake.text)) return [];
  const said = new Set([...network.gateways, ...network.reserved.map(({ ip }) => ip)].map(({ value }) => value));
  for (let offset = 1; offset < 255; offset++) {
    const address = formatAddress(prefix.family, plus(prefix.first, offset));
    if (isIn(prefix, address) && !said.has(address)) return replace(mistake, address);
  }
  return [];
};

/** Those `reserve` lines whose address lies in none of the subnets. */
const removeReserved: Repairing = (mistake) => {
  const { entry } = mistake;
  const network = asNetwork(mistake);
  const prefixes = (network?.subnets ?? []).flatMap(({ value }) => parseCidr(value)?.prefix ?? []);
  const outside = (network?.reserved ?? []).filter(({ ip }) => !prefixes.some((prefix) => isIn(prefix, ip.value)));
  const lines = (entry.declaration.statement.block?.statements ?? []).filter(
    (each: Statement) =>
      each.keyword.text === 'reserve' &&
      outside.some(({ ip }) => each.start <= ip.span.start && ip.span.end <= each.end),
  );
  const [first] = lines;
  return first
    ? removal(
        textOf(entry, first),
        lines.map((each) => removeProperty(entry, each)),
      )
    : [];
};

/** On every address of the host, as without one. */
const withoutHostAddress: Repairing = (mistake) => {
  const match = /^(?:\[[^\]]*\]|[\d.]+):(.*)$/.exec(mistake.text);
  const own = (mistake.host?.interfaces ?? [])
    .filter(({ name }) => name !== 'lo')
    .flatMap(({ addresses }) => addresses.map((each) => each.replace(/\/\d+$/, '')))
    .find((address) => !address.includes(':'));
  if (!match) return [];
  return replace(mistake, match[1], own === undefined ? undefined : `${own}:${match[1]}`);
};

/** A range of host ports as long as the refused one, all of them free. */
const freeRange: Repairing = (mistake) => {
  const { entry, host } = mistake;
  const ranges = (asContainer(mistake)?.publish ?? []).filter(({ value }) => /^(?:.*:)?\d+-\d+:/.test(value));
  const [range] = ranges;
  const match = /^(.*:)?(\d+)-(\d+)(:.*?(?:\/(\w+))?)$/.exec(range?.value ?? '');
  if (!range || ranges.length > 1 || !match || !host) return [];
  const [, address = '', first, last, rest, protocol = 'tcp'] = match;
  const length = Number(last) - Number(first);
  for (let port = Number(last) + 1; port + length <= 65_535; port++) {
    const free = Array.from({ length: length + 1 }, (_, i) => port + i);
    if (free.every((each) => nextFreePort(host, each, protocol) === each))
      return replaceToken(entry, range.span, `${address}${port}-${port + length}${rest}`);
  }
  return [];
};

/** What people write for the number of a port. */
const PORTS: Readonly<Record<string, string>> = {
  http: '80',
  https: '443',
  ssh: '22',
  domain: '53',
  dns: '53',
  smtp: '25',
  mysql: '3306',
  postgres: '5432',
  postgresql: '5432',
  redis: '6379',
};

/** Names of services as numbers; of a number that is too high, without its last digit. */
const nearestPort: Repairing = (mistake) => {
  const written = mistake.text
    .split(':')
    .map((part) => PORTS[part.toLowerCase()] ?? part)
    .map((part) => (/^\d{5,}$/.test(part) && Number(part) > 65_535 ? part.slice(0, 4) : part));
  return replace(mistake, written.join(':'));
};

/** Pairs of hexadecimal digits as written, and what is missing of six of them. */
const nearestMac: Repairing = (mistake) => {
  const pairs = mistake.text.match(/[0-9a-f]{2}/gi) ?? [];
  const [first, ...others] = Array.from({ length: 6 }, (_, i) => pairs[i] ?? (i === 0 || i === 5 ? '02' : '00'));
  // A machine's own address: the lowest bit of the first pair tells groups.
  const unicast = (Number.parseInt(first!, 16) & 0xfe).toString(16).padStart(2, '0');
  return replace(mistake, [unicast, ...others].join(':'));
};

/** What is usual for a property that is a number. */
const NUMBERS: Readonly<Record<string, string>> = {
  replicas: '2',
  mtu: '1500',
  'gateway-priority': '1',
  'com.docker.network.driver.mtu': '1500',
};

const usualNumber: Repairing = (mistake) => {
  const { keyword, arguments: all } = mistake.path.at(-1)!;
  const digits = /\d+/.exec(mistake.text)?.[0];
  return replace(mistake, NUMBERS[keyword.text] ?? NUMBERS[all[0]?.text ?? ''] ?? digits);
};

export const addressRepairs: Readonly<Record<string, Repairing>> = {
  'address-needs-subnet': both(subnetForAddress, removeUnderlined),
  'address-needs-user-network': both(ownNetwork, removeUnderlined),
  'addresses-exhausted': widen(firstNetwork),
  'aliases-need-user-network': both(ownNetwork, removeUnderlined),
  'attach-timeout': unclaimedAddress,
  'auxiliary-not-available': addressInSubnet,
  'bridge-subnets-overlap': renumber,
  'gateway-not-available': both(addressInSubnet, widen(ownEntry)),
  'invalid-address': nearestAddress,
  'invalid-binding-address': (mistake) => replace(mistake, '127.0.0.1'),
  'invalid-mac-address': nearestMac,
  'invalid-number': usualNumber,
  'invalid-number-option': usualNumber,
  'invalid-port': nearestPort,
  'invalid-port-mapping': nearestPort,
  'ipv6-pool-missing': addFreeSubnet(6),
  'no-subnet-for-auxiliary': removeReserved,
  'no-subnet-for-gateway': both(addressInSubnet, removeProperties('gateway')),
  'no-subnet-for-range': both(rangeInSubnet, removeProperties('ip-range')),
  'option-needs-subnet': subnetForAddress,
  'pool-full': widenAndMove,
  'pools-exhausted': addFreeSubnet(4),
  'port-bind-no-address': withoutHostAddress,
  'ports-exhausted': freeRange,
  'static-address-in-dynamic-range': rangeBeside,
  'subnet-overlaps-lan': renumber,
  'subnet-overlaps-vpn': renumber,
};

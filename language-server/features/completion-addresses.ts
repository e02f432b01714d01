/** Addresses to propose: those that are free, as the engine would give them. */

import { CompletionItemKind } from 'vscode-languageserver-types';
import { findNetwork } from '../analysis/facts.ts';
import { freeSubnets, nextFreeAddresses, nextSubnet } from '../analysis/free.ts';
import { t } from '../l10n.ts';
import { formatAddress, formatPrefix, parseCidr, plus, prefixAround } from '../simulation/addresses.ts';
import type { Network } from '../simulation/state.ts';
import { claimedAddresses, claimedSubnets } from './completion-claims.ts';
import type { CompletionContext, Proposal, Proposer } from './completion-context.ts';

/** How many free addresses are offered. */
const FREE_ADDRESSES = 3;

function proposal(label: string, detail?: string): Proposal {
  return { label, kind: CompletionItemKind.Value, ...(detail !== undefined && { detail: () => detail }) };
}

/** The next addresses that the network around the place would give at the moment of the statement. */
export const freeAddresses =
  (family: 4 | 6): Proposer =>
  (context) =>
    networksAround(context).flatMap((network) =>
      unclaimed(context, network, family).map((label) => proposal(label, t`free on ${network.name}`)),
    );

/** The next addresses of a network that nobody has, and nobody is going to ask for. */
function unclaimed(context: CompletionContext, network: Network, family: 4 | 6): readonly string[] {
  const claimed = claimedAddresses(context, network.name);
  return nextFreeAddresses(network, family, FREE_ADDRESSES + claimed.size)
    .filter((address) => !claimed.has(address))
    .slice(0, FREE_ADDRESSES);
}

/** The network of `network N { … }` or `connect C to N { … }` around a property, on each host. */
function networksAround({ place, before }: CompletionContext): readonly Network[] {
  const attachment = place.path.at(-2);
  const name = attachment?.arguments[attachment.keyword.text === 'connect' ? 2 : 0]?.text;
  if (name === undefined) return [];
  return [...before.hosts.values()].flatMap((host) => findNetwork(host, name) ?? []);
}

/** The address that engines derive a MAC address from, as `02:42` and its four bytes. */
export const macs: Proposer = (context) => {
  const name = context.property('network') ?? 'bridge';
  const around = networksAround(context);
  const [bridge] = context.host ? [findNetwork(context.host, name)] : [];
  const networks = around.length > 0 ? around : bridge ? [bridge] : [];
  return networks.flatMap((network) =>
    nextFreeAddresses(network, 4, 1).map((address) => {
      const bytes = address.split('.').map((byte) => Number(byte).toString(16).padStart(2, '0'));
      return proposal(`02:42:${bytes.join(':')}`, t`as engine 20.10 derives it from ${address}`);
    }),
  );
};

/** For networks the next subnet of the engine's pools and other free ones; for parts of a subnet its halves. */
export const cidrs: Proposer = (context) => {
  const { statement, host } = context;
  if (!host) return [];
  switch (statement.keyword.text) {
    case 'subnet': {
      const next = nextSubnet(host);
      const claimed = claimedSubnets(context);
      const families = context.says('ipv6') ? ([4, 6] as const) : ([4] as const);
      return [
        ...families.flatMap((family) =>
          freeSubnets(host, family, FREE_ADDRESSES, claimed).map((subnet) => proposal(subnet, t('free'))),
        ),
        ...(next && !claimed.includes(next) ? [proposal(next, t('the next one of the address pools'))] : []),
      ];
    }
    case 'ip-range':
      return halves(context.property('subnet'));
    case 'fixed-cidr':
      return halves(context.property('bridge-ip') ?? '172.17.0.1/16');
    case 'address-pool':
      return [proposal('10.50.0.0/16', t('as an example'))];
    default:
      return [];
  }
};

function halves(subnet: string | undefined): readonly Proposal[] {
  const prefix = subnet === undefined ? undefined : parseCidr(subnet)?.prefix;
  if (prefix?.family !== 4 || prefix.length > 29) return [];
  const lower = prefixAround({ family: 4, ordinal: prefix.first }, prefix.length + 1);
  const upper = prefixAround({ family: 4, ordinal: prefix.last }, prefix.length + 1);
  return [proposal(formatPrefix(upper), t('the upper half')), proposal(formatPrefix(lower), t('the lower half'))];
}

/** The interface's next neighbour on the LAN, and another place for the default bridge. */
export const interfaceAddresses: Proposer = ({ statement, end }) => {
  if (statement.keyword.text === 'bridge-ip') return [proposal('10.99.0.1/24', t('as an example'))];
  const taken = [...end.hosts.values()].flatMap(({ interfaces }) => interfaces.flatMap(({ addresses }) => addresses));
  for (let last = 10; last < 250; last++) {
    const label = `192.0.2.${last}/24`;
    if (!taken.includes(label)) return [proposal(label, t('free on the LAN'))];
  }
  return [];
};

/** What each property of this kind has by default, or could have. */
export const addresses: Proposer = (context) => {
  const { statement, host, place } = context;
  switch (statement.keyword.text) {
    case 'gateway': {
      const isHost = place.path[0]?.keyword.text === 'host';
      const [lan] = host?.interfaces.find(({ name }) => name !== 'lo')?.addresses ?? [];
      return ends(isHost ? lan : context.property('subnet'));
    }
    case 'reserve': {
      const name = context.root.arguments[0]?.text;
      // Networks are there before anything else; of this one nothing was there yet.
      const [network] =
        name === undefined ? [] : [...context.end.hosts.values()].flatMap((each) => findNetwork(each, name) ?? []);
      return network ? nextFreeAddresses(network, 4, FREE_ADDRESSES).map((each) => proposal(each, t('free'))) : [];
    }
    case 'dns':
      return [...new Set(host?.nameservers)].map((each) => proposal(each, t("the host's own")));
    default:
      return [];
  }
};

/** The first and the last address of a subnet that a machine can have. */
function ends(subnet: string | undefined): readonly Proposal[] {
  const prefix = subnet === undefined ? undefined : parseCidr(subnet)?.prefix;
  if (!prefix || prefix.length > (prefix.family === 4 ? 30 : 126)) return [];
  const at = (ordinal: typeof prefix.first) => formatAddress(prefix.family, ordinal);
  return [
    proposal(at(plus(prefix.first, 1)), t('the first address')),
    proposal(at(plus(prefix.last, -1)), t('the last address')),
  ];
}

/** The rules of `engine-versions.ts` that a lab can feel, each in one sentence for somebody who plans an upgrade. */
import { translatable } from '../l10n.ts';
import { type EngineRules, rules } from './engine-versions.ts';
import type { EngineVersion } from './state.ts';

export type RuleName = keyof EngineRules;

export const ruleSummaries: Readonly<Partial<Record<RuleName, string>>> = {
  subnetAllocation: translatable(
    'An automatic subnet is the next after the last one given until 26; from 27 on it is the lowest free one.',
  ),
  macAddress: translatable(
    'A MAC address follows from the IPv4 address until 27; from 28 on it is drawn anew at every start.',
  ),
  interfaceNumber: translatable(
    'A new interface gets the next number of a counter until 20.10; later engines give the lowest free number.',
  ),
  interfaceOrderAtStart: translatable(
    'Interfaces are numbered in the order of the default gateway on 20.10; later engines join networks in random order.',
  ),
  severalNetworksAtCreate: translatable('`docker run` takes several `--network` from 25 on.'),
  gatewayPriority: translatable('From 28 on `gw-priority` decides the default route.'),
  endpointValidation: translatable(
    'Addresses and aliases are checked when the container starts on 20.10, later when it is created.',
  ),
  staticAddressNeedsSubnet: translatable(
    'Until 28 a fixed address needs a network with `--subnet`; 29 gives it on any network.',
  ),
  endpointOptionsWithoutNetwork: translatable(
    'Without `--network`, 20.10 drops `--ip` and `--network-alias`; later engines apply them to the default bridge.',
  ),
  networkOfModeMustExist: translatable(
    'From 25 on a container can join networks only while the one that it was created with still exists.',
  ),
  failedJoinDetaches: translatable('29 takes a network off a container that failed to join it at its start.'),
  failedPublishJoins: translatable(
    'On 20.10 a container whose ports could not be published when it was connected is on the network all the same.',
  ),
  failedConnectAttaches: translatable(
    '20.10 leaves a container attached to a network that had no address left for it.',
  ),
  failedStartIsSaved: translatable(
    'After a restart of its engine, 20.10 shows the address of a container that had failed to start.',
  ),
  failedStartLeavesAddress: translatable('20.10 goes on showing the address of a container that failed to start.'),
  subnetHostBits: translatable('From 25 on a subnet with host bits set is refused.'),
  fullSubnetSeenFirst: translatable('Until 28 a fixed address on a full subnet is refused as full, later as taken.'),
  overlapWithIpRange: translatable('Who sees that a subnet with an ip-range overlaps another differs.'),
  tinySubnets: translatable('Subnets /31 and /32 leave no address for a container on 20.10; later engines use them.'),
  ipv6WithoutSubnet: translatable(
    'From 27 on an IPv6 network without `--subnet` gets a unique local prefix; before, it is refused.',
  ),
  automaticSubnetFirst: translatable('Where the automatic subnet stands among the configured ones differs.'),
  inspectShowsUnusedSubnets: translatable(
    'Until 28 inspect lists an IPv6 subnet that is not used for want of `--ipv6`.',
  ),
  internalDefaultRoute: translatable(
    'On 20.10 members of an internal network have a default route; later they have none.',
  ),
  macvlanGateway: translatable(
    'From 29 on a macvlan or ipvlan network has a gateway only where `--gateway` names one.',
  ),
  sharedParent: translatable('On 20.10 one parent interface serves one macvlan network; later engines share it.'),
  docker0CanBeTaken: translatable('On 20.10 another network can take docker0 from the default bridge.'),
  dnsNames: translatable('From 25 on DNS names stand apart from the aliases.'),
  protocolCheckedFirst: translatable('29 complains of the protocol of a port before anything else.'),
  exposeComplaints: translatable('How a range of `--expose` is refused differs.'),
  leavingPublishesOnInternal: translatable(
    'On 20.10 a container that leaves a network publishes its ports on the next one, even where that is internal.',
  ),
  portOrder: translatable('The order in which ports are bound, and so which automatic host port each gets, differs.'),
  portConflicts: translatable(
    'Until 20.10 only equal host addresses exclude each other before the bind; later engines know that 0.0.0.0 is all of them.',
  ),
  hostPortFor: translatable(
    'On 20.10 each host address gets an automatic host port of its own; later engines give all addresses the same one.',
  ),
  portRangeRetried: translatable(
    'Where a port of a range is taken by another process, 20.10 gives up; later engines try the next one.',
  ),
  linksOutsideUserNetworks: translatable(
    'Who refuses `--link` with the host or none network, the client or the engine, differs.',
  ),
  macStaysWithContainer: translatable(
    'On 20.10 the MAC address of `docker run` comes back with the network of the container’s mode; later it is lost.',
  ),
  macInSharedNamespace: translatable(
    '`--mac-address` in host and container mode is refused by 20.10 and ignored by later engines.',
  ),
  clientStyle: translatable('How the client ends its messages differs.'),
  clientReadsAddresses: translatable('The client of 29 parses addresses and subnets itself, and words the refusals.'),
  ipv6AsIp: translatable('An IPv6 address as `--ip` is refused until 28, and ignored by 29.'),
  unpublishedPortsShown: translatable('29 shows the ports of a container that publishes on an internal network only.'),
  internalExternalDns: translatable(
    'Names from outside, asked on an internal network, time out on 20.10; later they fail at once.',
  ),
  gatewayModes: translatable(
    'From 27 and 28 on `gateway_mode_ipv4` and `gateway_mode_ipv6` decide how a network is routed.',
  ),
  rawTableProtection: translatable(
    'From 28 on packets that come to a container from elsewhere than its own bridge are dropped before routing: no direct routing to it.',
  ),
  filtersIpv6: translatable('From 27 on IPv6 is filtered like IPv4.'),
  isolationStages: translatable('Until 28 two stages of rules keep bridge networks apart; 29 filters at each bridge.'),
  natSkipsBridges: translatable(
    'Until 28 a container that asks for a published port is answered by docker-proxy, from 29 on by address translation.',
  ),
  udpProxyAnswersFromOtherAddress: translatable(
    'On 20.10 docker-proxy answers UDP from another address than it was asked at.',
  ),
};

/** The rules in which two versions differ. */
export function rulesBetween(a: EngineVersion, b: EngineVersion): readonly RuleName[] {
  return (Object.keys(rules[a]) as RuleName[]).filter((name) => rules[a][name] !== rules[b][name]);
}

/**
 * Runs a simulation with one rule of `engine` as `other` has it, and everything else as it is: what comes out
 * differently is due to that rule. `action` must not leave anything to be computed later.
 */
export function withRule<T>(engine: EngineVersion, rule: RuleName, other: EngineVersion, action: () => T): T {
  const table = rules as Record<EngineVersion, EngineRules>;
  const own = table[engine];
  table[engine] = { ...own, [rule]: table[other][rule] };
  try {
    return action();
  } finally {
    table[engine] = own;
  }
}

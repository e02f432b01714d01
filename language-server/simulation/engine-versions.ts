/**
 * Every difference between engine versions, as a named rule. The rest of the simulation asks for a rule and never for
 * a version. Texts that differ by version are in `messages.ts`.
 */
import type { EngineVersion } from './state.ts';

export interface EngineRules {
  /**
   * Which automatic subnet a new network gets: the next after the last one given, or the lowest free one.
   * Since v27.0: moby `libnetwork/ipams/defaultipam/address_space.go`; before, `libnetwork/ipam/allocator.go`.
   */
  readonly subnetAllocation: 'cursor' | 'lowest free';
  /** MAC of an endpoint: `02:42` and the IPv4 address, or drawn. v28.0: moby `drivers/bridge/bridge_linux.go`. */
  readonly macAddress: 'from address' | 'random';
  /** Number of a new interface: a counter of the sandbox, or the lowest free. Recorded scenarios C08–C10, C29. */
  readonly interfaceNumber: 'counter' | 'lowest free';
  /** Order of the interfaces after a start with several networks. moby `daemon/container_operations.go`. */
  readonly interfaceOrderAtStart: 'gateway order' | 'random';
  /** `run` and `create` take several `--network`. API 1.44, v25.0. */
  readonly severalNetworksAtCreate: boolean;
  /** `--gw-priority` decides the default route before the network's name does. v28.0. */
  readonly gatewayPriority: boolean;
  /** Endpoint options (`--ip` …) are checked when the container starts, or when it is created. Recorded I21–I28. */
  readonly endpointValidation: 'at start' | 'at create';
  /** `--ip` needs a network made with `--subnet`. Until v29.0: moby commit 6280a80f32. */
  readonly staticAddressNeedsSubnet: boolean;
  /** `--ip` and `--network-alias` without any `--network` reach the default bridge, or are dropped. Recorded O04. */
  readonly endpointOptionsWithoutNetwork: 'dropped' | 'applied';
  /**
   * Joining any other network needs the one that `--network` named at creation to exist. v25.0: moby
   * `daemon/container_operations.go` normalizeNetMode.
   */
  readonly networkOfModeMustExist: boolean;
  /** Inspect lists an IPv6 subnet that is not used for want of `--ipv6`. Recorded I53. */
  readonly inspectShowsUnusedSubnets: boolean;
  /** A network that fails to be joined at start is taken off the container. v29.0: moby commit b192d06ec7. */
  readonly failedJoinDetaches: boolean;
  /** A connect that fails for want of an address leaves the network on the container, without address. Recorded I55. */
  readonly failedConnectAttaches: boolean;
  /** A connect that fails at the published ports has joined the network all the same. Recorded live. */
  readonly failedPublishJoins: boolean;
  /** Inspect goes on showing the address of an endpoint whose container failed to start. Recorded N16. */
  readonly failedStartLeavesAddress: boolean;
  /** What is saved of a failed start has the addresses that were given for it. Recorded live, X45 to X49. */
  readonly failedStartIsSaved: boolean;
  /** `--subnet` with host bits set. v25.0: moby `api/types/network/ipam.go`. */
  readonly subnetHostBits: 'kept' | 'refused';
  /** `--ip` on a full subnet is refused as such, and not as taken. Until v29: moby `ipam/allocator.go` getAddress. */
  readonly fullSubnetSeenFirst: boolean;
  /**
   * Who sees that a subnet with an ip-range overlaps another: address management as always, or, since it only looks at
   * subnets without one, the bridge driver. moby v20.10 `libnetwork/ipam/structures.go` updatePoolDBOnAdd.
   */
  readonly overlapWithIpRange: 'address management' | 'bridge driver';
  /** /31 and /32 subnets keep their first and last address back, so that nothing fits, or not. Recorded I37, I38. */
  readonly tinySubnets: 'refused' | 'usable';
  /** An IPv6 network without `--subnet`: refused, or a /64 of a unique local prefix. v27.0. */
  readonly ipv6WithoutSubnet: 'refused' | 'unique local';
  /** Where the automatic IPv4 subnet stands among configured ones in inspect. Recorded I52. */
  readonly automaticSubnetFirst: boolean;
  /** Inspect shows the gateway of a network with `--subnet` and no `--gateway`. v29. */
  readonly inspectShowsChosenGateway: boolean;
  /** Inspect shows docker0's gateway on the first start of an engine. Recorded I01. */
  readonly inspectShowsDefaultGateway: boolean;
  /** A stopped container's inspect shows no sandbox. Recorded L13. */
  readonly stoppedForgetsSandbox: boolean;
  /** `IPAM.Config` of host and none. Recorded D04. */
  readonly emptyIpamConfig: 'list' | 'null';
  /** `docker network inspect` shows `EnableIPv4`. Recorded D01. */
  readonly inspectShowsEnableIpv4: boolean;
  /** `docker network inspect` shows how full each subnet is. Recorded D01. */
  readonly inspectShowsStatus: boolean;
  /** Members of an internal network have a default route (that leads nowhere). Recorded R07. */
  readonly internalDefaultRoute: boolean;
  /** A macvlan or ipvlan network without `--gateway` gets one from its subnet. Until v29. Recorded D23, D24. */
  readonly macvlanGateway: 'allocated' | 'only configured';
  /** Two macvlan networks on one parent interface. Recorded D24. */
  readonly sharedParent: 'refused' | 'allowed';
  /** Another network can take docker0 from the default bridge, which is then lost. Recorded D18. */
  readonly docker0CanBeTaken: boolean;
  /** `HostConfig.NetworkMode` of a container without `--network`. Recorded D28. */
  readonly defaultNetworkMode: 'default' | 'bridge';
  /** 20.10 lists the short id and the hostname among the aliases; later ones list `DNSNames` apart (v25.0). */
  readonly dnsNames: 'among aliases' | 'apart';
  /**
   * A rename makes the new name known on the default bridge, to those who also are on a network with a name service.
   * moby v20.10 `libnetwork/endpoint.go` rename; recorded live.
   */
  readonly renameNamesDefaultBridge: boolean;
  /** `docker network connect` leaves an empty IPAM configuration. CLI 29. Recorded C01. */
  readonly connectLeavesEmptyIpam: boolean;
  /** Leaving a network removes every /etc/hosts line that ends in one of its names. Recorded C08, C26, C28. */
  readonly leavingClearsHostsByName: boolean;
  /** Order of the lines of resolv.conf. Recorded N20. */
  readonly resolvConfOrder: 'search first' | 'nameserver first';
  /** `-p` complains of the protocol before anything else. go-connections v0.6. Recorded P27. */
  readonly protocolCheckedFirst: boolean;
  /** How `--expose` complains of a port range. Recorded P28. */
  readonly exposeComplaints: 'capital' | 'small' | 'port by port';
  /**
   * As a container starts and stops, its networks are joined and left one by one, and its ports are published anew
   * whenever the default route changes. moby v20.10 `libnetwork/endpoint.go` sbJoin, sbLeave; recorded live.
   */
  readonly portsFollowEachNetwork: boolean;
  /**
   * A container that leaves the network with its default route publishes its ports on the next one, even an internal
   * one. Recorded live, X42; libnetwork `endpoint.go` sbLeave.
   */
  readonly leavingPublishesOnInternal: boolean;
  /** In which order a container's ports are bound, and so given automatic host ports. Recorded P04. */
  readonly portOrder: 'highest first' | 'exact, then lowest first';
  /** Only equal host addresses exclude each other before the bind; later ones know 0.0.0.0 too. Recorded P12, P13. */
  readonly portConflicts: 'same address' | 'any overlap';
  /**
   * Whether one published port gets the same automatic host port on all its addresses, or on each its own. Recorded
   * live; from 28 on moby `drivers/bridge/port_mapping_linux.go` needSamePort.
   */
  readonly hostPortFor: 'each address' | 'all addresses';
  /**
   * Whether the next port of a range is tried where the kernel does not give one. Automatic ports are always tried
   * again. Recorded live; moby `drivers/bridge/port_mapping_linux.go` bindHostPorts.
   */
  readonly portRangeRetried: boolean;
  /** Links of a default-bridge container are put into its environment. Until v29. Recorded N14. */
  readonly linkEnvironment: boolean;
  /** `--link` together with host or none mode: refused by the client, by the engine, or accepted. Recorded O02, O03. */
  readonly linksOutsideUserNetworks: 'client refuses' | 'engine refuses';
  /** `--mac-address` is the container's, for the network of its mode; from 25 on an endpoint's. Recorded live, X52. */
  readonly macStaysWithContainer: boolean;
  /** `--mac-address` in host and container mode. Recorded O01, O02. */
  readonly macInSharedNamespace: 'refused' | 'ignored';
  /** How the client ends its messages. Recorded throughout. */
  readonly clientStyle: 'see' | 'run for more';
  /** The client puts the failed names after `Error: `, or bare; CLI 29. Recorded I30, O18. */
  readonly clientSaysError: boolean;
  /** `network rm` ends with the line `exit status 1`. Recorded D16. */
  readonly networkRemoveSaysExitStatus: boolean;
  /** The client parses addresses and subnets itself. CLI 29. Recorded I40, I57. */
  readonly clientReadsAddresses: boolean;
  /** An IPv6 address as `--ip`. Recorded O22. */
  readonly ipv6AsIp: 'refused' | 'ignored';
  /** Shown ports of a container that publishes on an internal network only: none, or as exposed. Recorded P30. */
  readonly unpublishedPortsShown: boolean;
  /** Names from outside, asked on an internal network: no answer, or SERVFAIL at once. Recorded N28. */
  readonly internalExternalDns: 'timeout' | 'SERVFAIL';
  /** `gateway_mode_ipv4`: v27.0, v28.0. */
  readonly gatewayModes: boolean;
  /** Packets to a container from another interface than its bridge are dropped before routing. v28.0. */
  readonly rawTableProtection: boolean;
  /** Docker's filter rules stand in chains of their own instead of in FORWARD itself. v28.0. */
  readonly ownForwardChain: boolean;
  /** IPv6 is filtered like IPv4 (`ip6tables`). v27.0. */
  readonly filtersIpv6: boolean;
  /** Bridges are kept apart by the two isolation stages of FORWARD. Until v29. */
  readonly isolationStages: boolean;
  /** A container's packets to a published port are answered by docker-proxy, not by DNAT. Until v29. */
  readonly natSkipsBridges: boolean;
  /** docker-proxy answers UDP from another address than it was asked at. Recorded P03. */
  readonly udpProxyAnswersFromOtherAddress: boolean;
}

const v20: EngineRules = {
  subnetAllocation: 'cursor',
  macAddress: 'from address',
  interfaceNumber: 'counter',
  interfaceOrderAtStart: 'gateway order',
  severalNetworksAtCreate: false,
  gatewayPriority: false,
  endpointValidation: 'at start',
  staticAddressNeedsSubnet: true,
  endpointOptionsWithoutNetwork: 'dropped',
  networkOfModeMustExist: false,
  inspectShowsUnusedSubnets: true,
  failedJoinDetaches: false,
  failedConnectAttaches: true,
  failedPublishJoins: true,
  failedStartLeavesAddress: true,
  failedStartIsSaved: true,
  subnetHostBits: 'kept',
  fullSubnetSeenFirst: true,
  overlapWithIpRange: 'bridge driver',
  tinySubnets: 'refused',
  ipv6WithoutSubnet: 'refused',
  automaticSubnetFirst: true,
  inspectShowsChosenGateway: false,
  inspectShowsDefaultGateway: false,
  stoppedForgetsSandbox: false,
  emptyIpamConfig: 'list',
  inspectShowsEnableIpv4: false,
  inspectShowsStatus: false,
  internalDefaultRoute: true,
  macvlanGateway: 'allocated',
  sharedParent: 'refused',
  docker0CanBeTaken: true,
  defaultNetworkMode: 'default',
  dnsNames: 'among aliases',
  renameNamesDefaultBridge: true,
  connectLeavesEmptyIpam: false,
  leavingClearsHostsByName: true,
  resolvConfOrder: 'search first',
  protocolCheckedFirst: false,
  exposeComplaints: 'capital',
  portsFollowEachNetwork: true,
  leavingPublishesOnInternal: true,
  portOrder: 'highest first',
  portConflicts: 'same address',
  hostPortFor: 'each address',
  portRangeRetried: false,
  linkEnvironment: true,
  linksOutsideUserNetworks: 'client refuses',
  macStaysWithContainer: true,
  macInSharedNamespace: 'refused',
  clientStyle: 'see',
  clientSaysError: true,
  networkRemoveSaysExitStatus: false,
  clientReadsAddresses: false,
  ipv6AsIp: 'refused',
  unpublishedPortsShown: false,
  internalExternalDns: 'timeout',
  gatewayModes: false,
  rawTableProtection: false,
  ownForwardChain: false,
  filtersIpv6: false,
  isolationStages: true,
  natSkipsBridges: true,
  udpProxyAnswersFromOtherAddress: true,
};

const v28: EngineRules = {
  subnetAllocation: 'lowest free',
  macAddress: 'random',
  interfaceNumber: 'lowest free',
  interfaceOrderAtStart: 'random',
  severalNetworksAtCreate: true,
  gatewayPriority: true,
  endpointValidation: 'at create',
  staticAddressNeedsSubnet: true,
  endpointOptionsWithoutNetwork: 'applied',
  networkOfModeMustExist: true,
  inspectShowsUnusedSubnets: true,
  failedJoinDetaches: false,
  failedConnectAttaches: false,
  failedPublishJoins: false,
  failedStartLeavesAddress: false,
  failedStartIsSaved: false,
  subnetHostBits: 'refused',
  fullSubnetSeenFirst: true,
  overlapWithIpRange: 'address management',
  tinySubnets: 'usable',
  ipv6WithoutSubnet: 'unique local',
  automaticSubnetFirst: false,
  inspectShowsChosenGateway: false,
  inspectShowsDefaultGateway: true,
  stoppedForgetsSandbox: true,
  emptyIpamConfig: 'null',
  inspectShowsEnableIpv4: true,
  inspectShowsStatus: false,
  internalDefaultRoute: false,
  macvlanGateway: 'allocated',
  sharedParent: 'allowed',
  docker0CanBeTaken: false,
  defaultNetworkMode: 'bridge',
  dnsNames: 'apart',
  renameNamesDefaultBridge: false,
  connectLeavesEmptyIpam: false,
  leavingClearsHostsByName: false,
  resolvConfOrder: 'nameserver first',
  protocolCheckedFirst: false,
  exposeComplaints: 'small',
  portsFollowEachNetwork: false,
  leavingPublishesOnInternal: false,
  portOrder: 'exact, then lowest first',
  portConflicts: 'any overlap',
  hostPortFor: 'all addresses',
  portRangeRetried: true,
  linkEnvironment: true,
  linksOutsideUserNetworks: 'engine refuses',
  macStaysWithContainer: false,
  macInSharedNamespace: 'ignored',
  clientStyle: 'run for more',
  clientSaysError: true,
  networkRemoveSaysExitStatus: true,
  clientReadsAddresses: false,
  ipv6AsIp: 'refused',
  unpublishedPortsShown: false,
  internalExternalDns: 'SERVFAIL',
  gatewayModes: true,
  rawTableProtection: true,
  ownForwardChain: true,
  filtersIpv6: true,
  isolationStages: true,
  natSkipsBridges: true,
  udpProxyAnswersFromOtherAddress: false,
};

const v29: EngineRules = {
  ...v28,
  staticAddressNeedsSubnet: false,
  fullSubnetSeenFirst: false,
  inspectShowsUnusedSubnets: false,
  failedJoinDetaches: true,
  inspectShowsChosenGateway: true,
  inspectShowsStatus: true,
  macvlanGateway: 'only configured',
  connectLeavesEmptyIpam: true,
  protocolCheckedFirst: true,
  exposeComplaints: 'port by port',
  clientSaysError: false,
  clientReadsAddresses: true,
  ipv6AsIp: 'ignored',
  linkEnvironment: false,
  unpublishedPortsShown: true,
  isolationStages: false,
  natSkipsBridges: false,
};

export const rules: Readonly<Record<EngineVersion, EngineRules>> = { '20.10': v20, '28': v28, '29': v29 };

export const engineVersions: readonly EngineVersion[] = ['20.10', '28', '29'];

export const newestEngine: EngineVersion = '29';

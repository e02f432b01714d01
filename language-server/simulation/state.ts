/**
 * What Docker and the kernel hold, as one immutable value: a snapshot a step. Persistent collections (Immutable.js)
 * keep a snapshot's price proportional to what the step changed. Derived facts (filter and NAT rules, name tables,
 * the physical picture) are functions over this, never stored beside it.
 *
 * What is copied for every container has all its fields from the start, `undefined` where there is nothing: copying an
 * object with a field more takes JavaScript engines thirty times as long as copying one with other values.
 */
import type { Map as PersistentMap } from 'immutable';
import type { AddressRange, Family } from './addresses.ts';
import type { ContainerOptions, Image, Listener } from './command.ts';
import type { FreeAddresses } from './free-addresses.ts';
import type { SwarmMembership } from './swarm-state.ts';

export type EngineVersion = '20.10' | '28' | '29';

/**
 * A MAC address: known where the engine derives it or the user gave it; `random` where the engine draws it (bridge
 * networks from 28 on): locally administered, unicast, and new at every start.
 */
export type MacAddress = { readonly kind: 'known'; readonly address: string } | { readonly kind: 'random' };

/** Opaque ids, keys of the maps below; `ids.ts` says how they are shown. */
export type NetworkId = string;
export type ContainerId = string;

/** `dockerd` options that touch networking. */
export interface DaemonOptions {
  readonly bip?: string;
  readonly fixedCidr?: string;
  readonly defaultAddressPools?: readonly { readonly base: string; readonly size: number }[];
  readonly icc: boolean;
  readonly iptables: boolean;
  readonly userlandProxy: boolean;
  readonly allowDirectRouting: boolean;
}

/** What the host's kernel can do beyond the common; a machine in a cloud or a sandbox may lack some. */
export interface KernelFeatures {
  /** The module `dummy`: macvlan and ipvlan networks without a parent interface. */
  readonly dummy: boolean;
  readonly ipvlan: boolean;
  readonly sctp: boolean;
}

export interface HostInterface {
  readonly name: string;
  /** `192.0.2.10/24`. */
  readonly addresses: readonly string[];
}

export interface Route {
  /** `default` or a CIDR. */
  readonly destination: string;
  readonly via?: string;
  readonly interface: string;
}

/** The machines outside every engine: the hosts' LAN and what lies behind its router. */
export interface Outside {
  /** A machine on the LAN; the source of `outside`. */
  readonly lanAddress: string;
  readonly router: string;
  /** Servers that answer from outside: the internet as far as the lab knows it. */
  readonly servers: readonly {
    readonly address: string;
    readonly names: readonly string[];
    readonly listens: readonly Listener[];
  }[];
  /** Routes that LAN machines have been given, to container subnets by way of a host. */
  readonly routes: readonly Route[];
}

/** One subnet of a network with its allocation state. Addresses are text in canonical form. */
export interface AddressPool {
  readonly family: Family;
  /** As written, host bits included, where the engine keeps them. */
  readonly subnet: string;
  readonly prefixLength: number;
  readonly ipRange?: string | undefined;
  /** Absent where the network has none: some macvlan networks, an isolated bridge. */
  readonly gateway?: string | undefined;
  /** The engine drew it: a /64 of a unique local IPv6 prefix of its own. */
  readonly random: boolean;
  /** True when the user gave `--subnet`; false when the engine chose it. */
  readonly configured: boolean;
  readonly gatewayConfigured: boolean;
  readonly auxAddresses: readonly { readonly name: string; readonly address: string }[];
  /** Addresses that no container gets: network, broadcast, gateway, auxiliary. */
  readonly reserved: readonly string[];
  /** Where addresses are taken from unless asked for by number: the ip-range, else the whole subnet. */
  readonly range: AddressRange;
  /** Swarm's allocator goes on from the last address given instead of taking the lowest free one. */
  readonly serial?: boolean | undefined;
}

export interface Endpoint {
  readonly container: ContainerId;
  readonly network: NetworkId;
  /** Inside the container's namespace: `eth0`. Absent on `host` and `none`, which have no interface of their own. */
  readonly interfaceName?: string | undefined;
  /** `random`: the engine attached several networks in random order, and the number could be another one each start. */
  readonly interfaceOrder: 'known' | 'random';
  /** Its ports could not be published as it was connected: it works, but inspect hides its gateway and membership. */
  readonly unfinished?: boolean;
  /** Ports have been published by it although its network is internal. */
  readonly publishes?: boolean;
  /** Absent on IPv6-only networks. */
  readonly address?: string | undefined;
  readonly prefixLength?: number | undefined;
  readonly address6?: string | undefined;
  readonly prefixLength6?: number | undefined;
  readonly mac: MacAddress;
  readonly gateway?: string | undefined;
  readonly gateway6?: string | undefined;
  readonly linkLocalIps: readonly string[];
  /** Higher wins the default route; 0 unless `gw-priority` was given. */
  readonly gatewayPriority: number;
  /** Every name under which the network's DNS knows this endpoint: container name, short id, aliases, hostname. */
  readonly dnsNames: readonly string[];
}

export interface Network {
  readonly id: NetworkId;
  /** By the engine's clock. */
  readonly created: number;
  readonly name: string;
  readonly driver: string;
  readonly scope: 'local' | 'swarm' | 'global';
  readonly predefined: boolean;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ingress: boolean;
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  readonly pools: readonly AddressPool[];
  /** IPv6 subnets given without `--ipv6`: accepted, and of no effect. */
  readonly unusedSubnets: readonly string[];
  readonly options: readonly (readonly [key: string, value: string])[];
  readonly labels: readonly string[];
  /** The Linux bridge of a bridge network: `docker0`, `br-<id12:NAME>`. */
  readonly bridge?: string | undefined;
  /** The host interface of a macvlan or ipvlan network. */
  readonly parent?: string | undefined;
  /** The driver has lost the network (20.10, after another network took docker0): no endpoint can be made on it. */
  readonly lost: boolean;
  /** Endpoints of running containers, in the order in which they joined. */
  readonly endpoints: PersistentMap<ContainerId, Endpoint>;
  /** Which addresses of the pools are free, by subnet; absent where none has been given out. */
  readonly free: PersistentMap<string, FreeAddresses>;
}

/** What is told of an endpoint that is no more. */
export interface Leftover {
  readonly address: string;
  readonly prefixLength: number;
  readonly gateway?: string;
  readonly mac: MacAddress;
}

/** A container's wish to be on a network: kept while it is stopped. */
export interface Attachment {
  /** Empty until the first start or connect: the network is looked up by name then. A removed one leaves it dangling. */
  readonly network: NetworkId;
  readonly networkName: string;
  readonly ip?: string | undefined;
  readonly ip6?: string | undefined;
  readonly linkLocalIps: readonly string[];
  /** As inspect shows them: absent is `null`. 20.10 adds the short id and the hostname at the first start. */
  readonly aliases?: readonly string[] | undefined;
  /** As of the last start (28 on): absent is `null`. */
  readonly dnsNames?: readonly string[] | undefined;
  readonly links: readonly string[];
  readonly mac?: string | undefined;
  readonly gatewayPriority: number;
  /** `com.docker.network.endpoint.ifname`. */
  readonly interfaceName?: string | undefined;
  /** `docker network connect` leaves an empty IPAM configuration behind where `docker run` leaves none. */
  readonly connected: boolean;
  /** What 20.10's inspect goes on showing of an endpoint that is gone after a failed start. */
  readonly leftover?: Leftover | undefined;
}

/** A wish to publish a container port. */
export interface PortRequest {
  readonly protocol: PortBinding['protocol'];
  /** Absent: every address of the host, or the network's default. */
  readonly hostIp?: string | undefined;
  /** The host ports to choose from; both 0: any free high port. */
  readonly hostPort: number;
  readonly hostPortEnd: number;
  readonly containerPort: number;
}

/** One `HostIp:HostPort → container port` binding of a running container. */
export interface PortBinding {
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly hostIp: string;
  /** 0 where the network routes to the container instead of binding a host port. */
  readonly hostPort: number;
  readonly containerPort: number;
}

export type ContainerStatus = 'created' | 'running' | 'paused' | 'exited';

/** Whose network namespace the container's processes live in. */
export type NetworkNamespace =
  | { readonly kind: 'own' }
  | { readonly kind: 'host' }
  /** Joined: the namespace that `container` had when this one started; it can be gone. */
  | { readonly kind: 'container'; readonly container: ContainerId; readonly incarnation: number };

export interface Container {
  readonly id: ContainerId;
  /** By the engine's clock. */
  readonly created: number;
  readonly name: string;
  readonly image: Image;
  readonly options: ContainerOptions;
  readonly status: ContainerStatus;
  readonly exitCode: number;
  readonly error?: string | undefined;
  /** Inspect's `HostConfig.NetworkMode`. */
  readonly networkMode: string;
  readonly hostname: string;
  readonly namespace: NetworkNamespace;
  /** Counts starts: a new start makes a new namespace. */
  readonly incarnation: number;
  /** The running containers that joined this one, also before its last restart: `namespace.incarnation` tells. */
  readonly joined: readonly ContainerId[];
  /** Links of the default bridge, and the containers that have such a link to this one. */
  readonly links: readonly { readonly target: ContainerId; readonly alias: string }[];
  readonly linkedBy: readonly ContainerId[];
  readonly attachments: readonly Attachment[];
  /** What the engine wrote to disk of a start that failed, by network: it reads it when it is started again itself. */
  readonly savedLeftovers?: Readonly<Record<string, Leftover>> | undefined;
  /** Present while running; also what is bound on the host. */
  readonly ports: readonly PortBinding[];
  readonly requests: readonly PortRequest[];
  /** `80/tcp` …: exposed by the image or by option, or published. */
  readonly exposed: readonly string[];
  readonly listeners: readonly Listener[];
  /** `/etc/hosts` lines beyond the standard ones, `ADDRESS NAME…`; a copy where the file is another container's. */
  readonly hostsFile: readonly string[];
  /** `random`: the engine joined several networks in random order, and wrote its own lines in that order. */
  readonly hostsFileOrder: 'known' | 'random';
  readonly resolvConf: readonly string[];
  /** What the process wrote: why it ended, if it ended by itself. */
  readonly logs: readonly string[];
  /** 20.10 numbers interfaces with a counter that never goes back while the container runs. */
  readonly nextInterface: number;
}

/** The subnets that networks have taken, and 20.10's place in the default address pools. */
export interface AddressSpace {
  /** Ascending and disjoint. */
  readonly subnets: readonly AddressRange[];
  /** The index of the next automatic subnet to try. */
  readonly cursor: number;
}

/** Something that listens on a port of the host. */
export interface HostSocket {
  readonly hostIp: string;
  readonly container: ContainerId;
  /** A published port, or a process of a host-mode container. */
  readonly kind: 'published' | 'process';
}

/** One machine with a Docker Engine. */
export interface Host {
  readonly name: string;
  readonly hostname: string;
  /** `/etc/hosts` lines beyond the standard ones. */
  readonly hostsFile: readonly string[];
  readonly engine: EngineVersion;
  readonly daemon: DaemonOptions;
  readonly kernel: KernelFeatures;
  readonly interfaces: readonly HostInterface[];
  readonly routes: readonly Route[];
  readonly nameservers: readonly string[];
  readonly networks: PersistentMap<NetworkId, Network>;
  readonly networkIds: PersistentMap<string, NetworkId>;
  readonly containers: PersistentMap<ContainerId, Container>;
  readonly containerIds: PersistentMap<string, ContainerId>;
  /** Host ports in use, `tcp/8080` → who has bound them. */
  readonly hostPorts: PersistentMap<string, readonly HostSocket[]>;
  /** Ports out of a range move on and are not reused early: `tcp/32768-60999` → the last one given. */
  readonly portCursors: PersistentMap<string, number>;
  /** Linux bridges, and on 20.10 parent interfaces, that a network has for itself. */
  readonly bridges: PersistentMap<string, NetworkId>;
  /** By name: `LocalDefault` is the only one of a host's own. */
  readonly addressSpaces: PersistentMap<string, AddressSpace>;
  /** How many containers and networks were created under a name: it tells them apart in their ids. */
  readonly namesakes: PersistentMap<string, number>;
  /** The engine's clock: what is created next is younger than everything that was created before. */
  readonly clock: number;
  /** The swarm that the host is a node of. */
  readonly swarm?: SwarmMembership | undefined;
}

/** The whole lab at one moment. */
export interface World {
  readonly hosts: PersistentMap<string, Host>;
  readonly outside: Outside;
  readonly images: PersistentMap<string, Image>;
  /** Whether images that are not listed can be pulled: they listen on nothing and expose nothing then. */
  readonly registry: 'reachable' | 'unreachable';
}

/** What a command answered: Docker's exit status and texts, and the world after it (also after a failure). */
export interface CommandResult {
  readonly world: World;
  readonly exitCode: number;
  /** As the `docker` client prints it, ids symbolic. Empty for success. */
  readonly stderr: string;
  readonly stdout: string;
  /** The engine's or client's message without the client's decoration; absent on success. */
  readonly error?: EngineError | undefined;
  /** Things Docker does silently that a reader should know: an ignored flag, a discarded port. */
  readonly notes: readonly EngineNote[];
}

/** What Docker does not do although it was asked to, without refusing. `code` is stable. */
export interface EngineNote {
  readonly code: 'publish-in-host-mode' | 'publish-in-none-mode' | 'endpoint-options-dropped';
  readonly message: string;
}

/** The same without the world. */
export type CommandAnswer = Omit<CommandResult, 'world'>;

/** A refusal. `code` is stable and names the rule; `message` is Docker's own. */
export interface EngineError {
  readonly code: string;
  readonly message: string;
  /** One sentence: why Docker says so and what would help. */
  readonly explanation: string;
  /** The option value that was refused, where one was, so that its place in the source can be underlined. */
  readonly value?: string;
}

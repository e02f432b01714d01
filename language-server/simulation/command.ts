/**
 * What the simulated engine can be told to do: the `docker` commands that touch networking, with their options as the
 * user wrote them. Options stay unparsed strings because refusing them, in Docker's own words, is the engine's work.
 */

/** `--network NAME[,ip=…,alias=…]` or `docker network connect`'s options. */
export interface AttachmentOptions {
  readonly network: string;
  readonly ip?: string;
  readonly ip6?: string;
  readonly aliases?: readonly string[];
  readonly links?: readonly string[];
  readonly linkLocalIps?: readonly string[];
  readonly mac?: string;
  readonly gatewayPriority?: number;
  readonly driverOptions?: readonly (readonly [key: string, value: string])[];
}

/** A process inside a container that accepts traffic. */
export interface Listener {
  /** Absent: every address of the namespace. */
  readonly address?: string;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
}

/** What the simulation needs to know of an image; unknown images listen on nothing and expose nothing. */
export interface Image {
  readonly name: string;
  readonly listens: readonly Listener[];
  /** `80/tcp` … as in `EXPOSE`. */
  readonly exposes: readonly string[];
  /** The programs that it has, where that is known: starting another one fails. */
  readonly programs?: readonly string[];
}

/** `docker create` / `docker run` options that touch networking. */
export interface ContainerOptions {
  readonly name?: string;
  readonly image: string;
  /** Every `--network`, in order; empty when none was given (the default bridge). */
  readonly networks: readonly AttachmentOptions[];
  /** The flags that apply to the first network when given apart from it: `--ip`, `--ip6`, `--network-alias`, `--mac-address`. */
  readonly ip?: string;
  readonly ip6?: string;
  readonly aliases?: readonly string[];
  readonly linkLocalIps?: readonly string[];
  readonly mac?: string;
  readonly publish?: readonly string[];
  readonly publishAll?: boolean;
  readonly expose?: readonly string[];
  readonly hostname?: string;
  readonly domainname?: string;
  readonly dns?: readonly string[];
  readonly dnsSearch?: readonly string[];
  readonly dnsOptions?: readonly string[];
  /** `NAME:IP` as written. */
  readonly extraHosts?: readonly string[];
  /** `CONTAINER[:ALIAS]` as written. */
  readonly links?: readonly string[];
  readonly sysctls?: readonly string[];
  readonly uts?: string;
  readonly pull?: string;
  readonly restart?: string;
  readonly autoRemove?: boolean;
  /** The command given after the image, if any. */
  readonly command?: readonly string[];
  /** Overrides what the image listens on; also for container and host mode. */
  readonly listens?: readonly Listener[];
}

export interface NetworkCreateOptions {
  readonly name: string;
  readonly driver?: string;
  readonly subnets?: readonly string[];
  readonly ipRanges?: readonly string[];
  readonly gateways?: readonly string[];
  /** `NAME=IP` as written. */
  readonly auxAddresses?: readonly string[];
  readonly internal?: boolean;
  readonly attachable?: boolean;
  readonly ingress?: boolean;
  readonly ipv4?: boolean;
  readonly ipv6?: boolean;
  readonly scope?: string;
  readonly options?: readonly (readonly [key: string, value: string])[];
  readonly labels?: readonly string[];
}

/** One command for one host's engine. Containers and networks are named by name, id or id prefix, as in Docker. */
export type EngineCommand =
  | ({ readonly kind: 'networkCreate' } & NetworkCreateOptions)
  | { readonly kind: 'networkRemove'; readonly networks: readonly string[] }
  | { readonly kind: 'networkPrune' }
  | ({ readonly kind: 'networkConnect'; readonly container: string } & AttachmentOptions)
  | {
      readonly kind: 'networkDisconnect';
      readonly network: string;
      readonly container: string;
      readonly force?: boolean;
    }
  | ({ readonly kind: 'containerCreate' } & ContainerOptions)
  | ({ readonly kind: 'containerRun' } & ContainerOptions)
  | { readonly kind: 'containerStart'; readonly containers: readonly string[] }
  | { readonly kind: 'containerStop'; readonly containers: readonly string[] }
  | { readonly kind: 'containerKill'; readonly containers: readonly string[] }
  | { readonly kind: 'containerRestart'; readonly containers: readonly string[] }
  | { readonly kind: 'containerPause'; readonly containers: readonly string[] }
  | { readonly kind: 'containerUnpause'; readonly containers: readonly string[] }
  | { readonly kind: 'containerRemove'; readonly containers: readonly string[]; readonly force?: boolean }
  | { readonly kind: 'containerRename'; readonly container: string; readonly name: string }
  | { readonly kind: 'swarmInit'; readonly advertise?: string }
  /** `token` is one that `docker swarm join-token` printed; `remote` is `ADDRESS[:PORT]` of a manager. */
  | { readonly kind: 'swarmJoin'; readonly token: string; readonly remote: string; readonly advertise?: string }
  | { readonly kind: 'swarmLeave'; readonly force?: boolean }
  | { readonly kind: 'daemonRestart' }
  /** `ip address add ADDRESS dev INTERFACE` and `ip address flush dev INTERFACE` on the host itself. */
  | { readonly kind: 'hostAddressAdd'; readonly address: string; readonly interface: string }
  | { readonly kind: 'hostAddressFlush'; readonly interface: string }
  /** `ip route add DESTINATION [via ROUTER] [dev INTERFACE]` on the host itself. */
  | { readonly kind: 'hostRouteAdd'; readonly destination: string; readonly via?: string; readonly interface?: string }
  /** The same on the machines of the LAN: a way back to container subnets, or into them. */
  | { readonly kind: 'lanRouteAdd'; readonly destination: string; readonly via: string };

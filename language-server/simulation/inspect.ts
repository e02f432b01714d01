/**
 * What `docker inspect` and `docker network inspect` show of networking, in Docker's own JSON, keys in the order of the
 * version. What the engine draws stands as `<id64>` and `<random MAC>`.
 */
import { splitPort } from './containers.ts';
import { connectionsOf, networkOf } from './endpoints.ts';
import { rules } from './engine-versions.ts';
import { endpointId, fullId } from './ids.ts';
import { givenOut } from './ipam.ts';
import { isContainerMode } from './network-mode.ts';
import { isUserDefined } from './networks.ts';
import { parsePublish } from './port-specs.ts';
import type {
  AddressPool,
  Attachment,
  Container,
  Endpoint,
  EngineVersion,
  Host,
  MacAddress,
  Network,
} from './state.ts';
import { asSwarmNetwork, memberLabel } from './swarm-inspect.ts';
import { isOverlay } from './swarm-state.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export interface JsonObject {
  readonly [key: string]: Json;
}

const randomMac = '<random MAC>';

const macText = (mac: MacAddress): string => (mac.kind === 'known' ? mac.address : randomMac);

/** The endpoint's MAC; on host and none, which have no interface, only one that the user gave. */
const endpointMac = (endpoint: Endpoint): string =>
  endpoint.interfaceName === undefined && endpoint.mac.kind === 'random' ? '' : macText(endpoint.mac);

/** One entry of `NetworkSettings.Networks`; keys that a version does not know are absent. */
export interface EndpointSettings {
  readonly IPAMConfig: {
    readonly IPv4Address?: string;
    readonly IPv6Address?: string;
    readonly LinkLocalIPs?: readonly string[];
  } | null;
  readonly Links: readonly string[] | null;
  readonly Aliases: readonly string[] | null;
  readonly MacAddress: string;
  readonly DriverOpts: Readonly<Record<string, string>> | null;
  readonly GwPriority?: number;
  readonly NetworkID: string;
  readonly EndpointID: string;
  readonly Gateway: string;
  readonly IPAddress: string;
  readonly IPPrefixLen: number;
  readonly IPv6Gateway: string;
  readonly GlobalIPv6Address: string;
  readonly GlobalIPv6PrefixLen: number;
  readonly DNSNames?: readonly string[] | null;
}

/** `80/tcp` → its bindings; `null` for a port that is only exposed. */
export type PortMap = Readonly<
  Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[] | null>
>;

type KeyOrder = readonly string[];

/** The object with these keys alone, in this order. */
const ordered = <T extends object>(keys: KeyOrder, values: T): T =>
  Object.fromEntries(keys.filter((key) => key in values).map((key) => [key, values[key as keyof T]])) as T;

const endpointKeys: Readonly<Record<EngineVersion, KeyOrder>> = {
  '20.10':
    'IPAMConfig Links Aliases NetworkID EndpointID Gateway IPAddress IPPrefixLen IPv6Gateway GlobalIPv6Address GlobalIPv6PrefixLen MacAddress DriverOpts'.split(
      ' ',
    ),
  '28': 'IPAMConfig Links Aliases MacAddress DriverOpts GwPriority NetworkID EndpointID Gateway IPAddress IPPrefixLen IPv6Gateway GlobalIPv6Address GlobalIPv6PrefixLen DNSNames'.split(
    ' ',
  ),
  '29': 'IPAMConfig Links Aliases DriverOpts GwPriority NetworkID EndpointID Gateway IPAddress MacAddress IPPrefixLen IPv6Gateway GlobalIPv6Address GlobalIPv6PrefixLen DNSNames'.split(
    ' ',
  ),
};

const settingsKeys: Readonly<Record<EngineVersion, KeyOrder>> = {
  '20.10':
    'Bridge SandboxID HairpinMode LinkLocalIPv6Address LinkLocalIPv6PrefixLen Ports SandboxKey SecondaryIPAddresses SecondaryIPv6Addresses EndpointID Gateway GlobalIPv6Address GlobalIPv6PrefixLen IPAddress IPPrefixLen IPv6Gateway MacAddress Networks'.split(
      ' ',
    ),
  '28': 'Bridge SandboxID SandboxKey Ports HairpinMode LinkLocalIPv6Address LinkLocalIPv6PrefixLen SecondaryIPAddresses SecondaryIPv6Addresses EndpointID Gateway GlobalIPv6Address GlobalIPv6PrefixLen IPAddress IPPrefixLen IPv6Gateway MacAddress Networks'.split(
    ' ',
  ),
  '29': 'SandboxID SandboxKey Ports Networks'.split(' '),
};

/** `null` where nothing was asked for; from 29 on with empty addresses where only other things were. */
function ipamConfig(engine: EngineVersion, attachment: Attachment): EndpointSettings['IPAMConfig'] {
  const { ip, ip6, linkLocalIps, connected } = attachment;
  const both = rules[engine].connectLeavesEmptyIpam;
  const asked = ip !== undefined || ip6 !== undefined || linkLocalIps.length > 0;
  if (!asked && !(connected && both)) return null;
  return {
    ...((ip !== undefined || both) && { IPv4Address: ip ?? '' }),
    ...((ip6 !== undefined || both) && { IPv6Address: ip6 ?? '' }),
    ...(linkLocalIps.length > 0 && { LinkLocalIPs: linkLocalIps }),
  };
}

/** The swarm writes the address that it gives into the endpoint's configuration. */
const withGivenAddress = (attachment: Attachment, endpoint: Endpoint | undefined): Attachment =>
  endpoint?.address === undefined ? attachment : { ...attachment, ip: endpoint.address };

function endpointSettings(host: Host, attachment: Attachment, endpoint: Endpoint | undefined): EndpointSettings {
  const { leftover } = attachment;
  const network = networkOf(host, attachment);
  return ordered(endpointKeys[host.engine], {
    IPAMConfig: ipamConfig(
      host.engine,
      network && isOverlay(network) ? withGivenAddress(attachment, endpoint) : attachment,
    ),
    Links: attachment.links.length ? attachment.links : null,
    Aliases: attachment.aliases ?? null,
    MacAddress: endpoint ? endpointMac(endpoint) : leftover ? macText(leftover.mac) : '',
    DriverOpts: attachment.interfaceName ? { 'com.docker.network.endpoint.ifname': attachment.interfaceName } : null,
    GwPriority: attachment.gatewayPriority,
    NetworkID: attachment.network ? fullId(attachment.network) : network && endpoint ? fullId(network.id) : '',
    EndpointID: endpoint ? endpointId : '',
    Gateway: (!endpoint?.unfinished && endpoint?.gateway) || leftover?.gateway || '',
    IPAddress: endpoint?.address ?? leftover?.address ?? '',
    IPPrefixLen: endpoint?.prefixLength ?? leftover?.prefixLength ?? 0,
    IPv6Gateway: endpoint?.gateway6 ?? '',
    GlobalIPv6Address: endpoint?.address6 ?? '',
    GlobalIPv6PrefixLen: endpoint?.prefixLength6 ?? 0,
    DNSNames: attachment.dnsNames ?? null,
  });
}

/** Ports by container port: bound ones with their bindings, exposed ones as `null`; none without a bridge that publishes. */
function portMap(host: Host, container: Container): PortMap {
  const { unpublishedPortsShown } = rules[host.engine];
  const shown = connectionsOf(host, container).some(
    ({ network, endpoint }) =>
      network.driver === 'bridge' &&
      !endpoint.unfinished &&
      (!network.internal || endpoint.publishes || unpublishedPortsShown),
  );
  const ports: Record<string, { HostIp: string; HostPort: string }[] | null> = {};
  if (shown) for (const port of [...container.exposed].sort(byNumber)) ports[shownPort(port)] = null;
  for (const { protocol, hostIp, hostPort, containerPort } of container.ports) {
    const port = `${containerPort}/${protocol}`;
    ports[port] = [...(ports[port] ?? []), { HostIp: hostIp, HostPort: hostPort === 0 ? '' : String(hostPort) }];
  }
  return ports;
}

/** A protocol that `--expose` let pass and libnetwork does not know is shown as 0. Recorded P28. */
const shownPort = (port: string): string => port.replace(/\/(?!(?:tcp|udp|sctp)$).*$/, '/0');

const byNumber = (a: string, b: string): number => splitPort(a).number - splitPort(b).number;

/** `HostConfig.PortBindings`: what was asked for with `-p`. */
function portBindings({ engine }: Host, { options }: Container) {
  const requests = (options.publish ?? []).flatMap((spec) => parsePublish(engine, spec));
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { protocol, containerPort, hostIp = '', hostPort, hostPortEnd } of requests) {
    const wanted = hostPort === hostPortEnd ? String(hostPort || '') : `${hostPort}-${hostPortEnd}`;
    const binding = { HostIp: hostIp, HostPort: wanted };
    bindings[`${containerPort}/${protocol}`] = [...(bindings[`${containerPort}/${protocol}`] ?? []), binding];
  }
  return bindings;
}

/** The part of `docker inspect CONTAINER` that concerns networking. */
export function inspectContainer(host: Host, container: Container) {
  const running = container.status === 'running' || container.status === 'paused';
  const connections = new Map(connectionsOf(host, container).map((one) => [one.network.id, one.endpoint]));
  const networks = [...container.attachments]
    .map((attachment): [string, EndpointSettings] => [
      attachment.networkName,
      endpointSettings(host, attachment, connections.get(attachment.network)),
    ])
    .sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  const bridge = connectionsOf(host, container).find(
    ({ network }) => network.predefined && network.driver === 'bridge',
  )?.endpoint;
  const sandbox =
    (running || (container.incarnation > 0 && !rules[host.engine].stoppedForgetsSandbox)) &&
    !isContainerMode(container.networkMode);
  return {
    Id: fullId(container.id),
    Name: `/${container.name}`,
    State: {
      Status: container.status,
      Running: running,
      Paused: container.status === 'paused',
      ExitCode: container.exitCode,
      Error: container.error ?? '',
    },
    Config: {
      Hostname: container.hostname,
      Domainname: container.options.domainname ?? '',
      Image: container.image.name,
      ExposedPorts: Object.fromEntries(container.exposed.map((port) => [port, {}])),
    },
    HostConfig: {
      NetworkMode: container.networkMode,
      PortBindings: portBindings(host, container),
      Links: container.links.length
        ? container.links.map(
            ({ target, alias }) => `/${host.containers.get(target)?.name ?? ''}:/${container.name}/${alias}`,
          )
        : null,
    },
    HostnamePath: `<data-root>/containers/${hostnameOwner(host, container)}/hostname`,
    NetworkSettings: ordered(settingsKeys[host.engine], {
      Bridge: '',
      SandboxID: sandbox ? endpointId : '',
      SandboxKey: sandbox ? `<exec-root>/netns/${container.namespace.kind === 'host' ? 'default' : '<id12>'}` : '',
      Ports: running ? portMap(host, container) : {},
      HairpinMode: false,
      LinkLocalIPv6Address: '',
      LinkLocalIPv6PrefixLen: 0,
      SecondaryIPAddresses: null,
      SecondaryIPv6Addresses: null,
      EndpointID: bridge ? endpointId : '',
      Gateway: (!bridge?.unfinished && bridge?.gateway) || '',
      GlobalIPv6Address: bridge?.address6 ?? '',
      GlobalIPv6PrefixLen: bridge?.prefixLength6 ?? 0,
      IPAddress: bridge?.address ?? '',
      IPPrefixLen: bridge?.prefixLength ?? 0,
      IPv6Gateway: bridge?.gateway6 ?? '',
      MacAddress: bridge ? macText(bridge.mac) : '',
      Networks: Object.fromEntries(networks),
    }),
  };
}

/** A container in container mode has the files of the one it joined. */
function hostnameOwner(host: Host, container: Container): string {
  const { namespace } = container;
  const joined = namespace.kind === 'container' ? host.containers.get(namespace.container) : undefined;
  return fullId((joined ?? container).id);
}

/** One entry of `IPAM.Config`. */
function poolJson(engine: EngineVersion, pool: AddressPool): JsonObject {
  const always = rules[engine].inspectShowsChosenGateway;
  const gateway = pool.gatewayConfigured || !pool.configured || always ? (pool.gateway ?? '') : undefined;
  const auxiliary = Object.fromEntries(
    [...pool.auxAddresses].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, address }) => [name, address]),
  );
  const range = pool.ipRange ?? (always ? '' : undefined);
  return {
    Subnet: pool.subnet,
    ...(range !== undefined && { IPRange: range }),
    ...(gateway !== undefined && (gateway !== '' || always) && { Gateway: gateway }),
    ...(pool.auxAddresses.length > 0 && { AuxiliaryAddresses: auxiliary }),
  };
}

/** The default bridge of an engine that has just been installed shows no gateway on 20.10. */
const shownPool = (host: Host, network: Network, pool: AddressPool): JsonObject =>
  poolJson(host.engine, network.predefined ? { ...pool, configured: true } : pool);

/** `IPAM.Config`: the subnets in use, and those that are not, where the version lists them with the configured ones. */
function ipamConfigs(host: Host, network: Network): readonly JsonObject[] {
  const { inspectShowsUnusedSubnets, automaticSubnetFirst } = rules[host.engine];
  const used = network.pools.map((pool) => shownPool(host, network, pool));
  const unused = inspectShowsUnusedSubnets ? network.unusedSubnets.map((subnet) => ({ Subnet: subnet })) : [];
  return automaticSubnetFirst ? [...used, ...unused] : [...unused, ...used];
}

function containersJson(host: Host, network: Network): JsonObject {
  return Object.fromEntries(
    [...network.endpoints].flatMap(([id, endpoint]) => {
      if (endpoint.unfinished) return [];
      const { key, name } = memberLabel(host, network, id);
      const member = {
        Name: name,
        EndpointID: endpointId,
        MacAddress: endpointMac(endpoint),
        IPv4Address: endpoint.address === undefined ? '' : `${endpoint.address}/${endpoint.prefixLength}`,
        IPv6Address: endpoint.address6 === undefined ? '' : `${endpoint.address6}/${endpoint.prefixLength6}`,
      };
      return [[key, member]];
    }),
  );
}

/** How many addresses of each subnet are in use and left, as 29 reports them. */
function statusJson(network: Network): JsonObject {
  const subnets = network.pools.map((pool): [string, Json] => {
    const used = pool.reserved.length + givenOut(network, pool.family);
    const size = pool.family === 4 ? 2 ** (32 - pool.prefixLength) : 0;
    return [pool.subnet, { IPsInUse: used, DynamicIPsAvailable: size - used }];
  });
  return { IPAM: { Subnets: Object.fromEntries(subnets) } };
}

/** `docker network inspect`. */
export function inspectNetwork(host: Host, network: Network) {
  const { inspectShowsEnableIpv4, inspectShowsStatus, emptyIpamConfig } = rules[host.engine];
  const config: Json = network.pools.length ? ipamConfigs(host, network) : emptyIpamConfig === 'null' ? null : [];
  const members = containersJson(host, network);
  const options = Object.fromEntries(network.options);
  const labels = Object.fromEntries(network.labels.map((label) => label.split('=', 2) as [string, string]));
  const shown = {
    Name: network.name,
    Id: fullId(network.id),
    Created: '<time>',
    Scope: network.scope,
    Driver: network.driver,
    ...(inspectShowsEnableIpv4 && { EnableIPv4: network.ipv4 }),
    EnableIPv6: network.ipv6,
    IPAM: { Driver: 'default', Options: isUserDefined(network) ? {} : null, Config: config },
    Internal: network.internal && (network.driver === 'bridge' || network.parent === undefined),
    Attachable: network.attachable,
    Ingress: network.ingress,
    ConfigFrom: { Network: '' },
    ConfigOnly: false,
    ...(inspectShowsStatus
      ? { Options: options, Labels: labels, Containers: members, Status: statusJson(network) }
      : { Containers: members, Options: options, Labels: labels }),
  };
  return network.scope === 'swarm' ? asSwarmNetwork(host, network, shown) : shown;
}

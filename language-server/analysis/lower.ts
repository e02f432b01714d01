/** Declarations to the engine's commands: every statement is the `docker` command that it stands for. */
import type {
  AttachmentDeclaration,
  ConnectDeclaration,
  ContainerDeclaration,
  Declaration,
  DisconnectDeclaration,
  LifecycleDeclaration,
  Located,
  NetworkDeclaration,
} from '../model/program.ts';
import type { AttachmentOptions, ContainerOptions, EngineCommand } from '../simulation/command.ts';
import { keepAliveCommand } from './images.ts';
import { declaredListeners } from './listeners.ts';
import { type Members, memberNames } from './members.ts';

/** The commands of one declaration; none for a statement that is incomplete or that no engine executes. */
export function lower(declaration: Declaration, members: Members): readonly EngineCommand[] {
  switch (declaration.kind) {
    case 'network':
      return lowerNetwork(declaration);
    case 'container':
      return lowerContainer(declaration);
    case 'connect':
      return lowerConnect(declaration, members);
    case 'disconnect':
      return lowerDisconnect(declaration, members);
    case 'start':
    case 'stop':
    case 'restart':
    case 'remove':
      return lowerLifecycle(declaration, members);
    case 'host':
    case 'include':
    case 'expect':
    case 'unknown':
      return [];
  }
}

/** `network` property → driver option, for those that `docker network create` takes by `--opt`. */
const DRIVER_OPTIONS = [
  ['icc', 'com.docker.network.bridge.enable_icc'],
  ['masquerade', 'com.docker.network.bridge.enable_ip_masquerade'],
  ['mtu', 'com.docker.network.driver.mtu'],
  ['parent', 'parent'],
] as const;

function lowerNetwork(network: NetworkDeclaration): readonly EngineCommand[] {
  if (!network.name) return [];
  const driver = network.driver?.value;
  const options: (readonly [string, string])[] = [];
  for (const [property, key] of DRIVER_OPTIONS) {
    const value = network[property]?.value;
    if (value !== undefined) options.push([key, String(value)]);
  }
  if (network.mode) options.push([driver === 'ipvlan' ? 'ipvlan_mode' : 'macvlan_mode', network.mode.value]);
  for (const { key, value } of network.options) options.push([key.value, value.value]);
  return [
    {
      kind: 'networkCreate',
      name: network.name.value,
      ...given('driver', network.driver),
      ...givenList('subnets', values(network.subnets)),
      ...givenList('ipRanges', values(network.ipRanges)),
      ...givenList('gateways', values(network.gateways)),
      ...givenList(
        'auxAddresses',
        network.reserved.map(({ name, ip }) => `${name.value}=${ip.value}`),
      ),
      ...given('internal', network.internal),
      ...given('attachable', network.attachable),
      ...given('ipv6', network.ipv6),
      ...givenList('options', options),
    },
  ];
}

function lowerContainer(container: ContainerDeclaration): readonly EngineCommand[] {
  const [first, ...others] = memberNames(container);
  if (first === undefined) return [];
  const command = lowerMember(container, first);
  return others.length === 0 ? [command] : [command, ...others.map((name) => ({ ...command, name }))];
}

type Growing<T> = { -readonly [K in keyof T]: T[K] };

/** Field by field: there is one for each container, and spreading them together takes several times as long. */
function lowerMember(container: ContainerDeclaration, name: string) {
  const image = container.image?.value ?? DEFAULT_IMAGE;
  const options: Growing<ContainerOptions & { kind: 'containerRun' }> = {
    kind: 'containerRun',
    name,
    image,
    networks: NO_NETWORKS,
    listens: declaredListeners(container),
  };
  lowerNetworks(container.networks, options);
  const { mac, publish, publishAll, expose, hostname, dns, extraHosts, links } = container;
  if (mac) options.mac = mac.value;
  if (publish.length > 0) options.publish = values(publish);
  if (publishAll) options.publishAll = publishAll.value;
  if (expose.length > 0) options.expose = values(expose);
  if (hostname) options.hostname = hostname.value;
  if (dns.length > 0) options.dns = values(dns);
  if (extraHosts.length > 0) options.extraHosts = extraHosts.map(({ name: host, ip }) => `${host.value}:${ip.value}`);
  if (links.length > 0)
    options.links = links.map(({ container: target, alias }) =>
      alias ? `${target.value}:${alias.value}` : target.value,
    );
  const keepAlive = keepAliveCommand(image);
  if (keepAlive.length > 0) options.command = keepAlive;
  return options;
}

const NO_NETWORKS: readonly AttachmentOptions[] = [];

/** A container without `image` does nothing: it listens on no port of its own. */
const DEFAULT_IMAGE = 'busybox';

/**
 * One network is written with `--network`, `--ip`, `--network-alias`, as everybody types it and every client takes
 * it; several, or options that have no flag of their own, with the long form `--network name=…,ip=…`.
 */
function lowerNetworks(networks: readonly AttachmentDeclaration[], options: Growing<ContainerOptions>): void {
  const [only] = networks;
  if (networks.length !== 1 || !only || only.mac || only.gatewayPriority)
    options.networks = networks.map(lowerAttachment);
  else {
    options.networks = [{ network: only.network.value }];
    lowerAddresses(only, options);
  }
}

function lowerAttachment(attachment: AttachmentDeclaration): AttachmentOptions {
  const { network, mac, gatewayPriority } = attachment;
  const options: Growing<AttachmentOptions> = { network: network.value };
  lowerAddresses(attachment, options);
  if (mac) options.mac = mac.value;
  if (gatewayPriority) options.gatewayPriority = gatewayPriority.value;
  return options;
}

function lowerAddresses(
  { ip, ip6, aliases }: AttachmentDeclaration,
  options: Growing<Pick<AttachmentOptions, 'ip' | 'ip6' | 'aliases'>>,
): void {
  if (ip) options.ip = ip.value;
  if (ip6) options.ip6 = ip6.value;
  if (aliases.length > 0) options.aliases = values(aliases);
}

function lowerConnect({ container, attachment }: ConnectDeclaration, members: Members): readonly EngineCommand[] {
  if (!container || !attachment) return [];
  const options = lowerAttachment(attachment);
  return members(container.value).map((name) => ({ kind: 'networkConnect', container: name, ...options }));
}

function lowerDisconnect({ container, network }: DisconnectDeclaration, members: Members): readonly EngineCommand[] {
  if (!container || !network) return [];
  return members(container.value).map((name) => ({
    kind: 'networkDisconnect',
    container: name,
    network: network.value,
  }));
}

function lowerLifecycle(declaration: LifecycleDeclaration, members: Members): readonly EngineCommand[] {
  if (!declaration.container) return [];
  const containers = members(declaration.container.value);
  switch (declaration.kind) {
    case 'start':
      return [{ kind: 'containerStart', containers }];
    case 'stop':
      return [{ kind: 'containerStop', containers }];
    case 'restart':
      return [{ kind: 'containerRestart', containers }];
    case 'remove':
      return [{ kind: 'containerRemove', containers, force: true }];
  }
}

function values<T>(list: readonly Located<T>[]): readonly T[] {
  return list.map(({ value }) => value);
}

/** `{ [key]: value }` where it was written, and nothing where it was not: the command holds no `undefined`. */
function given<K extends string, T>(key: K, located: Located<T> | undefined): { readonly [P in K]?: T } {
  return (located === undefined ? {} : { [key]: located.value }) as { readonly [P in K]?: T };
}

function givenList<K extends string, T>(key: K, list: readonly T[]): { readonly [P in K]?: readonly T[] } {
  return (list.length === 0 ? {} : { [key]: list }) as { readonly [P in K]?: readonly T[] };
}

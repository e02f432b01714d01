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
  const image = container.image?.value ?? DEFAULT_IMAGE;
  const options: Omit<ContainerOptions, 'name'> = {
    image,
    ...lowerNetworks(container.networks),
    ...given('mac', container.mac),
    ...givenList('publish', values(container.publish)),
    ...given('publishAll', container.publishAll),
    ...givenList('expose', values(container.expose)),
    ...given('hostname', container.hostname),
    ...givenList('dns', values(container.dns)),
    ...givenList(
      'extraHosts',
      container.extraHosts.map(({ name, ip }) => `${name.value}:${ip.value}`),
    ),
    ...givenList(
      'links',
      container.links.map(({ container: target, alias }) => (alias ? `${target.value}:${alias.value}` : target.value)),
    ),
    ...givenList('command', keepAliveCommand(image)),
    listens: declaredListeners(container),
  };
  return memberNames(container).map((name) => ({ kind: 'containerRun', name, ...options }));
}

/** A container without `image` does nothing: it listens on no port of its own. */
const DEFAULT_IMAGE = 'busybox';

/**
 * One network is written with `--network`, `--ip`, `--network-alias`, as everybody types it and every client takes
 * it; several, or options that have no flag of their own, with the long form `--network name=…,ip=…`.
 */
function lowerNetworks(
  networks: readonly AttachmentDeclaration[],
): Pick<ContainerOptions, 'networks' | 'ip' | 'ip6' | 'aliases'> {
  const [only] = networks;
  if (networks.length !== 1 || !only || only.mac || only.gatewayPriority) {
    return { networks: networks.map(lowerAttachment) };
  }
  const { network, ...flags } = lowerAttachment(only);
  return { networks: [{ network }], ...flags };
}

function lowerAttachment(attachment: AttachmentDeclaration): AttachmentOptions {
  return {
    network: attachment.network.value,
    ...given('ip', attachment.ip),
    ...given('ip6', attachment.ip6),
    ...givenList('aliases', values(attachment.aliases)),
    ...given('mac', attachment.mac),
    ...given('gatewayPriority', attachment.gatewayPriority),
  };
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

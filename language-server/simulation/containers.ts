/** Creating, finding, renaming and removing containers; starting and stopping them is in `lifecycle.ts`. */
import type { AttachmentOptions, ContainerOptions, Image } from './command.ts';
import { validateAddressTexts, validateAtCreate } from './endpoint-options.ts';
import { connectionsOf, withContainer } from './endpoints.ts';
import { rules } from './engine-versions.ts';
import { unsaved } from './failed-start.ts';
import { createId, fullId, nameOrId, shortId } from './ids.ts';
import { engineError, type MessageCode, prefixed } from './messages.ts';
import { containerOf, isContainerMode, isUserDefinedMode, networkNameOf } from './network-mode.ts';
import { findNetwork, withNetwork } from './networks.ts';
import { parseExpose, parsePublish } from './port-specs.ts';
import { Refusal } from './refusal.ts';
import type { Attachment, Container, Host, PortRequest, World } from './state.ts';
import { isOverlay } from './swarm-state.ts';

/** A container by name, id or short id. */
export function findContainer(host: Host, name: string): Container | undefined {
  const shown = nameOrId(name);
  const id = host.containerIds.get(shown.replace(/^\//, ''));
  const bears = (one: Container) => fullId(one.id) === name || shortId(one.id) === name;
  const found = id === undefined ? undefined : host.containers.get(id);
  if (shown === name || (found && bears(found))) return found;
  // An id shows the name that its container was created with.
  return host.containers.find(bears);
}

/** @throws Refusal no-such-container */
export function containerNamed(host: Host, name: string): Container {
  const container = findContainer(host, name);
  if (!container) throw new Refusal(engineError(host.engine, 'no-such-container', { name }, name));
  return container;
}

export const isRunning = (container: Container): boolean =>
  container.status === 'running' || container.status === 'paused';

/** What the engine takes as a name of a container. */
export const containerNamePattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

/** @throws Refusal invalid-container-name, container-name-taken */
function freeName(host: Host, written: string): string {
  const name = written.replace(/^\//, '');
  if (!containerNamePattern.test(name))
    throw new Refusal(engineError(host.engine, 'invalid-container-name', { name }, written));
  const owner = host.containerIds.get(name);
  if (owner !== undefined)
    throw new Refusal(engineError(host.engine, 'container-name-taken', { name, id: fullId(owner) }, written));
  return name;
}

/** The image, or nothing known of it. */
export function imageNamed(world: World, name: string): Image | undefined {
  const known = world.images.get(name) ?? world.images.get(name.replace(/:latest$/, ''));
  return known ?? (world.registry === 'reachable' ? { name, listens: [], exposes: [] } : undefined);
}

/** moby `runconfig/hostconfig_unix.go` validateNetMode: options that exclude each other. */
function checkConflicts(host: Host, mode: string, options: ContainerOptions): void {
  const refuse = (code: MessageCode, values: Record<string, string> = {}, value?: string): never => {
    throw new Refusal(engineError(host.engine, code, values, value));
  };
  const joins = mode.split(':')[0] === 'container';
  if (joins && !/^container:[^:]/.test(mode)) refuse('invalid-container-mode', {}, mode);
  if (joins) {
    if (options.hostname) refuse('conflict-hostname-network-mode', {}, options.hostname);
    if (options.links?.length)
      refuse('conflict-links-network-mode', { mode: 'container', what: 'network' }, options.links[0]);
    if (options.dns?.length) refuse('conflict-dns-network-mode', {}, options.dns[0]);
    if (options.extraHosts?.length) refuse('conflict-hosts-network-mode', {}, options.extraHosts[0]);
  }
  const sharesNamespace = joins || mode === 'host';
  if (sharesNamespace && options.mac !== undefined && rules[host.engine].macInSharedNamespace === 'refused')
    refuse('conflict-mac-network-mode', {}, options.mac);
  if (joins) {
    if (options.publish?.length || options.publishAll)
      refuse('conflict-publish-container-mode', {}, options.publish?.[0]);
    if (options.expose?.length) refuse('conflict-expose-container-mode', {}, options.expose[0]);
  }
  if (options.uts === 'host' && options.hostname) refuse('conflict-hostname-uts-mode', {}, options.hostname);
  if (mode === 'host' && options.links?.length)
    refuse('conflict-links-network-mode', { mode: 'host', what: 'networking' }, options.links[0]);
}

const NO_FLAGS: Omit<AttachmentOptions, 'network'> = {};

/** What the flags apart from `--network` say about the first network. */
function firstNetworkOptions(options: ContainerOptions): Omit<AttachmentOptions, 'network'> {
  const { ip, ip6, aliases, linkLocalIps, mac } = options;
  if (!ip && !ip6 && !aliases?.length && !linkLocalIps?.length && !mac) return NO_FLAGS;
  return {
    ...(ip ? { ip } : {}),
    ...(ip6 ? { ip6 } : {}),
    ...(aliases?.length && { aliases }),
    ...(linkLocalIps?.length && { linkLocalIps }),
    ...(mac ? { mac } : {}),
  };
}

/** The networks that the client asks the engine for, flags merged into the first one. */
function requestedNetworks(host: Host, options: ContainerOptions): readonly AttachmentOptions[] {
  const applied = options.networks.length > 0 || rules[host.engine].endpointOptionsWithoutNetwork === 'applied';
  const { mac, links } = options;
  const flags = applied ? firstNetworkOptions(options) : mac ? { mac } : NO_FLAGS;
  const networks = options.networks.length ? options.networks : [{ network: 'default' }];
  return networks.map((network, i) => {
    if (i > 0) return withoutIgnoredAddress(host, network);
    const withLinks = isUserDefinedMode(network.network) && links?.length ? { links } : NO_FLAGS;
    if (flags === NO_FLAGS && withLinks === NO_FLAGS) return withoutIgnoredAddress(host, network);
    return withoutIgnoredAddress(host, { ...network, ...flags, ...withLinks });
  });
}

/** An IPv6 address given as `--ip` is not looked at by the newest engine. */
function withoutIgnoredAddress(host: Host, options: AttachmentOptions): AttachmentOptions {
  if (rules[host.engine].ipv6AsIp !== 'ignored' || !options.ip?.includes(':')) return options;
  const { ip: _, ...rest } = options;
  return rest;
}

const NONE: readonly never[] = [];
const hostNamespace: Container['namespace'] = { kind: 'host' };
const ownNamespace: Container['namespace'] = { kind: 'own' };

export function attachmentOf(options: AttachmentOptions, networkName: string, connected: boolean): Attachment {
  const ifname = options.driverOptions?.find(([key]) => key === 'com.docker.network.endpoint.ifname')?.[1];
  return {
    network: '',
    networkName,
    ip: options.ip,
    ip6: options.ip6,
    linkLocalIps: options.linkLocalIps ?? NONE,
    aliases: options.aliases?.length ? options.aliases : undefined,
    dnsNames: undefined,
    links: options.links ?? NONE,
    mac: options.mac,
    gatewayPriority: options.gatewayPriority ?? 0,
    interfaceName: ifname,
    connected,
    leftover: undefined,
  };
}

/** `CONTAINER[:ALIAS]`. */
function parseLink(link: string): { readonly target: string; readonly alias: string } {
  const [target = '', alias] = link.split(':');
  return { target, alias: alias || target.replace(/^\//, '') };
}

/**
 * The links of the default bridge; on user networks links are names in DNS and not checked.
 * @throws Refusal link-missing
 */
function legacyLinks(host: Host, mode: string, options: ContainerOptions): Container['links'] {
  if (isUserDefinedMode(mode)) return [];
  return (options.links ?? []).map((link) => {
    const { target, alias } = parseLink(link);
    const container = findContainer(host, target);
    if (!container) throw new Refusal(engineError(host.engine, 'link-missing', { target }, link));
    return { target: namespaceHolder(host, container, link).id, alias };
  });
}

/**
 * The container whose namespace a linked one shares, moby `daemon/daemon_unix.go` registerLinks.
 * @throws Refusal link-joined-missing, conflict-links-network-mode
 */
function namespaceHolder(host: Host, linked: Container, link: string): Container {
  let holder = linked;
  for (const seen = new Set<Container>(); isContainerMode(holder.networkMode) && !seen.has(holder); ) {
    seen.add(holder);
    const target = containerOf(holder.networkMode);
    const next = findContainer(host, target);
    if (!next) throw new Refusal(engineError(host.engine, 'link-joined-missing', { target }, link));
    holder = next;
  }
  if (holder.networkMode !== 'host') return holder;
  throw new Refusal(
    engineError(host.engine, 'conflict-links-network-mode', { mode: 'host', what: 'networking' }, link),
  );
}

/** `80/tcp` → number and protocol. */
export function splitPort(port: string): { readonly number: number; readonly protocol: string } {
  const [number = '', protocol = 'tcp'] = port.split('/');
  return { number: Number(number), protocol };
}

/** Ports to publish and to list. */
function portsOf(host: Host, image: Image, options: ContainerOptions) {
  const { engine } = host;
  const { publish = NONE, expose = NONE, publishAll } = options;
  const [only] = publish;
  const published =
    only !== undefined && publish.length === 1
      ? parsePublish(engine, only)
      : publish.flatMap((spec) => parsePublish(engine, spec));
  const named = published.map(({ containerPort, protocol }) => `${containerPort}/${protocol}`);
  const others = expose.flatMap((spec) => parseExpose(engine, spec)).concat(named);
  // Most containers publish what their image exposes.
  const exposed = others.every((port) => image.exposes.includes(port))
    ? image.exposes
    : [...new Set(image.exposes.concat(others))];
  const automatic: readonly PortRequest[] = publishAll
    ? exposed
        .filter((port) => !named.includes(port))
        .map((port) => {
          const { number, protocol } = splitPort(port);
          const known = protocol === 'udp' || protocol === 'sctp' ? protocol : 'tcp';
          return { protocol: known, hostPort: 0, hostPortEnd: 0, containerPort: number };
        })
    : NONE;
  return { requests: automatic.length > 0 ? published.concat(automatic) : published, exposed };
}

/**
 * `docker create`.
 * @throws Refusal; the host is unchanged then
 */
export function createContainer(
  host: Host,
  image: Image,
  options: ContainerOptions,
): { host: Host; container: Container } {
  const { engine } = host;
  const asked = requestedNetworks(host, options);
  const requested = asked[0] as AttachmentOptions;
  const mode = requested.network;
  checkConflicts(host, mode, options);
  if (asked.length > 1 && !rules[engine].severalNetworksAtCreate) {
    const networks = asked.map(({ network }) => network).join(', ');
    throw new Refusal(engineError(engine, 'several-endpoints', { networks }, asked[1]?.network));
  }
  if (rules[engine].endpointValidation === 'at create') {
    for (const one of asked) {
      const name = networkNameOf(one.network);
      const network = name === undefined ? undefined : findNetwork(host, name);
      validateAtCreate(host, name ?? one.network, network, one);
    }
  } else validateAddressTexts(engine, requested);

  const name = options.name === undefined ? `<name:${host.clock}>` : freeName(host, options.name);
  const links = legacyLinks(host, mode, options);
  const namesakes = host.namesakes.get(name, 0);
  const id = createId(namesakes, name);
  const attachments = asked
    .filter((one) => networkNameOf(one.network) !== undefined)
    .map((one) => attachmentOf(one, networkNameOf(one.network)!, false));
  const target = isContainerMode(mode) ? findContainer(host, containerOf(mode)) : undefined;
  const defaultMode = options.networks.length ? mode : rules[engine].defaultNetworkMode;
  const renamed = mode === 'default' ? rules[engine].defaultNetworkMode : mode;
  const networkMode = target ? `container:${fullId(target.id)}` : options.networks.length ? renamed : defaultMode;
  const ownHostname = mode === 'host' || options.uts === 'host' ? host.hostname : shortId(id);
  const { requests, exposed } = portsOf(host, image, options);
  const container: Container = {
    id,
    created: host.clock,
    name,
    image,
    options,
    status: 'created',
    exitCode: 0,
    error: undefined,
    networkMode,
    hostname: options.hostname || ownHostname,
    namespace: mode === 'host' ? hostNamespace : ownNamespace,
    incarnation: 0,
    joined: NONE,
    links,
    linkedBy: NONE,
    attachments,
    savedLeftovers: undefined,
    requests,
    exposed,
    ports: NONE,
    listeners: NONE,
    hostsFile: NONE,
    hostsFileOrder: 'known',
    resolvConf: NONE,
    logs: NONE,
    nextInterface: 0,
  };
  let after: Host = {
    ...host,
    clock: host.clock + 1,
    namesakes: host.namesakes.set(name, namesakes + 1),
    containers: host.containers.set(id, container),
    containerIds: host.containerIds.set(name, id),
  };
  for (const link of links) {
    const linked = after.containers.get(link.target);
    if (linked) after = withContainer(after, { ...linked, linkedBy: linked.linkedBy.concat(id) });
  }
  return { host: after, container };
}

/** Forgets a container that is not running. */
export function deleteContainer(host: Host, container: Container): Host {
  let after: Host = {
    ...host,
    containers: host.containers.delete(container.id),
    containerIds: host.containerIds.delete(container.name),
  };
  for (const { target } of container.links) {
    const linked = after.containers.get(target);
    if (linked)
      after = withContainer(after, { ...linked, linkedBy: linked.linkedBy.filter((id) => id !== container.id) });
  }
  return after;
}

/**
 * `docker rename`: the name changes in DNS at once.
 * @throws Refusal no-such-container, rename-conflict; rename-on-overlay, and then the new name stands in DNS all the same
 */
export function renameContainer(host: Host, name: string, newName: string): Host {
  const container = containerNamed(host, name);
  if (newName.replace(/^\//, '') === container.name)
    throw new Refusal(engineError(host.engine, 'rename-same', {}, newName));
  let chosen: string;
  try {
    chosen = freeName(host, newName);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    throw new Refusal(prefixed(host.engine, 'rename-conflict', {}, refusal.error));
  }
  const swap = (names: readonly string[]) => names.map((one) => (one === container.name ? chosen : one));
  const renamed: Container = {
    ...unsaved(container),
    name: chosen,
    attachments: container.attachments.map((attachment) =>
      attachment.dnsNames ? { ...attachment, dnsNames: swap(attachment.dnsNames) } : attachment,
    ),
  };
  let after: Host = {
    ...host,
    containers: host.containers.set(container.id, renamed),
    containerIds: host.containerIds.delete(container.name).set(chosen, container.id),
  };
  const connections = connectionsOf(host, container);
  for (const { network, endpoint } of connections) {
    const appears = network.predefined && rules[host.engine].renameNamesDefaultBridge;
    const dnsNames = appears ? [chosen] : swap(endpoint.dnsNames);
    after = withNetwork(after, {
      ...network,
      endpoints: network.endpoints.set(container.id, { ...endpoint, dnsNames }),
    });
  }
  const overlay = connections.find(({ network }) => isOverlay(network))?.network;
  if (overlay) {
    const error = engineError(host.engine, 'rename-on-overlay', { name: chosen, network: fullId(overlay.id) }, newName);
    throw new Refusal(error, { ...after, containers: host.containers, containerIds: host.containerIds });
  }
  return after;
}

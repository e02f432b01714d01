/** `docker network connect` and `docker network disconnect`. */
import type { AttachmentOptions } from './command.ts';
import { attachmentOf, containerNamed, findContainer, isRunning } from './containers.ts';
import { validateAddressTexts, validateAtConnect, validateAtStart } from './endpoint-options.ts';
import {
  addInterface,
  createEndpoint,
  gatewayConnection,
  movePorts,
  networkOf,
  removeEndpoint,
  resolveAttachment,
  withContainer,
  withFiles,
} from './endpoints.ts';
import { rules } from './engine-versions.ts';
import { hostsFileAfterLeaving, ownLines, resolvConfOf, usesEmbeddedServer } from './files.ts';
import { fullId } from './ids.ts';
import { engineError, type MessageCode } from './messages.ts';
import { isContainerMode } from './network-mode.ts';
import { findNetwork, isUserDefined, networkNamed } from './networks.ts';
import { Refusal } from './refusal.ts';
import type { Attachment, Container, Host, Network } from './state.ts';

function refuse(host: Host, code: MessageCode, values: Record<string, string> = {}, value?: string): never {
  throw new Refusal(engineError(host.engine, code, values, value));
}

const attachmentTo = (host: Host, container: Container, network: Network): Attachment | undefined =>
  container.attachments.find((one) => networkOf(host, one)?.id === network.id);

const isOn = (host: Host, container: Container, driver: string): boolean =>
  container.attachments.some((one) => networkOf(host, one)?.driver === driver);

/** Whether the container may join the network at all, whatever the options. */
function checkModes(host: Host, container: Container, network: Network): void {
  const running = isRunning(container);
  const shares =
    isContainerMode(container.networkMode) || (container.namespace.kind === 'host' && isOn(host, container, 'host'));
  if (shares) refuse(host, 'shared-namespace', {}, network.name);
  if (network.driver === 'host' && running) refuse(host, 'connect-host', {}, network.name);
  const others = container.attachments.filter((one) => networkOf(host, one)?.id !== network.id);
  if (isOn(host, container, 'null') || (network.driver === 'null' && others.size > 0))
    refuse(host, 'private-mode', {}, network.name);
  if (network.driver === 'host') refuse(host, 'connect-host', {}, network.name);
}

function checkOptions(host: Host, network: Network, options: AttachmentOptions): void {
  if (rules[host.engine].endpointValidation === 'at create') validateAtConnect(host, network, options);
  else {
    validateAddressTexts(host.engine, options);
    validateAtStart(host, network, options);
  }
}

/** The attachment that connect leaves: an empty alias list where inspect shows one. */
function connectedAttachment(host: Host, options: AttachmentOptions, network: Network): Attachment {
  const attachment = attachmentOf(options, network.name, true);
  const empty = rules[host.engine].connectLeavesEmptyAliases && isUserDefined(network);
  return { ...attachment, ...(empty && { aliases: options.aliases ?? [] }) };
}

function attach(host: Host, container: Container, attachment: Attachment): Container {
  const others = container.attachments.filter((one) => networkOf(host, one)?.name !== attachment.networkName);
  return { ...container, attachments: others.push(attachment) };
}

/**
 * Puts a container on a network: at once if it runs, from the next start on if not.
 * @throws Refusal
 */
export function connect(host: Host, name: string, options: AttachmentOptions): Host {
  const container = containerNamed(host, name);
  const network = networkNamed(host, options.network);
  checkModes(host, container, network);
  checkOptions(host, network, options);
  const attachment = resolveAttachment(host, container, connectedAttachment(host, options, network), network);
  if (!isRunning(container)) return withContainer(host, attach(host, container, attachment));
  if (network.endpoints.has(container.id)) {
    const values = { container: container.name, network: network.name };
    refuse(host, 'endpoint-exists', values, network.name);
  }
  const attached = attach(host, container, attachment);
  let made: { host: Host; network: Network };
  try {
    made = createEndpoint(host, attached, attachment);
  } catch (refusal) {
    if (!(refusal instanceof Refusal) || !rules[host.engine].failedConnectAttaches) throw refusal;
    throw new Refusal(refusal.error, withContainer(host, attached));
  }
  const before = gatewayConnection(host, container);
  const joined = addInterface(made.host, attached, made.network, attachment, 'known');
  const moved = movePorts(joined.host, joined.container, before);
  const endpoint = moved.host.networks.get(network.id)?.endpoints.get(container.id);
  const embedded = isUserDefined(network) || usesEmbeddedServer(container);
  return withFiles(moved.host, {
    ...moved.container,
    hostsFile: [...container.hostsFile, ...(endpoint ? ownLines(container, endpoint) : [])],
    resolvConf: embedded ? resolvConfOf(host, container, true) : container.resolvConf,
  });
}

/** Detaches what can be detached of a network or a container that is gone. */
function forceDetach(host: Host, name: string, container: Container): Host {
  const attachments = container.attachments.filter((one) => one.networkName !== name);
  return withContainer(host, { ...container, attachments });
}

/**
 * Takes a container off a network.
 * @throws Refusal
 */
export function disconnect(host: Host, networkName: string, containerName: string, force: boolean): Host {
  const network = findNetwork(host, networkName);
  if (!network) refuse(host, 'network-not-found', { name: networkName }, networkName);
  const container = findContainer(host, containerName);
  if (!container) {
    if (force) refuse(host, 'endpoint-not-found', { container: containerName }, containerName);
    refuse(host, 'no-such-container', { name: containerName }, containerName);
  }
  const values = { container: fullId(container.id), network: network.name };
  if (!isRunning(container)) {
    if (attachmentTo(host, container, network))
      return withContainer(host, {
        ...container,
        attachments: container.attachments.filter((one) => networkOf(host, one)?.id !== network.id),
      });
    const dangling = container.attachments.some((one) => one.networkName === network.name);
    if (dangling && force) return forceDetach(host, network.name, container);
    refuse(host, 'not-connected-stopped', values, network.name);
  }
  if (network.driver === 'host' && isOn(host, container, 'host')) refuse(host, 'disconnect-host', {}, network.name);
  const endpoint = network.endpoints.get(container.id);
  if (!endpoint) refuse(host, 'not-connected', values, network.name);
  const before = gatewayConnection(host, container);
  const left: Container = {
    ...container,
    attachments: container.attachments.filter((one) => one.network !== network.id),
    hostsFile: hostsFileAfterLeaving(host, container, network, endpoint),
  };
  const moved = movePorts(removeEndpoint(host, container, network), left, before);
  return withFiles(moved.host, moved.container);
}

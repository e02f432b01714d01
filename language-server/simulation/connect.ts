/** `docker network connect` and `docker network disconnect`. */
import type { AttachmentOptions } from './command.ts';
import { attachmentOf, containerNamed, findContainer, isRunning } from './containers.ts';
import { validateAddressTexts, validateAtConnect, validateAtStart } from './endpoint-options.ts';
import {
  type Connection,
  checkNetworkOfMode,
  chooseGateway,
  connectionsOf,
  gatewayConnection,
  makeEndpoint,
  nameInterface,
  networkOf,
  place,
  removeEndpoint,
  resolveAttachment,
  withContainer,
  withFiles,
} from './endpoints.ts';
import { rules } from './engine-versions.ts';
import { unsaved } from './failed-start.ts';
import { hostsFileAfterLeaving, ownLines, resolvConfOf, usesEmbeddedServer } from './files.ts';
import { settleGateway } from './gateway-bridge.ts';
import { fullId } from './ids.ts';
import { isContainerMode, networkNameOf } from './network-mode.ts';
import { findNetwork, isUserDefined, networkNamed } from './networks.ts';
import { afterRefusal } from './ports.ts';
import { Refusal, refuse } from './refusal.ts';
import type { Attachment, Container, Host, Network } from './state.ts';
import { isOverlay } from './swarm-state.ts';

const attachmentTo = (host: Host, container: Container, network: Network): Attachment | undefined =>
  container.attachments.find((one) => networkOf(host, one)?.id === network.id);

/**
 * Whether the networks go together, in the order of moby `daemon/container_operations.go` updateNetworkSettings. A
 * network that the container is on already is no conflict.
 */
function checkModes(host: Host, container: Container, network: Network): void {
  if (network.driver === 'host' && container.networkMode !== 'host') refuse(host, 'connect-host', {}, network.name);
  if (attachmentTo(host, container, network)) return;
  for (const attachment of container.attachments) {
    const other = networkOf(host, attachment);
    if (!other) continue;
    if (other.driver === 'host' || network.driver === 'host') refuse(host, 'shared-namespace', {}, network.name);
    if (other.driver === 'null' || network.driver === 'null') refuse(host, 'private-mode', {}, network.name);
  }
}

function checkOptions(host: Host, network: Network, options: AttachmentOptions): void {
  if (rules[host.engine].endpointValidation === 'at create') validateAtConnect(host, network, options);
  else {
    validateAddressTexts(host.engine, options);
    validateAtStart(host, network, options);
  }
}

/** The attachment that connect leaves: its client sends an empty list of aliases where `docker run` sends none. */
const connectedAttachment = (options: AttachmentOptions, name: string): Attachment => ({
  ...attachmentOf(options, name, true),
  aliases: options.aliases ?? [],
});

/** `--mac-address` of `docker run` holds for the network of the container's mode, also when it comes back to it. */
function withMacOfContainer(host: Host, { options, networkMode }: Container, wish: Attachment): Attachment {
  const holds = rules[host.engine].macStaysWithContainer && networkNameOf(networkMode) === wish.networkName;
  return holds && options.mac !== undefined ? { ...wish, mac: options.mac } : wish;
}

/** A connect that failed may have left the network on the container; then this one takes its place. */
const attach = (container: Container, attachment: Attachment): Container => ({
  ...unsaved(container),
  attachments: container.attachments
    .filter(({ networkName }) => networkName !== attachment.networkName)
    .concat(attachment),
});

/**
 * Puts a container on a network: at once if it runs, from the next start on if not.
 * @throws Refusal
 */
export function connect(host: Host, name: string, options: AttachmentOptions): Host {
  const container = containerNamed(host, name);
  const running = isRunning(container);
  if (running && isContainerMode(container.networkMode)) refuse(host, 'shared-namespace', {}, options.network);
  if (!running && !findNetwork(host, options.network))
    return withContainer(host, attach(container, connectedAttachment(options, options.network)));
  const network = networkNamed(host, options.network);
  checkOptions(host, network, options);
  checkModes(host, container, network);
  const wish = withMacOfContainer(host, container, connectedAttachment(options, network.name));
  const attachment = resolveAttachment(host, container, wish, network);
  if (!running) {
    if (attachmentTo(host, container, network)) return host;
    // The network's id is noted at the start: until then any network of that name will do (X56, X57).
    return withContainer(host, attach(container, { ...attachment, network: '' }));
  }
  if (network.endpoints.has(container.id)) {
    const values = { container: container.name, network: network.name };
    refuse(host, isOverlay(network) ? 'already-attached' : 'endpoint-exists', values, network.name);
  }
  checkNetworkOfMode(host, container, network.name);
  const attached = attach(container, attachment);
  let made: Connection;
  try {
    made = makeEndpoint(host, attached, attachment);
  } catch (refusal) {
    const attaches =
      rules[host.engine].failedConnectAttaches && network.scope !== 'swarm' && !attachmentTo(host, container, network);
    if (!(refusal instanceof Refusal) || !attaches) throw refusal;
    throw new Refusal(refusal.error, withContainer(host, attach(container, { ...attachment, network: '' })));
  }
  const others = connectionsOf(host, container);
  const named = nameInterface(host, attached, made, attachment, others, 'known');
  const { endpoint } = named.connection;
  const embedded = isUserDefined(network) || usesEmbeddedServer(container);
  const files = {
    hostsFile: [...container.hostsFile, ...ownLines(container, endpoint)],
    resolvConf: embedded ? resolvConfOf(host, container, true) : container.resolvConf,
  };
  try {
    const now = [...others, named.connection];
    const moved = settleGateway(place(host, named.connection), named.container, chooseGateway(others), now, 'joining');
    return withFiles(moved.host, { ...moved.container, ...files });
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const left = afterRefusal(host, refusal);
    if (!rules[host.engine].failedPublishJoins) throw new Refusal(refusal.error, left);
    const half = place(left, { network: named.connection.network, endpoint: { ...endpoint, unfinished: true } });
    throw new Refusal(refusal.error, withFiles(half, { ...named.container, ...files }));
  }
}

/**
 * Takes a container off a network. One that does not run is only taken off the list, also when the network is gone.
 * @throws Refusal
 */
export function disconnect(host: Host, networkName: string, containerName: string, force: boolean): Host {
  const container = findContainer(host, containerName);
  const network = findNetwork(host, networkName);
  if (!container) {
    if (!force) refuse(host, 'no-such-container', { name: containerName }, containerName);
    if (!network) refuse(host, 'network-not-found', { name: networkName }, networkName);
    refuse(host, 'endpoint-not-found', { container: containerName }, containerName);
  }
  const name = network?.name ?? networkName;
  const values = { container: fullId(container.id), network: name };
  const attachments = container.attachments.filter((one) => one.networkName !== name);
  if (!isRunning(container) || (!network && force)) {
    if (attachments.length === container.attachments.length) refuse(host, 'not-connected-stopped', values, name);
    return withContainer(host, { ...unsaved(container), attachments });
  }
  // A network of the swarm that this host does not use is not there for its containers.
  if (!network || (network.scope === 'swarm' && network.endpoints.size === 0))
    refuse(host, 'network-not-found', { name }, name);
  if (network.driver === 'host' && container.networkMode === 'host') refuse(host, 'disconnect-host', {}, name);
  const endpoint = network.endpoints.get(container.id);
  if (!endpoint || endpoint.unfinished) refuse(host, 'not-connected', values, name);
  const others = connectionsOf(host, container).filter((one) => one.network.id !== network.id);
  const before = gatewayConnection(host, container);
  const hostsFile = hostsFileAfterLeaving(host, container, network, endpoint);
  const left: Container = { ...container, attachments, hostsFile };
  const moved = settleGateway(removeEndpoint(host, container, network), left, before, others, 'leaving');
  return withFiles(moved.host, moved.container);
}

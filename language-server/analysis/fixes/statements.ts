/** Repairs by a statement or a property more or less. */
import { t } from '../../l10n.ts';
import { textOf } from '../places.ts';
import { addProperty, findProperty, insertAbove, removeProperty, replacePart, takeAway } from '../repairs/edits.ts';
import { unusedName } from '../unused-name.ts';
import {
  addAbove,
  addition,
  addTo,
  asContainer,
  asNetwork,
  both,
  declared,
  firstArgument,
  lineBelow,
  type Repairing,
  removal,
  removeProperties,
  removeStatement,
  removeUnderlined,
  replaceToken,
} from './mistake.ts';

/** A container that does not exist yet; one that is declared further down is to be moved. */
const declareContainer: Repairing = (mistake) => {
  const name = mistake.text.replace(/^container:/, '');
  const isDeclared = mistake.lab.sources.some(({ program }) => program.symbols.container.has(name));
  return !isDeclared && /^[A-Za-z0-9][\w.-]+$/.test(name) ? addAbove(mistake, `container ${name}`) : [];
};

const declareNetwork: Repairing = (mistake) =>
  /^[\w.-]+$/.test(mistake.text) ? addAbove(mistake, `network ${mistake.text}`) : [];

/** Above everything else: hosts are there before anything happens on them. */
const declareHost: Repairing = ({ text }) => {
  if (!/^[\w.-]+$/.test(text)) return [];
  const line = `host ${text}`;
  return addition(line, [{ start: 0, end: 0, newText: `${line}\n` }]);
};

const startAgain: Repairing = (mistake) => {
  const name = mistake.text.startsWith('container ')
    ? asContainer(mistake)?.networks[0]?.network.value.replace(/^container:/, '')
    : mistake.text;
  return name === undefined ? [] : addAbove(mistake, `start ${name}`);
};

/** The network of the linked container, where its name is known. */
const joinLinked: Repairing = (mistake) => {
  const network = declared(mistake, 'container', mistake.text)?.declaration.networks[0]?.network.value;
  const own = asContainer(mistake)?.networks;
  return network !== undefined && own?.length === 0 ? addTo(mistake.entry, `network ${network}`) : [];
};

/** `connect WHO to host` at once, when the container is made. */
const onHostFromTheStart: Repairing = (mistake) => {
  const container = declared(mistake, 'container', firstArgument(mistake)?.text);
  if (!container || container.declaration.networks.length > 0) return [];
  return addition('network host', [addProperty(container, 'network host'), takeAway(mistake.entry)]);
};

const disconnectFromNone: Repairing = (mistake) => {
  const name = firstArgument(mistake)?.text;
  return name === undefined ? [] : addAbove(mistake, `disconnect ${name} from none`);
};

/** A container that shares another one's namespace is on networks through that one. */
const connectJoined: Repairing = (mistake) => {
  const name = firstArgument(mistake);
  const joined = declared(mistake, 'container', name?.text)?.declaration.networks[0]?.network.value;
  return name && joined?.startsWith('container:')
    ? replaceToken(mistake.entry, name, joined.slice('container:'.length))
    : [];
};

/** Engines before 25 give a container one network when it is made; the others come by `connect`. */
const connectLater: Repairing = ({ entry, path, text }) => {
  const property = path.at(-1);
  const name = entry.declaration.kind === 'container' ? entry.declaration.name?.value : undefined;
  if (name === undefined || !property || path.length < 2) return [];
  const block = property.block ? ` ${textOf(entry, property.block)}` : '';
  const line = `connect ${name} to ${text}`;
  return addition(line, [removeProperty(entry, property), lineBelow(entry, line + block)]);
};

/** A second network, with a way out. */
const addWayOut: Repairing = (mistake) => {
  const name = unusedName(mistake.lab, 'edge');
  return addition(`network ${name}`, [
    insertAbove(mistake.entry, `network ${name}`),
    addProperty(mistake.entry, `network ${name}`),
  ]);
};

const defaultInsteadOfNone: Repairing = ({ entry }) => {
  const none = findProperty(entry.declaration.statement, 'network');
  return none ? removal(textOf(entry, none), [removeProperty(entry, none)]) : [];
};

/** A container of the default bridge that is to be kept apart gets a network of its own. */
const ownNetwork: Repairing = (mistake) => {
  const found = declared(mistake, 'container', mistake.text);
  if (!found || found.declaration.networks.length > 0) return [];
  const name = unusedName(mistake.lab, `${mistake.text}-net`);
  return [
    {
      title: t`Put \`${mistake.text}\` on a network of its own`,
      edits: [insertAbove(found, `network ${name}`), addProperty(found, `network ${name}`)],
    },
  ];
};

const attachable: Repairing = (mistake) => addTo(declared(mistake, 'network', mistake.text), 'attachable');

/** Of several subnets the first alone: an engine takes one of each family. */
const firstSubnetAlone: Repairing = ({ entry, ...mistake }) => {
  const [first, ...others] = asNetwork({ entry, ...mistake })?.subnets ?? [];
  const property = findProperty(entry.declaration.statement, 'subnet');
  if (!first || others.length === 0 || !property) return [];
  const last = property.arguments.at(-1)!;
  const { end } = property.arguments[0]!;
  return removal(others.map(({ value }) => value).join(', '), [replacePart(entry, { start: end, end: last.end }, '')]);
};

/** Makes a swarm of the host on which the statement is carried out. */
const makeManager: Repairing = (mistake) => {
  const { host, lab } = mistake;
  const found = declared(mistake, 'host', host?.name);
  if (found) return addTo(found, 'swarm manager');
  const isDeclared = lab.declarations.some(({ kind }) => kind === 'host');
  const line = 'host box { swarm manager }';
  return isDeclared ? [] : addition(line, [{ start: 0, end: 0, newText: `${line}\n` }]);
};

/** Networks of a swarm are made on its managers. */
const onManager: Repairing = (mistake) => {
  const manager = mistake.lab.declarations.find((each) => each.kind === 'host' && each.swarm?.value === 'manager');
  const name = manager?.kind === 'host' ? manager.name?.value : undefined;
  const on = asNetwork(mistake)?.on;
  if (name === undefined) return [];
  return on ? replaceToken(mistake.entry, on.span, name) : addTo(mistake.entry, `on ${name}`);
};

/** A network on the host of the container that wants it. */
const networkHere: Repairing = (mistake) => {
  const on = asContainer(mistake)?.on?.value ?? mistake.host?.name;
  const network = declared(mistake, 'network', mistake.text);
  if (on === undefined || !network) return [];
  return network.declaration.on ? replaceToken(network, network.declaration.on.span, on) : addTo(network, `on ${on}`);
};

/** The bridge of the default network, which another network has taken for itself. */
const giveBridgeBack: Repairing = ({ lab }) =>
  lab.entries.flatMap((entry) => {
    const { declaration, via } = entry;
    if (via || declaration.kind !== 'network') return [];
    const option = findProperty(
      declaration.statement,
      'option',
      ({ arguments: [key, value] }) => key?.text === 'com.docker.network.bridge.name' && value?.text === 'docker0',
    );
    return option ? removal(textOf(entry, option), [removeProperty(entry, option)]) : [];
  });

const removeBlock: Repairing = ({ entry, path, text }) => {
  const { block, keyword, arguments: all } = path.at(-1)!;
  if (!block) return [];
  return removal(text, [replacePart(entry, { start: (all.at(-1) ?? keyword).end, end: block.end }, '')]);
};

/** By the code of the finding. */
export const statementRepairs: Readonly<Record<string, Repairing>> = {
  'alias-needs-user-network': removeUnderlined,
  'alias-never-resolvable': removeUnderlined,
  'already-attached': removeStatement,
  'connect-host': both(onHostFromTheStart, removeStatement),
  'disconnect-host': removeStatement,
  'endpoint-exists': removeStatement,
  'include-cycle': removeStatement,
  'include-missing': removeStatement,
  'include-outside-workspace': removeStatement,
  'invalid-path': removeStatement,
  'join-missing': declareContainer,
  'join-not-running': startAgain,
  'join-own-network': removeUnderlined,
  'link-joined-missing': removeUnderlined,
  'link-missing': both(declareContainer, removeUnderlined),
  'link-not-running': startAgain,
  'link-other-network': both(joinLinked, removeUnderlined),
  'links-need-user-network': removeUnderlined,
  'name-on-default-bridge': ownNetwork,
  'network-given-twice': removeUnderlined,
  'network-modes-mixed': removeUnderlined,
  'network-lost': giveBridgeBack,
  'no-such-container': both(declareContainer, removeStatement),
  'not-a-swarm-manager': makeManager,
  'not-attachable': attachable,
  'not-connected': removeStatement,
  'not-connected-stopped': removeStatement,
  'overlapping-subnets': removeUnderlined,
  'private-mode': disconnectFromNone,
  'publish-in-host-mode': removeProperties('publish'),
  'publish-in-none-mode': both(removeProperties('publish'), defaultInsteadOfNone),
  'publish-on-internal-network': both(addWayOut, removeProperties('publish')),
  'publish-on-macvlan': removeProperties('publish'),
  'several-endpoints': connectLater,
  'several-subnets': firstSubnetAlone,
  'shared-namespace': connectJoined,
  'swarm-network-not-found': networkHere,
  'unexpected-block': removeBlock,
  'unknown-container': declareContainer,
  'unknown-host': declareHost,
  'no-such-host': declareHost,
  'unknown-network': declareNetwork,
  'unused-network': removeStatement,
  'worker-creates-network': onManager,
};

/**
 * The kinds of values that stand in arguments. A kind judges the shape alone: whether an address lies in its subnet or
 * a port is free is for the simulated engine to say, in Docker's words.
 */
import { t, translatable } from '../l10n.ts';
import { addressKinds } from './addresses.ts';
import { driverModes, driverOptions } from './driver-options.ts';
import { drivers } from './drivers.ts';
import { portKinds } from './ports.ts';

/** A port with its protocol, as after `on` in an expectation. */
export interface PortValue {
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
}

/** What a value is in the program: mostly its text. */
export type Value = string | number | boolean | PortValue;

/** Why a text is no value of a kind. */
export interface Refusal {
  /** A sentence that says what is wrong, and why. */
  readonly refused: string;
  /** What was probably meant. */
  readonly suggestion?: string;
}

export function isRefusal(result: Value | Refusal): result is Refusal {
  return typeof result === 'object' && 'refused' in result;
}

export interface ValueKind {
  /** With its article: `an IPv4 address`. */
  readonly title: string;
  /** How usage lines and completion call it: `CIDR`. */
  readonly placeholder: string;
  /** Markdown. */
  readonly documentation: string;
  readonly examples: readonly string[];
  /** The words it consists of or that have a meaning of their own in it. */
  readonly words?: readonly WordValue[];
  /** What a value of this kind is the name of, or may be. */
  readonly reference?: 'host' | 'network' | 'container' | 'alias';
  /** True when the value gives a new name instead of using one. */
  readonly definition?: boolean;
  /** The code of the finding about a text that is no such value. */
  readonly code: string;
  read(text: string): Value | Refusal;
}

export interface WordValue {
  readonly word: string;
  /** Markdown. */
  readonly documentation: string;
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
  ['yes', true],
  ['no', false],
  ['on', true],
  ['off', false],
]);

/** Any text but an empty one. */
function name(what: string): (text: string) => Value | Refusal {
  return (text) => (text === '' ? { refused: t`The name of ${t(what)} cannot be empty.` } : text);
}

function oneOf(what: string, words: readonly WordValue[]): (text: string) => Value | Refusal {
  return (text) => {
    if (words.some(({ word }) => word === text)) return text;
    const known = words.map(({ word }) => `\`${word}\``).join(', ');
    return { refused: t`\`${text}\` is not ${t(what)}. Known are ${known}.` };
  };
}

function integer(what: string, least: number, most: number): (text: string) => Value | Refusal {
  return (text) => {
    const number = /^[+-]?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    return { refused: t`\`${text}\` is not ${t(what)}: a whole number from ${least} to ${most}.` };
  };
}

const engineVersions: readonly WordValue[] = [
  { word: '20.10', documentation: 'Docker Engine 20.10 (2020): MAC addresses follow from IPv4 addresses.' },
  { word: '28', documentation: 'Docker Engine 28 (2025): random MAC addresses, stricter rules for published ports.' },
  { word: '29', documentation: 'Docker Engine 29 (2025), the newest the simulation knows.' },
];

const swarmRoles: readonly WordValue[] = [
  { word: 'manager', documentation: 'The host keeps the state of the swarm: `docker swarm init`.' },
  { word: 'worker', documentation: 'The host takes part in the swarm: `docker swarm join`.' },
];

const builtInNetworks: readonly WordValue[] = [
  { word: 'bridge', documentation: drivers.bridge.documentation },
  { word: 'host', documentation: drivers.host.documentation },
  { word: 'none', documentation: drivers.none.documentation },
  { word: 'container:', documentation: drivers['container:'].documentation },
];

const places: readonly WordValue[] = [
  { word: 'host', documentation: 'The host itself: the machine on which the Docker Engine runs.' },
  {
    word: 'outside',
    documentation: "A machine on the hosts' LAN that runs no container; as a target also the internet behind it.",
  },
];

const generalKinds = {
  path: {
    title: 'the path of a file',
    placeholder: '"PATH"',
    documentation: 'A path relative to the folder of the file in which it is written.',
    examples: ['"networks.dnet"'],
    code: 'invalid-path',
    read: name(translatable('a file')),
  },
  'new host': {
    title: 'a name for the host',
    placeholder: 'NAME',
    documentation: 'The name by which `on` and expectations call the machine.',
    examples: ['dockerhost'],
    definition: true,
    reference: 'host',
    code: 'invalid-name',
    read: name(translatable('a host')),
  },
  'new network': {
    title: 'a name for the network',
    placeholder: 'NAME',
    documentation: 'Nearly every name is allowed. `bridge`, `host`, `none` and `default` are the built-in ones.',
    examples: ['backend'],
    definition: true,
    reference: 'network',
    code: 'invalid-name',
    read: name(translatable('a network')),
  },
  'new container': {
    title: 'a name for the container',
    placeholder: 'NAME',
    documentation:
      'At least two of the characters `a-z A-Z 0-9 _ . -`, the first a letter or a digit. On a user-defined network the name is found by DNS.',
    examples: ['web'],
    definition: true,
    reference: 'container',
    code: 'invalid-name',
    read: name(translatable('a container')),
  },
  host: {
    title: 'the name of a host',
    placeholder: 'HOST',
    documentation: 'A machine declared by a `host` statement.',
    examples: ['dockerhost'],
    reference: 'host',
    code: 'invalid-name',
    read: name(translatable('a host')),
  },
  network: {
    title: 'the name of a network',
    placeholder: 'NETWORK',
    documentation: 'A network declared by a `network` statement, or one of the built-in networks.',
    examples: ['backend', 'bridge'],
    words: builtInNetworks.slice(0, 3),
    reference: 'network',
    code: 'invalid-name',
    read: name(translatable('a network')),
  },
  'network mode': {
    title: 'the name of a network',
    placeholder: 'NETWORK',
    documentation:
      'A network declared by a `network` statement, a built-in one (`bridge`, `host`, `none`), or `container:NAME` to share the network of another container.',
    examples: ['backend', 'host', 'container:web'],
    words: builtInNetworks,
    reference: 'network',
    code: 'invalid-name',
    read: (text) => {
      if (text === 'container:')
        return { refused: t('`container:` needs the name of a container, as in `container:web`.') };
      return name('a network')(text);
    },
  },
  container: {
    title: 'the name of a container',
    placeholder: 'CONTAINER',
    documentation: 'A container declared by a `container` statement. Replicas are `NAME-1`, `NAME-2` and so on.',
    examples: ['web'],
    reference: 'container',
    code: 'invalid-name',
    read: name(translatable('a container')),
  },
  sender: {
    title: 'a container, `host` or `outside`',
    placeholder: 'SOURCE',
    documentation:
      'Who tries: a container, `host` (or the name of a host) for the machine itself, `outside` for a machine on the LAN.',
    examples: ['web', 'host', 'outside'],
    words: places,
    reference: 'container',
    code: 'invalid-name',
    read: name(translatable('a source')),
  },
  target: {
    title: 'a container, a DNS name, an address, `host` or `outside`',
    placeholder: 'TARGET',
    documentation: 'Who is tried: a container, a name for DNS to resolve, an address, `host` or `outside`.',
    examples: ['db', 'laboratory', '172.18.0.2', 'outside'],
    words: places,
    reference: 'container',
    code: 'invalid-name',
    read: name(translatable('a target')),
  },
  'dns name': {
    title: 'a name for DNS to resolve',
    placeholder: 'NAME',
    documentation: "A container's name, an alias, a host name or a name of the public DNS.",
    examples: ['laboratory', 'db.backend'],
    reference: 'alias',
    code: 'invalid-name',
    read: name(translatable('something to resolve')),
  },
  alias: {
    title: 'a further name',
    placeholder: 'ALIAS',
    documentation:
      'A further name for the container, known to DNS on this one network. Several containers may share it.',
    examples: ['db'],
    definition: true,
    reference: 'alias',
    code: 'invalid-name',
    read: name(translatable('an alias')),
  },
  'host name': {
    title: 'a host name',
    placeholder: 'NAME',
    documentation: 'A host name as in `/etc/hosts`.',
    examples: ['files.example.test'],
    code: 'invalid-name',
    read: name(translatable('a machine')),
  },
  interface: {
    title: 'the name of an interface',
    placeholder: 'INTERFACE',
    documentation: 'A network interface of the host.',
    examples: ['eth0', 'eth0.20'],
    code: 'invalid-name',
    read: name(translatable('an interface')),
  },
  image: {
    title: 'an image',
    placeholder: 'IMAGE',
    documentation: 'The image, with its tag: it says which ports a container exposes.',
    examples: ['nginx:1.27', 'postgres:17'],
    code: 'invalid-name',
    read: name(translatable('an image')),
  },
  'driver option': {
    title: 'the key of an option',
    placeholder: 'KEY',
    documentation: 'An option of the driver. It is passed on as it is written.',
    examples: ['com.docker.network.bridge.name'],
    words: driverOptions,
    code: 'invalid-name',
    read: (text) => text,
  },
  'driver option value': {
    title: 'the value of an option',
    placeholder: 'VALUE',
    documentation: 'What the driver makes of it is its own affair: it is passed on as it is written.',
    examples: ['br-lab'],
    code: 'invalid-name',
    read: (text) => text,
  },
  'driver mode': {
    title: 'the mode of a driver',
    placeholder: 'MODE',
    documentation: 'macvlan: `bridge`, `private`, `vepa`, `passthru`. ipvlan: `l2`, `l3`, `l3s`.',
    examples: ['l3'],
    words: Object.values(driverModes).flat(),
    code: 'invalid-name',
    read: (text) => text,
  },
  boolean: {
    title: '`true` or `false`',
    placeholder: 'true|false',
    documentation: '`true` or `false`; `yes`, `no`, `on` and `off` do as well.',
    examples: ['true', 'false'],
    words: [
      { word: 'true', documentation: 'Switched on: the same as writing no value.' },
      { word: 'false', documentation: 'Switched off.' },
    ],
    code: 'invalid-boolean',
    read: (text) => BOOLEANS.get(text.toLowerCase()) ?? { refused: t`\`${text}\` is neither \`true\` nor \`false\`.` },
  },
  'engine version': {
    title: 'a version of Docker Engine',
    placeholder: 'VERSION',
    documentation: 'The version whose behaviour is simulated.',
    examples: engineVersions.map(({ word }) => word),
    words: engineVersions,
    code: 'unknown-engine-version',
    read: oneOf(translatable('a version of Docker Engine that can be simulated'), engineVersions),
  },
  driver: {
    title: 'a network driver',
    placeholder: 'DRIVER',
    documentation: 'How the network is built on the host.',
    examples: ['bridge', 'overlay', 'macvlan', 'ipvlan'],
    words: (['bridge', 'overlay', 'macvlan', 'ipvlan'] as const).map((word) => ({
      word,
      documentation: drivers[word].documentation,
    })),
    code: 'invalid-name',
    read: name(translatable('a driver')),
  },
  'swarm role': {
    title: '`manager` or `worker`',
    placeholder: 'manager|worker',
    documentation: "The host's part in the swarm.",
    examples: ['manager', 'worker'],
    words: swarmRoles,
    code: 'unknown-swarm-role',
    read: oneOf(translatable('a role in a swarm'), swarmRoles),
  },
  mtu: {
    title: 'a size in bytes',
    placeholder: 'BYTES',
    documentation: 'The largest packet in bytes; Ethernet carries 1500.',
    examples: ['1450'],
    code: 'invalid-number',
    read: integer(translatable('a size of packets'), 0, 65_535),
  },
  'prefix length': {
    title: 'a prefix length',
    placeholder: 'LENGTH',
    documentation: 'How many leading bits of an address name the network: 24 leaves 256 addresses.',
    examples: ['24'],
    code: 'invalid-number',
    read: (text) => integer(translatable('a prefix length'), 0, 128)(text.startsWith('/') ? text.slice(1) : text),
  },
  replicas: {
    title: 'a number of containers',
    placeholder: 'N',
    documentation: 'How many containers of this description run.',
    examples: ['3'],
    code: 'invalid-number',
    read: integer(translatable('a number of replicas'), 0, 10_000),
  },
  priority: {
    title: 'a whole number',
    placeholder: 'N',
    documentation: 'The highest wins; without one it is 0.',
    examples: ['1', '100'],
    code: 'invalid-number',
    read: integer(translatable('a priority'), -2_147_483_648, 2_147_483_647),
  },
  'fact value': {
    title: 'an expected value',
    placeholder: 'VALUE',
    documentation: 'An address, a MAC address or the name of an interface, as the property before it says.',
    examples: ['172.17.0.2', 'eth0'],
    code: 'invalid-name',
    read: name(translatable('an expected value')),
  },
} satisfies Readonly<Record<string, ValueKind>>;

export type ValueKindName = keyof typeof generalKinds | keyof typeof addressKinds | keyof typeof portKinds;

/** Every kind of value by its name. */
export const valueKinds: Readonly<Record<ValueKindName, ValueKind>> = {
  ...generalKinds,
  ...addressKinds,
  ...portKinds,
};

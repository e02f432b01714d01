/**
 * Engine commands → the `.dnet` statements that stand for them: what `dnet import` writes. What a `.dnet` file cannot
 * say is kept as a comment in its place, or noted, never dropped in silence.
 */

import { keepAliveCommand } from '../analysis/images.ts';
import { t } from '../l10n.ts';
import { bind } from '../model/bind.ts';
import type {
  AttachmentOptions,
  ContainerOptions,
  EngineCommand,
  NetworkCreateOptions,
} from '../simulation/command.ts';
import { parse } from '../syntax/parser.ts';
import { dockerCommand } from './docker-script.ts';

export interface ImportNote {
  /** Index into the commands. */
  readonly command: number;
  readonly message: string;
}

export interface DnetSource {
  readonly text: string;
  readonly notes: readonly ImportNote[];
}

/**
 * Writes the statements of each command, in order. What the language refuses of a value that Docker might take is
 * noted too. Networks are created first in a `.dnet` file, wherever they stand.
 */
export function dnetSource(commands: readonly EngineCommand[]): DnetSource {
  const notes: ImportNote[] = [];
  const statements = commands.map((command, index) => {
    const text = statement(command, index, (message) => notes.push({ command: index, message }));
    const problems = bind(parse(text)).declarations.flatMap((declaration) => declaration.problems);
    for (const { message } of problems) notes.push({ command: index, message });
    return text;
  });
  return { text: statements.map((lines) => `${lines}\n`).join(''), notes };
}

type Note = (message: string) => void;

function statement(command: EngineCommand, index: number, note: Note): string {
  switch (command.kind) {
    case 'networkCreate':
      return network(command, note);
    case 'containerRun':
      return container(command, index, note);
    case 'networkConnect':
      return connect(command, note);
    case 'networkDisconnect':
      if (command.force) note(t('`disconnect` has no `--force`.'));
      return `disconnect ${word(command.container)} from ${word(command.network)}`;
    case 'containerStart':
      return each('start', command.containers);
    case 'containerKill':
      note(t('`kill` is written as `stop`: for the network they are the same.'));
      return each('stop', command.containers);
    case 'containerStop':
      return each('stop', command.containers);
    case 'containerRestart':
      return each('restart', command.containers);
    case 'containerRemove':
      if (!command.force) note(t('`remove` is `docker rm --force`: it also removes a container that runs.'));
      return each('remove', command.containers);
    default:
      note(t('A .dnet file has no statement for this command; it is kept as a comment.'));
      return dockerCommand(command).replace(/^/gm, '# ');
  }
}

function each(keyword: string, names: readonly string[]): string {
  return names.map((name) => `${keyword} ${word(name)}`).join('\n');
}

/** Driver options that have a property of their own, and the values that it can say. */
const OPTION_PROPERTIES: Readonly<Record<string, { readonly property: string; readonly value: RegExp }>> = {
  'com.docker.network.bridge.enable_icc': { property: 'icc', value: /^(true|false)$/ },
  'com.docker.network.bridge.enable_ip_masquerade': { property: 'masquerade', value: /^(true|false)$/ },
  'com.docker.network.driver.mtu': { property: 'mtu', value: /^[1-9]\d{0,3}$/ },
  parent: { property: 'parent', value: /./ },
  macvlan_mode: { property: 'mode', value: /./ },
  ipvlan_mode: { property: 'mode', value: /./ },
};

function network(options: NetworkCreateOptions, note: Note): string {
  const unsaid = ['ingress', 'ipv4', 'scope', 'labels'] as const;
  for (const key of unsaid) if (options[key] !== undefined) note(t`\`network\` cannot say \`--${flagName(key)}\`.`);
  return block(`network ${word(options.name)}`, [
    ...property('driver', options.driver),
    ...list('subnet', options.subnets),
    ...list('gateway', options.gateways),
    ...list('ip-range', options.ipRanges),
    ...(options.auxAddresses ?? []).map((text) => {
      const [name = '', ...address] = text.split('=');
      return `reserve ${word(name)} ${word(address.join('='))}`;
    }),
    ...flag('internal', options.internal),
    ...flag('attachable', options.attachable),
    ...flag('ipv6', options.ipv6),
    ...(options.options ?? []).map(([key, value]) => {
      const own = OPTION_PROPERTIES[key];
      const mode = own?.property === 'mode' && !key.startsWith(options.driver ?? 'bridge');
      return own?.value.test(value) && !mode ? `${own.property} ${word(value)}` : `option ${word(key)} ${word(value)}`;
    }),
  ]);
}

/** `docker run` options that touch a container and not its place on a network, or that have no property. */
const UNSAID_OF_CONTAINER = [
  'linkLocalIps',
  'domainname',
  'dnsSearch',
  'dnsOptions',
  'sysctls',
  'uts',
  'pull',
  'restart',
  'autoRemove',
] as const;

function container(options: ContainerOptions, index: number, note: Note): string {
  for (const key of UNSAID_OF_CONTAINER) {
    if (options[key] !== undefined) note(t`\`container\` cannot say \`--${flagName(key)}\`.`);
  }
  const command = options.command?.join(' ') ?? '';
  if (command !== '' && command !== keepAliveCommand(options.image).join(' ')) {
    note(
      t`\`container\` cannot say the command \`${command}\`: the container is taken to run on and to serve its ports.`,
    );
  }
  const name = options.name ?? `unnamed-${index + 1}`;
  if (options.name === undefined) note(t`Docker would make up a name; here the container is called \`${name}\`.`);
  return block(`container ${word(name)}`, [
    ...property('image', options.image),
    ...attachments(options).map((attachment) => attached(attachment, note)),
    ...list('publish', options.publish),
    ...flag('publish-all', options.publishAll),
    ...list('expose', options.expose),
    ...(options.listens ?? []).map(({ address, port, protocol }) =>
      address === undefined ? `listen ${port}/${protocol}` : `listen ${bracketed(address)}:${port}/${protocol}`,
    ),
    ...property('hostname', options.hostname),
    ...list('dns', options.dns),
    ...(options.extraHosts ?? []).map((text) => {
      const [, name = '', address = ''] = /^([^:=]*)[:=]?(.*)$/s.exec(text) ?? [];
      return `extra-host ${word(name)} ${word(address)}`;
    }),
    ...(options.links ?? []).map((text) => {
      const [target = '', alias] = text.split(':');
      return alias === undefined ? `link ${word(target)}` : `link ${word(target)} as ${word(alias)}`;
    }),
    ...property('mac', options.mac),
  ]);
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** The networks with what `--ip`, `--ip6` and `--network-alias` say of the first one. */
function attachments({ networks, ip, ip6, aliases }: ContainerOptions): readonly AttachmentOptions[] {
  if (ip === undefined && ip6 === undefined && aliases === undefined) return networks;
  const [first = { network: 'bridge' }, ...others] = networks;
  const named = aliases ?? first.aliases;
  return [
    { ...first, ...(ip !== undefined && { ip }), ...(ip6 !== undefined && { ip6 }), ...(named && { aliases: named }) },
    ...others,
  ];
}

function attached(attachment: AttachmentOptions, note: Note): string {
  return block(`network ${word(attachment.network)}`, attachmentProperties(attachment, note));
}

function connect(command: AttachmentOptions & { readonly container: string }, note: Note): string {
  return block(`connect ${word(command.container)} to ${word(command.network)}`, attachmentProperties(command, note));
}

function attachmentProperties(attachment: AttachmentOptions, note: Note): readonly string[] {
  const unsaid = ['links', 'linkLocalIps', 'driverOptions'] as const;
  const macOption = attachment.driverOptions?.find(([key]) => key === 'com.docker.network.endpoint.macaddress');
  for (const key of unsaid) {
    if (key === 'driverOptions' && macOption && attachment.driverOptions?.length === 1) continue;
    if (attachment[key] !== undefined) note(t`The attachment cannot say \`--${flagName(key)}\`.`);
  }
  return [
    ...property('ip', attachment.ip),
    ...property('ip6', attachment.ip6),
    ...list('alias', attachment.aliases),
    ...property('mac', attachment.mac ?? macOption?.[1]),
    ...property('gateway-priority', attachment.gatewayPriority?.toString()),
  ];
}

const FLAG_NAMES: Readonly<Record<string, string>> = {
  labels: 'label',
  links: 'link',
  sysctls: 'sysctl',
  linkLocalIps: 'link-local-ip',
  dnsSearch: 'dns-search',
  dnsOptions: 'dns-option',
  driverOptions: 'driver-opt',
  autoRemove: 'rm',
};

function flagName(key: string): string {
  return FLAG_NAMES[key] ?? key;
}

function property(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${name} ${word(value)}`];
}

function list(name: string, values: readonly string[] | undefined): readonly string[] {
  return values === undefined || values.length === 0 ? [] : [`${name} ${values.map(word).join(', ')}`];
}

function flag(name: string, value: boolean | undefined): readonly string[] {
  return value === undefined ? [] : [value ? name : `${name} false`];
}

const LINE_WIDTH = 100;

/** A statement on one line where it fits, else one property a line. */
function block(header: string, properties: readonly string[]): string {
  if (properties.length === 0) return header;
  const line = `${header} { ${properties.join('; ')} }`;
  if (line.length <= LINE_WIDTH && !line.includes('\n')) return line;
  return `${header} {\n${properties.map((each) => each.replace(/^/gm, '  ')).join('\n')}\n}`;
}

/** A word as it is, or a string where a word would end early or start a comment. */
export function word(value: string): string {
  if (value !== '' && !/[\s{};,"]/.test(value) && !/^(#|\/\/|\/\*)/.test(value)) return value;
  const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\t': '\\t' };
  return `"${value.replace(/[\\"\n\t]/g, (character) => escapes[character]!)}"`;
}

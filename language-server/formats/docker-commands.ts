/**
 * `docker` command lines → the simulated engine's commands. Values that Docker's engine or client checks are passed on
 * as written: refusing them in Docker's own words is the engine's work. Questions (`ps`, `inspect`, `logs` …) change
 * nothing and come back as a query.
 */
import { t } from '../l10n.ts';
import type {
  AttachmentOptions,
  ContainerOptions,
  EngineCommand,
  NetworkCreateOptions,
} from '../simulation/command.ts';
import type { EngineVersion } from '../simulation/state.ts';
import {
  type Arguments,
  allValues,
  type ClientError,
  flagError,
  isSet,
  lastValue,
  readArguments,
} from './docker-arguments.ts';
import { networkingFlags, terminalFlags } from './docker-flags.ts';

/** A command that only asks. */
export type DockerQuery =
  | { readonly kind: 'ps'; readonly all: boolean; readonly format?: string; readonly quiet: boolean }
  | { readonly kind: 'port'; readonly container: string; readonly port?: string }
  | { readonly kind: 'inspect'; readonly names: readonly string[]; readonly format?: string }
  | { readonly kind: 'networkInspect'; readonly names: readonly string[]; readonly format?: string }
  | { readonly kind: 'networkList'; readonly format?: string; readonly quiet: boolean }
  | { readonly kind: 'logs'; readonly container: string }
  | { readonly kind: 'exec'; readonly container: string; readonly command: readonly string[] }
  | { readonly kind: 'wait'; readonly containers: readonly string[] };

export type DockerCommand =
  | { readonly kind: 'command'; readonly command: EngineCommand; readonly notes: readonly string[] }
  | { readonly kind: 'query'; readonly query: DockerQuery }
  /** Accepted by Docker, and nothing to the network: `docker pull`. */
  | { readonly kind: 'none'; readonly notes: readonly string[] }
  | { readonly kind: 'error'; readonly error: ClientError };

type Reader = (args: Arguments, client: EngineVersion) => DockerCommand;

/** Drops absent options, so that an option is present only when it was given. */
function given<T extends object>(options: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

const list = (values: readonly string[]) => (values.length ? values : undefined);
const flagSet = (args: Arguments, name: string) => (isSet(args, name) ? true : undefined);

class BadValue extends Error {}

/** The keys of `--network name=…,key=value` (docker/cli opts/network.go); 20.10 knows the first three. */
const longNetworkKeys: Readonly<Record<string, readonly EngineVersion[]>> = {
  name: ['20.10', '28', '29'],
  alias: ['20.10', '28', '29'],
  'driver-opt': ['20.10', '28', '29'],
  ip: ['28', '29'],
  ip6: ['28', '29'],
  'mac-address': ['28', '29'],
  'link-local-ip': ['28', '29'],
  'gw-priority': ['28', '29'],
};

/** The fields of one line of CSV; quotes around a field keep its commas, and double themselves inside. */
function csvFields(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  );
}

/** `NAME` or `name=NAME,alias=…,ip=…`, as docker/cli tells them apart. */
function readNetworkFlag(value: string, client: EngineVersion): AttachmentOptions {
  if (!/\w+=\w+(,\w+=\w+)*/.test(value)) return { network: value };
  const values = new Map<string, string[]>();
  for (const field of csvFields(value.toLowerCase())) {
    const equals = field.indexOf('=');
    if (equals <= 0) throw new BadValue(`invalid argument "${value}" for "--network" flag: invalid field ${field}`);
    const key = field.slice(0, equals).trim();
    if (!longNetworkKeys[key]?.includes(client))
      throw new BadValue(`invalid argument "${value}" for "--network" flag: invalid field key ${key}`);
    values.set(key, [...(values.get(key) ?? []), field.slice(equals + 1).trim()]);
  }
  const name = values.get('name')?.at(-1);
  if (!name) throw new BadValue(`invalid argument "${value}" for "--network" flag: network name/id is not specified`);
  const priority = values.get('gw-priority')?.at(-1);
  if (priority !== undefined && !/^[+-]?\d+$/.test(priority))
    throw new BadValue(
      `invalid argument "${value}" for "--network" flag: invalid gw-priority: strconv.Atoi: parsing "${priority}": invalid syntax`,
    );
  return given<AttachmentOptions>({
    network: name,
    ip: values.get('ip')?.at(-1),
    ip6: values.get('ip6')?.at(-1),
    mac: values.get('mac-address')?.at(-1),
    aliases: values.get('alias'),
    linkLocalIps: values.get('link-local-ip'),
    driverOptions: values.get('driver-opt')?.map(keyValue),
    gatewayPriority: priority === undefined ? undefined : Number(priority),
  });
}

function containerOptions(args: Arguments, client: EngineVersion): ContainerOptions {
  const [image = '', ...command] = args.positional;
  const all = (name: string) => list(allValues(args, name));
  return given<ContainerOptions>({
    name: lastValue(args, 'name'),
    image,
    networks: allValues(args, 'network').map((value) => readNetworkFlag(value, client)),
    ip: lastValue(args, 'ip'),
    ip6: lastValue(args, 'ip6'),
    aliases: all('network-alias'),
    linkLocalIps: all('link-local-ip'),
    mac: lastValue(args, 'mac-address'),
    publish: all('publish'),
    publishAll: flagSet(args, 'publish-all'),
    expose: all('expose'),
    hostname: lastValue(args, 'hostname'),
    domainname: lastValue(args, 'domainname'),
    dns: all('dns'),
    dnsSearch: all('dns-search'),
    dnsOptions: all('dns-option'),
    extraHosts: all('add-host'),
    links: all('link'),
    sysctls: all('sysctl'),
    uts: lastValue(args, 'uts'),
    pull: lastValue(args, 'pull'),
    restart: lastValue(args, 'restart'),
    autoRemove: flagSet(args, 'rm'),
    command: list(command),
  });
}

/** What Docker obeys and the simulation has no use for, said once a flag. */
function ignoredFlags(args: Arguments): readonly string[] {
  const names = new Set(args.flags.map((flag) => flag.name));
  return [...names]
    .filter((name) => !networkingFlags.has(name) && !terminalFlags.has(name))
    .map((name) => t`--${name} does not touch networking and is not simulated.`);
}

function attachmentOptions(args: Arguments): AttachmentOptions & { container: string } {
  const [network = '', container = ''] = args.positional;
  const priority = lastValue(args, 'gw-priority');
  if (priority !== undefined && !/^[+-]?\d+$/.test(priority))
    throw new BadValue(
      `invalid argument "${priority}" for "--gw-priority" flag: strconv.ParseInt: parsing "${priority}": invalid syntax`,
    );
  return given<AttachmentOptions & { container: string }>({
    network,
    container,
    ip: lastValue(args, 'ip'),
    ip6: lastValue(args, 'ip6'),
    aliases: list(allValues(args, 'alias')),
    links: list(allValues(args, 'link')),
    linkLocalIps: list(allValues(args, 'link-local-ip')),
    driverOptions: list(allValues(args, 'driver-opt'))?.map(keyValue),
    gatewayPriority: priority === undefined ? undefined : Number(priority),
  });
}

/** `KEY=VALUE`, or `KEY` alone with an empty value. */
function keyValue(text: string): readonly [key: string, value: string] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
}

function networkOptions(args: Arguments): NetworkCreateOptions {
  const all = (name: string) => list(allValues(args, name));
  const stated = (name: string) => (lastValue(args, name) === undefined ? undefined : isSet(args, name));
  const options = allValues(args, 'opt').map(keyValue);
  return given<NetworkCreateOptions>({
    name: args.positional[0] ?? '',
    driver: lastValue(args, 'driver'),
    subnets: all('subnet'),
    ipRanges: all('ip-range'),
    gateways: all('gateway'),
    auxAddresses: all('aux-address'),
    internal: flagSet(args, 'internal'),
    attachable: flagSet(args, 'attachable'),
    ingress: flagSet(args, 'ingress'),
    ipv4: stated('ipv4'),
    ipv6: stated('ipv6'),
    scope: lastValue(args, 'scope'),
    options: options.length ? options : undefined,
    labels: all('label'),
  });
}

const engine = (command: EngineCommand, notes: readonly string[] = []): DockerCommand => ({
  kind: 'command',
  command,
  notes,
});
const query = (value: DockerQuery): DockerCommand => ({ kind: 'query', query: value });

/** A reader for the commands that take a list of containers and nothing that matters here. */
const eachContainer =
  (kind: Extract<EngineCommand, { containers: readonly string[] }>['kind']): Reader =>
  (args) =>
    engine({ kind, containers: args.positional } as EngineCommand);

const format = (args: Arguments) => {
  const value = lastValue(args, 'format');
  return value === undefined ? {} : { format: value };
};

const readers: Readonly<Record<string, Reader>> = {
  run: (args, client) => engine({ kind: 'containerRun', ...containerOptions(args, client) }, ignoredFlags(args)),
  create: (args, client) => engine({ kind: 'containerCreate', ...containerOptions(args, client) }, ignoredFlags(args)),
  start: eachContainer('containerStart'),
  stop: eachContainer('containerStop'),
  restart: eachContainer('containerRestart'),
  kill: eachContainer('containerKill'),
  pause: eachContainer('containerPause'),
  unpause: eachContainer('containerUnpause'),
  rm: (args) =>
    engine({ kind: 'containerRemove', containers: args.positional, ...(isSet(args, 'force') && { force: true }) }),
  rename: ({ positional: [container = '', name = ''] }) => engine({ kind: 'containerRename', container, name }),
  'network create': (args) => engine({ kind: 'networkCreate', ...networkOptions(args) }),
  'network rm': (args) => engine({ kind: 'networkRemove', networks: args.positional }),
  'network prune': () => engine({ kind: 'networkPrune' }),
  'swarm init': (args) => engine(given({ kind: 'swarmInit', advertise: lastValue(args, 'advertise-addr') })),
  'swarm join': (args) =>
    engine(
      given({
        kind: 'swarmJoin',
        token: lastValue(args, 'token') ?? '',
        remote: args.positional[0] ?? '',
        advertise: lastValue(args, 'advertise-addr'),
      }),
    ),
  'swarm leave': (args) => engine(given({ kind: 'swarmLeave', force: flagSet(args, 'force') })),
  'network connect': (args) => engine({ kind: 'networkConnect', ...attachmentOptions(args) }),
  'network disconnect': (args) => {
    const [network = '', container = ''] = args.positional;
    return engine({ kind: 'networkDisconnect', network, container, ...(isSet(args, 'force') && { force: true }) });
  },
  'network ls': (args) => query({ kind: 'networkList', quiet: isSet(args, 'quiet'), ...format(args) }),
  'network inspect': (args) => query({ kind: 'networkInspect', names: args.positional, ...format(args) }),
  ps: (args) => query({ kind: 'ps', all: isSet(args, 'all'), quiet: isSet(args, 'quiet'), ...format(args) }),
  inspect: (args) => query({ kind: 'inspect', names: args.positional, ...format(args) }),
  port: ({ positional: [container = '', port] }) =>
    query({ kind: 'port', container, ...(port !== undefined && { port }) }),
  logs: ({ positional: [container = ''] }) => query({ kind: 'logs', container }),
  exec: ({ positional: [container = '', ...command] }) => query({ kind: 'exec', container, command }),
  wait: (args) => query({ kind: 'wait', containers: args.positional }),
};

const createsNetworks = /^(compose|stack|service)\b/;

/**
 * Reads one command line.
 * @param words the words after `docker`
 * @param client the version whose flags and error texts apply
 */
export function readDockerCommand(words: readonly string[], client: EngineVersion): DockerCommand {
  const read = readArguments(words, client);
  if (read.kind === 'error') return read;
  if (read.kind === 'other')
    return {
      kind: 'none',
      notes: [
        createsNetworks.test(read.path)
          ? t`docker ${read.path} is not simulated: the containers and networks that it makes are missing here.`
          : t`docker ${read.path} does not touch networking and is not simulated.`,
      ],
    };
  const reader = readers[read.arguments.syntax.path] as Reader;
  try {
    return reader(read.arguments, client);
  } catch (error) {
    if (!(error instanceof BadValue)) throw error;
    return { kind: 'error', error: flagError(error.message, read.arguments.syntax, client) };
  }
}

/**
 * The `docker` client's commands as data: which flags each takes, whether a flag takes a value, how many arguments
 * follow, and the words of its usage line. Without knowing that `--memory` takes a value and `--privileged` does not,
 * nobody finds the image in a `docker run` line.
 *
 * Sources: the reference pages `docker container run`, `docker network create` … of the Docker documentation, and
 * docker/cli's cli/command/container/opts.go.
 */
import type { EngineVersion } from '../simulation/state.ts';

export interface Flag {
  readonly name: string;
  readonly takesValue: boolean;
  /** The client versions that know the flag; absent: all. */
  readonly clients?: readonly EngineVersion[];
}

export interface CommandSyntax {
  /** What follows `docker`: `network create`. */
  readonly path: string;
  /** What follows the path in the usage line. */
  readonly usage: string;
  /** One line of description, which the 20.10 client adds to its usage text. */
  readonly summary: string;
  readonly minArguments: number;
  readonly maxArguments: number;
  /** False for `run`, `create`, `exec`: everything after the first argument belongs to the container. */
  readonly interspersed: boolean;
  /** By `--long` and `-s` spelling, without dashes. */
  readonly flags: ReadonlyMap<string, Flag>;
}

interface FlagWords {
  /** Each entry is the name, or aliases and name with the name last: `v volume`, `net network`. */
  readonly values?: readonly string[];
  readonly switches?: readonly string[];
}

/** Flags of docker's newer clients; an older one answers `unknown flag`. */
const sinceClient28: ReadonlySet<string> = new Set(['annotation', 'gw-priority', 'health-start-interval', 'ipv4']);
const newerClients: readonly EngineVersion[] = ['28', '29'];

function flagTable(words: FlagWords): ReadonlyMap<string, Flag> {
  const table = new Map<string, Flag>();
  const add = (entries: readonly string[], takesValue: boolean) => {
    for (const entry of entries) {
      const spellings = entry.split(' ');
      const name = spellings[spellings.length - 1] ?? entry;
      const flag: Flag = { name, takesValue, ...(sinceClient28.has(name) && { clients: newerClients }) };
      for (const spelling of spellings) table.set(spelling, flag);
    }
  };
  add(words.values ?? [], true);
  add([...(words.switches ?? []), 'help'], false);
  return table;
}

const containerFlags: FlagWords = {
  values: [
    ...['add-host', 'annotation', 'a attach', 'blkio-weight', 'blkio-weight-device', 'cap-add', 'cap-drop'],
    ...['cgroup-parent', 'cgroupns', 'cidfile', 'cpu-count', 'cpu-percent', 'cpu-period', 'cpu-quota'],
    ...['cpu-rt-period', 'cpu-rt-runtime', 'c cpu-shares', 'cpus', 'cpuset-cpus', 'cpuset-mems', 'detach-keys'],
    ...['device', 'device-cgroup-rule', 'device-read-bps', 'device-read-iops', 'device-write-bps'],
    ...['device-write-iops', 'dns', 'dns-opt dns-option', 'dns-search', 'domainname', 'entrypoint', 'e env'],
    ...['env-file', 'expose', 'gpus', 'group-add', 'health-cmd', 'health-interval', 'health-retries'],
    ...['health-start-interval', 'health-start-period', 'health-timeout', 'h hostname', 'ip', 'ip6', 'ipc'],
    ...['isolation', 'kernel-memory', 'l label', 'label-file', 'link', 'link-local-ip', 'log-driver', 'log-opt'],
    ...['mac-address', 'm memory', 'memory-reservation', 'memory-swap', 'memory-swappiness', 'mount', 'name'],
    ...['net network', 'net-alias network-alias', 'oom-score-adj', 'pid', 'pids-limit', 'platform', 'p publish'],
    ...['pull', 'restart', 'runtime', 'security-opt', 'shm-size', 'stop-signal', 'stop-timeout', 'storage-opt'],
    ...['sysctl', 'tmpfs', 'ulimit', 'u user', 'userns', 'uts', 'v volume', 'volume-driver', 'volumes-from'],
    ...['w workdir'],
  ],
  switches: [
    ...['d detach', 'disable-content-trust', 'init', 'i interactive', 'no-healthcheck', 'oom-kill-disable'],
    ...['privileged', 'P publish-all', 'q quiet', 'read-only', 'rm', 'sig-proxy', 't tty', 'use-api-socket'],
  ],
};

/** Flags of the container commands that change what the network looks like; the rest is accepted and noted. */
export const networkingFlags: ReadonlySet<string> = new Set([
  ...['add-host', 'dns', 'dns-option', 'dns-search', 'domainname', 'expose', 'hostname', 'ip', 'ip6', 'link'],
  ...['link-local-ip', 'mac-address', 'name', 'network', 'network-alias', 'publish', 'publish-all', 'pull'],
  ...['restart', 'rm', 'sysctl', 'uts'],
]);

/** Flags that only say how the terminal is used: not worth a note. */
export const terminalFlags: ReadonlySet<string> = new Set([
  ...['attach', 'detach', 'detach-keys', 'interactive', 'quiet', 'sig-proxy', 'tty', 'cidfile', 'help'],
]);

type Arity = readonly [min: number, max: number];
const many = Number.POSITIVE_INFINITY;

function command(
  path: string,
  usage: string,
  summary: string,
  [minArguments, maxArguments]: Arity,
  flags: FlagWords = {},
  interspersed = true,
): CommandSyntax {
  return { path, usage, summary, minArguments, maxArguments, interspersed, flags: flagTable(flags) };
}

const commands: readonly CommandSyntax[] = [
  command(
    'run',
    '[OPTIONS] IMAGE [COMMAND] [ARG...]',
    'Run a command in a new container',
    [1, many],
    containerFlags,
    false,
  ),
  command('create', '[OPTIONS] IMAGE [COMMAND] [ARG...]', 'Create a new container', [1, many], containerFlags, false),
  command('start', '[OPTIONS] CONTAINER [CONTAINER...]', 'Start one or more stopped containers', [1, many], {
    values: ['checkpoint', 'checkpoint-dir', 'detach-keys'],
    switches: ['a attach', 'i interactive'],
  }),
  command('stop', '[OPTIONS] CONTAINER [CONTAINER...]', 'Stop one or more running containers', [1, many], {
    values: ['t time timeout', 's signal'],
  }),
  command('restart', '[OPTIONS] CONTAINER [CONTAINER...]', 'Restart one or more containers', [1, many], {
    values: ['t time timeout', 's signal'],
  }),
  command('kill', '[OPTIONS] CONTAINER [CONTAINER...]', 'Kill one or more running containers', [1, many], {
    values: ['s signal'],
  }),
  command('rm', '[OPTIONS] CONTAINER [CONTAINER...]', 'Remove one or more containers', [1, many], {
    switches: ['f force', 'l link', 'v volumes'],
  }),
  command('pause', 'CONTAINER [CONTAINER...]', 'Pause all processes within one or more containers', [1, many]),
  command('unpause', 'CONTAINER [CONTAINER...]', 'Unpause all processes within one or more containers', [1, many]),
  command('rename', 'CONTAINER NEW_NAME', 'Rename a container', [2, 2]),
  command('wait', 'CONTAINER [CONTAINER...]', 'Block until one or more containers stop, then print their exit codes', [
    1,
    many,
  ]),
  command('logs', '[OPTIONS] CONTAINER', 'Fetch the logs of a container', [1, 1], {
    values: ['since', 'n tail', 'until'],
    switches: ['details', 'f follow', 't timestamps'],
  }),
  command(
    'exec',
    '[OPTIONS] CONTAINER COMMAND [ARG...]',
    'Run a command in a running container',
    [2, many],
    {
      values: ['detach-keys', 'e env', 'env-file', 'u user', 'w workdir'],
      switches: ['d detach', 'i interactive', 'privileged', 't tty'],
    },
    false,
  ),
  command(
    'port',
    'CONTAINER [PRIVATE_PORT[/PROTO]]',
    'List port mappings or a specific mapping for the container',
    [1, 2],
  ),
  command('ps', '[OPTIONS]', 'List containers', [0, 0], {
    values: ['f filter', 'format', 'n last'],
    switches: ['a all', 'l latest', 'no-trunc', 'q quiet', 's size'],
  }),
  command('inspect', '[OPTIONS] NAME|ID [NAME|ID...]', 'Return low-level information on Docker objects', [1, many], {
    values: ['f format', 'type'],
    switches: ['s size'],
  }),
  command('network create', '[OPTIONS] NETWORK', 'Create a network', [1, 1], {
    values: [
      ...['aux-address', 'config-from', 'd driver', 'gateway', 'ip-range', 'ipam-driver', 'ipam-opt', 'label'],
      ...['o opt', 'scope', 'subnet'],
    ],
    switches: ['attachable', 'config-only', 'ingress', 'internal', 'ipv4', 'ipv6'],
  }),
  command('network connect', '[OPTIONS] NETWORK CONTAINER', 'Connect a container to a network', [2, 2], {
    values: ['alias', 'driver-opt', 'gw-priority', 'ip', 'ip6', 'link', 'link-local-ip'],
  }),
  command('network disconnect', '[OPTIONS] NETWORK CONTAINER', 'Disconnect a container from a network', [2, 2], {
    switches: ['f force'],
  }),
  command('network rm', 'NETWORK [NETWORK...]', 'Remove one or more networks', [1, many], { switches: ['f force'] }),
  command('network prune', '[OPTIONS]', 'Remove all unused networks', [0, 0], {
    values: ['filter'],
    switches: ['f force'],
  }),
  command('network ls', '[OPTIONS]', 'List networks', [0, 0], {
    values: ['f filter', 'format'],
    switches: ['no-trunc', 'q quiet'],
  }),
  command(
    'network inspect',
    '[OPTIONS] NETWORK [NETWORK...]',
    'Display detailed information on one or more networks',
    [1, many],
    { values: ['f format'], switches: ['v verbose'] },
  ),
  command('swarm init', '[OPTIONS]', 'Initialize a swarm', [0, 0], {
    values: [
      ...['advertise-addr', 'availability', 'cert-expiry', 'data-path-addr', 'data-path-port', 'default-addr-pool'],
      ...['default-addr-pool-mask-length', 'dispatcher-heartbeat', 'external-ca', 'listen-addr', 'max-snapshots'],
      ...['snapshot-interval', 'task-history-limit'],
    ],
    switches: ['autolock', 'force-new-cluster'],
  }),
  command('swarm join', '[OPTIONS] HOST:PORT', 'Join a swarm as a node and/or manager', [1, 1], {
    values: ['advertise-addr', 'availability', 'data-path-addr', 'listen-addr', 'token'],
  }),
  command('swarm leave', '[OPTIONS]', 'Leave the swarm', [0, 0], { switches: ['f force'] }),
];

export const commandSyntax: ReadonlyMap<string, CommandSyntax> = new Map(commands.map((c) => [c.path, c]));

/** Other spellings of the same commands: `docker container ls` is `docker ps`. */
export const commandSynonyms: ReadonlyMap<string, string> = new Map([
  ['container ls', 'ps'],
  ['container list', 'ps'],
  ['container ps', 'ps'],
  ['container remove', 'rm'],
  ['container inspect', 'inspect'],
  ['network list', 'network ls'],
  ['network remove', 'network rm'],
  ...['run', 'create', 'start', 'stop', 'restart', 'kill', 'rm', 'pause', 'unpause', 'rename', 'wait'].map(
    (name) => [`container ${name}`, name] as const,
  ),
  ...['logs', 'exec', 'port'].map((name) => [`container ${name}`, name] as const),
]);

/** Commands that the client knows and that change no network: accepted and noted. */
export const otherCommands: ReadonlySet<string> = new Set([
  ...['attach', 'build', 'builder', 'buildx', 'checkpoint', 'commit', 'compose', 'config', 'container', 'context'],
  ...['cp', 'diff', 'events', 'export', 'history', 'image', 'images', 'import', 'info', 'load', 'login', 'logout'],
  ...['manifest', 'network', 'node', 'plugin', 'pull', 'push', 'rmi', 'save', 'search', 'secret', 'service', 'stack'],
  ...['stats', 'swarm', 'system', 'tag', 'top', 'trust', 'update', 'version', 'volume'],
]);

/** Flags before the command: `docker --context lab run …`. */
export const globalFlags: ReadonlyMap<string, Flag> = flagTable({
  values: ['config', 'c context', 'H host', 'l log-level', 'tlscacert', 'tlscert', 'tlskey'],
  switches: ['D debug', 'tls', 'tlsverify', 'v version'],
});

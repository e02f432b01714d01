/**
 * The simulated engine's commands as `docker` command lines that a shell can run.
 */
import type {
  AttachmentOptions,
  ContainerOptions,
  EngineCommand,
  NetworkCreateOptions,
} from '../simulation/command.ts';

/** `docker run -d --name web -p 8080:80 nginx`: one line, each word quoted where a shell needs it. */
export function dockerCommand(command: EngineCommand): string {
  return words(command).map(quote).join(' ');
}

/** The words of a command line, unquoted. */
function words(command: EngineCommand): readonly string[] {
  switch (command.kind) {
    case 'networkCreate':
      return ['docker', 'network', 'create', ...networkFlags(command), command.name];
    case 'networkRemove':
      return ['docker', 'network', 'rm', ...command.networks];
    case 'networkPrune':
      return ['docker', 'network', 'prune', '--force'];
    case 'networkConnect':
      return ['docker', 'network', 'connect', ...connectFlags(command), command.network, command.container];
    case 'networkDisconnect':
      return ['docker', 'network', 'disconnect', ...flag('--force', command.force), command.network, command.container];
    case 'containerCreate':
      return ['docker', 'create', ...containerFlags(command), command.image, ...(command.command ?? [])];
    case 'containerRun':
      return ['docker', 'run', '-d', ...containerFlags(command), command.image, ...(command.command ?? [])];
    case 'containerStart':
      return ['docker', 'start', ...command.containers];
    case 'containerStop':
      return ['docker', 'stop', ...command.containers];
    case 'containerKill':
      return ['docker', 'kill', ...command.containers];
    case 'containerRestart':
      return ['docker', 'restart', ...command.containers];
    case 'containerPause':
      return ['docker', 'pause', ...command.containers];
    case 'containerUnpause':
      return ['docker', 'unpause', ...command.containers];
    case 'containerRemove':
      return ['docker', 'rm', ...flag('-f', command.force), ...command.containers];
    case 'containerRename':
      return ['docker', 'rename', command.container, command.name];
    case 'swarmInit':
      return ['docker', 'swarm', 'init', ...option('--advertise-addr', command.advertise)];
    case 'swarmJoin':
      return [
        ...['docker', 'swarm', 'join', '--token', command.token],
        ...option('--advertise-addr', command.advertise),
        command.remote,
      ];
    case 'swarmLeave':
      return ['docker', 'swarm', 'leave', ...flag('--force', command.force)];
    case 'daemonRestart':
      return ['systemctl', 'restart', 'docker'];
    case 'hostAddressAdd':
      return ['ip', 'address', 'add', command.address, 'dev', command.interface];
    case 'hostAddressFlush':
      return ['ip', 'address', 'flush', 'dev', command.interface];
    case 'hostRouteAdd':
      return [
        ...['ip', 'route', 'add', command.destination],
        ...option('via', command.via),
        ...option('dev', command.interface),
      ];
    case 'lanRouteAdd':
      return ['ip', 'route', 'add', command.destination, 'via', command.via];
  }
}

function networkFlags(network: NetworkCreateOptions): readonly string[] {
  return [
    ...option('-d', network.driver),
    ...flag('--attachable', network.attachable),
    ...each('--aux-address', network.auxAddresses),
    ...each('--gateway', network.gateways),
    ...flag('--ingress', network.ingress),
    ...flag('--internal', network.internal),
    ...each('--ip-range', network.ipRanges),
    ...(network.ipv4 === undefined ? [] : [`--ipv4=${network.ipv4}`]),
    ...(network.ipv6 === false ? ['--ipv6=false'] : flag('--ipv6', network.ipv6)),
    ...each('--label', network.labels),
    ...each('-o', network.options?.map(keyValue)),
    ...option('--scope', network.scope),
    ...each('--subnet', network.subnets),
  ];
}

function connectFlags(attachment: AttachmentOptions): readonly string[] {
  return [
    ...each('--alias', attachment.aliases),
    ...option('--gw-priority', attachment.gatewayPriority?.toString()),
    ...option('--ip', attachment.ip),
    ...option('--ip6', attachment.ip6),
    ...each('--link', attachment.links),
    ...each('--link-local-ip', attachment.linkLocalIps),
    // `docker network connect` has no flag for the MAC address; it passes one as a driver option.
    ...option('--driver-opt', attachment.mac && `com.docker.network.endpoint.macaddress=${attachment.mac}`),
    ...each('--driver-opt', attachment.driverOptions?.map(keyValue)),
  ];
}

function containerFlags(container: ContainerOptions): readonly string[] {
  return [
    ...option('--name', container.name),
    ...container.networks.flatMap((network) => ['--network', networkOption(network)]),
    ...option('--ip', container.ip),
    ...option('--ip6', container.ip6),
    ...each('--network-alias', container.aliases),
    ...each('--link-local-ip', container.linkLocalIps),
    ...option('--mac-address', container.mac),
    ...each('-p', container.publish),
    ...flag('-P', container.publishAll),
    ...each('--expose', container.expose),
    ...option('--hostname', container.hostname),
    ...option('--domainname', container.domainname),
    ...each('--dns', container.dns),
    ...each('--dns-search', container.dnsSearch),
    ...each('--dns-option', container.dnsOptions),
    ...each('--add-host', container.extraHosts),
    ...each('--link', container.links),
    ...each('--sysctl', container.sysctls),
    ...option('--uts', container.uts),
    ...option('--pull', container.pull),
    ...option('--restart', container.restart),
    ...flag('--rm', container.autoRemove),
  ];
}

/** `--network`'s value: the bare name, or the long form `name=…,ip=…` where the attachment has options of its own. */
function networkOption(attachment: AttachmentOptions): string {
  const fields = [
    ...field('ip', attachment.ip),
    ...field('ip6', attachment.ip6),
    ...(attachment.aliases ?? []).flatMap((alias) => field('alias', alias)),
    ...(attachment.linkLocalIps ?? []).flatMap((ip) => field('link-local-ip', ip)),
    ...field('mac-address', attachment.mac),
    ...field('gw-priority', attachment.gatewayPriority?.toString()),
    ...(attachment.driverOptions ?? []).flatMap((pair) => field('driver-opt', keyValue(pair))),
  ];
  return fields.length === 0 ? attachment.network : [`name=${attachment.network}`, ...fields].join(',');
}

/** One field of the long form, which is a line of CSV: quotes around a value with a comma or a quote in it. */
function field(key: string, value: string | undefined): readonly string[] {
  if (value === undefined) return [];
  const text = `${key}=${value}`;
  return [/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text];
}

function keyValue([key, value]: readonly [string, string]): string {
  return `${key}=${value}`;
}

function flag(name: string, value: boolean | undefined): readonly string[] {
  return value ? [name] : [];
}

function option(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [name, value];
}

function each(name: string, values: readonly string[] | undefined): readonly string[] {
  return (values ?? []).flatMap((value) => [name, value]);
}

/** One word as a POSIX shell reads it back unchanged. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

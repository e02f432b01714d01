/** `/etc/hosts` and `/etc/resolv.conf` of a container, as the engine writes them. Lines have one blank between fields. */
import type { Connection } from './endpoints.ts';
import { rules } from './engine-versions.ts';
import { shortId } from './ids.ts';
import { isUserDefined } from './networks.ts';
import type { Container, Endpoint, Host, Network } from './state.ts';

const embeddedServer = '127.0.0.11';

/** `host-gateway` stands for docker0's address. */
function hostGateway(host: Host): string | undefined {
  const id = host.networkIds.get('bridge');
  return id === undefined ? undefined : host.networks.get(id)?.pools[0]?.gateway;
}

/** The lines of `--add-host NAME:ADDRESS` and `NAME=ADDRESS`. */
function extraHostLines(host: Host, container: Container): readonly string[] {
  return (container.options.extraHosts ?? []).map((entry) => {
    const at = entry.search(/[:=]/);
    const address = entry.slice(at + 1).replace(/^\[(.*)\]$/, '$1');
    return `${address === 'host-gateway' ? (hostGateway(host) ?? address) : address} ${entry.slice(0, at)}`;
  });
}

/** The line by which a container of the default bridge knows one that it is linked to. */
export function linkLine(address: string, target: Container, alias: string): string {
  return `${address} ${[...new Set([alias, target.hostname, target.name])].join(' ')}`;
}

function linkLines(host: Host, container: Container): readonly string[] {
  if (!container.links.length || defaultBridgeAddress(host, container) === undefined) return [];
  return container.links.flatMap(({ target, alias }) => {
    const linked = host.containers.get(target);
    const address = linked && defaultBridgeAddress(host, linked);
    return linked && address !== undefined ? [linkLine(address, linked, alias)] : [];
  });
}

export function defaultBridgeAddress(host: Host, container: Container): string | undefined {
  const id = host.networkIds.get('bridge');
  return id === undefined ? undefined : host.networks.get(id)?.endpoints.get(container.id)?.address;
}

/**
 * The container's own line for each of the endpoint's addresses: its full name, and what stands before the first dot.
 * moby `libnetwork/sandbox_dns_unix.go` updateHostsFile.
 */
export function ownLines(container: Container, endpoint: Endpoint): readonly string[] {
  const { domainname } = container.options;
  const full = domainname ? `${container.hostname}.${domainname}` : container.hostname;
  const names =
    full.includes('.') && full !== shortId(container.id) ? `${full} ${full.slice(0, full.indexOf('.'))}` : full;
  const { address, address6 } = endpoint;
  const line = address === undefined ? [] : [`${address} ${names}`];
  return address6 === undefined ? line : line.concat(`${address6} ${names}`);
}

/** `/etc/hosts` at the start, beyond the standard lines. */
export const hostsFileAtStart = (host: Host, container: Container, connections: readonly Connection[]) =>
  extraHostLines(host, container).concat(
    linkLines(host, container),
    connections.flatMap(({ endpoint }) => ownLines(container, endpoint)),
  );

/** `/etc/hosts` once the container has left a network. */
export function hostsFileAfterLeaving(host: Host, container: Container, network: Network, endpoint: Endpoint) {
  if (rules[host.engine].leavingClearsHostsByName) {
    if (!isUserDefined(network)) return container.hostsFile;
    const names = new Set([...network.endpoints.values()].flatMap((one) => one.dnsNames));
    names.delete(container.name);
    return container.hostsFile.filter((line) => !names.has(line.slice(line.indexOf(' ') + 1)));
  }
  const own = new Set(ownLines(container, endpoint));
  return container.hostsFile.filter((line) => !own.has(line));
}

/** What most containers of user-defined networks have. */
const embeddedOnly: readonly string[] = [`nameserver ${embeddedServer}`, 'options ndots:0'];

/** The lines of a resolv.conf; empty parts are left out. */
function resolvConf(host: Host, servers: readonly string[], search: readonly string[], options: readonly string[]) {
  const nameservers = servers.map((server) => `nameserver ${server}`);
  const searches = search.length ? [`search ${search.join(' ')}`] : [];
  const rest = options.length ? [`options ${options.join(' ')}`] : [];
  return rules[host.engine].resolvConfOrder === 'search first'
    ? [...searches, ...nameservers, ...rest]
    : [...nameservers, ...searches, ...rest];
}

const given = (values: readonly string[] | undefined): readonly string[] => values ?? [];

/**
 * `/etc/resolv.conf`: Docker's embedded server on a user-defined network, otherwise the host's servers or `--dns`.
 * @param embedded whether the container is on a user-defined network
 */
export function resolvConfOf(host: Host, container: Container, embedded: boolean): readonly string[] {
  const { dns, dnsSearch, dnsOptions } = container.options;
  const search = given(dnsSearch).filter((domain) => domain !== '.');
  if (!embedded) return resolvConf(host, dns?.length ? dns : host.nameservers, search, given(dnsOptions));
  if (!search.length && !dnsOptions?.length) return embeddedOnly;
  const options = given(dnsOptions).some((option) => option.startsWith('ndots:'))
    ? given(dnsOptions)
    : [...given(dnsOptions), 'ndots:0'];
  return resolvConf(host, [embeddedServer], search, options);
}

export const usesEmbeddedServer = (container: Container): boolean =>
  container.resolvConf.includes(`nameserver ${embeddedServer}`);

/** Environment variables of the links of a default-bridge container. */
export function linkEnvironment(host: Host, container: Container): readonly string[] {
  if (!rules[host.engine].linkEnvironment) return [];
  return container.links.flatMap(({ target, alias }) => {
    const linked = host.containers.get(target);
    const address = linked && defaultBridgeAddress(host, linked);
    if (!linked || address === undefined) return [];
    const prefix = alias.replace(/-/g, '_').toUpperCase();
    const ports = [...linked.exposed].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
    const first = ports[0]?.split('/');
    return [
      ...(first ? [`${prefix}_PORT=${first[1]}://${address}:${first[0]}`] : []),
      ...ports.flatMap((port) => {
        const [number, protocol = 'tcp'] = port.split('/');
        const name = `${prefix}_PORT_${number}_${protocol.toUpperCase()}`;
        return [
          `${name}=${protocol}://${address}:${number}`,
          `${name}_ADDR=${address}`,
          `${name}_PORT=${number}`,
          `${name}_PROTO=${protocol}`,
        ];
      }),
      `${prefix}_NAME=/${container.name}/${alias}`,
    ];
  });
}

/** The environment of a process started inside the container. */
export const environment = (host: Host, container: Container): readonly string[] => [
  'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  `HOSTNAME=${container.hostname}`,
  ...linkEnvironment(host, container),
  'HOME=/',
];

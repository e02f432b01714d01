/** The picture's words: labels, lines under them, and a whole sentence each for tooltips and screen readers. */
import { t, translatable } from '../l10n.ts';
import { defaultLink, locate } from '../simulation/locations.ts';
import type { Container, Endpoint, Host, MacAddress, Network, Outside, PortBinding } from '../simulation/state.ts';
import type { NamespaceGroup } from './namespaces.ts';

/** Joins clauses to one sentence; empty and false ones are left out. */
const sentence = (...clauses: readonly (string | false | undefined)[]): string =>
  `${clauses.filter((clause) => clause !== false && clause !== undefined && clause !== '').join('; ')}.`;

const containers = (count: number): string => (count === 1 ? t('1 container') : t`${count} containers`);

const withoutPrefixLength = (address: string): string => address.split('/')[0]!;

const macText = (mac: MacAddress): string => (mac.kind === 'known' ? mac.address : t('drawn at random at every start'));

export function outside({ lanAddress, router, servers }: Outside): string {
  const names = servers.map(({ names, address }) => names[0] ?? address);
  return sentence(
    t`Outside: the machine ${lanAddress} on the hosts' LAN, the router ${router} and what lies behind it`,
    names.length > 0 && t`servers there: ${names.join(', ')}`,
  );
}

export function host(host: Host): string {
  return sentence(t`Host ${host.name} with Docker Engine ${host.engine}`, containers(host.containers.size));
}

export function hostInterface(host: Host, name: string, addresses: readonly string[]): string {
  return sentence(
    t`Interface ${name} of host ${host.name}`,
    addresses.length > 0 && t`address ${addresses.join(', ')}`,
  );
}

/** What the host's routing does, in three lines: its default route, masquerading, published ports. */
export function routerDetails(host: Host, published: number): string[] {
  const exit = host.routes.find(({ destination }) => destination === 'default');
  const route = exit === undefined ? [] : [`default via ${exit.via ?? ''} dev ${exit.interface}`];
  if (!host.daemon.iptables) return [...route, t('iptables=false: no filter, no NAT')];
  let masqueraded = 0;
  for (const { driver, internal, options } of host.networks.values())
    if (driver === 'bridge' && !internal && !options.some(([key, value]) => key === MASQUERADE && value === 'false'))
      masqueraded++;
  return [
    ...route,
    masqueraded === 1 ? t('MASQUERADE for 1 network') : t`MASQUERADE for ${masqueraded} networks`,
    ...dnat(published),
  ];
}

const dnat = (published: number): string[] =>
  published === 0 ? [] : [published === 1 ? t('DNAT for 1 published port') : t`DNAT for ${published} published ports`];

export function router(host: Host): string {
  return sentence(
    t`Routing of host ${host.name}: it forwards between the bridges and the LAN`,
    host.daemon.iptables
      ? t("Docker's firewall filters here, masquerades what leaves and translates published ports")
      : t('iptables=false, so nothing is filtered and nothing is translated'),
  );
}

const subnets = (network: Network): string[] => network.pools.map(({ subnet }) => subnet);

const gateways = (network: Network): string[] =>
  network.driver === 'bridge'
    ? network.pools.flatMap(({ gateway }) => (gateway === undefined ? [] : [withoutPrefixLength(gateway)]))
    : [];

/** The name of a user network's Linux bridge ends in random digits: only docker0 is worth a word. */
const bridgeName = (network: Network): string | undefined => (network.predefined ? network.bridge : undefined);

export function networkDetails(network: Network): string[] {
  return [
    ...(network.driver === 'bridge' ? [] : [network.driver]),
    ...(bridgeName(network) === undefined ? [] : [bridgeName(network)!]),
    ...subnets(network),
    ...gateways(network).map((gateway) => t`gateway ${gateway}`),
    ...(network.internal ? [t('internal')] : []),
  ];
}

/** The Linux bridge with its own address; the random digits of its name are left out. */
export function bridgeDetails(network: Network): string[] {
  if (network.driver !== 'bridge')
    return [...networkDetails(network), ...(network.parent === undefined ? [] : [t`parent ${network.parent}`])];
  const own = network.pools.flatMap(({ gateway, prefixLength }) =>
    gateway === undefined ? [] : [`${withoutPrefixLength(gateway)}/${prefixLength}`],
  );
  const name = network.bridge === undefined || network.bridge.includes('<') ? 'br-…' : network.bridge;
  return [`${name} ${own.join(' ')}`.trimEnd(), ...subnets(network), ...(network.internal ? [t('internal')] : [])];
}

export function network(network: Network): string {
  const bridge = bridgeName(network);
  return sentence(
    t`${network.internal ? t('Internal network') : t('Network')} ${network.name}, driver ${network.driver}`,
    bridge !== undefined && t`Linux bridge ${bridge}`,
    subnets(network).length > 0 && t`subnet ${subnets(network).join(', ')}`,
    gateways(network).length > 0 && t`gateway ${gateways(network).join(', ')}`,
    containers(network.endpoints.size),
  );
}

const MASQUERADE = 'com.docker.network.bridge.enable_ip_masquerade';

export function wayOut(
  { name, driver, parent, options }: Network,
  exit: string,
): { label?: string; description: string } {
  if (driver === 'overlay') return { description: t`${name} crosses hosts in a VXLAN tunnel through ${exit}.` };
  if (driver !== 'bridge') return { description: t`${name} sits on ${parent ?? exit}: its containers are on the LAN.` };
  return options.some(([key, value]) => key === MASQUERADE && value === 'false')
    ? { label: t('routed'), description: t`Packets of ${name} leave through ${exit} with the container's own address.` }
    : { label: 'NAT', description: t`Packets of ${name} leave through ${exit} with the host's address (masquerade).` };
}

export function namespace(members: readonly Container[], orphaned: boolean): string {
  const names = members.map(({ name }) => name).join(', ');
  return orphaned
    ? t`One network namespace shared by ${names}; the container that made it has stopped and only lo is left.`
    : t`One network namespace shared by ${names}: the same addresses, ports and loopback interface.`;
}

export function containerDetails(container: Container, kind: NamespaceGroup['kind']): string[] {
  return [
    container.image.name,
    ...(kind === 'host' ? [t('network host')] : []),
    ...(container.networkMode === 'none' ? [t('network none')] : []),
  ];
}

const MODES: Readonly<Record<NamespaceGroup['kind'], string | undefined>> = {
  own: undefined,
  host: translatable("it lives in the host's network namespace: what listens here listens on the host"),
  orphaned: translatable('the container whose namespace it joined has stopped: only lo is left'),
  stopped: undefined,
};

/** @param awaiting the networks that it goes back to */
export function container(
  container: Container,
  kind: NamespaceGroup['kind'],
  awaiting: readonly Network[] = [],
): string {
  const listens = container.listeners.map(({ address, port, protocol }) =>
    address === undefined ? `${port}/${protocol}` : `${address}:${port}/${protocol}`,
  );
  return sentence(
    t`Container ${container.name}, image ${container.image.name}, ${t(container.status)}`,
    MODES[kind] && t(MODES[kind]),
    container.networkMode === 'none' && t('network mode none'),
    awaiting.length > 0 && t`joins ${awaiting.map(({ name }) => name).join(', ')} when it is started`,
    listens.length > 0 && t`listens on ${listens.join(', ')}`,
    container.error !== undefined && t`error: ${container.error}`,
  );
}

/** `172.17.0.2/16` and, where the network has IPv6, `fd00::2/64`. */
export function addresses({ address, prefixLength, address6, prefixLength6 }: Endpoint): string[] {
  return [
    ...(address === undefined ? [] : [`${address}/${prefixLength}`]),
    ...(address6 === undefined ? [] : [`${address6}/${prefixLength6}`]),
  ];
}

export const mac = ({ mac }: Endpoint): string => (mac.kind === 'known' ? mac.address : t('MAC random'));

/** The default route of a container's own namespace, as `ip route` prints it. */
export function defaultRoute(host: Host, container: Container): string[] {
  const link = container.namespace.kind === 'own' ? defaultLink(locate(host).namespace(container)) : undefined;
  return link === undefined ? [] : [`default via ${link.endpoint.gateway} dev ${link.name}`];
}

export function endpoint(owner: Container, network: Network, endpoint: Endpoint): string {
  return sentence(
    t`Interface ${endpoint.interfaceName} of ${owner.name} on network ${network.name}`,
    t`address ${addresses(endpoint).join(', ')}`,
    t`MAC address ${macText(endpoint.mac)}`,
    endpoint.gateway !== undefined && t`gateway ${endpoint.gateway}`,
  );
}

const isWildcard = (ip: string): boolean => ip === '' || ip === '0.0.0.0' || ip === '::';

/** `8080`, or `127.0.0.1:8080` when only one address of the host is bound. */
function hostSide({ hostIp, hostPort }: PortBinding): string {
  if (isWildcard(hostIp)) return `${hostPort}`;
  return hostIp.includes(':') ? `[${hostIp}]:${hostPort}` : `${hostIp}:${hostPort}`;
}

/** `8080/tcp`, `127.0.0.1:8080/tcp`: what makes a published port of a host another one. */
export const hostPort = (binding: PortBinding): string => `${hostSide(binding)}/${binding.protocol}`;

/** `8080 → 80/tcp`. */
export const portMapping = (binding: PortBinding): string =>
  `${hostSide(binding)} → ${binding.containerPort}/${binding.protocol}`;

export function publishedPort(host: Host, container: Container, binding: PortBinding): string {
  const where = isWildcard(binding.hostIp) ? t`Port ${hostPort(binding)} of every address` : hostPort(binding);
  return t`${where} of host ${host.name} leads to port ${binding.containerPort}/${binding.protocol} of ${container.name}.`;
}

/** Everything about one thing of the picture, at a moment of the file: what `docker inspect`, `ip` and `iptables` tell. */

import { endpointsInOrder } from '../analysis/facts.ts';
import { readable } from '../analysis/readable.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { worldAt } from '../analysis/timeline.ts';
import { t } from '../l10n.ts';
import { tableText } from '../simulation/filter.ts';
import { resolve } from '../simulation/names.ts';
import { namespaceOf } from '../simulation/namespace.ts';
import type { Container, Host, Network, Outside, World } from '../simulation/state.ts';
import { trace } from '../simulation/tracer.ts';
import type { DetailRow, DetailSection, TopologyDetails } from '../topology/answers.ts';
import { drawnNetworks, PictureIds } from '../topology/ids.ts';
import { type PictureReference, readId } from '../topology/references.ts';
import { addresses, hostPort } from '../topology/text.ts';
import { endpointSections, endpointsOf, row } from './endpoint-details.ts';
import { clampStep } from './topology-trace.ts';

/** So many containers are asked whether they reach a thing; the rest is named as left out. */
const MOST_ASKED = 40;
const MOST_RULES = 60;

/** Undefined for a node that is not on the picture at that moment. Of a container's size; costs up to 40 traces. */
export function detailsOf(snapshot: Snapshot, node: string, step?: number): Facts | undefined {
  return detailsIn(worldAt(snapshot.timeline, step === undefined ? undefined : clampStep(snapshot, step)), node);
}

/** The same of a world that no text has made. */
export function detailsIn(world: World, node: string): Facts | undefined {
  const reference = readId(world, node);
  if (!reference) return undefined;
  const { subtitle, sections, title } = factsOf(world, reference);
  return {
    node,
    title: readable(title),
    subtitle,
    sections: sections.filter(({ rows }) => rows.length > 0).map(printable),
  };
}

/** What the world knows; the text knows the rest. */
type Facts = Pick<TopologyDetails, 'node' | 'title' | 'subtitle' | 'sections'>;

const printable = ({ title, rows }: DetailSection): DetailSection => ({
  title,
  rows: rows.map((row) => ({ ...row, value: readable(row.value) })),
});

function factsOf(world: World, reference: PictureReference): Omit<Facts, 'node'> {
  switch (reference.kind) {
    case 'outside':
      return { title: 'outside', subtitle: t('the LAN and beyond'), sections: outsideSections(world.outside) };
    case 'host':
      return {
        title: reference.host.name,
        subtitle: t`host · Docker Engine ${reference.host.engine}`,
        sections: hostSections(world, reference.host),
      };
    case 'router':
      return {
        title: t('routing · NAT'),
        subtitle: t`of host ${reference.host.name}`,
        sections: routerSections(reference.host),
      };
    case 'host-interface':
      return {
        title: reference.rest,
        subtitle: t`interface of host ${reference.host.name}`,
        sections: [{ title: t('Interface'), rows: hostInterfaceRows(reference.host, reference.rest) }],
      };
    case 'published-port':
      return {
        title: reference.rest,
        subtitle: t`published on host ${reference.host.name}`,
        sections: [publishedSection(world, reference.host, reference.rest)],
      };
    case 'network':
      return {
        title: reference.network.name,
        subtitle: t`network · ${reference.network.driver}`,
        sections: networkSections(world, reference.host, reference.network),
      };
    case 'interface':
      return {
        title: `${reference.container.name} ${reference.rest}`,
        subtitle: t`interface of container ${reference.container.name}`,
        sections: interfaceSections(world, reference.host, reference.container, reference.rest),
      };
    case 'namespace':
    case 'container':
      return {
        title: reference.container.name,
        subtitle: `${reference.kind === 'namespace' ? t('network namespace of container') : t('container')} · ${statusOf(reference.container)}`,
        sections: containerSections(world, reference.host, reference.container),
      };
  }
}

const statusOf = ({ status, exitCode }: Container): string =>
  status === 'exited' ? t`exited (${exitCode})` : t(status);

function outsideSections({ lanAddress, router, servers, routes }: Outside): DetailSection[] {
  return [
    { title: 'LAN', rows: [...row(t('Machine'), lanAddress), ...row(t('Router'), router)] },
    {
      title: t('Servers'),
      rows: servers.map(({ names, address }) => ({ label: names[0] ?? t('server'), value: address })),
    },
    { title: t('Routes given to the LAN'), rows: routes.map(routeRow) },
  ];
}

const routeRow = (route: {
  readonly destination: string;
  readonly via?: string;
  readonly interface: string;
}): DetailRow => ({
  label: route.destination,
  value: `${route.via === undefined ? '' : `via ${route.via} `}dev ${route.interface}`,
});

function hostSections(world: World, host: Host): DetailSection[] {
  const ids = new PictureIds(world);
  const { daemon } = host;
  return [
    {
      title: t('Engine'),
      rows: [
        ...row(t('Version'), host.engine),
        ...row(t('Name servers'), host.nameservers.join(', ')),
        ...row('bip', daemon.bip),
        ...row('icc', !daemon.icc && 'false'),
        ...row('iptables', !daemon.iptables && 'false'),
        ...row('userland-proxy', !daemon.userlandProxy && 'false'),
        ...row(t('Swarm'), host.swarm && t('active')),
      ],
    },
    {
      title: t('Interfaces'),
      rows: host.interfaces.map(({ name, addresses: own }) => ({
        label: name,
        value: own.join(', '),
        node: ids.hostInterface(host, name),
      })),
    },
    { title: t('Routes'), rows: host.routes.map(routeRow) },
    {
      title: t`Networks (${drawnNetworks(host).length})`,
      rows: drawnNetworks(host)
        .slice(0, MOST_ASKED)
        .map((network) => ({
          label: network.name,
          value: [network.driver, ...network.pools.map(({ subnet }) => subnet)].join(' · '),
          node: ids.network(network, host),
        })),
    },
    {
      title: t`Containers (${host.containers.size})`,
      rows: [...host.containers.values()].slice(0, MOST_ASKED).map((container) => ({
        label: container.name,
        value: statusOf(container),
        node: ids.container(host, container),
      })),
    },
  ];
}

function routerSections(host: Host): DetailSection[] {
  return [
    { title: t('Routes'), rows: host.routes.map(routeRow) },
    ...(['nat', 'filter', 'raw'] as const).map((table) => {
      const rules = tableText(host, table)
        .split('\n')
        .filter((line) => line.startsWith('-A '));
      const left = rules.length - MOST_RULES;
      return {
        title: t`iptables -t ${table} (${rules.length} rules)`,
        rows: [
          ...rules.slice(0, MOST_RULES).map((rule) => ({ label: '', value: rule })),
          ...row('', left > 0 && t`… and ${left} more`),
        ],
      };
    }),
  ];
}

const hostInterfaceRows = (host: Host, name: string): readonly DetailRow[] => [
  ...row(t('Addresses'), host.interfaces.find((each) => each.name === name)?.addresses.join(', ')),
  ...host.routes.filter((route) => route.interface === name).map(routeRow),
];

function publishedSection(world: World, host: Host, port: string): DetailSection {
  const ids = new PictureIds(world);
  const rows = [...host.containers.values()].flatMap((container) => {
    const binding = container.ports.find((each) => hostPort(each) === port);
    return binding
      ? [
          ...row(t('Host address'), binding.hostIp || '0.0.0.0'),
          ...row(t('Host port'), `${binding.hostPort}/${binding.protocol}`),
          ...row(
            t('Leads to'),
            `${container.name}:${binding.containerPort}/${binding.protocol}`,
            ids.container(host, container),
          ),
          ...row(
            'docker-proxy',
            host.daemon.userlandProxy ? t('listens for connections that no DNAT rule takes') : t('off'),
          ),
        ]
      : [];
  });
  return { title: t('Published port'), rows };
}

function networkSections(world: World, host: Host, network: Network): DetailSection[] {
  const ids = new PictureIds(world);
  const members = [...world.hosts.values()].flatMap((each) => {
    const own = each.networks.get(network.id);
    if (!own || (each !== host && network.scope === 'local')) return [];
    return endpointsInOrder(own).flatMap((endpoint) => {
      const container = each.containers.get(endpoint.container);
      return container
        ? [{ label: container.name, value: addresses(endpoint).join(', '), node: ids.container(each, container) }]
        : [];
    });
  });
  const left = members.length - MOST_ASKED;
  return [
    {
      title: t('Network'),
      rows: [
        ...row(t('Driver'), network.driver),
        ...row(t('Scope'), network.scope),
        ...row(t('Linux bridge'), network.bridge),
        ...row(t('Parent'), network.parent),
        ...row(t('Internal'), network.internal && t('yes: nothing leaves it, nothing comes in')),
        ...row(t('Attachable'), network.attachable && 'yes'),
      ],
    },
    ...network.pools.map(({ family, subnet, gateway, ipRange, configured, auxAddresses }) => ({
      title: `IPv${family}`,
      rows: [
        ...row(t('Subnet'), `${subnet}${configured ? '' : t(' (chosen by Docker)')}`),
        ...row(t('Gateway'), gateway),
        ...row(t('IP range'), ipRange),
        ...auxAddresses.map(({ name, address }) => ({ label: name, value: address })),
      ],
    })),
    { title: t('Options'), rows: network.options.map(([label, value]) => ({ label, value })) },
    {
      title: t`Containers (${members.length})`,
      rows: [...members.slice(0, MOST_ASKED), ...row('', left > 0 && t`… and ${left} more`)],
    },
  ];
}

function interfaceSections(world: World, host: Host, container: Container, name: string): DetailSection[] {
  const ids = new PictureIds(world);
  const own = endpointSections(ids, host, container).filter(({ title }) => title === name);
  const { routes } = namespaceOf(host, container);
  return [
    { title: t('Interface'), rows: row(t('Container'), container.name, ids.container(host, container)) },
    ...own,
    ...(name === 'lo' ? [{ title: 'lo', rows: row(t('Address'), '127.0.0.1/8') }] : []),
    { title: t('Routes'), rows: routes.filter((route) => route.interface === name).map(routeRow) },
  ];
}

function containerSections(world: World, host: Host, container: Container): DetailSection[] {
  const ids = new PictureIds(world);
  const { owner, kind, interfaces, routes, resolvConf } = namespaceOf(host, container);
  const shared = owner && owner.id !== container.id ? owner : undefined;
  const holder = owner ?? container;
  const listens = container.listeners.map(
    ({ address, port, protocol }) => `${address ? `${address}:` : ''}${port}/${protocol}`,
  );
  const published = container.ports.map(({ hostIp, hostPort: port, containerPort, protocol }) => ({
    label: `${hostIp.includes(':') ? `[${hostIp}]` : hostIp || '0.0.0.0'}:${port}`,
    value: `→ ${containerPort}/${protocol}`,
  }));
  return [
    {
      title: t('Container'),
      rows: [
        ...row(t('Image'), container.image.name),
        ...row(t('Status'), statusOf(container)),
        ...row(t('Error'), container.error),
        ...row(t('Host'), host.name, ids.host(host)),
        ...row(t('Hostname'), container.hostname),
        ...row(t('Network mode'), container.networkMode),
        ...row(t('Namespace of'), shared?.name, shared && ids.container(host, shared)),
      ],
    },
    ...(kind === 'host'
      ? [
          {
            title: t('Interfaces of the host'),
            rows: interfaces.map(({ name, addresses: own }) => ({ label: name, value: own.join(', ') })),
          },
        ]
      : endpointSections(ids, host, holder)),
    { title: t('Routes'), rows: routes.map(routeRow) },
    {
      title: t('Ports'),
      rows: [
        ...published,
        ...row(t('Published once it runs'), container.ports.length === 0 && container.options.publish?.join(', ')),
        ...row(t('Listens on'), listens.join(', ')),
        ...row(t('Exposed'), container.exposed.join(', ')),
      ],
    },
    { title: '/etc/hosts', rows: container.hostsFile.map((value) => ({ label: '', value })) },
    { title: 'resolv.conf', rows: resolvConf.map((value) => ({ label: '', value })) },
    ...neighbours(world, ids, container),
  ];
}

/** Which other containers' names it resolves, and who reaches it: at the first port it listens on, or else by ping. */
function neighbours(world: World, ids: PictureIds, container: Container): DetailSection[] {
  if (container.status !== 'running') return [];
  const all = [...world.hosts.values()].flatMap((host) =>
    [...host.containers.values()]
      .filter((other) => other.id !== container.id || other.name !== container.name)
      .map((other) => ({ host, other })),
  );
  const asked = all.slice(0, MOST_ASKED);
  const left = row('', all.length > asked.length && t`${all.length - asked.length} more containers were not asked`);
  const sender = { kind: 'container', name: container.name } as const;
  const resolved = asked.flatMap(({ host, other }) => {
    const names = new Set([other.name, ...other.attachments.flatMap(({ aliases = [] }) => aliases)]);
    return [...names].flatMap((name) => {
      const { addresses: found } = name.startsWith('<') ? { addresses: [] } : resolve(world, sender, name);
      return found.length > 0 ? [{ label: name, value: found.join(', '), node: ids.container(host, other) }] : [];
    });
  });
  const target = [...world.hosts.values()]
    .flatMap((host) =>
      host.containers.get(container.id) === container
        ? endpointsOf(host, namespaceOf(host, container).owner ?? container)
        : [],
    )
    .flatMap(({ endpoint }) => endpoint.address ?? []);
  const port = container.listeners[0];
  const probe = port ? `${port.port}/${port.protocol}` : 'ping';
  const reaching =
    target.length === 0
      ? []
      : asked
          .filter(({ other }) => other.status === 'running')
          .map(({ host, other }) => {
            const reached = target.find(
              (to) =>
                trace(world, {
                  from: { kind: 'container', name: other.name },
                  to,
                  protocol: port?.protocol ?? 'icmp',
                  ...(port && { port: port.port }),
                }).verdict === 'delivered',
            );
            return {
              label: other.name,
              value: reached === undefined ? t('✗ not reached') : t`✓ at ${reached}`,
              node: ids.container(host, other),
              reached: reached !== undefined,
            };
          });
  const who = [...reaching.filter(({ reached }) => reached), ...reaching.filter(({ reached }) => !reached)];
  const rows = who.map(({ label, value, node }) => ({ label, value, node }));
  return [
    {
      title: t('Resolves the names'),
      rows: resolved.length > 0 ? [...resolved, ...left] : row('', asked.length > 0 && t('of no other container')),
    },
    { title: t`Reached by (${probe})`, rows: rows.length > 0 ? [...rows, ...left] : [] },
  ];
}

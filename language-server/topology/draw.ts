/** What the picture shows of each thing: its nodes and edges, with words and with what in the text they come from. */
import { t } from '../l10n.ts';
import { type Connection, connectionsOf } from '../simulation/endpoints.ts';
import { publishedTarget } from '../simulation/locations.ts';
import type { Container, Host, Network, Outside } from '../simulation/state.ts';
import { isOverlay } from '../simulation/swarm-state.ts';
import { edgeId, plugKind } from './edges.ts';
import type { TopologyEdge, TopologyEdgeKind, TopologyNode, TopologyOrigin } from './graph.ts';
import { isDrawn, OUTSIDE, type PictureIds } from './ids.ts';
import type { NamespaceGroup } from './namespaces.ts';
import { publishOf } from './published.ts';
import * as text from './text.ts';

/** What puts a container on a network: its property, or a `connect`. */
export const attachmentKey = (container: string, network: string): string => `attachment:${container}/${network}`;

/** The value of a container's `publish`, as it is written. */
export const publishKey = (container: string, spec: string): string => `publish:${container}/${spec}`;

/**
 * What the picture needs from the text, by `container:NAME`, `network:NAME`, `host:NAME`, {@link attachmentKey} and
 * {@link publishKey}.
 */
export interface TopologyAnnotations {
  readonly origins: Pick<ReadonlySet<TopologyOrigin>, 'has'>;
  /** The worst finding about each statement. */
  readonly problems: Pick<ReadonlyMap<string, NonNullable<TopologyNode['problem']>>, 'get'>;
}

/** Collects nodes and edges, and annotates them from the text. */
export class Drawing {
  readonly nodes: TopologyNode[] = [];
  readonly edges: TopologyEdge[] = [];

  constructor(
    readonly ids: PictureIds,
    private readonly annotations: TopologyAnnotations,
  ) {}

  /** `statement` is the key of the statement that the node stands for, `origins` of what brought it about. */
  node(
    node: TopologyNode,
    { statement, origins = statement === undefined ? [] : [statement] }: NodeAbout = {},
  ): string {
    const origin = this.#originOf(origins);
    const problem = statement === undefined ? undefined : this.annotations.problems.get(statement);
    this.nodes.push({
      ...node,
      ...(problem === undefined ? {} : { problem }),
      ...(origin === undefined ? {} : { origin }),
    });
    return node.id;
  }

  edge(kind: TopologyEdgeKind, ends: readonly [string, string], about: EdgeAbout): void {
    const [source, target] = ends;
    const origin = this.#originOf(about.origins ?? []);
    this.edges.push({
      id: edgeId(kind, source, target),
      kind,
      source,
      target,
      description: about.description,
      ...(about.label === undefined ? {} : { label: about.label }),
      ...(origin === undefined ? {} : { origin }),
    });
  }

  /** Of several, the first that the text has. */
  #originOf(keys: readonly TopologyOrigin[]): TopologyOrigin | undefined {
    return keys.find((key) => this.annotations.origins.has(key));
  }
}

interface NodeAbout {
  readonly statement?: string;
  readonly origins?: readonly TopologyOrigin[];
}

interface EdgeAbout {
  readonly description: string;
  readonly label?: string;
  /** Keys of what brought it about. */
  readonly origins?: readonly TopologyOrigin[];
}

/** The host interface that the default route leaves through. */
const exitInterface = (host: Host): string | undefined =>
  host.routes.find(({ destination }) => destination === 'default')?.interface ??
  host.interfaces.find(({ name }) => name !== 'lo')?.name;

export function addOutside(drawing: Drawing, outside: Outside): void {
  drawing.node({
    id: OUTSIDE,
    kind: 'outside',
    label: 'outside',
    details: [t`LAN ${outside.lanAddress}`, t`router ${outside.router}`],
    description: text.outside(outside),
  });
}

/** A host with its own interfaces and its routing. `published`: how many ports are led to containers. */
export function addHost(drawing: Drawing, host: Host, published: number): void {
  const statement = drawing.ids.host(host);
  const id = drawing.node(
    {
      id: statement,
      kind: 'host',
      label: host.name,
      details: [t`Docker Engine ${host.engine}`],
      description: text.host(host),
    },
    { statement },
  );
  for (const { name, addresses } of host.interfaces.filter((each) => each.name !== 'lo')) {
    const end = drawing.node(
      {
        id: drawing.ids.hostInterface(host, name),
        kind: 'host-interface',
        parent: id,
        label: name,
        details: addresses,
        description: text.hostInterface(host, name, addresses),
      },
      { origins: [statement] },
    );
    drawing.edge('wire', [end, OUTSIDE], { description: t`${name} of ${host.name} is on the LAN.` });
  }
  addRouter(drawing, host, id, published);
}

/** What forwards packets between the host's bridges and the LAN. */
function addRouter(drawing: Drawing, host: Host, parent: string, published: number): void {
  const id = drawing.node(
    {
      id: drawing.ids.router(host),
      kind: 'router',
      parent,
      label: t`routing · NAT`,
      details: [],
      physical: text.routerDetails(host, published),
      description: text.router(host),
    },
    { origins: [parent] },
  );
  const exit = exitInterface(host);
  if (exit === undefined) return;
  drawing.edge('forward', [id, drawing.ids.hostInterface(host, exit)], {
    description: t`What ${host.name} forwards to the LAN leaves by ${exit}.`,
  });
}

/** A network of one host, or without `host` one that spans several. */
export function addNetwork(drawing: Drawing, network: Network, host?: Host): void {
  drawing.node(
    {
      id: drawing.ids.network(network, host),
      kind: network.driver === 'bridge' ? 'bridge' : 'network',
      ...(host === undefined ? {} : { parent: drawing.ids.host(host) }),
      label: network.name,
      details: text.networkDetails(network),
      physical: text.bridgeDetails(network),
      driver: network.driver,
      description: text.network(network),
    },
    { statement: `network:${network.name}` },
  );
}

/** How packets of a network leave the host: routed from a bridge, or straight through the parent interface. */
export function addWayOut(drawing: Drawing, network: Network, host: Host): void {
  const isBridge = network.driver === 'bridge';
  const wanted = isBridge ? exitInterface(host) : (network.parent?.split('.')[0] ?? exitInterface(host));
  const exit = host.interfaces.find(({ name }) => name === wanted)?.name;
  // An internal overlay crosses hosts all the same.
  if (exit === undefined || (network.internal && !isOverlay(network))) return;
  const way = isBridge ? drawing.ids.router(host) : drawing.ids.hostInterface(host, exit);
  drawing.edge(
    isBridge ? 'uplink' : 'attachment',
    [drawing.ids.network(network, host), way],
    text.wayOut(network, exit),
  );
}

/** Containers that live in one network namespace, with its interfaces and the ports that they publish. */
export function addNamespace(drawing: Drawing, host: Host, { kind, members }: NamespaceGroup): void {
  const hostId = drawing.ids.host(host);
  const [owner, ...others] = members;
  const shape =
    others.length === 0
      ? undefined
      : drawing.node({
          id: drawing.ids.namespace(host, owner),
          kind: 'namespace',
          parent: hostId,
          label: kind === 'orphaned' ? t('namespace of a container that is gone') : t`namespace of ${owner.name}`,
          details: [],
          description: text.namespace(members, kind === 'orphaned'),
        });
  for (const member of members) {
    const awaiting = kind === 'stopped' ? networksOnceStarted(host, member) : [];
    drawing.node(
      {
        id: drawing.ids.container(host, member),
        kind: 'container',
        parent: shape ?? hostId,
        label: member.name,
        details: text.containerDetails(member, kind),
        physical: [`netns · ${member.image.name}`, ...text.defaultRoute(host, member)],
        description: text.container(member, kind, awaiting),
        status: member.error !== undefined && member.status !== 'running' ? 'failed' : member.status,
        ...(kind === 'host' ? { driver: 'host' } : {}),
        ...(awaiting.length > 0 && { attachedTo: awaiting.map((network) => drawing.ids.network(network, host)) }),
      },
      { statement: `container:${member.name}` },
    );
  }
  if (kind === 'own' || kind === 'orphaned') {
    addInterfaces(drawing, host, {
      owner,
      parent: shape ?? drawing.ids.container(host, owner),
      connections: kind === 'own' ? connectionsOf(host, owner).filter(isDrawnConnection) : [],
    });
  }
  for (const member of members) addPublishedPorts(drawing, host, member);
}

const isDrawnConnection = ({ network, endpoint }: Connection): boolean =>
  isDrawn(network) && endpoint.interfaceName !== undefined;

/** The networks that a container without a process goes back to. */
export function networksOnceStarted(host: Host, { attachments }: Container): readonly Network[] {
  return attachments.flatMap(({ networkName }) => {
    const network = host.networks.get(host.networkIds.get(networkName) ?? '');
    return network && isDrawn(network) ? [network] : [];
  });
}

interface NamespaceAt {
  readonly owner: Container;
  readonly parent: string;
  /** None when the container that made the namespace is gone, and its interfaces with it. */
  readonly connections: readonly Connection[];
}

function addInterfaces(drawing: Drawing, host: Host, { owner, parent, connections }: NamespaceAt): void {
  const source = `container:${owner.name}`;
  if (connections.length === 0) {
    drawing.node(
      {
        id: drawing.ids.interface(host, owner, 'lo'),
        kind: 'interface',
        parent,
        label: 'lo',
        details: ['127.0.0.1/8'],
        description: t`The loopback interface is the only one of ${owner.name}: nothing comes in or gets out.`,
      },
      { origins: [source] },
    );
  }
  for (const { network, endpoint } of connections) {
    const interfaceName = endpoint.interfaceName!;
    const origins = [attachmentKey(owner.name, network.name), source];
    const id = drawing.node(
      {
        id: drawing.ids.interface(host, owner, interfaceName),
        kind: 'interface',
        parent,
        label: interfaceName,
        details: text.addresses(endpoint),
        physical: [...text.addresses(endpoint).slice(0, 1), text.mac(endpoint)],
        description: text.endpoint(owner, network, endpoint),
      },
      { origins },
    );
    const plug = t`${interfaceName} of ${owner.name}`;
    drawing.edge(plugKind(network), [id, drawing.ids.network(network, host)], {
      origins,
      description:
        network.driver === 'bridge'
          ? t`A veth pair plugs ${plug} into the bridge of ${network.name}.`
          : t`${plug} is on the ${network.driver} network ${network.name}.`,
    });
  }
}

/** One node for each host port; bindings of one port on IPv4 and IPv6 wildcards are the same to a reader. */
function addPublishedPorts(drawing: Drawing, host: Host, container: Container): void {
  if (container.ports.length === 0) return;
  const source = `container:${container.name}`;
  const entry = publishedTarget(host, container)?.name;
  const target =
    entry === undefined ? drawing.ids.container(host, container) : drawing.ids.interface(host, container, entry);
  const seen = new Set<string>();
  for (const binding of container.ports) {
    const id = drawing.ids.publishedPort(host, text.hostPort(binding));
    // Port 0: the network routes to the container, and nothing is bound on the host.
    if (binding.hostPort === 0 || seen.has(id)) continue;
    seen.add(id);
    const spec = publishOf(host.engine, container, binding);
    const origins = [...(spec === undefined ? [] : [publishKey(container.name, spec)]), source];
    const node: TopologyNode = {
      id,
      kind: 'published-port',
      parent: drawing.ids.host(host),
      label: text.portMapping(binding),
      details: [],
      description: text.publishedPort(host, container, binding),
    };
    drawing.node(node, { origins });
    drawing.edge('publish', [id, target], { origins, description: node.description });
  }
}

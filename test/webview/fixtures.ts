/** Graphs as the server sends them, written by hand so that the page is tested without it. */
import type { TopologyEdge, TopologyGraph, TopologyNode } from '../../language-server/protocol.ts';

interface ContainerFixture {
  readonly name: string;
  readonly networks?: readonly string[];
  readonly image?: string;
  readonly publish?: readonly string[];
  readonly shares?: readonly string[];
  readonly more?: Partial<TopologyNode>;
}

interface NetworkFixture {
  readonly name: string;
  readonly subnet: string;
  readonly more?: Partial<TopologyNode>;
}

/** One host with networks and containers, addresses counted up. */
export function hostGraph(
  networks: readonly NetworkFixture[],
  containers: readonly ContainerFixture[],
  host = 'dockerhost',
): TopologyGraph {
  const nodes: TopologyNode[] = [];
  const edges: TopologyEdge[] = [];
  const hostId = `host:${host}`;
  const add = (node: Partial<TopologyNode> & Pick<TopologyNode, 'id' | 'kind' | 'label'>): void => {
    nodes.push({ details: [], description: `This is ${node.label}.`, ...node });
  };
  const link = (kind: TopologyEdge['kind'], source: string, target: string, more: Partial<TopologyEdge> = {}): void => {
    const id = `${kind}:${source}--${target}`;
    edges.push({ id, kind, source, target, description: `From ${source} to ${target}.`, ...more });
  };
  const eth0 = `host-interface:${host}/eth0`;
  add({ id: 'outside', kind: 'outside', label: 'outside', details: ['LAN 192.0.2.99', 'router 192.0.2.1'] });
  add({ id: hostId, kind: 'host', label: host, details: ['Docker Engine 29'] });
  add({ id: eth0, kind: 'host-interface', label: 'eth0', parent: hostId, details: ['192.0.2.10/24'] });
  link('wire', eth0, 'outside');
  const router = `router:${host}`;
  add({
    id: router,
    kind: 'router',
    label: 'routing · NAT',
    parent: hostId,
    physical: ['default via 192.0.2.1 dev eth0'],
  });
  link('forward', router, eth0);
  for (const { name, subnet, more } of networks) {
    const id = `network:${name}`;
    const gateway = subnet.replace(/0\/\d+$/, '1');
    const internal = more?.details?.includes('internal') ?? false;
    add({
      id,
      kind: 'bridge',
      label: name,
      parent: hostId,
      driver: 'bridge',
      ...more,
      details: [...(name === 'bridge' ? ['docker0'] : []), subnet, `gateway ${gateway}`, ...(more?.details ?? [])],
    });
    if (!internal) link('uplink', id, router, { label: 'NAT' });
  }
  const used = new Map<string, number>();
  containers.forEach(({ name, networks: on = [], image = 'nginx:1.27', publish = [], shares = [], more }) => {
    const id = `container:${name}`;
    const origin = `container:${name}`;
    const running = more?.status === undefined || more.status === 'running';
    const shape = shares.length === 0 ? undefined : `namespace:${name}`;
    if (shape !== undefined) add({ id: shape, kind: 'namespace', label: `namespace of ${name}`, parent: hostId });
    for (const member of [name, ...shares]) {
      add({
        id: `container:${member}`,
        kind: 'container',
        label: member,
        parent: shape ?? hostId,
        details: [image],
        status: 'running',
        origin: `container:${member}`,
        ...more,
      });
    }
    const addInterface = (label: string, address: string): string => {
      const at = `interface:${name}/${label}`;
      add({ id: at, kind: 'interface', label, parent: shape ?? id, details: [address], origin });
      return at;
    };
    on.forEach((network, i) => {
      const subnet = networks.find((each) => each.name === network)!.subnet;
      const number = (used.get(network) ?? 1) + 1;
      used.set(network, number);
      const [prefix, length] = [subnet.split('.').slice(0, 2).join('.'), subnet.split('/')[1]];
      const address = `${prefix}.${Math.floor(number / 250)}.${number % 250}/${length}`;
      link('veth', addInterface(`eth${i}`, address), `network:${network}`, { origin });
    });
    if (on.length === 0 && running && more?.driver !== 'host') addInterface('lo', '127.0.0.1/8');
    for (const mapping of publish) {
      const port = `published-port:${host}/${mapping.split(' ')[0]}/tcp`;
      add({ id: port, kind: 'published-port', label: mapping, parent: hostId, origin });
      link('publish', port, on.length > 0 ? `interface:${name}/eth0` : id);
    }
  });
  return { nodes, edges };
}

/** What every node is drawn in or on: also a port on the container that it leads to, and in its host the word at a way out. */
export function holders({ nodes, edges }: TopologyGraph): Map<string, string | undefined> {
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  for (const { id, kind, source, target } of edges) {
    parents.set(id, parents.get(source));
    if (kind === 'publish') parents.set(source, kinds.get(target) === 'interface' ? parents.get(target) : target);
  }
  return parents;
}

/** The lab of the article: the default bridge, a network of one's own, host, none and container modes. */
export const articleLab = (): TopologyGraph =>
  hostGraph(
    [
      { name: 'bridge', subnet: '172.17.0.0/16' },
      { name: 'myBridge', subnet: '172.18.0.0/16' },
    ],
    [
      { name: 'web', networks: ['bridge'], publish: ['8080 → 80/tcp'], shares: ['sidecar'] },
      { name: 'first', networks: ['bridge'], image: 'busybox' },
      { name: 'second', networks: ['bridge'], image: 'busybox' },
      { name: 'pinger', networks: ['myBridge'], image: 'busybox' },
      { name: 'target', networks: ['myBridge'], image: 'busybox' },
      { name: 'lab1', networks: ['myBridge'] },
      { name: 'lab2', networks: ['myBridge'] },
      { name: 'lab3', networks: ['myBridge'] },
      {
        name: 'metrics',
        image: 'prom/node-exporter',
        more: { driver: 'host', details: ['prom/node-exporter', 'network host'] },
      },
      { name: 'batch', image: 'busybox', more: { details: ['busybox', 'network none'] } },
    ],
  );

/** A web shop: a chain of three networks, the last one internal; one container stopped, one failed, two findings. */
export const threeTiers = (): TopologyGraph =>
  hostGraph(
    [
      { name: 'bridge', subnet: '172.17.0.0/16' },
      { name: 'edge', subnet: '10.10.0.0/24' },
      { name: 'backend', subnet: '10.20.0.0/24' },
      { name: 'database', subnet: '10.30.0.0/24', more: { details: ['internal'] } },
    ],
    [
      { name: 'proxy', networks: ['edge'], publish: ['80 → 80/tcp', '443 → 443/tcp'] },
      { name: 'shop-1', networks: ['edge', 'backend'], image: 'shop-frontend:3' },
      { name: 'shop-2', networks: ['edge', 'backend'], image: 'shop-frontend:3' },
      { name: 'api', networks: ['backend', 'database'], image: 'shop-api:3' },
      {
        name: 'cache',
        networks: ['backend'],
        image: 'redis:7',
        more: { problem: { severity: 'warning', message: 'No one reaches this.' } },
      },
      { name: 'db', networks: ['database'], image: 'postgres:17' },
      { name: 'backup', networks: ['database'], image: 'postgres:17' },
      { name: 'migration', image: 'shop-api:3', more: { status: 'exited' } },
      {
        name: 'mailer',
        image: 'mailhog',
        more: { status: 'failed', problem: { severity: 'error', message: 'Address already in use' } },
      },
    ],
  );

/** `count` containers on `count / 20` networks, each on two neighbouring ones, each with a published port. */
export function largeLab(count: number, networksEach = 2): TopologyGraph {
  const size = Math.max(2, Math.round(count / 20));
  const networks = Array.from({ length: size }, (_, i) => ({ name: `net${i}`, subnet: `10.${i}.0.0/16` }));
  return hostGraph(
    networks,
    Array.from({ length: count }, (_, i) => ({
      name: `service-${i}`,
      networks: Array.from({ length: networksEach }, (_, j) => `net${(i + j) % size}`),
      ...(i % 10 === 0 ? { publish: [`${8000 + i} → 80/tcp`] } : {}),
    })),
  );
}

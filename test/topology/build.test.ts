import fc from 'fast-check';
import { Map as PersistentMap } from 'immutable';
import { describe, expect, it } from 'vitest';
import type { EngineCommand } from '../../language-server/simulation/command.ts';
import { execute } from '../../language-server/simulation/engine.ts';
import type { Host, World } from '../../language-server/simulation/state.ts';
import { createWorld } from '../../language-server/simulation/world.ts';
import { buildTopology, type TopologyAnnotations } from '../../language-server/topology/build.ts';
import type { TopologyEdge, TopologyGraph, TopologyNode } from '../../language-server/topology/graph.ts';
import { applyPatch, canonical, diffTopology } from '../../language-server/topology/patch.ts';

const none: TopologyAnnotations = { origins: new Set(), problems: new Map() };

const run = (name: string, ...networks: readonly string[]): EngineCommand => ({
  kind: 'containerRun',
  name,
  image: 'web',
  networks: networks.map((network) => ({ network })),
});
/** Listens on nothing, so that it may share a namespace with one that does. */
const idle = (name: string, joined: string): EngineCommand => ({
  kind: 'containerRun',
  name,
  image: 'busybox',
  networks: [{ network: joined }],
});
const network = (name: string, more: object = {}): EngineCommand => ({ kind: 'networkCreate', name, ...more });

const images = [{ name: 'web', listens: [{ port: 80, protocol: 'tcp' as const }], exposes: ['80/tcp'] }];

function worldAfter(commands: readonly EngineCommand[], world: World = createWorld({ hosts: [{}], images })): World {
  return commands.reduce((before, command) => execute(before, 'host', command).world, world);
}

const draw = (...commands: readonly EngineCommand[]): TopologyGraph => buildTopology(worldAfter(commands), none);

const node = (graph: TopologyGraph, id: string): TopologyNode => {
  const found = graph.nodes.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no ${id} in ${graph.nodes.map((each) => each.id).join(' ')}`);
  return found;
};
const linksOf = (graph: TopologyGraph, id: string): string[] =>
  graph.edges
    .filter(({ source, target }) => source === id || target === id)
    .map(({ kind, source, target }: TopologyEdge) => `${kind} ${source === id ? target : source}`);

describe('a host alone', () => {
  const graph = draw();

  it('stands on the LAN with its interface and docker0', () => {
    expect(graph.nodes.map(({ id }) => id)).toEqual([
      'host-interface:host/eth0',
      'host:host',
      'network:bridge',
      'outside',
      'router:host',
    ]);
    expect(node(graph, 'host-interface:host/eth0')).toMatchObject({ parent: 'host:host', details: ['192.0.2.10/24'] });
    expect(node(graph, 'network:bridge').details).toEqual(['docker0', '172.17.0.0/16', 'gateway 172.17.0.1']);
    expect(linksOf(graph, 'host-interface:host/eth0')).toEqual(['forward router:host', 'wire outside']);
    expect(linksOf(graph, 'router:host')).toEqual(['forward host-interface:host/eth0', 'uplink network:bridge']);
  });
});

describe('a container', () => {
  it('is plugged into its bridge with an address', () => {
    const graph = draw(run('web'));
    expect(node(graph, 'container:web')).toMatchObject({
      kind: 'container',
      parent: 'host:host',
      status: 'running',
      details: ['web'],
    });
    expect(node(graph, 'interface:web/eth0')).toMatchObject({
      parent: 'container:web',
      label: 'eth0',
      details: ['172.17.0.2/16'],
    });
    expect(linksOf(graph, 'interface:web/eth0')).toEqual(['veth network:bridge']);
  });

  it('has an interface for each network', () => {
    const graph = draw(network('front'), run('web'), { kind: 'networkConnect', container: 'web', network: 'front' });
    expect(linksOf(graph, 'interface:web/eth0')).toEqual(['veth network:bridge']);
    expect(linksOf(graph, 'interface:web/eth1')).toEqual(['veth network:front']);
    expect(node(graph, 'interface:web/eth1').description).toContain('172.18.0.2/16');
  });

  it('in host mode is in the host, without an interface of its own', () => {
    const graph = draw(run('metrics', 'host'));
    expect(node(graph, 'container:metrics')).toMatchObject({
      parent: 'host:host',
      driver: 'host',
      details: ['web', 'network host'],
    });
    expect(graph.nodes.filter(({ kind }) => kind === 'interface')).toEqual([]);
  });

  it('of none has lo alone, and so has one that was disconnected from all networks', () => {
    const graph = draw(run('batch', 'none'), run('cut'), {
      kind: 'networkDisconnect',
      network: 'bridge',
      container: 'cut',
    });
    expect(node(graph, 'interface:batch/lo').parent).toBe('container:batch');
    expect(node(graph, 'container:batch').details).toEqual(['web', 'network none']);
    expect(node(graph, 'interface:cut/lo').parent).toBe('container:cut');
    expect(linksOf(graph, 'interface:batch/lo')).toEqual([]);
  });

  it('that is stopped keeps its place in the host, knows its networks and loses its interfaces', () => {
    const graph = draw(run('web'), { kind: 'containerStop', containers: ['web'] });
    expect(node(graph, 'container:web')).toMatchObject({
      status: 'exited',
      parent: 'host:host',
      attachedTo: ['network:bridge'],
    });
    expect(graph.nodes.filter(({ kind }) => kind === 'interface')).toEqual([]);
  });

  it('that could not be started is shown as failed, with the reason', () => {
    const publish = ['8080:80'];
    const graph = draw({ ...run('web'), publish } as EngineCommand, { ...run('late'), publish } as EngineCommand);
    expect(node(graph, 'container:late').status).toBe('failed');
    expect(node(graph, 'container:late').description).toContain('8080');
  });
});

describe('a shared namespace', () => {
  it('is one shape around its containers and their interfaces, also when joined over another', () => {
    const graph = draw(run('web'), idle('sidecar', 'container:web'), idle('second', 'container:sidecar'));
    for (const name of ['web', 'sidecar', 'second'])
      expect(node(graph, `container:${name}`).parent).toBe('namespace:web');
    expect(node(graph, 'interface:web/eth0').parent).toBe('namespace:web');
    expect(graph.nodes.filter(({ kind }) => kind === 'interface')).toHaveLength(1);
    expect(node(graph, 'namespace:web').description).toContain('second');
  });

  it('of the host is the host', () => {
    const graph = draw(run('metrics', 'host'), idle('sidecar', 'container:metrics'));
    expect(node(graph, 'container:sidecar').parent).toBe('host:host');
    expect(graph.nodes.some(({ kind }) => kind === 'namespace')).toBe(false);
  });

  it('outlives the container that made it, with lo alone', () => {
    const graph = draw(run('web'), idle('sidecar', 'container:web'), { kind: 'containerStop', containers: ['web'] });
    expect(node(graph, 'container:sidecar').parent).toBe('host:host');
    expect(node(graph, 'interface:sidecar/lo').parent).toBe('container:sidecar');
    expect(node(graph, 'container:web').status).toBe('exited');
  });
});

describe('a published port', () => {
  it('is at the edge of the host, once for IPv4 and IPv6, and leads to the interface', () => {
    const graph = draw({ ...run('web'), publish: ['8080:80'] } as EngineCommand);
    expect(node(graph, 'published-port:host/8080/tcp')).toMatchObject({ parent: 'host:host', label: '8080 → 80/tcp' });
    expect(linksOf(graph, 'published-port:host/8080/tcp')).toEqual(['publish interface:web/eth0']);
  });

  it('on one address says so', () => {
    const graph = draw({ ...run('web'), publish: ['127.0.0.1:8080:80/udp'] } as EngineCommand);
    expect(node(graph, 'published-port:host/127.0.0.1:8080/udp').label).toBe('127.0.0.1:8080 → 80/udp');
  });
});

describe('a network', () => {
  it('that is internal has no way out', () => {
    const graph = draw(network('back', { internal: true }));
    expect(node(graph, 'network:back').details).toContain('internal');
    expect(linksOf(graph, 'network:back')).toEqual([]);
  });

  it('says whether its packets leave with the address of the host', () => {
    const options = [['com.docker.network.bridge.enable_ip_masquerade', 'false']];
    const graph = draw(network('plain'), network('routed', { options }));
    const labels = new Map(graph.edges.map(({ source, label }) => [source, label]));
    expect(labels.get('network:plain')).toBe('NAT');
    expect(labels.get('network:routed')).toBe('routed');
  });

  it('of macvlan is no bridge, and hangs on its parent interface', () => {
    const lan = network('lan', {
      driver: 'macvlan',
      subnets: ['192.0.2.0/24'],
      gateways: ['192.0.2.1'],
      options: [['parent', 'eth0']],
    });
    const graph = draw(lan, run('box', 'lan'));
    expect(node(graph, 'network:lan')).toMatchObject({ kind: 'network', driver: 'macvlan' });
    expect(linksOf(graph, 'network:lan').sort()).toEqual([
      'attachment host-interface:host/eth0',
      'attachment interface:box/eth0',
    ]);
  });
});

describe('several hosts', () => {
  it('are drawn side by side; what both have by one name is told apart by the host', () => {
    const world = createWorld({ hosts: [{ name: 'one' }, { name: 'two' }], images });
    const graph = buildTopology(execute(world, 'two', run('web')).world, none);
    expect(node(graph, 'network:bridge@one').parent).toBe('host:one');
    expect(node(graph, 'container:web').parent).toBe('host:two');
    expect(linksOf(graph, 'interface:web/eth0')).toEqual(['veth network:bridge@two']);
  });

  it('share a network that spans them', () => {
    const world = createWorld({ hosts: [{ name: 'one' }, { name: 'two' }], images });
    const [template] = world.hosts.get('one')!.networks.values();
    const wide = {
      ...template!,
      id: 'wide',
      name: 'wide',
      driver: 'overlay',
      scope: 'swarm' as const,
      predefined: false,
    };
    const join = (host: Host): Host => ({ ...host, networks: host.networks.set(wide.id, wide) });
    const graph = buildTopology({ ...world, hosts: PersistentMap(world.hosts.map(join)) }, none);
    expect(node(graph, 'network:wide').parent).toBeUndefined();
    expect(linksOf(graph, 'network:wide')).toEqual([
      'attachment host-interface:one/eth0',
      'attachment host-interface:two/eth0',
    ]);
  });
});

describe('the text', () => {
  it('gives nodes and links what they come from, and statements their worst finding', () => {
    const problem = { severity: 'warning', message: 'Nobody listens.' } as const;
    const world = worldAfter([{ ...run('web'), publish: ['8080:80'] } as EngineCommand]);
    const graph = buildTopology(world, {
      origins: new Set(['container:web']),
      problems: new Map([['container:web', problem]]),
    });
    for (const id of ['container:web', 'interface:web/eth0', 'published-port:host/8080/tcp'])
      expect(node(graph, id).origin).toBe('container:web');
    expect(node(graph, 'container:web').problem).toEqual(problem);
    expect(node(graph, 'interface:web/eth0').problem).toBeUndefined();
    expect(node(graph, 'network:bridge').origin).toBeUndefined();
    expect(graph.edges.find(({ kind }) => kind === 'veth')!.origin).toBe('container:web');
  });
});

const names = ['a', 'b', 'c'] as const;
const networks = ['bridge', 'host', 'none', 'n1', 'n2', 'container:a', 'container:b'] as const;
const anyCommand: fc.Arbitrary<EngineCommand> = fc.oneof(
  fc.record({ kind: fc.constant('networkCreate' as const), name: fc.constantFrom('n1', 'n2'), internal: fc.boolean() }),
  fc.record({
    kind: fc.constant('containerRun' as const),
    name: fc.constantFrom(...names),
    image: fc.constant('web'),
    networks: fc.constantFrom(...networks).map((name) => [{ network: name }]),
    publish: fc.constantFrom([], ['8080:80'], ['8081:80']),
  }),
  fc.record({
    kind: fc.constantFrom('networkConnect' as const, 'networkDisconnect' as const),
    network: fc.constantFrom('bridge', 'n1', 'n2'),
    container: fc.constantFrom(...names),
  }),
  fc.record({
    kind: fc.constantFrom('containerStop' as const, 'containerStart' as const, 'containerRestart' as const),
    containers: fc.constantFrom(...names).map((name) => [name]),
  }),
);

describe('any world', () => {
  it('gives a whole graph: ids once, ends and parents there, in order of id', () => {
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 25 }), (commands) => {
        const graph = draw(...commands);
        const ids = new Set(graph.nodes.map(({ id }) => id));
        expect(ids.size).toBe(graph.nodes.length);
        expect(new Set([...ids, ...graph.edges.map(({ id }) => id)]).size).toBe(ids.size + graph.edges.length);
        for (const { parent } of graph.nodes) if (parent !== undefined) expect(ids).toContain(parent);
        for (const { source, target } of graph.edges) expect(ids.has(source) && ids.has(target)).toBe(true);
        expect(canonical(graph)).toEqual(graph);
      }),
      { numRuns: 200 },
    );
  });

  it('becomes any other by the patch between them, which names nothing that stays the same', () => {
    const commands = fc.array(anyCommand, { maxLength: 12 });
    fc.assert(
      fc.property(commands, commands, (first, second) => {
        const [before, after] = [draw(...first), draw(...second)];
        const patch = diffTopology(before, after);
        expect(applyPatch(before, patch)).toEqual(after);
        const old = new Map([...before.nodes, ...before.edges].map((item) => [item.id, item]));
        for (const item of [...patch.nodes, ...patch.edges]) expect(old.get(item.id)).not.toEqual(item);
        expect(diffTopology(after, after)).toEqual({ removed: [], nodes: [], edges: [] });
      }),
      { numRuns: 200 },
    );
  });
});

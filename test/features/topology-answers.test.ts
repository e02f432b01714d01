import { describe, expect, it } from 'vitest';
import { worldAt } from '../../language-server/analysis/timeline.ts';
import { createService } from '../../language-server/service.ts';
import { engineVersions } from '../../language-server/simulation/engine-versions.ts';
import { inspectContainer } from '../../language-server/simulation/inspect.ts';
import type { TopologyDetails, TopologyTrace } from '../../language-server/topology/answers.ts';

const LAB = `network front { subnet 10.1.0.0/24 }
network back { subnet 10.2.0.0/24; internal }
container web { image nginx; network front; publish 8080:80 }
container db { image postgres; network back }
container api { image busybox; network front; network back }
container plain { image busybox }
container other { image busybox }
disconnect api from back
stop web
`;

function open(text = LAB) {
  const service = createService();
  const [snapshot] = service.open('file:///lab.dnet', 1, text);
  return {
    trace: (from: string, to: string, more: { on?: string; step?: number } = {}): TopologyTrace =>
      service.traceInPicture(snapshot!, { from, to, ...more }),
    details: (node: string, step?: number): TopologyDetails | null => service.topologyDetails(snapshot!, node, step),
    world: () => worldAt(snapshot!.timeline),
    steps: () => service.timelineSteps(snapshot!).steps,
    graph: (step?: number) => service.topology(snapshot!, step),
  };
}

const RUNNING = 7;
const text = (details: TopologyDetails | null): string =>
  (details?.sections ?? [])
    .flatMap(({ title, rows }) => [`[${title}]`, ...rows.map(({ label, value }) => `${label}: ${value}`)])
    .join('\n');

describe('a trace in the picture', () => {
  it('names the place of every hop, all of which are drawn', () => {
    const { trace, graph } = open();
    const drawn = new Set(graph(RUNNING).nodes.map(({ id }) => id));
    const result = trace('container:api', 'container:web', { on: '80', step: RUNNING });
    expect(result.journeys).toHaveLength(1);
    const [journey] = result.journeys;
    expect(journey).toMatchObject({ delivered: true, title: 'api → web on 80/tcp' });
    const places = journey!.hops.map((hop) => hop.places.find((id) => drawn.has(id)));
    expect(places).not.toContain(undefined);
    expect(places).toContain('network:front');
    expect(places.at(-1)).toBe('container:web');
  });

  it('ends at the router where the firewall of the host drops the packet', () => {
    const [journey] = open().trace('container:plain', 'interface:web/eth0', { step: RUNNING }).journeys;
    expect(journey).toMatchObject({ delivered: false, verdict: 'dropped' });
    expect(journey!.hops.at(-1)).toMatchObject({ kind: 'filter rule', places: ['router:host', 'host:host'] });
    expect(journey!.hops.at(-1)!.rule).toContain('DROP');
    expect(journey!.reason).toContain('keeps networks apart');
  });

  it('goes by the address too where the name is not resolved', () => {
    const { journeys } = open().trace('container:plain', 'container:other', { step: RUNNING });
    expect(journeys.map(({ verdict }) => verdict)).toEqual(['unresolved', 'delivered']);
  });

  it('from outside comes in by a published port', () => {
    const [journey] = open().trace('outside', 'published-port:host/8080/tcp', { step: RUNNING }).journeys;
    expect(journey).toMatchObject({ delivered: true });
    expect(journey!.hops.map(({ kind }) => kind)).toContain('DNAT');
    expect(journey!.hops.flatMap(({ places }) => places)).toEqual(
      expect.arrayContaining(['outside', 'router:host', 'network:front', 'interface:web/eth0']),
    );
  });

  it('is of the moment asked for', () => {
    const { trace } = open();
    expect(trace('container:api', 'container:web', { step: RUNNING }).journeys[0]!.delivered).toBe(true);
    expect(trace('container:api', 'container:web').journeys[0]!.delivered).toBe(false);
  });

  it('says why there is none', () => {
    const { trace } = open();
    expect(trace('network:front', 'container:web').problem).toBe('Nothing is sent from network:front.');
    expect(trace('container:api', 'container:gone').problem).toBe('Nothing can be sent to container:gone.');
    expect(trace('container:api', 'container:web', { on: 'http' }).problem).toContain('"http" is no port');
  });
});

describe('the details', () => {
  it('of a container are what inspect shows, with names, ports and who reaches it', () => {
    const details = open().details('container:web', RUNNING);
    expect(details).toMatchObject({ title: 'web', subtitle: 'container · running' });
    const shown = text(details);
    expect(shown).toContain('Address: 10.1.0.2/24');
    expect(shown).toContain('Gateway: 10.1.0.1');
    expect(shown).toContain('default: via 10.1.0.1 dev eth0');
    expect(shown).toContain('0.0.0.0:8080: → 80/tcp');
    expect(shown).toContain('[Resolves the names]\napi: 10.1.0.3');
    expect(shown).toContain('[Reached by (80/tcp)]\napi: ✓ at 10.1.0.2\ndb: ✗ not reached');
  });

  it('of a container have what inspect has of each network, asked for or given', () => {
    const lab = `network front { subnet 10.1.0.0/24 }
container db { image postgres; network front { ip 10.1.0.9; alias store; alias data } }
container web { image busybox; network front; publish 8080:80 }
stop web
`;
    const db = text(open(lab).details('container:db'));
    for (const line of ['[eth0]', 'Address: 10.1.0.9/24', 'Address asked for: 10.1.0.9', 'Aliases: store, data'])
      expect(db).toContain(line);
    expect(db).toMatch(/Found as: .*\bdb\b.*store/);
    expect(text(open(lab).details('container:web', 3))).toMatch(
      /\[Resolves the names\]\ndb: 10.1.0.9\nstore: 10.1.0.9/,
    );
    // Inspect goes on naming the network of a container that has stopped, without an address.
    const web = text(open(lab).details('container:web'));
    for (const line of [
      '[front]',
      'Network: front (bridge)',
      'none: it does not run',
      'Published once it runs: 8080:80',
    ])
      expect(web).toContain(line);
  });

  it.each(engineVersions)('has every key of inspect of Docker Engine %s that is not drawn at random', (engine) => {
    const lab = `host h1 { engine ${engine} }
network front { subnet 10.1.0.0/24; ipv6; subnet fd00:1::/64 }
container web { image nginx; network front { ip 10.1.0.9; alias www }; publish 8080:80; hostname shop }
`;
    const snapshot = open(lab);
    const shown = text(snapshot.details('container:web'));
    const [host] = [...snapshot.world().hosts.values()];
    const container = host!.containers.get(host!.containerIds.get('web')!)!;
    const inspected = inspectContainer(host!, container);
    const { IPAddress, IPPrefixLen, Gateway, GlobalIPv6Address, GlobalIPv6PrefixLen, IPv6Gateway, Aliases } =
      inspected.NetworkSettings.Networks.front!;
    const values = [
      `${IPAddress}/${IPPrefixLen}`,
      Gateway,
      `${GlobalIPv6Address}/${GlobalIPv6PrefixLen}`,
      IPv6Gateway,
      ...(Aliases ?? []).filter((alias) => !alias.startsWith('<')),
      inspected.Config.Hostname,
      inspected.Config.Image,
      inspected.HostConfig.NetworkMode,
      inspected.State.Status,
      ...Object.keys(inspected.NetworkSettings.Ports ?? {}),
    ];
    for (const value of values) expect(shown).toContain(value);
  });

  it('are of the moment asked for', () => {
    const { details } = open();
    expect(details('container:web')!.subtitle).toBe('container · exited (0)');
    expect(details('container:web', 2)).toBeNull();
  });

  it.each([
    ['network:back', ['Internal: yes', 'Subnet: 10.2.0.0/24', '[Containers (2)]\ndb: 10.2.0.2/24']],
    ['interface:web/eth0', ['Container: web', 'Network: front (bridge)']],
    ['host:host', ['Version: 29', 'eth0: 192.0.2.10/24', '[Networks (3)]']],
    ['router:host', ['default: via 192.0.2.1 dev eth0', '-j MASQUERADE', '--to-destination 10.1.0.2:80']],
    ['published-port:host/8080/tcp', ['Leads to: web:80/tcp']],
    ['outside', ['Router: 192.0.2.1']],
  ])('of %s', (node, parts) => {
    const shown = text(open().details(node, RUNNING));
    for (const part of parts) expect(shown).toContain(part);
  });

  it('repeat the finding about the statement', () => {
    const details = open(
      'container one { image nginx; publish 80:80 }\ncontainer two { image nginx; publish 80:80 }\n',
    ).details('container:two');
    expect(details!.problem).toMatchObject({ severity: 'error' });
    expect(text(details)).toContain('Error: ');
  });
});

describe('the timeline', () => {
  it('has a step for every statement that happens, with its command', () => {
    const steps = open().steps();
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(steps[0]!.label).toBe('docker network create --subnet 10.1.0.0/24 front');
    expect(steps[8]).toMatchObject({ label: 'docker stop web' });
  });

  it('has one step for the replicas of a container, and tells what Docker refused', () => {
    const steps = open('container web { image nginx; replicas 3 }\nconnect web-1 to nowhere\n').steps();
    expect(steps[0]).toMatchObject({ step: 3 });
    expect(steps.at(-1)!.refused).toContain('nowhere');
  });

  it('gives the picture of every moment', () => {
    const { graph } = open();
    const containers = (step?: number) => graph(step).nodes.filter(({ kind }) => kind === 'container').length;
    expect([0, 3, RUNNING].map(containers)).toEqual([0, 1, 5]);
  });
});

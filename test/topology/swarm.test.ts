import { describe, expect, it } from 'vitest';
import type { EngineCommand } from '../../language-server/simulation/command.ts';
import { execute } from '../../language-server/simulation/engine.ts';
import { createWorld } from '../../language-server/simulation/world.ts';
import { buildTopology } from '../../language-server/topology/build.ts';

const host = (name: string, address: string) => ({ name, interfaces: [{ name: 'eth0', addresses: [address] }] });
const web = (name: string): EngineCommand => ({
  kind: 'containerRun',
  name,
  image: 'web',
  networks: [{ network: 'shop' }],
  publish: ['8080:80'],
});

describe('a swarm', () => {
  const steps: readonly (readonly [string, EngineCommand])[] = [
    ['alpha', { kind: 'swarmInit' }],
    ['beta', { kind: 'swarmJoin', token: '<token:worker>', remote: '192.0.2.12' }],
    ['alpha', { kind: 'networkCreate', name: 'shop', driver: 'overlay', attachable: true, internal: false }],
    ['alpha', web('one')],
    ['beta', web('two')],
  ];
  const hosts = [host('alpha', '192.0.2.12/24'), host('beta', '192.0.2.13/24')];
  const world = steps.reduce((so, [on, command]) => execute(so, on, command).world, createWorld({ hosts }));
  const { nodes, edges } = buildTopology(world, { origins: new Set(), problems: new Map() });
  const linksOf = (id: string) =>
    edges.filter(({ source, target }) => source === id || target === id).map(({ id: edge }) => edge);

  it('has one overlay between its hosts, and a docker_gwbridge on each', () => {
    expect(nodes.filter(({ kind }) => kind === 'network').map(({ id, parent }) => [id, parent])).toEqual([
      ['network:shop', undefined],
    ]);
    expect(nodes.filter(({ label }) => label === 'docker_gwbridge').map(({ parent }) => parent)).toEqual([
      'host:alpha',
      'host:beta',
    ]);
    expect(linksOf('network:shop')).toEqual([
      'attachment:interface:one/eth0--network:shop',
      'attachment:interface:two/eth0--network:shop',
      'attachment:network:shop--host-interface:alpha/eth0',
      'attachment:network:shop--host-interface:beta/eth0',
    ]);
  });

  it('has published ports lead in by docker_gwbridge', () => {
    expect(linksOf('interface:one/eth1')).toEqual([
      'publish:published-port:alpha/8080/tcp--interface:one/eth1',
      'veth:interface:one/eth1--network:docker_gwbridge@alpha',
    ]);
  });
});

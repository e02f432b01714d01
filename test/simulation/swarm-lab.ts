/** Two hosts on one LAN, each told `docker` command lines. */
import { parse } from 'shell-quote';
import { readDockerCommand } from '../../language-server/formats/docker-commands.ts';
import { answerQuery } from '../../language-server/formats/docker-queries.ts';
import { findContainer } from '../../language-server/simulation/containers.ts';
import { execute } from '../../language-server/simulation/engine.ts';
import { inspectContainer, inspectNetwork } from '../../language-server/simulation/inspect.ts';
import { resolve } from '../../language-server/simulation/names.ts';
import { namespaceOf } from '../../language-server/simulation/namespace.ts';
import { findNetwork } from '../../language-server/simulation/networks.ts';
import type { Container, EngineVersion, Host, Network, World } from '../../language-server/simulation/state.ts';
import type { Protocol, Sender, Trace } from '../../language-server/simulation/trace.ts';
import { trace } from '../../language-server/simulation/tracer.ts';
import { createWorld } from '../../language-server/simulation/world.ts';
import { type Answer, images } from './engine-lab.ts';

export type HostName = 'host1' | 'host2';

/** The addresses of the recorded hosts. */
const addresses = { host1: '192.0.2.11', host2: '192.0.2.12' } as const;

export class SwarmLab {
  world: World;
  readonly engine: EngineVersion;

  constructor(engine: EngineVersion = '20.10') {
    this.engine = engine;
    this.world = createWorld({
      hosts: (['host1', 'host2'] as const).map((name) => ({
        name,
        engine,
        interfaces: [{ name: 'eth0', addresses: [`${addresses[name]}/24`] }],
      })),
      images,
      registry: 'unreachable',
    });
  }

  host(name: HostName): Host {
    return this.world.hosts.get(name) as Host;
  }

  /** One command line, without the word `docker`. */
  docker(on: HostName, line: string): Answer {
    const command = readDockerCommand(parse(line.replace(/<(\S+)>/g, "'<$1>'")).map(String), this.engine);
    if (command.kind === 'query') return answerQuery(this.host(on), command.query);
    if (command.kind === 'error') return { stdout: '', ...command.error };
    if (command.kind !== 'command') return { exitCode: 0, stdout: '', stderr: '' };
    const result = execute(this.world, on, command.command);
    this.world = result.world;
    return result;
  }

  /** Command lines `HOST LINE`, none of which may be refused. */
  setUp(...lines: string[]): this {
    for (const line of lines) {
      const at = line.indexOf(' ');
      const { exitCode, stderr } = this.docker(line.slice(0, at) as HostName, line.slice(at + 1));
      if (exitCode !== 0) throw new Error(`${line}: ${stderr}`);
    }
    return this;
  }

  /** Both hosts in one swarm, the first one its manager. */
  inSwarm(): this {
    return this.setUp('host1 swarm init', 'host2 swarm join --token <token:worker> 192.0.2.11:2377');
  }

  networks(on: HostName): readonly string[] {
    return [...this.host(on).networks.values()].map(({ name }) => name).sort();
  }

  container(name: string): { readonly host: Host; readonly container: Container } {
    for (const host of this.world.hosts.values()) {
      const container = findContainer(host, name);
      if (container) return { host, container };
    }
    throw new Error(`no container ${name}`);
  }

  inspect(name: string) {
    const { host, container } = this.container(name);
    return inspectContainer(host, container).NetworkSettings;
  }

  address(name: string, network: string): string | undefined {
    return this.inspect(name).Networks[network]?.IPAddress;
  }

  /** `eth0 10.0.1.2/24` … without `lo`. */
  interfaces(name: string): readonly string[] {
    const { host, container } = this.container(name);
    return namespaceOf(host, container)
      .interfaces.filter(({ name: device }) => device !== 'lo')
      .map(({ name: device, addresses: [address] }) => `${device} ${address}`);
  }

  routes(name: string): readonly string[] {
    const { host, container } = this.container(name);
    return namespaceOf(host, container).routes.map(
      ({ destination, via, interface: device }) => `${destination}${via ? ` via ${via}` : ''} dev ${device}`,
    );
  }

  inspectNetwork(on: HostName, name: string) {
    const host = this.host(on);
    return inspectNetwork(host, findNetwork(host, name) as Network);
  }

  /** `c1 10.0.1.2/24` … as `docker network inspect` lists them. */
  members(on: HostName, network: string): readonly string[] {
    const { Containers } = this.inspectNetwork(on, network);
    return Object.values((Containers ?? {}) as Record<string, { Name: string; IPv4Address: string }>)
      .map(({ Name, IPv4Address }) => `${Name} ${IPv4Address}`)
      .sort();
  }

  resolve(from: string, name: string): readonly string[] {
    return resolve(this.world, { kind: 'container', name: from }, name).addresses;
  }

  trace(from: string, to: string, protocol: Protocol = 'icmp', port?: number): Trace {
    const kind = from === 'outside' ? 'outside' : this.world.hosts.has(from) ? 'host' : 'container';
    const sender = (kind === 'outside' ? { kind } : { kind, name: from }) as Sender;
    return trace(this.world, { from: sender, to, protocol, ...(port !== undefined && { port }) });
  }
}

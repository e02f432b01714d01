/** A lab that is told `docker` command lines, and answers as the client does. */
import { parse } from 'shell-quote';
import { readDockerCommand } from '../../language-server/formats/docker-commands.ts';
import { answerQuery } from '../../language-server/formats/docker-queries.ts';
import type { EngineCommand, Image } from '../../language-server/simulation/command.ts';
import { findContainer } from '../../language-server/simulation/containers.ts';
import { execute } from '../../language-server/simulation/engine.ts';
import { inspectContainer } from '../../language-server/simulation/inspect.ts';
import { namespaceOf } from '../../language-server/simulation/namespace.ts';
import type { CommandResult, Container, EngineVersion, Host, World } from '../../language-server/simulation/state.ts';
import { createWorld, type HostOptions } from '../../language-server/simulation/world.ts';

const image = (name: string, ...ports: number[]): Image => ({
  name,
  listens: ports.map((port) => ({ port, protocol: 'tcp' })),
  exposes: ports.map((port) => `${port}/tcp`),
  programs: ['sh', 'sleep'],
});

export const images: readonly Image[] = [image('bb'), image('web', 80), image('api', 8080)];

export interface Answer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export class Lab {
  world: World;
  readonly engine: EngineVersion;

  constructor(engine: EngineVersion = '29', options: Omit<HostOptions, 'engine' | 'name'> = {}) {
    this.engine = engine;
    this.world = createWorld({ hosts: [{ ...options, name: 'host', engine }], images, registry: 'unreachable' });
  }

  get host(): Host {
    return this.world.hosts.get('host') as Host;
  }

  execute(command: EngineCommand): CommandResult {
    const result = execute(this.world, 'host', command);
    this.world = result.world;
    return result;
  }

  /** One command line, without the word `docker`. */
  docker(line: string): Answer {
    const command = readDockerCommand(parse(line).map(String), this.engine);
    if (command.kind === 'query') return answerQuery(this.host, command.query);
    if (command.kind === 'error') return { stdout: '', ...command.error };
    if (command.kind !== 'command') return { exitCode: 0, stdout: '', stderr: '' };
    return this.execute(command.command);
  }

  /** Several command lines, none of which may be refused. */
  setUp(...lines: string[]): this {
    for (const line of lines) {
      const { exitCode, stderr } = this.docker(line);
      if (exitCode !== 0) throw new Error(`docker ${line}: ${stderr}`);
    }
    return this;
  }

  container(name: string): Container {
    const container = findContainer(this.host, name);
    if (!container) throw new Error(`no container ${name}`);
    return container;
  }

  /** The container's address on each of its networks; empty where it has none. */
  addresses(name: string): Record<string, string> {
    const { Networks } = inspectContainer(this.host, this.container(name)).NetworkSettings;
    return Object.fromEntries(Object.entries(Networks).map(([network, { IPAddress }]) => [network, IPAddress]));
  }

  /** `eth0 172.17.0.2/16` …, without `lo`. */
  interfaces(name: string): string[] {
    return namespaceOf(this.host, this.container(name))
      .interfaces.filter((one) => one.name !== 'lo')
      .map((one) => `${one.name} ${one.addresses.join(' ')}`);
  }

  /** `via ADDRESS` of the default route, or nothing. */
  gateway(name: string): string | undefined {
    return namespaceOf(this.host, this.container(name)).routes.find((route) => route.destination === 'default')?.via;
  }

  subnetOf(network: string): string | undefined {
    const id = this.host.networkIds.get(network);
    return id === undefined ? undefined : this.host.networks.get(id)?.pools[0]?.subnet;
  }
}

/** A world from `docker` command lines, for tests. */
import { readDockerCommand } from '../../language-server/formats/docker-commands.ts';
import { readShellScript } from '../../language-server/formats/shell-script.ts';
import type { Listener } from '../../language-server/simulation/command.ts';
import { execute } from '../../language-server/simulation/engine.ts';
import type { DaemonOptions, EngineVersion, Route, World } from '../../language-server/simulation/state.ts';
import { createWorld } from '../../language-server/simulation/world.ts';

export interface LabOptions {
  readonly engine?: EngineVersion;
  readonly daemon?: Partial<DaemonOptions>;
  /** Routes that LAN machines have been given. */
  readonly lanRoutes?: readonly Route[];
}

const listens = (...texts: string[]): Listener[] =>
  texts.map((text) => {
    const [port, protocol] = text.split('/');
    return { port: Number(port), protocol: protocol as 'tcp' | 'udp' };
  });

const images = [
  { name: 'bb', listens: [], exposes: [] },
  { name: 'web', listens: listens('80/tcp'), exposes: ['80/tcp'] },
  { name: 'api', listens: listens('8080/tcp'), exposes: ['8080/tcp'] },
  { name: 'udp', listens: listens('5353/udp'), exposes: ['5353/udp'] },
  { name: 'multi', listens: listens('80/tcp', '443/tcp', '5353/udp'), exposes: ['80/tcp', '443/tcp', '5353/udp'] },
];

/** Runs the script, with or without the word `docker`, on one host named `host`. @throws where a command fails */
export function lab(script: string, { engine = '29', daemon = {}, lanRoutes = [] }: LabOptions = {}): World {
  let world = createWorld({ images, hosts: [{ name: 'host', engine, daemon }] });
  world = { ...world, outside: { ...world.outside, routes: lanRoutes } };
  for (const { words } of readShellScript(script).commands) {
    const read = readDockerCommand(words[0] === 'docker' ? words.slice(1) : words, engine);
    if (read.kind !== 'command') throw new Error(`no command: ${words.join(' ')}`);
    const result = execute(world, 'host', read.command);
    if (result.exitCode !== 0) throw new Error(`${words.join(' ')}: ${result.stderr}`);
    world = result.world;
  }
  return world;
}

/** Some of the benchmark's containers on a real Docker Engine, which is asked by `docker` commands as a reader would. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Distribution, distribution } from '../distribution.ts';
import { generateTopology } from '../lab.ts';
import type { Topology } from '../notations.ts';

export interface EngineMeasurement {
  /** Of the engine: `20.10.24`. */
  readonly version: string;
  readonly containers: number;
  /** From the first `docker network create` to the end of the last `docker network connect`; the images are there. */
  readonly bringUp: Distribution;
  /** `docker exec app0 nc app1 80`, until the answer is there. */
  readonly request: Distribution;
}

/** An image of the recordings' engines, in place of one that would have to be pulled. It listens on port 80. */
const IMAGE = 'web';

/** The image's program tells its container's id to whoever connects. */
const REQUEST = ['exec', 'app0', 'nc', '-w', '5', 'app1', '80'];

/** The first containers of the lab and their networks, as `docker` commands that every engine understands. */
export function bringUpCommands({ networks, containers }: Topology, count: number): readonly (readonly string[])[] {
  const wanted = containers.slice(0, count);
  const used = new Set(wanted.flatMap((container) => container.networks.map(({ name }) => name)));
  return [
    ...networks
      .filter(({ name }) => used.has(name))
      .map(({ name, driver, subnet }) => ['network', 'create', '--driver', driver, '--subnet', subnet, name]),
    ...wanted.flatMap(({ name, networks: [first, ...others], publish }) => {
      const plugged = ['--network', first!.name, '--network-alias', first!.alias];
      return [
        ['run', '--detach', '--name', name, ...plugged, '--publish', publish, IMAGE],
        // Before version 25 an engine takes one network at creation.
        ...others.map((each) => ['network', 'connect', '--alias', each.alias, each.name, name]),
      ];
    }),
  ];
}

/**
 * @param runs how often the containers are brought up, on one engine that is cleaned in between
 * @param requests how often one of them asks another
 * @throws when the engine does not start, or refuses a command
 */
export async function measureEngine(count: number, runs: number, requests: number): Promise<EngineMeasurement> {
  const { Engine } = await engineModule();
  const topology = generateTopology(1_000);
  const engine = await Engine.up();
  const docker = async (argv: readonly string[]): Promise<string> => {
    const { exit, stdout, stderr } = await engine.docker(argv);
    if (exit !== 0) throw new Error(`docker ${argv.join(' ')}: ${stderr || stdout}`);
    return stdout.trim();
  };
  const timed = async (commands: readonly (readonly string[])[]): Promise<number> => {
    const start = performance.now();
    for (const argv of commands) await docker(argv);
    return performance.now() - start;
  };
  try {
    const bringUp: number[] = [];
    for (let run = 0; run < runs; run++) {
      if (run > 0) await cleanUp(docker);
      bringUp.push(await timed(bringUpCommands(topology, count)));
    }
    const request: number[] = [];
    for (let run = 0; run < requests; run++) request.push(await timed([REQUEST]));
    return {
      // Without what a distribution calls its package of it.
      version: (await docker(['version', '--format', '{{.Server.Version}}'])).replace(/\+.*/, ''),
      containers: count,
      bringUp: distribution(bringUp),
      request: distribution(request),
    };
  } finally {
    await engine.down();
  }
}

async function cleanUp(docker: (argv: readonly string[]) => Promise<string>): Promise<void> {
  const containers = (await docker(['ps', '--all', '--quiet'])).split('\n');
  await docker(['rm', '--force', ...containers]);
  await docker(['network', 'prune', '--force']);
}

/** Loaded where it stands: it finds its files beside itself, which it could not from inside a bundle. */
const engineModule = (): Promise<typeof import('../../../scripts/docker/engine.mjs')> =>
  import(pathToFileURL(resolve('scripts', 'docker', 'engine.mjs')).href);

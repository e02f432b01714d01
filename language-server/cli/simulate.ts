/** `dnet simulate`: what the engine makes of a lab, or of a script of `docker` commands, at its end. */
import type { Outcome } from '../analysis/expectation.ts';
import { containerFacts, describeNetwork } from '../analysis/facts.ts';
import { placeOf } from '../analysis/places.ts';
import { worldAt } from '../analysis/timeline.ts';
import { readInput } from '../files.node.ts';
import { dockerCommand } from '../formats/docker-script.ts';
import { runDockerScript } from '../formats/run-docker-script.ts';
import { newestEngine } from '../simulation/engine-versions.ts';
import { resolve } from '../simulation/names.ts';
import type { EngineError, EngineVersion, Host, World } from '../simulation/state.ts';
import { tellRemarks } from './import.ts';
import { type OpenLab, openLab } from './lab.ts';
import { renderSimulation } from './simulate-text.ts';
import { OK, type Output } from './status.ts';

export interface SimulateOptions {
  readonly format: string;
  /** Instead of the version that the hosts of the lab have, or of the newest one for a script. */
  readonly engine?: string;
}

/** Exit status 0 whatever the engine says: `check` is there to judge. */
export function simulate(path: string, options: SimulateOptions, output: Output): number {
  const engine = options.engine as EngineVersion | undefined;
  const simulation = isScript(path) ? describeScript(path, engine, output) : describeLab(openLab(path, engine));
  output.out(options.format === 'json' ? `${JSON.stringify(simulation, null, 2)}\n` : renderSimulation(simulation));
  return OK;
}

/** A shell script by its name or its first line. */
function isScript(path: string): boolean {
  return path.endsWith('.sh') || readInput(path).text.startsWith('#!');
}

/** Everything that was computed, as plain data. A MAC address that the engine draws anew at every start is `random`. */
export interface Simulation {
  readonly file: string;
  readonly hosts: readonly ReturnType<typeof describeHost>[];
  readonly errors: readonly (Statement & { readonly host: string; readonly command: string } & EngineError)[];
  readonly expectations: readonly (Statement & Pick<Outcome, 'holds' | 'verdict' | 'reason' | 'actual' | 'traces'>)[];
}

/** Where something stands; lines counted from one. */
interface Statement {
  readonly file: string;
  readonly line: number;
  readonly statement: string;
}

function describeLab({ input, snapshot, find }: OpenLab): Simulation {
  const { lab, timeline, outcomes } = snapshot;
  const statement = (entry: number): Statement => {
    const { span, uri } = placeOf(lab.entries[entry]!, lab.entries[entry]!.declaration.statement);
    const { path, lines } = find(uri);
    const text = lines.text.slice(span.start, span.end);
    return { file: path, line: lines.positionAt(span.start).line + 1, statement: text };
  };
  return {
    file: input.path,
    hosts: describeHosts(worldAt(timeline)),
    errors: timeline.steps.flatMap(({ entry, host, command, result: { error } }) =>
      error ? [{ ...statement(entry), host, command: dockerCommand(command), ...error }] : [],
    ),
    expectations: outcomes.map(({ entry, outcome }) => ({
      ...statement(lab.entries.indexOf(entry)),
      holds: outcome.holds,
      verdict: outcome.verdict,
      reason: outcome.reason,
      actual: outcome.actual,
      traces: outcome.traces,
    })),
  };
}

function describeScript(path: string, engine: EngineVersion | undefined, output: Output): Simulation {
  const { world, host, failures, remarks } = runDockerScript(readInput(path).text, engine ?? newestEngine);
  tellRemarks(path, remarks, output);
  const errors = failures.map(({ line, text, error }) => {
    return { file: path, line: line + 1, statement: text, host, command: text, ...error };
  });
  return { file: path, hosts: describeHosts(world), errors, expectations: [] };
}

function describeHosts(world: World) {
  return [...world.hosts.values()].map((host) => describeHost(world, host));
}

function describeHost(world: World, host: Host) {
  const names = [...host.containers.values()].map(({ name }) => name);
  const known = namesIn(host);
  return {
    name: host.name,
    engine: host.engine,
    interfaces: host.interfaces,
    routes: host.routes,
    networks: [...host.networks.values()].map((network) => {
      const { host: _, ...facts } = describeNetwork(host, network);
      return facts;
    }),
    containers: names.map((name) => {
      const { names: bears, ...facts } = containerFacts(world, name)!;
      return { ...facts, names: bears, resolves: resolvable(world, name, known) };
    }),
  };
}

/** Every name that some network of the host knows. */
function namesIn(host: Host): readonly string[] {
  const names = [...host.networks.values()].flatMap((network) =>
    [...network.endpoints.values()].flatMap(({ dnsNames }) => dnsNames),
  );
  return [...new Set(names)].filter((name) => !name.startsWith('<')).sort();
}

/** The names that a container can resolve, with the addresses it gets. */
function resolvable(world: World, container: string, names: readonly string[]): Record<string, readonly string[]> {
  const answers = names.map(
    (name) => [name, resolve(world, { kind: 'container', name: container }, name).addresses] as const,
  );
  return Object.fromEntries(answers.filter(([, addresses]) => addresses.length > 0));
}

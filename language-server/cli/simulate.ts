/** `dnet simulate`: what the engine makes of a lab, at the end of its timeline. */
import { containerFacts, describeNetwork } from '../analysis/facts.ts';
import { placeOf } from '../analysis/places.ts';
import { worldAt } from '../analysis/timeline.ts';
import { dockerCommand } from '../formats/docker-script.ts';
import { resolve } from '../simulation/names.ts';
import type { Host, World } from '../simulation/state.ts';
import { type OpenLab, openLab } from './lab.ts';
import { renderSimulation } from './simulate-text.ts';
import { OK, type Output } from './status.ts';

/** Exit status 0 whatever the engine says: `check` is there to judge. */
export function simulate(path: string, format: string, output: Output): number {
  const simulation = describeSimulation(openLab(path));
  output.out(format === 'json' ? `${JSON.stringify(simulation, null, 2)}\n` : renderSimulation(simulation));
  return OK;
}

export type Simulation = ReturnType<typeof describeSimulation>;

/** Everything that was computed, as plain data. A MAC address that the engine draws anew at every start is `random`. */
function describeSimulation({ input, snapshot, find }: OpenLab) {
  const { lab, timeline, outcomes } = snapshot;
  const world = worldAt(timeline);
  const statement = (entry: number) => {
    const { span, uri } = placeOf(lab.entries[entry]!, lab.entries[entry]!.declaration.statement);
    const { path, lines } = find(uri);
    const text = lines.text.slice(span.start, span.end);
    return { file: path, line: lines.positionAt(span.start).line + 1, statement: text };
  };
  return {
    file: input.path,
    hosts: [...world.hosts.values()].map((host) => describeHost(world, host)),
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

/** What a lab comes to, to be compared before and after an edit. */
import { containerFacts, networkFacts } from '../../language-server/analysis/facts.ts';
import { worldAt } from '../../language-server/analysis/timeline.ts';
import type { Snapshot } from '../../language-server/service.ts';

/** All that a lab comes to: addresses, names and ports of every container, every network, every expectation. */
export function stateOf(snapshot: Snapshot): unknown {
  const world = worldAt(snapshot.timeline);
  const hosts = [...world.hosts.values()];
  return {
    containers: hosts.flatMap(({ containers }) =>
      [...containers.values()]
        .map(({ name }) => containerFacts(world, name)!)
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ names, ...facts }) => ({
          ...facts,
          // The short id among them counts the commands.
          names: names.map((each) => [each.network, each.names.filter((name) => !/^[0-9a-f]{12}$/.test(name))]),
        })),
    ),
    networks: hosts.flatMap(({ networks }) => [...networks.values()].flatMap(({ name }) => networkFacts(world, name))),
    refused: snapshot.timeline.steps.flatMap(({ result }) => result.error?.code ?? []),
  };
}

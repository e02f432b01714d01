/** What would be lost if something happened next: the difference that a hypothetical command makes. Nothing is written. */
import type { EngineCommand } from '../../simulation/command.ts';
import { execute } from '../../simulation/engine.ts';
import type { Host, World } from '../../simulation/state.ts';
import type { Work } from '../../steps.ts';
import { findContainer, findNetwork } from '../facts.ts';
import { comparing, type ReachabilityDifference } from './difference.ts';

export type Hypothesis =
  | { readonly kind: 'stop'; readonly containers: readonly string[] }
  /** The network is removed on every host that has it, once its members have been disconnected from it. */
  | { readonly kind: 'remove network'; readonly network: string };

export type WhatIf =
  | { readonly kind: 'difference'; readonly difference: ReachabilityDifference }
  /** The engine would not do it; in its own words. */
  | { readonly kind: 'refused'; readonly message: string }
  /** There is no such container that runs, or no such network. */
  | { readonly kind: 'nothing' };

/** So many commands are executed in one step. */
const COMMANDS_A_STEP = 16;

/** What would come of it, in steps: with ten thousand containers it takes longer than a keystroke may wait. */
export function* supposing(world: World, hypothesis: Hypothesis): Work<WhatIf> {
  const commands =
    hypothesis.kind === 'stop' ? stops(world, hypothesis.containers) : removals(world, hypothesis.network);
  if (commands.length === 0) return { kind: 'nothing' };
  let after = world;
  for (const [index, [host, command]] of commands.entries()) {
    if (index % COMMANDS_A_STEP === 0) yield;
    const result = execute(after, host, command);
    if (result.error) return { kind: 'refused', message: result.error.message };
    after = result.world;
  }
  return { kind: 'difference', difference: yield* comparing(world, after) };
}

type OnHost = readonly [host: string, command: EngineCommand];

function stops(world: World, names: readonly string[]): readonly OnHost[] {
  return names.flatMap((name): readonly OnHost[] => {
    const found = findContainer(world, name);
    if (!found || (found.container.status !== 'running' && found.container.status !== 'paused')) return [];
    return [[found.host.name, { kind: 'containerStop', containers: [name] }]];
  });
}

function removals(world: World, name: string): readonly OnHost[] {
  const hosts = [...world.hosts.values()].filter((host) => findNetwork(host, name));
  const disconnects = hosts.flatMap((host) =>
    [...findNetwork(host, name)!.endpoints.keys()].flatMap((id): readonly OnHost[] => {
      const container = host.containers.get(id)?.name;
      return container === undefined
        ? []
        : [[host.name, { kind: 'networkDisconnect', network: name, container, force: true }]];
    }),
  );
  const [shared] = hosts.filter((host) => findNetwork(host, name)!.scope === 'swarm');
  const removing = shared ? [manager(hosts) ?? shared] : hosts;
  return [...disconnects, ...removing.map((host): OnHost => [host.name, { kind: 'networkRemove', networks: [name] }])];
}

/** A network of the swarm is removed once, by a manager. */
const manager = (hosts: readonly Host[]): Host | undefined => hosts.find(({ swarm }) => swarm?.role === 'manager');

/**
 * What the generator believes the engine to hold: enough to draw commands that mostly meet something. It may be wrong,
 * since it never asks whether a command succeeds; then the command is one more mistake to answer alike.
 */
import type { Draw } from './draw.ts';
import { containerNames, networkNames, type Subnet } from './vocabulary.ts';

interface BelievedContainer {
  running: boolean;
  readonly networks: Set<string>;
}

export class Model {
  readonly containers = new Map<string, BelievedContainer>();
  readonly networks = new Map<string, Subnet | undefined>();
  readonly aliases = new Set<string>();
  /** Former names of renamed containers. The ids in recordings bear names, so they are not given a second time. */
  readonly #shown = new Set<string>();

  /** A container that is likely to be there, or to be running. */
  container(draw: Draw, running?: boolean): string {
    const there = [...this.containers].filter(([, c]) => running === undefined || c.running === running);
    return there.length > 0 && draw.chance(93) ? draw.of(there)[0] : draw.of(this.#unshown);
  }

  get #unshown(): readonly string[] {
    return containerNames.filter((name) => !this.#shown.has(name));
  }

  newContainer(draw: Draw): string {
    const free = this.#unshown.filter((name) => !this.containers.has(name));
    return free.length > 0 && draw.chance(94) ? draw.of(free) : this.container(draw);
  }

  /** A user-defined network. */
  network(draw: Draw): string {
    return this.networks.size > 0 && draw.chance(95) ? draw.of([...this.networks.keys()]) : draw.of(networkNames);
  }

  newNetwork(draw: Draw): string {
    const free = networkNames.filter((name) => !this.networks.has(name));
    return free.length > 0 && draw.chance(95) ? draw.of(free) : draw.of(networkNames);
  }

  get running(): readonly string[] {
    return [...this.containers].filter(([, { running }]) => running).map(([name]) => name);
  }

  rename(from: string, to: string): void {
    const container = this.containers.get(from);
    if (!container || this.containers.has(to)) return;
    this.containers.delete(from);
    this.containers.set(to, container);
    this.#shown.add(from);
  }

  run(name: string, network: string, running: boolean): void {
    if (!this.containers.has(name)) this.containers.set(name, { running, networks: new Set([network]) });
  }

  setRunning(names: readonly string[], running: boolean): void {
    for (const name of names) {
      const container = this.containers.get(name);
      if (container) container.running = running;
    }
  }

  /** Networks without a running member are gone. */
  prune(): void {
    for (const name of this.networks.keys())
      if (![...this.containers.values()].some((c) => c.running && c.networks.has(name))) this.networks.delete(name);
  }
}

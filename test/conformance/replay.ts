/** Replays a scenario's commands through the simulation and observes what the recording observed. */
import { readDockerCommand } from '../../language-server/formats/docker-commands.ts';
import { answerQuery } from '../../language-server/formats/docker-queries.ts';
import { execute } from '../../language-server/simulation/engine.ts';
import { fullId, shortId } from '../../language-server/simulation/ids.ts';
import type { Container, ContainerId, Host, NetworkId, World } from '../../language-server/simulation/state.ts';
import { Alternatives, AnyOrder, Columns, permutations } from './alternatives.ts';
import { readHostCommand } from './host-shell.ts';
import { observeContainers, observeNetworks, snapshot } from './observe.ts';
import { probeName, probeReach } from './probes.ts';
import type { Recording, Scenario } from './recording.ts';
import { engineVersion, hostName, hostOf, setUp } from './setup.ts';

/** What a scenario's replay gives, in the shape of `expect`. */
export type Observations = Readonly<Record<string, unknown>> | Alternatives;

interface Ran {
  readonly world: World;
  readonly exit: number;
  readonly stdout: string | AnyOrder | Columns;
  readonly stderr: string;
}

/** Runs a scenario. The simulation sees its commands and the engine's version, and nothing else of it. */
export function replay(recording: Recording, scenario: Pick<Scenario, 'commands' | 'daemon' | 'expect'>): Observations {
  const version = engineVersion(recording);
  const worlds: World[] = [setUp(recording, scenario.daemon)];
  const steps: unknown[] = [];
  const errors: { command: number; exit: number; message: unknown }[] = [];
  let lottery: { readonly from: number; readonly addresses: readonly string[] } | undefined;
  const together = new Map<ContainerId, ReadonlySet<NetworkId>>();
  scenario.commands.forEach((command, i) => {
    const before = worlds[i] as World;
    const { world, ...answered } = run(before, command, version);
    const ran = withCurrentNames(world, answered);
    worlds.push(world);
    noteStarts(together, hostOf(before), hostOf(world));
    const { ips, status } = snapshot(hostOf(world));
    const gone = goingNow(hostOf(before), hostOf(world), command);
    steps.push({
      ...ran,
      ips: { ...ips, ...gone.ips },
      status: { ...status, ...gone.status, ...endingNow(hostOf(before), hostOf(world), command) },
    });
    if (ran.exit !== 0) errors.push({ command: i, exit: ran.exit, message: ran.stderr || ran.stdout });
    if (command[0] === 'restart-daemon')
      lottery = { from: i, addresses: drawnAddresses(hostOf(before), hostOf(world)) };
  });
  const last = worlds.at(-1) as World;
  const at = (after: number) => worlds[Math.min(after, worlds.length - 1)] as World;
  const { reach, resolves } = scenario.expect;
  const [first] = errors;
  const observations = {
    ...snapshot(hostOf(last)),
    steps,
    ...(first && { error: { command: first.command, message: first.message }, errors }),
    ...(reach && { reach: reach.map((probe) => probeReach(at(probe.after), probe)) }),
    ...(resolves && { resolves: resolves.map((probe) => probeName(at(probe.after), probe)) }),
    ...withCurrentNames(last, {
      containers: observeContainers(hostOf(last), together),
      networks: observeNetworks(hostOf(last)),
    }),
  };
  return lottery && lottery.addresses.length > 1
    ? dealtOut(observations, lottery.from, lottery.addresses)
    : observations;
}

/** The world once all commands of a scenario have run. */
export function finalWorld(recording: Recording, { commands, daemon }: Pick<Scenario, 'commands' | 'daemon'>): World {
  const version = engineVersion(recording);
  return commands.reduce((world, command) => run(world, command, version).world, setUp(recording, daemon));
}

function run(world: World, words: readonly string[], version: ReturnType<typeof engineVersion>): Ran {
  const [first = ''] = words;
  if (first === 'restart-daemon') return { ...result(world, { kind: 'daemonRestart' }), stdout: '' };
  if (first === 'host' || first === 'lan') {
    const command = readHostCommand(words);
    if (!command) return { world, exit: -1, stdout: '', stderr: `not simulated: ${words.join(' ')}` };
    if (command.kind === 'change') return result(world, command.command);
    const shown = command.show(hostOf(world));
    return { world, exit: 0, stdout: command.anyOrder ? new AnyOrder(shown) : new Columns(shown), stderr: '' };
  }
  const command = readDockerCommand(words, version);
  if (command.kind === 'error')
    return { world, exit: command.error.exitCode, stdout: '', stderr: command.error.stderr };
  if (command.kind === 'none') return { world, exit: 0, stdout: '', stderr: '' };
  if (command.kind === 'command') {
    const ran = result(world, command.command);
    // Networks are pruned in the order of their ids.
    return command.command.kind === 'networkPrune' ? { ...ran, stdout: new AnyOrder(String(ran.stdout)) } : ran;
  }
  const { exitCode, stdout, stderr, anyOrder } = answerQuery(hostOf(world), command.query);
  return { world, exit: exitCode, stdout: anyOrder ? new AnyOrder(stdout) : stdout.trimEnd(), stderr };
}

function result(world: World, command: Parameters<typeof execute>[2]): Ran {
  const { world: after, exitCode, stdout, stderr } = execute(world, hostName, command);
  return { world: after, exit: exitCode, stdout, stderr };
}

/** Notes which networks each container joined when it was started. */
function noteStarts(together: Map<ContainerId, ReadonlySet<NetworkId>>, before: Host, after: Host): void {
  for (const { id, incarnation, attachments } of after.containers.values())
    if (before.containers.get(id)?.incarnation !== incarnation)
      together.set(id, new Set(attachments.map(({ network }) => network)));
}

/** A process that ends as soon as it was started may be seen before or after its end. */
function endingNow(
  before: Host,
  after: Host,
  [command = '']: readonly string[],
): Readonly<Record<string, Alternatives>> {
  if (command !== 'run' && command !== 'start') return {};
  const ended = [...after.containers.values()].filter(
    ({ id, status, incarnation }) => status === 'exited' && before.containers.get(id)?.incarnation !== incarnation,
  );
  return Object.fromEntries(ended.map(({ name }) => [name, new Alternatives(['exited', 'running'])]));
}

/** A `--rm` container that was just stopped may be seen in its last moment. */
function goingNow(before: Host, after: Host, [command = '']: readonly string[]) {
  const ips: Record<string, Alternatives> = {};
  const status: Record<string, Alternatives> = {};
  if (command !== 'stop' && command !== 'kill') return { ips, status };
  for (const { id, name, attachments, options } of before.containers.values())
    if (options.autoRemove && !after.containers.has(id)) {
      const addresses = Object.fromEntries(attachments.map(({ networkName }) => [networkName, null]));
      ips[name] = new Alternatives([undefined, addresses]);
      status[name] = new Alternatives([undefined, 'dead', 'removing', 'exited']);
    }
  return { ips, status };
}

/** The recordings show an id by the name that its container bears now; the simulation by the one it was made with. */
function withCurrentNames<T>(world: World, observed: T): T {
  const renamed = new Map(
    [...hostOf(world).containers.values()].flatMap(({ id, name }) =>
      fullId(id) === `<id:${name}>`
        ? []
        : [[fullId(id), `<id:${name}>`] as const, [shortId(id), `<id12:${name}>`] as const],
    ),
  );
  if (renamed.size === 0) return observed;
  return mapTexts(observed, (text) => text.replace(/<id(?:12)?:[^>]*>/g, (id) => renamed.get(id) ?? id)) as T;
}

/** Addresses that containers got when a daemon started them all at once, and so in any order. */
function drawnAddresses(before: Host, after: Host): readonly string[] {
  const started = (container: Container) => before.containers.get(container.id)?.incarnation !== container.incarnation;
  return [...after.networks.values()].flatMap((network) =>
    [...network.endpoints.values()]
      .filter(({ container }) => {
        const owner = after.containers.get(container);
        const fixed = owner?.attachments.some((a) => a.network === network.id && a.ip !== undefined);
        return owner !== undefined && started(owner) && !fixed;
      })
      .flatMap(({ address }) => address ?? []),
  );
}

/** The observations under every way of dealing out the addresses, with the MACs that 20.10 derives from them. */
function dealtOut(
  { steps, ...final }: { readonly steps: readonly unknown[] },
  from: number,
  addresses: readonly string[],
): Alternatives {
  const mac = (address: string) =>
    `02:42:${address
      .split('.')
      .map((part) => Number(part).toString(16).padStart(2, '0'))
      .join(':')}`;
  return new Alternatives(
    permutations(addresses).map((dealt) => {
      const swap = new Map(
        addresses.flatMap((address, i) => [
          [address, dealt[i] as string] as const,
          [mac(address), mac(dealt[i] as string)] as const,
        ]),
      );
      const pattern = new RegExp(`(?:${[...swap.keys()].join('|').replaceAll('.', '\\.')})(?!\\d)`, 'g');
      const dealOut = (value: unknown) =>
        mapTexts(value, (text) => text.replace(pattern, (found) => swap.get(found) ?? found));
      return { ...(dealOut(final) as object), steps: steps.map((step, i) => (i < from ? step : dealOut(step))) };
    }),
  );
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (value instanceof AnyOrder) return new AnyOrder(change(value.lines.join('\n')));
  if (value instanceof Columns) return new Columns(change(value.text));
  if (value instanceof Alternatives) return new Alternatives(value.values.map((one) => mapTexts(one, change)));
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapTexts(one, change)]));
}

/** Replays a scenario's commands through the simulation and observes what the recording observed. */
import { readDockerCommand } from '../../language-server/formats/docker-commands.ts';
import { answerQuery } from '../../language-server/formats/docker-queries.ts';
import { execute } from '../../language-server/simulation/engine.ts';
import { fullId, shortId } from '../../language-server/simulation/ids.ts';
import { locate } from '../../language-server/simulation/locations.ts';
import { findContainer, resolve, resolveAddress } from '../../language-server/simulation/names.ts';
import type {
  Container,
  ContainerId,
  Endpoint,
  Host,
  NetworkId,
  World,
} from '../../language-server/simulation/state.ts';
import type { Sender } from '../../language-server/simulation/trace.ts';
import { trace } from '../../language-server/simulation/tracer.ts';
import { Alternatives, AnyOrder, Columns, permutations } from './alternatives.ts';
import { readHostCommand } from './host-shell.ts';
import { observeContainers, observeNetworks, snapshot } from './observe.ts';
import type { Reach, Recording, Resolve, Scenario } from './recording.ts';
import { engineVersion, hostName, setUp } from './setup.ts';

/** What a scenario's replay gives, in the shape of `expect`. */
export type Observations = Readonly<Record<string, unknown>> | Alternatives;

interface Ran {
  readonly world: World;
  readonly exit: number;
  readonly stdout: string | AnyOrder | Columns;
  readonly stderr: string;
}

const hostOf = (world: World): Host => world.hosts.get(hostName) as Host;

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
  if (command.kind === 'command') return result(world, command.command);
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

const senderOf = (from: string): Sender =>
  from === 'host'
    ? { kind: 'host', name: hostName }
    : from === 'lan'
      ? { kind: 'outside' }
      : { kind: 'container', name: from };

/** The address that a probe's target stands for; null where it has none, undefined where it is a name to look up. */
function addressOf(world: World, to: string): string | null | undefined {
  const host = hostOf(world);
  if (to === 'hostip') return host.interfaces[0]?.addresses[0]?.split('/')[0] ?? null;
  if (to === 'lanip') return world.outside.lanAddress;
  if (to === 'internet')
    return world.outside.servers.find(({ names }) => names.includes('example.test'))?.address ?? null;
  if (to.startsWith('gw:')) {
    const network = [...host.networks.values()].find(({ name }) => name === to.slice(3));
    const address = network?.pools.find(({ family }) => family === 4)?.gateway;
    return address !== undefined && network?.bridge && locate(host).hostAddress(address) === network.bridge
      ? address
      : null;
  }
  if (to.startsWith('@')) {
    const [container = '', network] = to.slice(1).split('/');
    return (
      endpointsOf(world, container).find(([name]) => network === undefined || name === network)?.[1].address ?? null
    );
  }
  return /^[0-9.]+$|:/.test(to) ? to : undefined;
}

/** A container's endpoints that have an address, by network name in the order in which inspect lists them. */
function endpointsOf(world: World, name: string): readonly (readonly [string, Endpoint])[] {
  const container = findContainer(world, name)?.container;
  return [...hostOf(world).networks.values()]
    .flatMap((network) => {
      const endpoint = container && network.endpoints.get(container.id);
      return endpoint?.address === undefined ? [] : [[network.name, endpoint] as const];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function canSend(world: World, sender: Sender): boolean {
  if (sender.kind !== 'container') return true;
  return findContainer(world, sender.name)?.container.status === 'running';
}

function probeReach(world: World, { after, from, to, proto, port }: Reach): Partial<Reach> {
  const asked = { after, from, to, proto, ...(port !== undefined && { port }) };
  const failed = (result: string) => ({ ...asked, ok: false, result });
  const sender = senderOf(from);
  if (!canSend(world, sender)) return failed('not-running');
  const address = addressOf(world, to);
  if (address === null) return failed('no-address');
  const traced = trace(world, {
    from: sender,
    to: address ?? to,
    protocol: proto,
    ...(port !== undefined && { port }),
  });
  if (traced.probe === 'bad-name') return failed(`bad-name: dns ${rcodeText(resolve(world, sender, to).rcode)}`);
  const ok = traced.probe === 'ok';
  return {
    ...asked,
    ...(address === undefined && { via: 'name' as const }),
    ...(traced.address !== undefined && { ip: traced.address }),
    ok,
    result: traced.probe,
    ...(ok && proto !== 'icmp' && traced.answeredBy !== undefined && { by: traced.answeredBy }),
    ...(ok && proto !== 'icmp' && traced.seenSource !== undefined && { seenSource: traced.seenSource }),
  };
}

function rcodeText(rcode: string): string {
  return rcode === 'TIMEOUT' ? 'timeout' : rcode === 'UNREACHABLE' ? 'net-unreachable' : rcode;
}

function probeName(world: World, probe: Resolve): Record<string, unknown> {
  const { after, from, name, ptr, ordersSeen } = probe;
  const sender = senderOf(from);
  const asked = ptr === undefined ? { after, from, name } : { after, from, ptr };
  if (!canSend(world, sender))
    return { ...asked, ...(ptr === undefined && { addresses: null }), source: 'not-running' };
  if (ptr !== undefined) {
    if (addressOf(world, ptr) === null) return { ...asked, answer: 'no-address' };
    const { rcode, name: found } = resolveAddress(world, sender, addressOf(world, ptr) ?? '');
    return { ...asked, answer: found === undefined ? rcodeText(rcode) : `${rcodeText(rcode)} ${found}` };
  }
  const resolution = resolve(world, sender, meant(world, name ?? ''));
  const { addresses, source, shuffled } = resolution;
  const orders = shuffled ? permutations(addresses) : [addresses];
  const seen = orders.map((order) => order.join(','));
  return {
    ...asked,
    addresses: addresses.length > 0 ? addresses.toSorted() : null,
    source: source === 'hosts' ? 'hosts' : 'dns',
    ...(source !== 'hosts' && { rcode: rcodeText(resolution.rcode) }),
    ...(ordersSeen && { ordersSeen: ordersSeen.filter((order) => seen.includes(order)) }),
  };
}

/** `id12:web` and `id64:web` stand for the id of web. */
function meant(world: World, name: string): string {
  const match = /^id(12|64):(.+)$/.exec(name);
  if (!match) return name;
  const container = findContainer(world, match[2] ?? '')?.container;
  if (!container) return name;
  return match[1] === '12' ? shortId(container.id) : fullId(container.id).padEnd(64, '.').replaceAll('.', '0');
}

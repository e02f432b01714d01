/** Draws docker commands: each one of the table's entries, by weight. */
import type { Draw } from './draw.ts';
import type { Model } from './model.ts';
import { aliases, images, publications, subnets, type Weighted } from './vocabulary.ts';

type Command = readonly string[];
type Maker = (draw: Draw, model: Model) => Command;

function networkCreate(draw: Draw, model: Model): Command {
  const name = model.newNetwork(draw);
  const chosen = draw.chance(55) ? draw.weighted(subnets) : undefined;
  if (!model.networks.has(name)) model.networks.set(name, chosen);
  const range = chosen && chosen.ranges.length > 0 && draw.chance(30) ? ['--ip-range', draw.of(chosen.ranges)] : [];
  const gateway =
    chosen && chosen.gateways.length > 0 && draw.chance(25) ? ['--gateway', draw.of(chosen.gateways)] : [];
  const aux = chosen && draw.chance(12) ? ['--aux-address', `router=${draw.of(chosen.addresses)}`] : [];
  return [
    'network',
    'create',
    ...(chosen ? ['--subnet', chosen.cidr, ...range, ...gateway, ...aux] : []),
    ...draw.maybe(18, () => ['--internal']),
    ...draw.maybe(6, () => ['-o', 'com.docker.network.bridge.enable_icc=false']),
    ...draw.maybe(4, () => ['-o', 'com.docker.network.bridge.enable_ip_masquerade=false']),
    ...draw.maybe(3, () => ['-o', 'com.docker.network.bridge.host_binding_ipv4=127.0.0.1']),
    name,
  ];
}

/** An address for a container on a network: free, taken, reserved, or of another subnet. */
function staticAddress(draw: Draw, model: Model, network: string): string {
  return draw.of((model.networks.get(network) ?? draw.weighted(subnets)).addresses);
}

const modes: Weighted<'default' | 'user' | 'bridge' | 'host' | 'none' | 'container'> = [
  [22, 'default'],
  [56, 'user'],
  [3, 'bridge'],
  [6, 'host'],
  [4, 'none'],
  [9, 'container'],
];

function networkOf(draw: Draw, model: Model): string | undefined {
  const mode = draw.weighted(modes);
  if (mode === 'default') return undefined;
  if (mode === 'user') return model.network(draw);
  if (mode === 'container') return `container:${model.container(draw, draw.chance(80) ? true : undefined)}`;
  return mode;
}

function runOrCreate(verb: readonly string[], running: boolean): Maker {
  return (draw, model) => {
    const name = model.newContainer(draw);
    const network = networkOf(draw, model);
    const isUser = network !== undefined && model.networks.has(network);
    const oneOf = (likely: number, unlikely: number) => (isUser ? likely : unlikely);
    const command = [
      ...verb,
      '--name',
      name,
      ...(network === undefined ? [] : ['--network', network]),
      ...draw.maybe(oneOf(22, 1), () => ['--ip', staticAddress(draw, model, network ?? '')]),
      ...draw.maybe(oneOf(25, 2), () => ['--network-alias', draw.of(aliases)]),
      ...draw.maybe(30, () => ['-p', draw.weighted(publications)]),
      ...draw.maybe(5, () => ['-p', draw.weighted(publications)]),
      ...draw.maybe(5, () => ['-P']),
      ...draw.maybe(7, () => ['--link', `${model.container(draw)}${draw.chance(70) ? ':peer' : ''}`]),
      ...draw.maybe(5, () => ['--hostname', draw.of(['alpha', 'web', 'ca'])]),
      ...draw.maybe(3, () => ['--mac-address', draw.of(['02:42:0a:0a:00:02', '02:00:00:00:00:01'])]),
      ...draw.maybe(3, () => ['--expose', '9000']),
      ...draw.maybe(3, () => ['--add-host', draw.of(['web:10.9.9.9', 'gw:host-gateway'])]),
      ...draw.maybe(2, () => ['--dns', '198.51.100.53']),
      draw.weighted(images),
    ];
    for (const [i, word] of command.entries()) if (word === '--network-alias') model.aliases.add(command[i + 1] ?? '');
    model.run(name, network ?? 'bridge', running);
    return command;
  };
}

/** `docker VERB CONTAINER…`: one container, now and then two. */
function lifeCycle(verb: readonly string[], wanted: boolean | undefined, running: boolean | undefined): Maker {
  return (draw, model) => {
    const first = model.container(draw, draw.chance(80) ? wanted : undefined);
    const second = model.container(draw, wanted);
    const names = draw.chance(12) && second !== first ? [first, second] : [first];
    if (running !== undefined) model.setRunning(names, running);
    return [...verb, ...names];
  };
}

const remove =
  (verb: readonly string[], wanted: boolean | undefined): Maker =>
  (draw, model) => {
    const name = model.container(draw, wanted);
    if (verb.includes('-f') || !model.containers.get(name)?.running) model.containers.delete(name);
    return [...verb, name];
  };

function rename(draw: Draw, model: Model): Command {
  const [from, to] = [model.container(draw), model.newContainer(draw)];
  model.rename(from, to);
  return ['rename', from, to];
}

/** Any network, predefined ones now and then. */
const anyNetwork = (draw: Draw, model: Model): string =>
  draw.chance(80) ? model.network(draw) : draw.weighted([...predefined]);
const predefined: Weighted<string> = [
  [8, 'bridge'],
  [1, 'host'],
  [1, 'none'],
];

function connect(draw: Draw, model: Model): Command {
  const network = anyNetwork(draw, model);
  const name = model.container(draw, draw.chance(75) ? true : undefined);
  const given = [
    ...draw.maybe(model.networks.has(network) ? 20 : 2, () => ['--ip', staticAddress(draw, model, network)]),
    ...draw.maybe(18, () => ['--alias', draw.of(aliases)]),
    ...draw.maybe(5, () => ['--link', `${model.container(draw)}:peer`]),
  ];
  const alias = given[given.indexOf('--alias') + 1];
  if (given.includes('--alias') && alias) model.aliases.add(alias);
  model.containers.get(name)?.networks.add(network);
  return ['network', 'connect', ...given, network, name];
}

function disconnect(draw: Draw, model: Model): Command {
  const name = model.container(draw, draw.chance(75) ? true : undefined);
  const joined = [...(model.containers.get(name)?.networks ?? [])].filter((network) => !network.includes(':'));
  const network = joined.length > 0 && draw.chance(92) ? draw.of(joined) : anyNetwork(draw, model);
  model.containers.get(name)?.networks.delete(network);
  return ['network', 'disconnect', ...draw.maybe(12, () => ['-f']), network, name];
}

function networkRemove(draw: Draw, model: Model): Command {
  const network = draw.chance(95) ? model.network(draw) : 'bridge';
  if (!model.running.some((name) => model.containers.get(name)?.networks.has(network))) model.networks.delete(network);
  return ['network', 'rm', network];
}

function networkPrune(_: Draw, model: Model): Command {
  model.prune();
  return ['network', 'prune', '-f'];
}

function restartDaemon(_: Draw, model: Model): Command {
  model.setRunning([...model.containers.keys()], false);
  return ['restart-daemon'];
}

const makers: Weighted<Maker> = [
  [9, networkCreate],
  [22, runOrCreate(['run', '-d'], true)],
  [5, runOrCreate(['create'], false)],
  [9, lifeCycle(['start'], false, true)],
  [8, lifeCycle(['stop'], true, false)],
  [6, lifeCycle(['restart'], true, true)],
  [2, lifeCycle(['kill'], true, false)],
  [2, lifeCycle(['pause'], true, undefined)],
  [2, lifeCycle(['unpause'], true, undefined)],
  [6, remove(['rm', '-f'], undefined)],
  [2, remove(['rm'], false)],
  [3, rename],
  [15, connect],
  [11, disconnect],
  [4, networkRemove],
  [1, networkPrune],
  [1, restartDaemon],
];

/** Draws `length` commands; the first ones build something for the others to work on. */
export function drawCommands(draw: Draw, model: Model, length: number): readonly Command[] {
  const foundation = [networkCreate, ...(draw.chance(60) ? [networkCreate] : []), runOrCreate(['run', '-d'], true)];
  const drawn = Array.from({ length: Math.max(0, length - foundation.length) }, () => draw.weighted(makers));
  return [...foundation, ...drawn].slice(0, length).map((make) => make(draw, model));
}

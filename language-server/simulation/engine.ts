/** One command in; the new world and what the `docker` client prints out. */
import { t } from '../l10n.ts';
import {
  ClientRefusal,
  checkConnectOptions,
  checkContainerOptions,
  checkNetworkOptions,
  daemonError,
  printMissing,
  printRefusal,
  type Stage,
} from './client.ts';
import type { ContainerOptions, EngineCommand } from './command.ts';
import { connect, disconnect } from './connect.ts';
import { containerNamed, createContainer, imageNamed, renameContainer } from './containers.ts';
import { rules } from './engine-versions.ts';
import { fullId } from './ids.ts';
import {
  killContainer,
  pauseContainer,
  removeContainer,
  restartContainer,
  restartDaemon,
  stopContainer,
  unpauseContainer,
} from './lifecycle.ts';
import { engineError } from './messages.ts';
import { createNetwork, deleteNetwork, listedNetwork, removeNetwork, unusedNetworks } from './networks.ts';
import { Refusal } from './refusal.ts';
import { startContainer } from './start.ts';
import type { CommandResult, EngineError, EngineNote, Host, World } from './state.ts';
import { initSwarm, joinSwarm, leaveSwarm, nodeId, tell } from './swarm.ts';
import { createSwarmNetwork, isForSwarm, removeSwarmNetwork, unusedSwarmNetworks } from './swarm-networks.ts';
import type { Swarm } from './swarm-state.ts';

type Outcome = Omit<CommandResult, 'world' | 'notes'> & {
  readonly host: Host;
  readonly notes?: readonly EngineNote[];
  /** A swarm that the host has left, as its other nodes are to know it. */
  readonly leftSwarm?: Swarm;
};

const noNotes: readonly EngineNote[] = [];

const done = (host: Host, stdout = ''): Outcome => ({ host, exitCode: 0, stdout, stderr: '' });

/** Runs a step and gives its refusal, with the host that it leaves. */
function attempt(host: Host, step: (host: Host) => Host): { readonly host: Host; readonly error?: EngineError } {
  try {
    return { host: step(host) };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return { host: refusal.host ?? host, error: refusal.error };
  }
}

/** One thing after the other: names of those that worked on stdout, complaints on stderr, exit status 1 on any. */
function each(
  host: Host,
  names: readonly string[],
  step: (host: Host, name: string) => Host,
  print: (error: EngineError) => string = daemonError,
): Outcome & { readonly failed: readonly string[] } {
  let after = host;
  const worked: string[] = [];
  const failed: string[] = [];
  const complaints: string[] = [];
  let first: EngineError | undefined;
  for (const name of names) {
    const result = attempt(after, (one) => step(one, name));
    after = result.host;
    if (result.error) {
      first ??= result.error;
      failed.push(name);
      complaints.push(print(result.error));
    } else worked.push(name);
  }
  return {
    host: after,
    exitCode: first ? 1 : 0,
    stdout: worked.join('\n'),
    stderr: complaints.join('\n'),
    ...(first && { error: first }),
    failed,
  };
}

function refused(host: Host, command: string, stage: Stage, error: EngineError): Outcome {
  return { host, ...printRefusal(host.engine, command, stage, error), stdout: '', error };
}

/** What Docker drops without a word, or with a warning. */
function silentlyIgnored(host: Host, options: ContainerOptions): readonly EngineNote[] {
  const mode = options.networks[0]?.network ?? 'default';
  const publishes = options.publish?.length || options.publishAll;
  const dropped = rules[host.engine].endpointOptionsWithoutNetwork === 'dropped' && !options.networks.length;
  if (!dropped && mode !== 'host' && mode !== 'none') return noNotes;
  const notes: EngineNote[] = [];
  const note = (code: EngineNote['code'], message: string) => notes.push({ code, message });
  if (publishes && mode === 'host')
    note(
      'publish-in-host-mode',
      t('Published ports are discarded in host mode: the process uses the host’s ports itself.'),
    );
  if (publishes && mode === 'none')
    note('publish-in-none-mode', t('Published ports have no effect in none mode: there is no network.'));
  if (dropped && (options.ip || options.ip6))
    note('endpoint-options-dropped', t('This engine ignores --ip without --network.'));
  if (dropped && options.aliases?.length)
    note('endpoint-options-dropped', t('This engine ignores --network-alias without --network.'));
  return notes;
}

const withTag = (image: string): string => (/[:@]/.test(image.split('/').at(-1) ?? '') ? image : `${image}:latest`);

function create(
  world: World,
  host: Host,
  command: 'create' | 'run',
  options: ContainerOptions,
): Outcome & { id?: string } {
  try {
    checkContainerOptions(host.engine, options);
  } catch (refusal) {
    if (!(refusal instanceof ClientRefusal)) throw refusal;
    return refused(host, command, refusal.stage, refusal.error);
  }
  const image = imageNamed(world, options.image);
  if (!image) {
    if (options.pull === 'never')
      return refused(
        host,
        command,
        'engine',
        engineError(host.engine, 'no-such-image', { image: withTag(options.image) }, options.image),
      );
    const nameserver = host.nameservers[0] ?? '127.0.0.1';
    const outcome = refused(
      host,
      command,
      'engine',
      engineError(host.engine, 'image-pull-failed', { nameserver }, options.image),
    );
    return { ...outcome, stderr: `Unable to find image '${withTag(options.image)}' locally\n${outcome.stderr}` };
  }
  try {
    const created = createContainer(host, image, options);
    const { id } = created.container;
    const notes = silentlyIgnored(host, options);
    const warns = options.publish?.length && options.networks[0]?.network === 'host';
    const stderr = warns ? 'WARNING: Published ports are discarded when using host network mode' : '';
    return { host: created.host, exitCode: 0, stdout: fullId(id), stderr, notes, id };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return refused(refusal.host ?? host, command, 'engine', refusal.error);
  }
}

function run(world: World, host: Host, options: ContainerOptions): Outcome {
  const created = create(world, host, 'run', options);
  const container = created.id === undefined ? undefined : created.host.containers.get(created.id);
  if (!container) return created;
  const started = attempt(created.host, (one) => startContainer(one, container));
  if (!started.error) return { ...created, host: started.host };
  const outcome = refused(started.host, 'run', 'start', started.error);
  const stderr = [created.stderr, outcome.stderr].filter(Boolean).join('\n');
  return { ...outcome, stderr, stdout: created.stdout, notes: created.notes ?? [] };
}

/** `docker start`: the names that failed once more, at the end. */
function start(host: Host, containers: readonly string[]): Outcome {
  const { failed, ...outcome } = each(host, containers, (one, name) => startContainer(one, containerNamed(one, name)));
  if (!failed.length) return outcome;
  const prefix = rules[host.engine].clientSaysError ? 'Error: ' : '';
  return { ...outcome, stderr: `${outcome.stderr}\n${prefix}failed to start containers: ${failed.join(', ')}` };
}

function rename(host: Host, container: string, name: string): Outcome {
  const { host: after, error } = attempt(host, (one) => renameContainer(one, container, name));
  if (!error) return done(after);
  const stderr = rules[host.engine].clientSaysError
    ? `${daemonError(error)}\nError: failed to rename container named ${container}`
    : `failed to rename container: ${daemonError(error)}`;
  return { host: after, exitCode: 1, stdout: '', stderr, error };
}

/** Forced removal of what is not there is a complaint, and no failure. */
function remove(host: Host, containers: readonly string[], force: boolean): Outcome {
  const { failed: _, ...outcome } = each(
    host,
    containers,
    (one, name) => removeContainer(one, name, force),
    (error) => printMissing(host.engine, error),
  );
  const forgiven = force && outcome.error?.code === 'no-such-container';
  return forgiven ? { ...outcome, exitCode: 0 } : outcome;
}

function removeNetworks(host: Host, networks: readonly string[]): Outcome {
  const remove = (one: Host, name: string): Host => {
    const network = listedNetwork(one, name);
    return network?.scope === 'swarm' ? removeSwarmNetwork(one, network) : removeNetwork(one, name);
  };
  const { failed, ...outcome } = each(host, networks, remove, (error) => printMissing(host.engine, error));
  const says = failed.length > 0 && rules[host.engine].networkRemoveSaysExitStatus;
  return says ? { ...outcome, stderr: `${outcome.stderr}\nexit status 1` } : outcome;
}

function pruneNetworks(host: Host): Outcome {
  const swarm = unusedSwarmNetworks(host);
  const local = unusedNetworks(host);
  const after = local.reduce(deleteNetwork, swarm.reduce(removeSwarmNetwork, host));
  const names = [...swarm, ...local].map(({ name }) => name);
  return done(after, names.length ? ['Deleted Networks:', ...names].join('\n') : '');
}

/** A command that says nothing, or complains. */
function quiet(host: Host, command: string, step: () => Host): Outcome {
  try {
    return done(step());
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const stage = refusal instanceof ClientRefusal ? refusal.stage : 'engine';
    return refused(refusal.host ?? host, command, stage, refusal.error);
  }
}

type SwarmCommand = Extract<EngineCommand, { readonly kind: 'swarmInit' | 'swarmJoin' | 'swarmLeave' }>;

function swarm(world: World, host: Host, command: SwarmCommand): Outcome {
  let said = '';
  let leftSwarm: Swarm | undefined;
  const outcome = quiet(host, 'swarm', () => {
    switch (command.kind) {
      case 'swarmInit': {
        const after = initSwarm(host, command.advertise);
        said = `Swarm initialized: current node (${nodeId}) is now a manager.`;
        return after;
      }
      case 'swarmJoin': {
        const joined = joinSwarm(world, host, command);
        said = `This node joined a swarm as a ${joined.role}.`;
        return joined.host;
      }
      case 'swarmLeave': {
        const left = leaveSwarm(host, command.force ?? false);
        leftSwarm = left.swarm;
        said = 'Node left the swarm.';
        return left.host;
      }
    }
  });
  return { ...outcome, stdout: said, ...(leftSwarm && { leftSwarm }) };
}

function executeOn(world: World, host: Host, command: EngineCommand): Outcome {
  switch (command.kind) {
    case 'networkCreate': {
      let id = '';
      const outcome = quiet(host, 'network create', () => {
        checkNetworkOptions(host.engine, command);
        const create = isForSwarm(host, command) ? createSwarmNetwork : createNetwork;
        const created = create(host, command);
        id = fullId(created.network.id);
        return created.host;
      });
      return { ...outcome, stdout: id };
    }
    case 'networkRemove':
      return removeNetworks(host, command.networks);
    case 'networkPrune':
      return pruneNetworks(host);
    case 'networkConnect':
      return quiet(host, 'network connect', () => {
        checkConnectOptions(host.engine, command);
        return connect(host, command.container, command);
      });
    case 'networkDisconnect':
      return quiet(host, 'network disconnect', () =>
        disconnect(host, command.network, command.container, command.force ?? false),
      );
    case 'containerCreate':
      return create(world, host, 'create', command);
    case 'containerRun':
      return run(world, host, command);
    case 'containerStart':
      return start(host, command.containers);
    case 'containerStop':
      return each(host, command.containers, (one, name) => stopContainer(one, containerNamed(one, name)));
    case 'containerKill':
      return each(host, command.containers, killContainer);
    case 'containerRestart':
      return each(host, command.containers, restartContainer);
    case 'containerPause':
      return each(host, command.containers, pauseContainer);
    case 'containerUnpause':
      return each(host, command.containers, unpauseContainer);
    case 'containerRemove':
      return remove(host, command.containers, command.force ?? false);
    case 'containerRename':
      return rename(host, command.container, command.name);
    case 'swarmInit':
    case 'swarmJoin':
    case 'swarmLeave':
      return swarm(world, host, command);
    case 'daemonRestart':
      return done(restartDaemon(host));
    case 'hostAddressAdd':
      return done(addHostAddress(host, command.interface, command.address));
    case 'hostAddressFlush':
      return done({
        ...host,
        interfaces: host.interfaces.map((one) => (one.name === command.interface ? { ...one, addresses: [] } : one)),
      });
    case 'hostRouteAdd': {
      const { destination, via, interface: device = 'eth0' } = command;
      return done({
        ...host,
        routes: [...host.routes, { destination, ...(via !== undefined && { via }), interface: device }],
      });
    }
    case 'lanRouteAdd':
      return done(host);
  }
}

/** A bridge's own address is Docker's: what is set by hand does not outlive the engine's next start, and is left out. */
function addHostAddress(host: Host, device: string, address: string): Host {
  if (host.bridges.has(device)) return host;
  const known = host.interfaces.some((one) => one.name === device);
  const interfaces = known ? host.interfaces : [...host.interfaces, { name: device, addresses: [] }];
  return {
    ...host,
    interfaces: interfaces.map((one) =>
      one.name === device ? { ...one, addresses: [...one.addresses, address] } : one,
    ),
  };
}

/**
 * Executes one command on one host's engine. Never throws: what is refused comes back as exit status, text and error.
 * @param host the host's name; an unknown one leaves the world as it is
 */
export function execute(world: World, host: string, command: EngineCommand): CommandResult {
  const on = world.hosts.get(host);
  if (!on) {
    const message = `no host named ${host}`;
    const error = { code: 'no-such-host', message, explanation: t('The lab has no machine of this name.') };
    return { world, exitCode: 1, stdout: '', stderr: message, error, notes: [] };
  }
  const { host: after, notes = noNotes, exitCode, stdout, stderr, error, leftSwarm } = executeOn(world, on, command);
  const own = after === on ? world : { ...world, hosts: world.hosts.set(host, after) };
  const told = leftSwarm ?? after.swarm?.cluster;
  const changed = told && told !== on.swarm?.cluster ? tell(own, told) : own;
  return {
    world: command.kind === 'lanRouteAdd' ? withLanRoute(changed, command.destination, command.via) : changed,
    exitCode,
    stdout,
    stderr,
    error,
    notes,
  };
}

const withLanRoute = (world: World, destination: string, via: string): World => ({
  ...world,
  outside: { ...world.outside, routes: [...world.outside.routes, { destination, via, interface: 'eth0' }] },
});

/**
 * What a failed expectation is due to: the statements that a reader has to look at, judged by how the packet was lost.
 */
import { t } from '../l10n.ts';
import { booleanOption, bridgeOptions } from '../simulation/drivers.ts';
import { allowsInterContainer } from '../simulation/endpoints.ts';
import { locate } from '../simulation/locations.ts';
import type { Host, Network, World } from '../simulation/state.ts';
import type { Trace, Verdict } from '../simulation/trace.ts';
import type { Cause } from './expectation.ts';
import { containerFacts, containersAt, findContainer } from './facts.ts';
import type { Members } from './members.ts';

/** Who had a part in what became of a packet. */
interface Fate {
  readonly world: World;
  readonly trace: Trace;
  /** The sending container, if it was one. */
  readonly sender: string | undefined;
  /** The container that was aimed at, if it was one. */
  readonly receiver: string | undefined;
}

/** For each end of a packet that was not to be, where to look. */
const SUSPECTS: Readonly<Record<Verdict, (fate: Fate) => readonly Cause[]>> = {
  delivered: ({ world, sender, receiver }) => [...membership(world, receiver), ...membership(world, sender)],
  refused: ({ world, receiver, trace }) => [...loopbackPorts(world, trace), ...listening(world, receiver, trace)],
  unresolved: ({ world, sender, receiver }) => [...membership(world, receiver), ...membership(world, sender)],
  dropped: ({ world, sender, receiver, trace }) => [
    ...loopbackPorts(world, trace),
    ...restrictions(world, sender),
    ...restrictions(world, receiver),
    ...membership(world, receiver),
    ...membership(world, sender),
  ],
  'no route': ({ world, sender }) => [...restrictions(world, sender), ...membership(world, sender)],
  isolated: ({ world, sender, receiver }) => [...membership(world, sender), ...membership(world, receiver)],
  'neighbour unreachable': ({ world, receiver, sender }) => [
    ...membership(world, receiver),
    ...membership(world, sender),
  ],
};

/** @param meant the containers that the expectation means */
export function causesOf(world: World, trace: Trace, meant: readonly string[]): readonly Cause[] {
  const { from } = trace.query;
  const sender = from.kind === 'container' ? from.name : undefined;
  return unique(SUSPECTS[trace.verdict]({ world, trace, sender, receiver: meantContainer(world, trace, meant) }));
}

/** The container that a packet was meant for: the one that has the address, or that was meant; behind a published port the one where the packet ended. */
export function meantContainer(world: World, { address, hops }: Trace, meant: readonly string[]): string | undefined {
  const owner = address === undefined ? undefined : containersAt(world, address)[0];
  const end = hops.at(-1)?.namespace;
  return owner ?? [...meant, ...(end === undefined ? [] : [end])].find((name) => findContainer(world, name));
}

/** A name resolves for whoever shares a network with its bearer: both ends are worth a look. */
export function resolutionCauses(
  world: World,
  source: string,
  name: string,
  wanted: readonly string[],
  members: Members,
): readonly Cause[] {
  const bearers = [name, ...wanted].flatMap((each) => members(each));
  return unique([...bearers, ...members(source)].flatMap((each) => membership(world, each)));
}

function membership(world: World, container: string | undefined): readonly Cause[] {
  const facts = container === undefined ? undefined : containerFacts(world, container);
  if (!container || !facts) return [];
  return [{ kind: 'container', name: container, message: membershipText(facts) }];
}

function membershipText({ name, status, networkMode, shares, interfaces }: NonNullable<Facts>): string {
  if (status !== 'running' && status !== 'paused') return t`\`${name}\` is ${t(status)}.`;
  if (shares) return t`\`${name}\` shares the network namespace of \`${shares}\`.`;
  if (networkMode === 'host') return t`\`${name}\` uses the host's network.`;
  const networks = interfaces.flatMap(({ network }) => (network ? [`\`${network}\``] : []));
  if (networks.length === 0) return t`\`${name}\` is on no network.`;
  return t`\`${name}\` is on ${networks.length === 1 ? t('the network') : t('the networks')} ${networks.join(', ')}.`;
}

type Facts = ReturnType<typeof containerFacts>;

/** Options of a network that keep packets back, with what is to be said of each. */
const RESTRICTIONS: readonly {
  readonly property: string;
  readonly applies: (host: Host, network: Network) => boolean;
  readonly message: (name: string) => string;
}[] = [
  {
    property: 'internal',
    applies: (_, { internal }) => internal,
    message: (name) => t`\`${name}\` is internal: it has no way out.`,
  },
  {
    property: 'icc',
    applies: (host, network) => network.bridge !== undefined && !allowsInterContainer(host, network),
    message: (name) => t`\`${name}\` has \`icc false\`: its containers may not talk to each other.`,
  },
  {
    property: 'masquerade',
    applies: (_, network) => network.bridge !== undefined && !booleanOption(network, bridgeOptions.masquerade, true),
    message: (name) =>
      t`\`${name}\` has \`masquerade false\`: its packets leave with addresses that nobody can answer.`,
  },
];

function restrictions(world: World, container: string | undefined): readonly Cause[] {
  const found = container === undefined ? undefined : findContainer(world, container);
  if (!found) return [];
  const { host } = found;
  return locate(host)
    .namespace(found.container)
    .links.flatMap(({ network }) =>
      RESTRICTIONS.filter(({ applies }) => applies(host, network)).map(({ property, message }) => ({
        kind: 'network',
        name: network.name,
        property,
        message: message(network.name),
      })),
    );
}

/** Ports that only the host itself can reach, because they are published on its loopback address. */
function loopbackPorts(world: World, { query: { port, protocol } }: Trace): readonly Cause[] {
  return [...world.hosts.values()].flatMap((host) =>
    (locate(host).published.get(`${protocol}/${port}`) ?? [])
      .filter(({ binding: { hostIp } }) => hostIp.startsWith('127.'))
      .map(({ container: { name }, binding: { hostIp } }) => ({
        kind: 'container',
        name,
        property: 'publish',
        message: t`\`${name}\` publishes ${port} on ${hostIp} alone, which other machines do not reach.`,
      })),
  );
}

function listening(world: World, receiver: string | undefined, { query }: Trace): readonly Cause[] {
  const found = receiver === undefined ? undefined : findContainer(world, receiver);
  if (!receiver || !found) return [];
  const { listeners } = found.container;
  const ports = listeners.map(({ address, port, protocol }) => `${address ? `${address}:` : ''}${port}/${protocol}`);
  const asked = query.port === undefined ? '' : t`, not on ${query.port}/${query.protocol}`;
  return [
    {
      kind: 'container',
      name: receiver,
      property: 'listen',
      message: t`\`${receiver}\` listens on ${ports.length > 0 ? ports.join(', ') : 'nothing'}${asked}.`,
    },
  ];
}

function unique(causes: readonly Cause[]): readonly Cause[] {
  return [...new Map(causes.map((cause) => [`${cause.kind} ${cause.name} ${cause.property}`, cause])).values()];
}

/**
 * The way of the answer: the question's way backwards, translations undone by what the kernel remembers of the
 * connection (conntrack), or another way where the answering container sends by another interface than it was asked on.
 */
import { t } from '../l10n.ts';
import { firewall, ruleText } from './filter.ts';
import type { Journey } from './journey.ts';
import { type Link, linkTowards, locate } from './locations.ts';
import { findContainer } from './names.ts';
import type { Host, World } from './state.ts';
import type { Hop, HopKind } from './trace.ts';

const TRANSLATIONS: ReadonlySet<HopKind> = new Set(['DNAT', 'masquerade', 'userland proxy']);

/** Undefined where the answer goes back as the question came, with the same addresses. */
export function wayBack(world: World, journey: Journey): readonly Hop[] | undefined {
  const question = journey.hops.filter(({ kind }) => kind !== 'name lookup');
  const detour = otherLink(world, question);
  if (!detour && !question.some(({ kind }) => TRANSLATIONS.has(kind))) return undefined;
  const count = detour ? endOfHost(question) : question.length;
  const answer = [
    ...(detour ? overDetour(question, detour) : []),
    ...mirrored({ world, journey, question, ...(detour && { enters: detour.link.network.bridge ?? '' }) }, count),
  ];
  return answer.map(({ port: _, ...hop }) => hop);
}

/** What a hop of the answer is told from. */
interface Question {
  readonly world: World;
  readonly journey: Journey;
  readonly question: readonly Hop[];
  /** The interface by which the answer enters the host, where it is not the one by which the question left it. */
  readonly enters?: string;
}

interface Detour {
  readonly host: Host;
  readonly container: string;
  readonly asked: string;
  readonly link: Link;
}

/** The interface by which the answer leaves, where it is another one than the question came in on. */
function otherLink(world: World, question: readonly Hop[]): Detour | undefined {
  const entry = question.findLast(({ kind }) => kind === 'interface in');
  const found = entry && findContainer(world, entry.namespace);
  if (!entry?.source || !found) return undefined;
  const link = linkTowards(locate(found.host).namespace(found.container), entry.source);
  if (!link?.network.bridge || link.name === entry.interface) return undefined;
  return { host: found.host, container: entry.namespace, asked: entry.interface ?? '', link };
}

function overDetour(question: readonly Hop[], { host, container, asked, link }: Detour): readonly Hop[] {
  const { source: client = '', destination: server = '' } = question.at(-1)!;
  const bridge = link.network.bridge ?? '';
  const packet = { source: server, destination: client };
  const { name } = link;
  return [
    {
      kind: 'route',
      namespace: container,
      interface: name,
      ...packet,
      sentence: t`${container} sends to ${client} by ${name}, not by ${asked}, on which it was asked: its routing table looks at the destination alone.`,
    },
    {
      kind: 'interface out',
      namespace: container,
      interface: name,
      ...packet,
      sentence: t`The answer leaves ${container} by ${name}.`,
    },
    {
      kind: 'veth',
      namespace: host.name,
      interface: bridge,
      ...packet,
      sentence: t`The veth pair leads out of ${container} to ${bridge}.`,
    },
    {
      kind: 'bridge',
      namespace: host.name,
      interface: bridge,
      ...packet,
      sentence: t`The bridge ${bridge} hands it to the host.`,
    },
  ];
}

/** How many hops the question had made when it left the host for the container: what follows is not on the answer's way. */
function endOfHost(question: readonly Hop[]): number {
  return question.findLastIndex(({ kind }) => kind === 'route' || kind === 'filter rule' || kind === 'DNAT') + 1;
}

/** The first `count` hops backwards. */
function mirrored(asked: Question, count: number): readonly Hop[] {
  const backwards: Hop[] = [];
  for (let index = count - 1; index >= 0; index--) {
    const hop = mirror(asked, index);
    if (!hop) continue;
    // Routing comes before the filter in both directions.
    const filter = hop.kind === 'route' && backwards.at(-1)?.kind === 'filter rule' ? backwards.pop() : undefined;
    backwards.push(hop, ...(filter ? [filter] : []));
  }
  return backwards;
}

/** What happens to the answer where this happened to the question; undefined for what it does not meet. */
function mirror(of: Question, index: number): Hop | undefined {
  const { world, question, journey } = of;
  const hop = question[index]!;
  const { namespace, interface: name = '' } = hop;
  // A translation is undone: the addresses are those from before it.
  const before = question[index - 1] ?? {
    source: journey.source,
    destination: journey.address,
    port: journey.query.port,
  };
  const { source, destination, port } = TRANSLATIONS.has(hop.kind) ? before : hop;
  const back = (kind: HopKind, sentence: string, more: Pick<Hop, 'interface' | 'rule'> = {}): Hop => ({
    kind,
    namespace,
    ...(destination && { source: destination }),
    ...(source && { destination: source }),
    ...more,
    sentence,
  });
  const asked = port === undefined ? destination : `${destination}:${port}`;
  const host = world.hosts.get(namespace);
  const place = host ? journey.theHost(host) : namespace;
  switch (hop.kind) {
    case 'interface in':
      return back('interface out', t`The answer leaves ${place} by ${name}.`, { interface: name });
    case 'interface out':
      return namespace === 'outside'
        ? back('interface in', t`It comes back to ${source}, from the address that was asked.`)
        : back('interface in', t`It comes in on ${place}'s ${name}.`, { interface: name });
    case 'veth': {
      const into = question[index + 1]?.kind === 'interface in' ? question[index + 1] : undefined;
      const sentence = into
        ? t`The veth pair leads out of ${into.namespace} to ${name}.`
        : t`The veth pair leads from ${name} into ${question[index - 1]?.namespace}.`;
      return back('veth', sentence, { interface: name });
    }
    case 'bridge':
      return back('bridge', t`The bridge ${name} passes it on.`, { interface: name });
    case 'route': {
      const out = cameInBy(question, index);
      return out === undefined
        ? undefined
        : back('route', t`The host routes the answer out of ${out}.`, { interface: out });
    }
    case 'filter rule':
      return letThrough(of, index, back);
    case 'masquerade':
      return back(
        'masquerade',
        t`The host remembers the connection (conntrack) and puts ${source} back as the destination, in the place of ${hop.source}.`,
        { interface: name },
      );
    case 'DNAT':
      return back(
        'DNAT',
        t`The host remembers the connection (conntrack) and puts ${asked} back as the source: the client sees the answer come from where it asked.`,
      );
    case 'userland proxy':
      return back(
        'userland proxy',
        t`docker-proxy passes the answer on over the client's own connection, from ${asked}.`,
      );
    default:
      return undefined;
  }
}

/** The interface on which the question entered the host that did something to it. */
function cameInBy(question: readonly Hop[], index: number): string | undefined {
  const { namespace } = question[index]!;
  return question
    .slice(0, index)
    .findLast((hop) => hop.namespace === namespace && (hop.kind === 'interface in' || hop.kind === 'bridge'))
    ?.interface;
}

function letThrough(
  { world, journey: { protocol }, question, enters }: Question,
  index: number,
  back: (kind: HopKind, sentence: string, more: Pick<Hop, 'rule'>) => Hop,
): Hop | undefined {
  const { namespace, source, destination } = question[index]!;
  const host = world.hosts.get(namespace);
  const out = cameInBy(question, index);
  const into = enters ?? question.slice(0, index).findLast(({ kind }) => kind === 'route')?.interface;
  if (!host || !out || !into || !source || !destination) return undefined;
  const packet = { in: into, out, source: destination, destination: source, protocol, established: true };
  const { target, rule } = firewall(host).decide('filter', 'FORWARD', packet);
  if (target !== 'ACCEPT' || !rule) return undefined;
  return back('filter rule', t`The firewall lets it pass: this rule ${rule.why}.`, {
    rule: `filter: ${ruleText(rule)}`,
  });
}

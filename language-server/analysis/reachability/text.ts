/** The matrix in words: what classes are called, and what comes of trying a class. */
import { t, translatable } from '../../l10n.ts';
import type { EndpointClass } from './classes.ts';
import { publishedOn, type Service, serviceText } from './endpoints.ts';
import type { Observation } from './probe.ts';

/** So many names are told before the others are counted. */
const MOST_NAMES = 3;

/** `web, api (2)`: containers that are numbered, as replicas are, go under their common name. */
export function namesText(names: readonly string[], most = MOST_NAMES): string {
  const stems = new Map<string, string[]>();
  for (const name of names) {
    const stem = name.replace(/-\d+$/, '');
    const others = stems.get(stem);
    if (others) others.push(name);
    else stems.set(stem, [name]);
  }
  const groups = [...stems].map(([stem, all]) => (all.length > 1 ? `${stem} (${all.length})` : all[0]!));
  if (groups.length <= most + 1) return groups.join(', ');
  const told = [...stems.values()].slice(0, most).flat().length;
  return t`${groups.slice(0, most).join(', ')} and ${names.length - told} more`;
}

/** What a class is called in a table. */
export function classText({ members, owner }: EndpointClass): string {
  const [first] = members;
  if (first?.kind !== 'port') return namesText(members.map(({ name }) => name));
  const ports = members.flatMap((member) => (member.kind === 'port' ? [portText(member)] : []));
  const told = ports.length <= MOST_NAMES + 1 ? ports : ports.slice(0, MOST_NAMES);
  const more = ports.length - told.length;
  const listed = more > 0 ? t`${told.join(', ')} and ${more} more` : told.join(', ');
  return `${first.host.name} ${listed} (${owner ? classText(owner) : first.container.name})`;
}

function portText(port: Extract<EndpointClass['members'][number], { kind: 'port' }>): string {
  const address = publishedOn(port);
  const { hostPort, protocol } = port.binding;
  return `${address === undefined ? '' : `${address}:`}${hostPort}/${protocol}`;
}

/** The result of one attempt in a word or two. */
export function resultText({ reach, verdict, probe }: Observation): string {
  if (reach === 'by address') return t('by address only');
  if (reach !== 'not reached') return t(reach);
  const finer: Partial<Record<Observation['probe'], string>> = {
    'not-running': translatable('not running'),
    'no-address': translatable('no address'),
    closed: translatable('closed'),
    'connected-no-answer': translatable('no answer'),
  };
  return t(finer[probe] ?? verdict);
}

export const isReached = ({ reach }: Observation): boolean => reach === 'reached' || reach === 'by address';

/** A class of ports has another port for each member. */
export const serviceTextOf = ({ owner, members }: EndpointClass, service: Service): string =>
  owner && members.length > 1 ? t('each port') : serviceText(service);

export interface Result {
  /** `reached`, `refused`, … */
  readonly result: string;
  readonly reached: boolean;
  /** `ping`, `80/tcp` … */
  readonly services: readonly string[];
}

/** The services of a target by what comes of trying them, what is reached first. */
export function resultsOf(to: EndpointClass, observations: readonly Observation[]): readonly Result[] {
  const results = new Map<string, { result: string; reached: boolean; services: string[] }>();
  observations.forEach((observation, index) => {
    const result = resultText(observation);
    const service = serviceTextOf(to, to.services[index]!);
    const known = results.get(result);
    if (known) known.services.push(service);
    else results.set(result, { result, reached: isReached(observation), services: [service] });
  });
  return [...results.values()].sort((a, b) => Number(b.reached) - Number(a.reached));
}

/** `ping, 80/tcp; 53/udp refused`. What fails in every service is told as one word. */
export function cellText(to: EndpointClass, observations: readonly Observation[]): string {
  const results = resultsOf(to, observations);
  if (results.length === 1 && !results[0]!.reached) return results[0]!.result;
  return results
    .map(({ result, services }) => (result === t('reached') ? services.join(', ') : `${services.join(', ')} ${result}`))
    .join('; ');
}

/** What happens on the way that a reader would want to know of, by the kind of hop that shows it. */
const EVENTS: readonly (readonly [kind: string, words: string])[] = [
  ['loopback', translatable('within its own namespace')],
  ['filter rule', translatable('routed by the host')],
  ['VXLAN', translatable('through a VXLAN tunnel')],
  ['DNAT', translatable('by destination NAT')],
  ['userland proxy', translatable('through docker-proxy')],
  ['masquerade', translatable('masqueraded')],
];

/** The way of a packet in a few words: over which of the target's networks, and what was done to it. */
export function wayText({ networks }: EndpointClass, { path, link }: Observation): string {
  const [there = ''] = path.split(' | ');
  const kinds = new Set(there.split(', '));
  const network = link === undefined ? undefined : networks[link];
  const events = EVENTS.flatMap(([kind, words]) => (kinds.has(kind) ? [t(words)] : []));
  const over = network === undefined ? [] : [t`over ${network.slice(network.indexOf(' ') + 1)}`];
  return [...over, ...events].join(', ') || t('directly');
}

/** Differences in words: for a terminal, a pull request, the line that is being edited. */
import { t, translatable } from '../../l10n.ts';
import type { AddressChange, PairChange, ReachabilityDifference } from './difference.ts';
import { namesText } from './text.ts';

type Quote = (name: string) => string;
const plain: Quote = (name) => name;

/** `web, api (2) → db on 5432/tcp`. */
function pairText({ from, to, on }: PairChange, quote: Quote = plain): string {
  const target = from.length > 1 && from.join() === to.join() ? t('each other') : quote(namesText(to));
  const pair = `${quote(namesText(from))} → ${target}`;
  const ports = on.filter((service) => service !== 'ping').join(', ');
  if (ports === '') return on.length > 0 ? t`${pair} by ping` : pair;
  return on.includes('ping') ? t`${pair} by ping and on ${ports}` : t`${pair} on ${ports}`;
}

/** The pair with what has become of it. */
export function changeText(change: PairChange, quote: Quote = plain): string {
  const { kind, before, after } = change;
  const pair = pairText(change, quote);
  if (kind === 'lost') return `${pair} (${after})`;
  if (kind === 'gained') return after === t('reached') ? pair : `${pair} (${after})`;
  return `${pair}: ${before} → ${after}`;
}

export const addressText = ({ container, network, before, after }: AddressChange, quote: Quote = plain): string =>
  t`${quote(container)} on ${quote(network)}: ${before} → ${after}`;

export const countOf = ({ pairs }: ReachabilityDifference, kind: PairChange['kind']): number =>
  pairs.filter((pair) => pair.kind === kind).length;

export const isEmpty = ({ pairs, addresses }: ReachabilityDifference): boolean =>
  pairs.length === 0 && addresses.length === 0;

/** `cuts web → db on 5432/tcp and 2 more`; undefined where who can talk to whom has stayed the same. */
export function editText({ pairs }: ReachabilityDifference): string | undefined {
  const tellers: readonly (readonly [PairChange['kind'], (pairs: string) => string])[] = [
    ['lost', (pair) => t`cuts ${pair}`],
    ['gained', (pair) => t`opens ${pair}`],
    ['changed', (pair) => t`reroutes ${pair}`],
  ];
  const parts = tellers.flatMap(([kind, tell]) => {
    const [first, ...more] = pairs.filter((pair) => pair.kind === kind);
    if (!first) return [];
    const pair = pairText(withoutPing(first));
    return [tell(more.length > 0 ? t`${pair} and ${more.length} more` : pair)];
  });
  return parts.length > 0 ? parts.join('; ') : undefined;
}

/** Where a port is concerned, that the ping is too goes without saying. */
function withoutPing(change: PairChange): PairChange {
  const ports = change.on.filter((service) => service !== 'ping');
  return ports.length > 0 ? { ...change, on: ports } : change;
}

const HEADINGS: readonly (readonly [PairChange['kind'], string])[] = [
  ['lost', translatable('Lost')],
  ['gained', translatable('Gained')],
  ['changed', translatable('Another way')],
];

/** So many lines of one kind are shown in Markdown. */
const MOST_LINES = 100;

const quoted: Quote = (name) => `\`${name}\``;

function section(heading: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const more = lines.length - MOST_LINES;
  return [
    `**${heading}**`,
    '',
    ...lines.slice(0, MOST_LINES).map((line) => `- ${line}`),
    ...(more > 0 ? [`- ${t`… and ${more} more`}`] : []),
    '',
  ];
}

/** Lines of Markdown: a heading and a list, or none. */
export const pairSection = (heading: string, pairs: readonly PairChange[]): readonly string[] =>
  section(
    heading,
    pairs.map((pair) => changeText(pair, quoted)),
  );

/** Sections of lists, fit for a pull request. */
export function differenceMarkdown(difference: ReachabilityDifference): string {
  const { pairs, addresses } = difference;
  if (isEmpty(difference)) return `${t('Who can talk to whom stays the same.')}\n`;
  return [
    ...HEADINGS.flatMap(([kind, heading]) =>
      pairSection(
        t(heading),
        pairs.filter((pair) => pair.kind === kind),
      ),
    ),
    ...section(
      t('Other addresses'),
      addresses.map((address) => addressText(address, quoted)),
    ),
  ].join('\n');
}

/** What came of an expectation, hop by hop. */

import type { Outcome } from '../analysis/expectation.ts';
import { packetText, targetText } from '../analysis/trace-text.ts';
import { t } from '../l10n.ts';
import type { Hop, Trace } from '../simulation/trace.ts';
import { code, paragraphs, prose } from './markdown.ts';

/** Behind one name there may be many addresses: a hover has room for these. */
const MOST_TRACES = 3;

/** `most`: so many ways are told hop by hop. */
export function describeOutcome({ holds, verdict, reason, traces }: Outcome, most = MOST_TRACES): string {
  const rest = traces.length - most;
  return paragraphs(
    `**${holds ? '✓' : '✗'} ${t(verdict)}** ${prose(reason)}`,
    ...traces.slice(0, most).map(describeTrace),
    rest > 0 && t`… and ${rest} more addresses`,
  );
}

function describeTrace(trace: Trace): string {
  const { hops, wayBack, verdict, answeredBy } = trace;
  const end = answeredBy ? t`${t(verdict)}, answered by ${code(answeredBy)}` : t(verdict);
  return paragraphs(
    t`To ${code(targetText(trace))}: ${end}`,
    hops.map(hopLine).join('\n'),
    wayBack && wayBack.length > 0 && t`The way back:\n\n${wayBack.map(hopLine).join('\n')}`,
  );
}

function hopLine(hop: Hop, index: number, hops: readonly Hop[]): string {
  const { namespace, interface: name, kind, sentence, rule } = hop;
  const where = name ? `${code(namespace)} ${code(name)}` : code(namespace);
  const packet = packetText(hop, hops[index - 1]);
  const more = [packet, rule].flatMap((text) => (text ? [code(text)] : []));
  return `${index + 1}. ${where} · ${t(kind)} — ${prose(sentence)}${more.length > 0 ? `  \n   ${more.join(' · ')}` : ''}`;
}

/** What came of an expectation, hop by hop. */
import type { Outcome } from '../analysis/expectation.ts';
import type { Hop, Trace } from '../simulation/trace.ts';
import { code, paragraphs, prose } from './markdown.ts';

/** Behind one name there may be many addresses; so many ways are told hop by hop. */
const MOST_TRACES = 3;

export function describeOutcome({ holds, verdict, reason, traces }: Outcome): string {
  const rest = traces.length - MOST_TRACES;
  return paragraphs(
    `**${holds ? '✓' : '✗'} ${verdict}** ${prose(reason)}`,
    ...traces.slice(0, MOST_TRACES).map(describeTrace),
    rest > 0 && `… and ${rest} more addresses`,
  );
}

function describeTrace({ hops, wayBack, query, verdict, answeredBy }: Trace): string {
  const to = query.port === undefined ? query.to : `${query.to} on ${query.port}/${query.protocol}`;
  const end = answeredBy ? `${verdict}, answered by ${code(answeredBy)}` : verdict;
  return paragraphs(
    `To ${code(to)}: ${end}`,
    hops.map(hopLine).join('\n'),
    wayBack && wayBack.length > 0 && `The way back:\n\n${wayBack.map(hopLine).join('\n')}`,
  );
}

function hopLine({ namespace, interface: name, kind, sentence, rule }: Hop, index: number): string {
  const where = name ? `${code(namespace)} ${code(name)}` : code(namespace);
  return `${index + 1}. ${where} · ${kind} — ${prose(sentence)}${rule ? ` ${code(rule)}` : ''}`;
}

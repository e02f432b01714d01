/** `dnet diff A B`: who can talk to whom in one file and no more in another. */

import { type ReachabilityDifference, reachabilityDifference } from '../analysis/reachability/difference.ts';
import { addressText, changeText, countOf, differenceMarkdown, isEmpty } from '../analysis/reachability/report.ts';
import { worldAt } from '../analysis/timeline.ts';
import { InputError } from '../files.node.ts';
import { t, translatable } from '../l10n.ts';
import type { World } from '../simulation/state.ts';
import { openLab } from './lab.ts';
import { painter } from './report.ts';
import { FOUND_ERRORS, OK, type Output } from './status.ts';

export const compareFormats = ['text', 'json', 'markdown'] as const;
export type CompareFormat = (typeof compareFormats)[number];

export interface CompareOptions {
  readonly engine: readonly string[];
  readonly format: CompareFormat;
}

/** Exit status 1 when a pair is lost. */
export function compare(before: string, after: string, { engine, format }: CompareOptions, output: Output): number {
  if (engine.length > 0) throw new InputError(t('`--engine` compares versions of one file; leave out the other file.'));
  const [from, to] = [before, after].map((path) => worldAt(openLab(path).snapshot.timeline)) as [World, World];
  const difference = reachabilityDifference(from, to);
  const lost = countOf(difference, 'lost');
  switch (format) {
    case 'json':
      output.out(`${JSON.stringify({ before, after, ...difference }, null, 2)}\n`);
      break;
    case 'markdown':
      output.out(`### ${t`Who can talk to whom: \`${before}\` → \`${after}\``}\n\n${differenceMarkdown(difference)}`);
      break;
    case 'text':
      output.out(render(before, after, difference, output));
  }
  return lost > 0 ? FOUND_ERRORS : OK;
}

const KINDS = {
  lost: translatable('lost'),
  gained: translatable('gained'),
  changed: translatable('changed'),
} as const;

function render(before: string, after: string, difference: ReachabilityDifference, { color }: Output): string {
  const paint = painter(color);
  const styles = { lost: 'error', gained: 'information', changed: 'warning' } as const;
  const lines = [
    `${before} → ${after}`,
    ...difference.pairs.map(
      (pair) => `  ${paint(styles[pair.kind], t(KINDS[pair.kind]).padEnd(7))}  ${changeText(pair)}`,
    ),
    ...difference.addresses.map((address) => `  ${paint('dim', t('address'))}  ${addressText(address)}`),
  ];
  if (isEmpty(difference)) lines.push(`  ${t('Who can talk to whom stays the same.')}`);
  return `${lines.join('\n')}\n`;
}

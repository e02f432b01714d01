/** `dnet diff`: what another version of Docker Engine changes for a lab. */

import { topicText } from '../analysis/differences.ts';
import { placeOf } from '../analysis/places.ts';
import { type UpgradeDifference, upgradeDifferences } from '../analysis/upgrade.ts';
import { InputError } from '../files.node.ts';
import { t } from '../l10n.ts';
import type { EngineVersion } from '../simulation/state.ts';
import { type OpenLab, openLab } from './lab.ts';
import { painter } from './report.ts';
import { FOUND_ERRORS, OK, type Output } from './status.ts';

export interface DiffOptions {
  /** Two versions. */
  readonly engine: readonly string[];
  readonly format: string;
}

/** Exit status 0 when nothing differs, 1 when something does. */
export function diff(path: string, { engine, format }: DiffOptions, output: Output): number {
  const [from, to, ...more] = engine as readonly EngineVersion[];
  if (!from || !to || more.length > 0) {
    throw new InputError(
      t('`dnet diff` compares two files, or one file under two versions, as in `--engine 20.10 --engine 29`.'),
    );
  }
  if (format === 'markdown') throw new InputError(t('The difference of two versions is told as text or JSON.'));
  const lab = openLab(path);
  const differences = upgradeDifferences(lab.snapshot.lab, from, to).map((difference) => ({
    ...placed(lab, difference.entry),
    ...withoutEntry(difference),
  }));
  if (format === 'json') output.out(`${JSON.stringify({ file: path, from, to, differences }, null, 2)}\n`);
  else output.out(render(path, from, to, differences, output));
  return differences.length > 0 ? FOUND_ERRORS : OK;
}

type Placed = ReturnType<typeof placed> & Omit<UpgradeDifference, 'entry'>;

/** The statement of an entry; lines counted from one. */
function placed({ snapshot: { lab }, find }: OpenLab, entry: number) {
  const { span, uri } = placeOf(lab.entries[entry]!, lab.entries[entry]!.declaration.statement);
  const { path, lines } = find(uri);
  const statement = lines.text.slice(span.start, span.end);
  return { file: path, line: lines.positionAt(span.start).line + 1, statement };
}

function withoutEntry({ entry: _, ...difference }: UpgradeDifference): Omit<UpgradeDifference, 'entry'> {
  return difference;
}

function render(path: string, from: string, to: string, differences: readonly Placed[], { color }: Output): string {
  const paint = painter(color);
  const lines = [`${path}: Docker Engine ${from} → ${to}`];
  let place = '';
  for (const { file, line, statement, topic, subject, before, after, bothRefused, causes } of differences) {
    const here = `${file}:${line}`;
    if (here !== place) lines.push('', `${here}: ${paint('bold', statement.split('\n')[0]!)}`);
    place = here;
    lines.push(`  ${[subject, t(topicText[topic])].filter(Boolean).join(', ')}: ${before} → ${after}`);
    for (const { rule, because } of causes) lines.push(`    ${paint('dim', `[${rule}] ${because}`)}`);
    if (causes.length === 0) lines.push(`    ${paint('dim', unexplained(bothRefused))}`);
  }
  const count = differences.length;
  lines.push('', count === 0 ? t('Nothing differs.') : count === 1 ? t('1 difference') : t`${count} differences`);
  return `${lines.join('\n')}\n`;
}

function unexplained(bothRefused = false): string {
  return bothRefused
    ? t('The two versions word the same refusal in different ways.')
    : t('No single rule makes this difference: it follows from several together.');
}

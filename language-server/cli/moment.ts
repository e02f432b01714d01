/** The option `--at LINE`. */

import { momentAtLine } from '../analysis/moment.ts';
import { InputError } from '../files.node.ts';
import { t } from '../l10n.ts';
import type { Snapshot } from '../service.ts';

/**
 * How many steps have happened when the statement on a line has.
 * @param text a line number as people count
 */
export function momentOf(snapshot: Snapshot, text: string): number {
  const { lines } = snapshot;
  const line = /^\d+$/.test(text) ? Number(text) : 0;
  if (line < 1 || line > lines.count)
    throw new InputError(t`--at takes a line of the file, 1 to ${lines.count}, not "${text}".`);
  return momentAtLine(snapshot, line - 1);
}

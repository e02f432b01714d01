/** Every repair at once that needs no decision: slips of the pen, which have one obvious repair. */

import { type CodeAction, CodeActionKind } from 'vscode-languageserver-types';
import type { Finding, Fix } from '../analysis/finding.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { t } from '../l10n.ts';
import { textEdits } from './text-edits.ts';

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.dnet`;

/** The findings about how something is written; what a lab is to do is for its author to say. */
const SLIPS: ReadonlySet<string> = new Set([
  'block-not-closed',
  'block-without-statement',
  'brace-without-block',
  'comment-not-closed',
  'duplicate-property',
  'expected-word',
  'missing-argument-after-comma',
  'missing-comma',
  'stray-comma',
  'string-not-closed',
  'unexpected-character',
  'unexpected-comma',
  'unknown-escape',
  'unknown-property',
  'unknown-statement',
]);

/** The one repair of a slip; undefined for what has several, or none, or is none. */
export function obviousFix({ code, fixes }: Finding): Fix | undefined {
  return SLIPS.has(code) && fixes.length === 1 ? fixes[0] : undefined;
}

/** None where there is nothing to repair. Of repairs that touch each other the first is made. */
export function fixAll(snapshot: Snapshot): CodeAction[] {
  const { uri, findings } = snapshot;
  const edits: Fix['edits'][number][] = [];
  for (const finding of findings) {
    const fix = SLIPS.has(finding.code) && finding.uri === uri ? obviousFix(finding) : undefined;
    const isFree = fix?.edits.every((edit) => edits.every(({ start, end }) => edit.end < start || end < edit.start));
    if (fix && isFree) edits.push(...fix.edits);
  }
  if (edits.length === 0) return [];
  return [
    { title: t('Fix all slips of the pen'), kind: FIX_ALL, edit: { changes: { [uri]: textEdits(snapshot, edits) } } },
  ];
}

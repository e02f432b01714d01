/** The repairs of findings that have an obvious one, looked for when somebody asks. */
import type { Finding, Fix } from '../finding.ts';
import type { Subject } from '../findings.ts';
import { addressRepairs } from './addresses.ts';
import { mistakeOf } from './mistake.ts';
import { nameRepairs } from './names.ts';
import { statementRepairs } from './statements.ts';

const repairs = { ...statementRepairs, ...nameRepairs, ...addressRepairs };

export const isRepairable = (code: string): boolean => code in repairs;

/** Beside those that the finding itself has come with. */
export function furtherFixes(subject: Subject, finding: Finding): readonly Fix[] {
  const repair = repairs[finding.code];
  const mistake = repair && mistakeOf(subject, finding);
  return mistake ? repair(mistake) : [];
}

/** How a user wants to see findings: severities by code, from the settings. */
import { changed, type Finding, type Severity } from './finding.ts';

/** By code; a code that is not there has the severity of its rule. */
export type Severities = Readonly<Record<string, Severity | 'off'>>;

const LEVELS: ReadonlySet<unknown> = new Set(['off', 'hint', 'information', 'warning', 'error']);

/** A setting as it comes from a client: what is no level of a code is left out. */
export function severitiesFrom(setting: unknown): Severities {
  if (typeof setting !== 'object' || setting === null) return {};
  return Object.fromEntries(Object.entries(setting).filter(([, level]) => LEVELS.has(level)));
}

export function withSeverities(findings: readonly Finding[], severities: Severities): readonly Finding[] {
  if (Object.keys(severities).length === 0) return findings;
  return findings.flatMap((finding) => {
    const severity = severities[finding.code];
    if (severity === undefined || severity === finding.severity) return [finding];
    return severity === 'off' ? [] : [changed(finding, { severity })];
  });
}

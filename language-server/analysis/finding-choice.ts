/** Which findings a user wants to see, and how: severities by code from the settings, `# dnet-ignore CODE` in the text. */
import type { Lines } from '../syntax/lines.ts';
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

const IGNORED = /(?:#|\/\/).*?\bdnet-ignore[ \t]+([a-z-]+(?:[ \t,]+[a-z-]+)*)/;

/** The lines of so few findings are sooner looked at than the whole text. */
const FEW = 200;

/** Without those that a comment on their first line, or on a line of its own above, says to ignore. */
export function withoutIgnored(findings: readonly Finding[], uri: string, lines: Lines): readonly Finding[] {
  if (findings.length === 0 || (findings.length > FEW && !lines.text.includes('dnet-ignore'))) return findings;
  return findings.filter((finding) => {
    if (finding.uri !== uri) return true;
    const { line } = lines.positionAt(finding.span.start);
    const above = line > 0 ? lines.lineText(line - 1) : '';
    const isComment = /^\s*(?:#|\/\/)/.test(above);
    return ![lines.lineText(line), ...(isComment ? [above] : [])].some((text) =>
      ignoredCodes(text).includes(finding.code),
    );
  });
}

function ignoredCodes(line: string): readonly string[] {
  return IGNORED.exec(line)?.[1]?.split(/[ \t,]+/) ?? [];
}

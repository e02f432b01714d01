/** Everything there is to tell about a lab: the rules, one entry each, and their findings in the order of the text. */
import type { Work } from '../steps.ts';
import { changed, type Finding } from './finding.ts';
import { type Severities, withSeverities } from './finding-choice.ts';
import { furtherFixes, isRepairable } from './fixes/fixes.ts';
import { habitFindings, suspicionFindings } from './hygiene/hygiene.ts';
import type { NetworkUse } from './hygiene/network-use.ts';
import { withoutIgnored } from './ignored.ts';
import type { Lab } from './lab.ts';
import type { ExpectationOutcome } from './outcomes.ts';
import type { FileProblems } from './own-problems.ts';
import { engineFindings } from './rules/engine.ts';
import { expectationFindings } from './rules/expectations.ts';
import { includeFindings } from './rules/includes.ts';
import { bindingFindings, notSimulatedFindings, syntaxFindings } from './rules/own.ts';
import { swarmFindings } from './rules/swarm.ts';
import type { Timeline } from './timeline.ts';

/** What a rule looks at. */
export interface Subject {
  readonly lab: Lab;
  readonly problems: FileProblems;
  readonly timeline: Timeline;
  readonly outcomes: readonly ExpectationOutcome[];
  readonly networkUse: NetworkUse;
}

export type Rule = (subject: Subject) => readonly Finding[];

/** In order of precedence: where two rules find an error at the same place, the earlier one tells it. */
const rules: readonly Rule[] = [
  syntaxFindings,
  bindingFindings,
  includeFindings,
  ...suspicionFindings,
  engineFindings,
  expectationFindings,
  swarmFindings,
  notSimulatedFindings,
  ...habitFindings,
];

/** A rule a step. `severities`: what the user wants to see of them. */
export function* findingsInSteps(subject: Subject, severities: Severities = {}): Work<readonly Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const rule of rules) {
    for (const finding of rule(subject).map((each) => repairable(subject, each))) {
      const key = `${finding.span.start} ${finding.span.end}`;
      found.set(key, tellTogether(found.get(key) ?? [], finding));
    }
    yield undefined;
  }
  const all = [...found.values()].flat().sort((a, b) => a.span.start - b.span.start);
  const { uri, lines } = subject.lab.root;
  return withSeverities(withoutIgnored(all, uri, lines), severities);
}

function repairable(subject: Subject, finding: Finding): Finding {
  if (!isRepairable(finding.code)) return finding;
  return changed(finding, {}, () => [...finding.fixes, ...furtherFixes(subject, finding)]);
}

/** One place is underlined once: what is suspected there and what is wrong there are told together. */
function tellTogether(known: Finding[], finding: Finding): Finding[] {
  if (known.some(({ severity }) => severity === 'error')) return known;
  if (finding.severity !== 'error') return [...known, finding];
  return [known.reduce(append, finding)];
}

function append(error: Finding, other: Finding): Finding {
  const message = `${error.message}\n${other.message}`;
  const related = [...error.related, ...other.related];
  return changed(error, { message, related }, () => [...other.fixes, ...error.fixes]);
}

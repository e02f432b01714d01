/** Everything there is to tell about a lab: the rules, one entry each, and their findings in the order of the text. */
import type { Finding } from './finding.ts';
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
}

export type Rule = (subject: Subject) => readonly Finding[];

/** In order of precedence: where two rules find an error at the same place, the earlier one tells it. */
const rules: readonly Rule[] = [
  syntaxFindings,
  bindingFindings,
  includeFindings,
  engineFindings,
  expectationFindings,
  swarmFindings,
  notSimulatedFindings,
];

export function findFindings(subject: Subject): readonly Finding[] {
  const found = new Map<string, Finding[]>();
  for (const rule of rules) {
    for (const finding of rule(subject)) {
      const key = `${finding.span.start} ${finding.span.end}`;
      found.set(key, tellTogether(found.get(key) ?? [], finding));
    }
  }
  return [...found.values()].flat().sort((a, b) => a.span.start - b.span.start);
}

/** One place is underlined once: what is suspected there and what is wrong there are told together. */
function tellTogether(known: Finding[], finding: Finding): Finding[] {
  if (finding.severity !== 'error') return [...known, finding];
  if (known.some(({ severity }) => severity === 'error')) return known;
  return [known.reduce(append, finding)];
}

function append(error: Finding, other: Finding): Finding {
  const { code, severity, message, uri, span, related } = error;
  return {
    code,
    severity,
    message: `${message}\n${other.message}`,
    uri,
    span,
    related: [...related, ...other.related],
    get fixes() {
      return [...other.fixes, ...error.fixes];
    },
  };
}

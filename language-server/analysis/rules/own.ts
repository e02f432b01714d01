/** What declarations have to be told of by themselves, and what binding found between them. */
import type { BindingProblem } from '../../model/program.ts';
import type { Finding } from '../finding.ts';
import type { Rule } from '../findings.ts';
import type { OwnProblems } from '../own-problems.ts';
import { fixAt, spanAt } from '../places.ts';

const ownFindings =
  (kind: keyof OwnProblems): Rule =>
  ({ lab: { root }, problems: { told } }) =>
    told.flatMap(([index, own]) => {
      const base = root.program.tree.starts[index]!;
      return own[kind].map((problem) => findingAt(root.uri, base, problem));
    });

/** Between statements; then what the parser found, statement by statement. */
export const syntaxFindings: Rule = (subject) => {
  const { uri, program } = subject.lab.root;
  const between = program.tree.problems.map((problem) => findingAt(uri, 0, { ...problem, severity: 'error' }));
  return [...between, ...ownFindings('syntax')(subject)];
};

/** Unknown words and wrong values; then names that nobody declared, or several. */
export const bindingFindings: Rule = (subject) => {
  const { uri, program } = subject.lab.root;
  const across = program.problems.map((problem) => findingAt(uri, program.tree.starts[problem.declaration]!, problem));
  return [...ownFindings('binding')(subject), ...across];
};

export const notSimulatedFindings = ownFindings('notSimulated');

function findingAt(uri: string, base: number, problem: BindingProblem): Finding {
  return {
    code: problem.code,
    severity: problem.severity,
    message: problem.message,
    uri,
    span: spanAt(base, problem),
    related: [],
    fixes: problem.fix ? [fixAt(base, problem.fix)] : [],
  };
}

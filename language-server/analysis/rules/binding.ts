/** What binding found: unknown words, wrong values, names that nobody declared. */
import type { BindingProblem } from '../../model/program.ts';
import type { Finding } from '../finding.ts';
import type { Rule } from '../findings.ts';
import { fixAt, spanAt } from '../places.ts';

export const bindingFindings: Rule = ({ lab }) => {
  const { root } = lab;
  const { declarations, problems, tree } = root.program;
  const findings: Finding[] = [];
  declarations.forEach((declaration, index) => {
    for (const problem of declaration.problems) findings.push(bindingFinding(root.uri, tree.starts[index]!, problem));
  });
  for (const problem of problems) findings.push(bindingFinding(root.uri, tree.starts[problem.declaration]!, problem));
  return findings;
};

function bindingFinding(uri: string, base: number, problem: BindingProblem): Finding {
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

/** What the parser found, statement by statement. */
import type { Statement, SyntaxProblem } from '../../syntax/tree.ts';
import type { Finding } from '../finding.ts';
import type { Rule } from '../findings.ts';
import { fixAt, spanAt } from '../places.ts';

const remembered = new WeakMap<Statement, readonly SyntaxProblem[]>();

export const syntaxFindings: Rule = ({ lab: { root } }) => {
  const { tree } = root.program;
  const findings: Finding[] = tree.problems.map((problem) => syntaxFinding(root.uri, 0, problem));
  tree.statements.forEach((statement, index) => {
    for (const problem of problemsOf(statement)) findings.push(syntaxFinding(root.uri, tree.starts[index]!, problem));
  });
  return findings;
};

/** The problems of a statement and of those in its block. */
export function problemsOf(statement: Statement): readonly SyntaxProblem[] {
  let problems = remembered.get(statement);
  if (!problems) {
    problems = [...statement.problems, ...(statement.block?.statements.flatMap(problemsOf) ?? [])];
    remembered.set(statement, problems);
  }
  return problems;
}

function syntaxFinding(uri: string, base: number, problem: SyntaxProblem): Finding {
  return {
    code: problem.code,
    severity: 'error',
    message: problem.message,
    uri,
    span: spanAt(base, problem),
    related: [],
    fixes: problem.fix ? [fixAt(base, problem.fix)] : [],
  };
}

/** Includes that bring nothing in, and included files with mistakes of their own. */
import { t } from '../../l10n.ts';
import type { Finding } from '../finding.ts';
import type { Rule } from '../findings.ts';
import { type IncludeProblem, includeSpan, type Lab, type Source } from '../lab.ts';
import { syntaxProblems } from '../own-problems.ts';
import { placeOf, shownAt, spanAt } from '../places.ts';

export const includeFindings: Rule = ({ lab }) => [
  ...lab.includeProblems.flatMap(problemFinding),
  ...damagedFiles(lab),
];

const MESSAGES: Readonly<
  Record<Exclude<IncludeProblem['reason'], 'awaited'>, { code: string; text: (path: string) => string }>
> = {
  missing: {
    code: 'include-missing',
    text: (path) => t`The file "${path}" cannot be read. Includes are relative to the folder of this file.`,
  },
  outside: {
    code: 'include-outside-workspace',
    text: (path) => t`"${path}" leads out of the workspace. Only files of the workspace can be included.`,
  },
  cycle: {
    code: 'include-cycle',
    text: (path) => t`"${path}" includes this file in turn: the circle never ends, so this include is left out.`,
  },
};

function problemFinding({ entry, reason, cycle }: IncludeProblem): readonly Finding[] {
  if (reason === 'awaited') return [];
  const { declaration } = entry;
  const path = declaration.kind === 'include' ? (declaration.path?.value ?? '') : '';
  const { code, text } = MESSAGES[reason];
  const span = declaration.kind === 'include' ? includeSpan(declaration) : declaration.statement;
  const circle = cycle ? ` (${cycle.map(fileName).join(' → ')})` : '';
  return [{ code, severity: 'error', message: text(path) + circle, ...shownAt(entry, span), fixes: [] }];
}

/** The mistakes of an included file are told in full when it is opened; here, that it has some. */
function damagedFiles(lab: Lab): readonly Finding[] {
  return lab.sources.flatMap((source): readonly Finding[] => {
    const mistakes = source === lab.root ? [] : mistakesOf(source);
    if (!mistakes[0]) return [];
    const first = lab.entries.find((entry) => entry.source === source);
    if (!first?.via) return [];
    const several = mistakes.length === 1 ? 'a mistake' : t`${mistakes.length} mistakes`;
    return [
      {
        code: 'include-has-errors',
        severity: 'error',
        message: t`${fileName(source.uri)} has ${several}: ${mistakes[0].message}`,
        ...placeOf(first.via, first.via.declaration.statement),
        related: [{ uri: source.uri, span: mistakes[0].span, message: mistakes[0].message }],
        fixes: [],
      },
    ];
  });
}

function mistakesOf({ program: { tree, declarations } }: Source) {
  const ofStatements = tree.statements.flatMap((statement, index) =>
    [
      ...syntaxProblems(statement),
      ...(declarations[index]?.problems.filter(({ severity }) => severity === 'error') ?? []),
    ].map((problem) => ({ message: problem.message, span: spanAt(tree.starts[index]!, problem) })),
  );
  return [...tree.problems.map((problem) => ({ message: problem.message, span: problem })), ...ofStatements];
}

function fileName(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}

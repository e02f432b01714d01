/** What the Docker engine refuses, in its own words and in plain ones, and what it does silently. */
import { t } from '../../l10n.ts';
import type { Statement, Token } from '../../syntax/tree.ts';
import { engineFixes } from '../engine-fixes.ts';
import type { Finding } from '../finding.ts';
import type { Rule } from '../findings.ts';
import type { Entry } from '../lab.ts';
import { shownAt } from '../places.ts';
import { readable } from '../readable.ts';
import type { Step } from '../timeline.ts';

export const engineFindings: Rule = (subject) => {
  const { lab, timeline } = subject;
  // The replicas of a container fail alike: one finding for each kind of refusal of a statement.
  const told = new Set<string>();
  const isNew = (key: string): boolean => !told.has(key) && told.add(key) !== undefined;
  return timeline.run.remarkable.flatMap((index) => {
    const step = timeline.step(index);
    const entry = lab.entry(step.entry);
    const { error, notes } = step.result;
    const findings: Finding[] = [];
    if (error && isNew(`${step.entry} ${error.code}`)) {
      const span = culprit(entry, step);
      const fixes = entry.via ? [] : engineFixes(subject, index, span);
      const message = `${whose(entry, step)}Docker: “${readable(error.message)}”\n${t(error.explanation)}`;
      findings.push({ code: error.code, severity: 'error', message, ...shownAt(entry, span), fixes });
    }
    for (const { code, message } of notes) {
      if (!isNew(`${step.entry} ${message}`)) continue;
      const place = shownAt(entry, headline(entry.declaration.statement));
      findings.push({ code, severity: 'warning', message, ...place, fixes: [] });
    }
    return findings;
  });
};

/** The refused value where it stands in the statement, or else the statement's first line of words. */
function culprit({ declaration: { statement } }: Entry, { result }: Step): Token | ReturnType<typeof headline> {
  const value = result.error?.value;
  return (value !== undefined && findToken(statement, value)) || headline(statement);
}

function findToken(statement: Statement, value: string): Token | undefined {
  const tokens = tokensOf(statement);
  return tokens.find(({ text }) => text === value) ?? tokens.find(({ text }) => text.includes(value));
}

function tokensOf(statement: Statement): readonly Token[] {
  return [...statement.arguments, ...(statement.block?.statements.flatMap(tokensOf) ?? [])];
}

/** Keyword and arguments, without the block. */
function headline({ keyword, arguments: args }: Statement) {
  return { start: keyword.start, end: (args.at(-1) ?? keyword).end };
}

/** Which of a statement's containers it was, where the text does not say. */
function whose({ declaration }: Entry, { command }: Step): string {
  const isReplica = declaration.kind === 'container' && declaration.replicas && command.kind === 'containerRun';
  return isReplica ? `${command.name}: ` : '';
}

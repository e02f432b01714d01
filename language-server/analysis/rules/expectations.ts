/** Expectations that do not hold, with the reason, the statements it is due to, and the way to turn them round. */
import type { ExpectDeclaration } from '../../model/program.ts';
import type { Statement } from '../../syntax/tree.ts';
import type { Cause, Outcome } from '../expectation.ts';
import type { Finding, Fix, RelatedPlace } from '../finding.ts';
import type { Rule } from '../findings.ts';
import { absolute, findSymbol, type Lab } from '../lab.ts';
import { fixAt, placeOf, shownAt } from '../places.ts';
import { readable } from '../readable.ts';

export const expectationFindings: Rule = ({ lab, outcomes }) =>
  outcomes.flatMap(({ entry, declaration, outcome }): readonly Finding[] => {
    if (outcome.holds || declaration.problems.some(({ severity }) => severity === 'error')) return [];
    const place = shownAt(entry, declaration.statement);
    const causes = outcome.causes.flatMap((cause) => causeAt(lab, cause));
    return [
      {
        code: 'expectation-failed',
        severity: 'error',
        message: `${verdictText(declaration, outcome)} ${readable(outcome.reason)}`,
        ...place,
        related: [...place.related, ...causes],
        fixes: entry.via
          ? []
          : turnRound(declaration.statement).map((fix) =>
              fixAt(placeOf(entry, declaration.statement).span.start - declaration.statement.start, fix),
            ),
      },
    ];
  });

function verdictText({ expectation }: ExpectDeclaration, { verdict }: Outcome): string {
  if (expectation?.kind === 'reach') return `Expectation failed: ${verdict}.`;
  return 'Expectation failed.';
}

function causeAt(lab: Lab, { kind, name, message }: Cause): readonly RelatedPlace[] {
  const found = findSymbol(lab, kind, name);
  if (!found) return [];
  const { source, symbol } = found;
  return [{ uri: source.uri, span: absolute(source, symbol.declaration, symbol.span), message }];
}

/** `can` ↔ `cannot`: the fix for an expectation that expects too much or too little. */
function turnRound({ arguments: args }: Statement): readonly Fix[] {
  const word = args.find(({ text }) => text === 'can' || text === 'cannot');
  if (!word) return [];
  const newText = word.text === 'can' ? 'cannot' : 'can';
  return [{ title: `Expect the opposite: \`${newText}\``, edits: [{ start: word.start, end: word.end, newText }] }];
}

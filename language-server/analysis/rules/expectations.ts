/** Expectations that do not hold, with the hop, the statements it is due to, and what would make them hold. */
import { t } from '../../l10n.ts';
import type { ExpectDeclaration } from '../../model/program.ts';
import type { Cause, Outcome } from '../expectation.ts';
import { type Finding, type RelatedPlace, withFixes } from '../finding.ts';
import type { Rule } from '../findings.ts';
import { absolute, type Entry, findSymbol, type Lab } from '../lab.ts';
import { placeOf, shownAt } from '../places.ts';
import { readable } from '../readable.ts';
import { findProperty } from '../repairs/edits.ts';
import { repairsOf, tried } from '../repairs/repairs.ts';
import { losingHop } from '../trace-text.ts';

export const expectationFindings: Rule = (subject) => {
  const { lab, outcomes } = subject;
  return outcomes.flatMap((expectation): readonly Finding[] => {
    const { entry, declaration, outcome } = expectation;
    if (outcome.holds || declaration.problems.some(({ severity }) => severity === 'error')) return [];
    const place = shownAt(entry, declaration.statement);
    const related = [
      ...place.related,
      ...outcome.causes.flatMap((cause) => [...eventsBefore(lab, entry, cause), ...causeAt(lab, cause)]),
    ];
    const trials = repairsOf(subject, expectation);
    return [
      // Trying repairs out takes longer than a keystroke may.
      withFixes(
        {
          code: 'expectation-failed',
          severity: 'error',
          message: readable(messageOf(declaration, outcome)),
          ...place,
          related,
          trials,
        },
        () => tried(trials),
      ),
    ];
  });
};

/** One sentence that a beginner understands; on the lines below, what an expert asks next. */
function messageOf({ expectation }: ExpectDeclaration, outcome: Outcome): string {
  if (expectation?.kind === 'reach' && !expectation.positive) {
    const { source, target } = expectation;
    return `${t`Expectation failed: \`${source.value}\` reaches \`${target.value}\`.`}\n${outcome.reason}`;
  }
  return [t`Expectation failed: ${outcome.reason}`, ...lostAt(outcome)].join('\n');
}

/** The hop at which the packet was lost, where it made any, with what happened there. */
function lostAt({ traces, reason }: Outcome): readonly string[] {
  const lost = traces.find(({ verdict }) => verdict !== 'delivered');
  const hop = lost && losingHop(lost);
  if (!lost || !hop) return [];
  const verdict = t(lost.verdict);
  const place = [t(hop.kind), [hop.namespace, hop.interface].filter(Boolean).join(' ')].join(', ');
  const at = lost.wayBack
    ? t`On the way back (${place}): ${verdict}.`
    : t`At hop ${lost.hops.length} (${place}): ${verdict}.`;
  return [[at, ...(reason.includes(hop.sentence) ? [] : [hop.sentence]), ...(hop.rule ? [hop.rule] : [])].join(' ')];
}

/** The place that a cause is about: the property, or the name of what has it. */
function causeAt(lab: Lab, { kind, name, property, message }: Cause): readonly RelatedPlace[] {
  const found = findSymbol(lab, kind, name) ?? (kind === 'container' ? familyOf(lab, name) : undefined);
  if (!found) return [];
  const { source, symbol } = found;
  const index = source.program.indexOf(symbol);
  const { statement } = source.program.declarations[index]!;
  const part = property === undefined ? undefined : findProperty(statement, property);
  return [{ uri: source.uri, span: absolute(source, index, part ?? symbol.span), message }];
}

/** The declaration of a container with replicas, of which `name` is one. */
function familyOf(lab: Lab, name: string) {
  return findSymbol(lab, 'container', name.replace(/-\d+$/, ''));
}

const EVENTS = {
  stop: (name: string) => t`\`${name}\` was stopped here.`,
  remove: (name: string) => t`\`${name}\` was removed here.`,
  disconnect: (name: string, network: string) => t`\`${name}\` was disconnected from \`${network}\` here.`,
};

/** What last happened to a container before the expectation, where that took something away from it. */
function eventsBefore(lab: Lab, expectation: Entry, { kind, name }: Cause): readonly RelatedPlace[] {
  if (kind !== 'container') return [];
  const events = actionsOf(lab).get(name) ?? actionsOf(lab).get(name.replace(/-\d+$/, '')) ?? [];
  const limit = lab.entries.indexOf(expectation);
  const last = events.findLast(({ index }) => index < limit);
  const declaration = last?.entry.declaration;
  if (!last || !declaration) return [];
  if (declaration.kind !== 'stop' && declaration.kind !== 'remove' && declaration.kind !== 'disconnect') return [];
  const network = declaration.kind === 'disconnect' ? (declaration.network?.value ?? '') : '';
  return [{ ...placeOf(last.entry, declaration.statement), message: EVENTS[declaration.kind](name, network) }];
}

interface Action {
  readonly index: number;
  readonly entry: Entry;
}

const actions = new WeakMap<Lab, ReadonlyMap<string, readonly Action[]>>();

/** The statements that act on each container, in the order of the file. */
function actionsOf(lab: Lab): ReadonlyMap<string, readonly Action[]> {
  let found = actions.get(lab);
  if (!found) {
    const building = new Map<string, Action[]>();
    lab.entries.forEach((entry, index) => {
      const { declaration } = entry;
      const name = 'container' in declaration ? declaration.container?.value : undefined;
      if (name === undefined) return;
      const others = building.get(name);
      if (others) others.push({ index, entry });
      else building.set(name, [{ index, entry }]);
    });
    found = building;
    actions.set(lab, found);
  }
  return found;
}

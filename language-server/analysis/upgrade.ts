/** What another engine version changes for a lab, and the rules to which each difference is due. */
import { t, translatable } from '../l10n.ts';
import { type RuleName, ruleSummaries, rulesBetween, withRule } from '../simulation/rule-summaries.ts';
import type { EngineVersion } from '../simulation/state.ts';
import { type Difference, differencesBetween, identityOf, type Run } from './differences.ts';
import type { Lab } from './lab.ts';
import { outcomesOf } from './outcomes.ts';
import { simulate } from './timeline.ts';

export interface Cause {
  /** The rule of `engine-versions.ts`. */
  readonly rule: RuleName;
  /** One sentence. */
  readonly because: string;
}

export interface UpgradeDifference extends Difference {
  /** Empty where it takes several rules together, or where only the wording of a message differs. */
  readonly causes: readonly Cause[];
}

/**
 * Runs the lab under both versions. The causes of a difference are found by experiment: a rule makes it if what the
 * later version does is something else once it has this one rule of the earlier version.
 */
export function upgradeDifferences(lab: Lab, from: EngineVersion, to: EngineVersion): readonly UpgradeDifference[] {
  const before = run(lab, from);
  const differences = differencesBetween(before, run(lab, to));
  if (differences.length === 0) return [];
  const asked = new Set(differences.flatMap(({ topic, subject }) => (topic === 'names resolved' ? [subject] : [])));
  const experiments = rulesBetween(from, to).map((rule) => {
    const left = withRule(to, rule, from, () => differencesBetween(before, run(lab, to), asked));
    return { rule, left: new Map(left.map((each) => [identityOf(each), each.after])) };
  });
  return differences.map((difference) => ({
    ...difference,
    causes: experiments
      .filter(({ left }) => left.get(identityOf(difference)) !== difference.after)
      .map(({ rule }) => ({
        rule,
        because: t(ruleSummaries[rule] ?? translatable('The two versions differ in this rule.')),
      })),
  }));
}

function run(lab: Lab, engine: EngineVersion): Run {
  const timeline = simulate(lab, undefined, engine);
  return { lab, timeline, outcomes: outcomesOf(lab, timeline) };
}

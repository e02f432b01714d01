/** Names that are taken for something else. */
import { t } from '../../l10n.ts';
import type { Trace } from '../../simulation/trace.ts';
import { trace } from '../../simulation/tracer.ts';
import type { Outcome } from '../expectation.ts';
import { findContainer, reachableAddresses } from '../facts.ts';
import { findSymbol } from '../lab.ts';
import { membersOf } from '../members.ts';
import { placeOf } from '../places.ts';
import { worldAt } from '../timeline.ts';
import type { HygieneRule, Survey } from './survey.ts';

const byAddress = new WeakMap<Outcome, { readonly trace: Trace | undefined }>();

/** `cannot reach NAME` that holds for want of a name alone is no isolation. */
export const nameOnDefaultBridge: HygieneRule = {
  code: 'name-on-default-bridge',
  severity: 'warning',
  *observe({ lab, timeline, outcomes }) {
    for (const { entry, declaration, moment, outcome } of outcomes) {
      const { expectation } = declaration;
      if (expectation?.kind !== 'reach' || expectation.positive || !outcome.holds) continue;
      const [first] = outcome.traces;
      if (first?.verdict !== 'unresolved') continue;
      let found = byAddress.get(outcome);
      if (!found) {
        const world = worldAt(timeline, moment);
        const target = membersOf(lab)(expectation.target.value).find((name) => findContainer(world, name));
        const to = target && reachableAddresses(world, target)[0];
        found = { trace: to === undefined ? undefined : trace(world, { ...first.query, to }) };
        byAddress.set(outcome, found);
      }
      if (found.trace?.verdict !== 'delivered') continue;
      const { source, target } = expectation;
      const { address } = found.trace;
      yield {
        entry,
        span: target.span,
        message: t`This holds for want of a name alone: \`${source.value}\` cannot resolve \`${target.value}\`, and reaches it all the same by its address ${address}. To keep them apart, put them on networks of their own.`,
        fixes: [],
      };
    }
  },
};

/** The host name of a container is no name for commands, and on the default bridge no name for anybody. */
export const hostnameIsNoName: HygieneRule = {
  code: 'hostname-is-no-name',
  severity: 'warning',
  *observe(survey) {
    const hostnames = new Map(
      [...survey.hostnames].filter(([hostname]) => !findSymbol(survey.lab, 'container', hostname)),
    );
    if (hostnames.size === 0) return;
    const unresolved = unresolvedTargets(survey);
    for (const entry of survey.lab.entries) {
      const { declaration } = entry;
      for (const { kind, name, span, isDefinition, binding } of declaration.references) {
        const container = kind === 'container' && !isDefinition ? hostnames.get(name) : undefined;
        if (container === undefined) continue;
        if (declaration.kind === 'expect' && binding === 'free' && !unresolved.has(declaration)) continue;
        yield {
          entry,
          span,
          message:
            binding === 'free'
              ? t`\`${name}\` is the host name of \`${container}\`, which others can resolve only where they share a network of your own with it.`
              : t`\`${name}\` is the host name inside \`${container}\`: Docker's commands know containers by their names alone.`,
          fixes: [
            { title: t`Replace with \`${container}\``, edits: [{ ...placeOf(entry, span).span, newText: container }] },
          ],
        };
      }
    }
  },
};

function unresolvedTargets({ outcomes }: Survey): ReadonlySet<object> {
  return new Set(
    outcomes.flatMap(({ declaration, outcome }) => (outcome.verdict === 'unresolved' ? [declaration] : [])),
  );
}

/** Questions about what is not written: what would break, and what an edit has changed. */

import type { CodeAction } from 'vscode-languageserver-types';
import { membersOf } from '../analysis/members.ts';
import { comparing } from '../analysis/reachability/difference.ts';
import { countOf, differenceMarkdown, editText, pairSection } from '../analysis/reachability/report.ts';
import { supposing, type WhatIf } from '../analysis/reachability/what-if.ts';
import { readable } from '../analysis/readable.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { worldAt } from '../analysis/timeline.ts';
import { t } from '../l10n.ts';
import type { CompareReachabilityRequest, Hypothesis, WhatIfRequest } from '../protocol/reachability.ts';
import type { Work } from '../steps.ts';
import type { Range } from '../syntax/lines.ts';
import { nameAt } from './symbol-at.ts';
import { isDrawable } from './topology.ts';

/** What would be lost at the end of the file. */
export function* whatIf(snapshot: Snapshot, hypothesis: Hypothesis): Work<NonNullable<WhatIfRequest['result']>> {
  const world = worldAt(yield* snapshot.simulation());
  const title = questionOf(hypothesis);
  if (hypothesis.kind === 'stop') {
    const containers = membersOf(snapshot.lab)(hypothesis.container);
    return { title, ...answer(yield* supposing(world, { kind: 'stop', containers }), new Set(containers)) };
  }
  const { network } = hypothesis;
  return { title, ...answer(yield* supposing(world, { kind: 'remove network', network }), new Set()) };
}

function questionOf(hypothesis: Hypothesis): string {
  return hypothesis.kind === 'stop'
    ? t`What breaks if ${hypothesis.container} stops?`
    : t`What breaks if network ${hypothesis.network} goes?`;
}

/** @param own the containers that stop: that they are reached no more is no surprise */
function answer(result: WhatIf, own: ReadonlySet<string>): Omit<NonNullable<WhatIfRequest['result']>, 'title'> {
  switch (result.kind) {
    case 'nothing':
      return { markdown: t('Nothing: it does not run, or does not exist, at the end of the file.\n'), lost: 0 };
    case 'refused':
      return { markdown: t`Docker would refuse it: “${readable(result.message)}”\n`, lost: 0 };
    case 'difference': {
      const { pairs } = result.difference;
      const lost = countOf(result.difference, 'lost');
      if (own.size === 0) return { markdown: differenceMarkdown(result.difference), lost };
      const concerns = (names: readonly string[]) => names.every((name) => own.has(name));
      const itself = pairs.filter(({ from, to }) => concerns(from) || concerns(to));
      const others = pairs.filter((pair) => !itself.includes(pair));
      const markdown = [
        ...(others.length > 0
          ? [differenceMarkdown({ pairs: others, addresses: [] })]
          : [t('Nothing breaks between others.\n')]),
        ...pairSection(
          t('Who reaches it no more'),
          itself.filter(({ to }) => concerns(to)),
        ),
        ...pairSection(
          t('What it reaches no more'),
          itself.filter(({ to }) => !concerns(to)),
        ),
      ].join('\n');
      return { markdown, lost };
    }
  }
}

/** Who can talk to whom in one version and no more in another. */
export function* comparingReachability(
  before: Snapshot,
  after: Snapshot,
): Work<NonNullable<CompareReachabilityRequest['result']>> {
  const found = yield* comparing(worldAt(yield* before.simulation()), worldAt(yield* after.simulation()));
  return {
    // A statement that is being typed says nothing yet.
    summary: isDrawable(after) ? (editText(found) ?? null) : null,
    markdown: differenceMarkdown(found),
    lost: countOf(found, 'lost'),
    gained: countOf(found, 'gained'),
    changed: countOf(found, 'changed'),
  };
}

/** The command that asks, in clients that have it. */
export const WHAT_IF_COMMAND = 'dnet.whatIf';

/** "What breaks if `web` stops?", with the cursor on a container's or a network's name. */
export function whatIfActions(snapshot: Snapshot, range: Range): readonly CodeAction[] {
  const meaning = nameAt(snapshot, range.start)?.meaning;
  if (meaning?.kind !== 'declared') return [];
  const { kind, name } = meaning.symbol;
  if (kind === 'host') return [];
  const hypothesis: Hypothesis =
    kind === 'container' ? { kind: 'stop', container: name } : { kind: 'removeNetwork', network: name };
  const title = questionOf(hypothesis).replace(name, () => `\`${name}\``);
  return [{ title, command: { title, command: WHAT_IF_COMMAND, arguments: [snapshot.uri, hypothesis] } }];
}

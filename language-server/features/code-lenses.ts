/**
 * Code lenses: how many containers a network has, how many expectations are met, and the way of a packet. Where they
 * stand follows from the text alone; what they say is worked out when the editor shows them.
 */

import type { CodeLens, Command } from 'vscode-languageserver-types';
import { networkFacts } from '../analysis/facts.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { worldAt } from '../analysis/timeline.ts';
import { t } from '../l10n.ts';
import type { Declaration } from '../model/program.ts';
import type { Position, Range } from '../syntax/lines.ts';
import { implementation, locationsOf } from './definition.ts';
import { rangeOf } from './locate.ts';

export interface CodeLensSettings {
  readonly members: boolean;
  readonly expectations: boolean;
  /** Of expectations to reach something: those that `failed`, or `all` of them. */
  readonly traces: string;
}

export interface CodeLensData {
  readonly uri: string;
  readonly lens: 'members' | 'expectations' | 'trace';
  readonly position: Position;
}

/** Commands of the editor's side that lenses carry out, for editors that have them. */
export const SHOW_REFERENCES = 'dnet.showReferences';
export const SHOW_TRACE = 'dnet.showTrace';

export function codeLenses(snapshot: Snapshot, settings: CodeLensSettings): CodeLens[] {
  const { declarations, tree } = snapshot.program;
  const failed = settings.traces === 'failed' ? failedExpectations(snapshot) : undefined;
  return declarations.flatMap((declaration, index) => {
    const base = tree.starts[index]!;
    const range = rangeOf(snapshot, base, declaration.statement.keyword);
    const lens = (which: CodeLensData['lens']): CodeLens => ({ range, data: dataOf(snapshot, which, range) });
    switch (declaration.kind) {
      case 'network':
        return settings.members && declaration.name ? [lens('members')] : [];
      case 'expect': {
        const isFirst = declarations[index - 1]?.kind !== 'expect';
        const traced =
          declaration.expectation?.kind === 'reach' && (settings.traces === 'all' || failed?.has(declaration) === true);
        return [
          ...(settings.expectations && isFirst ? [lens('expectations')] : []),
          ...(traced ? [lens('trace')] : []),
        ];
      }
      default:
        return [];
    }
  });
}

function dataOf({ uri }: Snapshot, lens: CodeLensData['lens'], { start }: Range): CodeLensData {
  return { uri, lens, position: start };
}

function failedExpectations({ outcomes }: Snapshot): ReadonlySet<Declaration> {
  return new Set(outcomes.flatMap(({ declaration, outcome }) => (outcome.holds ? [] : [declaration])));
}

/** What a lens says; `commands` are those that the editor has. */
export function resolveCodeLens(snapshot: Snapshot, lens: CodeLens, commands: ReadonlySet<string>): CodeLens {
  const data = lens.data as CodeLensData;
  const { title, command, args } = describe(snapshot, data);
  const usable = command !== undefined && commands.has(command);
  const told: Command = { title, command: usable ? command : '', ...(usable && { arguments: args }) };
  return { ...lens, command: told };
}

interface Told {
  readonly title: string;
  readonly command?: string;
  readonly args?: unknown[];
}

function describe(snapshot: Snapshot, { lens, position, uri }: CodeLensData): Told {
  switch (lens) {
    case 'members':
      return members(snapshot, position);
    case 'expectations':
      return expectations(snapshot, position);
    case 'trace':
      return { title: t('Trace…'), command: SHOW_TRACE, args: [uri, position] };
  }
}

function members(snapshot: Snapshot, position: Position): Told {
  const index = declarationAt(snapshot, position);
  const declaration = snapshot.program.declarations[index];
  if (declaration?.kind !== 'network' || !declaration.name) return { title: t('no network') };
  const { name } = declaration;
  const facts = networkFacts(worldAt(snapshot.timeline), name.value);
  const count = new Set(facts.flatMap((each) => each.members.map(({ container }) => container))).size;
  const at = snapshot.lines.positionAt(snapshot.tree.starts[index]! + name.span.start);
  const locations = locationsOf(implementation(snapshot, at));
  const title = count === 0 ? t('no containers') : count === 1 ? t('1 container') : t`${count} containers`;
  return locations.length === 0 ? { title } : { title, command: SHOW_REFERENCES, args: [snapshot.uri, at, locations] };
}

/** Those that stand together, without a statement of another kind between them. */
function expectations(snapshot: Snapshot, position: Position): Told {
  const { declarations, tree } = snapshot.program;
  const first = declarationAt(snapshot, position);
  let last = first;
  while (declarations[last]?.kind === 'expect') last++;
  const run = snapshot.outcomes.filter(
    ({ entry: { source, index } }) => source === snapshot && first <= index && index < last,
  );
  const lost = run.filter(({ outcome }) => !outcome.holds);
  const all = run.length === 1 ? t('1 expectation') : t`${run.length} expectations`;
  if (run.length === 0) return { title: t('no expectations') };
  if (lost.length === 0) return { title: t`✓ ${all} met` };
  const locations = lost.map(({ declaration, entry: { index } }) => ({
    uri: snapshot.uri,
    range: rangeOf(snapshot, tree.starts[index]!, declaration.statement),
  }));
  return {
    title: t`✗ ${run.length - lost.length} of ${all} met`,
    command: SHOW_REFERENCES,
    args: [snapshot.uri, position, locations],
  };
}

function declarationAt({ tree, lines }: Snapshot, position: Position): number {
  return tree.starts.indexOf(lines.offsetAt(position));
}

/** All refactorings, and those of a place. Listing them is cheap; their edits are worked out for who chooses one. */
import type { CodeAction, TextEdit } from 'vscode-languageserver-types';
import { placeOf } from '../../analysis/places.ts';
import type { Snapshot } from '../../analysis/snapshot.ts';
import type { Range } from '../../syntax/lines.ts';
import { textEdits } from '../text-edits.ts';
import { extractConnect, inlineConnect } from './connect.ts';
import { expandReplicas } from './expand-replicas.ts';
import { inlineInclude } from './inline-include.ts';
import { inlineNetwork } from './inline-network.ts';
import { moveAfterJoined } from './move-container.ts';
import { extractNetwork, leaveDefaultBridge } from './own-network.ts';
import type { Offer, Refactoring, Selection } from './refactoring.ts';
import { writeAddressDown, writeSubnetDown } from './write-down.ts';

const OFFERS: readonly Offer[] = [
  extractNetwork,
  extractConnect,
  inlineConnect,
  inlineInclude,
  inlineNetwork,
  moveAfterJoined,
  leaveDefaultBridge,
  expandReplicas,
  writeSubnetDown,
  writeAddressDown,
];

/** For a client to give back when a refactoring is chosen. */
export interface RefactoringData {
  readonly uri: string;
  readonly range: Range;
  readonly refactoring: string;
}

/** With `lazily` the edits are left out, and asked for with {@link resolveRefactoring}. */
export function refactorings(snapshot: Snapshot, range: Range, lazily: boolean): CodeAction[] {
  return offered(snapshot, range).map(({ title, kind, edits }) => ({
    title,
    kind,
    ...(lazily
      ? { data: { uri: snapshot.uri, range, refactoring: title } satisfies RefactoringData }
      : { edit: { changes: { [snapshot.uri]: textEdits(snapshot, edits()) } } }),
  }));
}

/** The edits of one that was listed before; undefined where the text has changed so that it is offered no more. */
export function resolveRefactoring(
  snapshot: Snapshot,
  { range, refactoring }: RefactoringData,
): TextEdit[] | undefined {
  const found = offered(snapshot, range).find(({ title }) => title === refactoring);
  return found && textEdits(snapshot, found.edits());
}

function offered(snapshot: Snapshot, range: Range): readonly Refactoring[] {
  const { lines, lab, uri } = snapshot;
  const start = lines.offsetAt(range.start);
  const end = lines.offsetAt(range.end);
  const own = lab.entries.filter(({ source }) => source.uri === uri);
  const touched = own.filter((entry) => {
    const { span } = placeOf(entry, entry.declaration.statement);
    return span.start <= end && start <= span.end;
  });
  const selection: Selection = { snapshot, start, end, own, touched };
  return touched.length === 0 ? [] : OFFERS.flatMap((offer) => offer(selection));
}

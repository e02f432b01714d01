/** Links: from an `include` to its file. Images are no links: nothing here leads out of the workspace. */
import type { DocumentLink } from 'vscode-languageserver-types';
import { includeSpan } from '../analysis/lab.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { rangeOf } from './locate.ts';

export function documentLinks(snapshot: Snapshot): DocumentLink[] {
  const { lab, tree } = snapshot;
  return lab.entries.flatMap(({ source, index, declaration }) => {
    const target = lab.included.get(declaration);
    if (source !== snapshot || declaration.kind !== 'include' || !target) return [];
    return [{ range: rangeOf(snapshot, tree.starts[index]!, includeSpan(declaration)), target: target.uri }];
  });
}

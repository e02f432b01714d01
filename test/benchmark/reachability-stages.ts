/** How long it takes to answer who can talk to whom: the whole matrix, one trace, and what an edit changes. */
import { reachabilityDifference } from '../../language-server/analysis/reachability/difference.ts';
import { matrixOf } from '../../language-server/analysis/reachability/matrix.ts';
import { worldAt } from '../../language-server/analysis/timeline.ts';
import { createService } from '../../language-server/service.ts';
import { trace } from '../../language-server/simulation/tracer.ts';
import type { Distribution } from './distribution.ts';

type Time = <T>(runs: number, prepare: () => T, work: (input: T) => unknown) => Distribution;

/** Each on worlds of which nothing was ever asked. */
export function reachabilityStages(
  fresh: () => string,
  runs: { readonly full: number; readonly edits: number },
  time: Time,
): Readonly<Record<'matrix' | 'trace' | 'difference', Distribution>> {
  const worldOf = (text: string) => worldAt(createService().open('file:///benchmark.dnet', 1, text)[0]!.timeline);
  const known = worldOf(fresh());
  let sender = 0;
  return {
    matrix: time(runs.full, () => worldOf(fresh()), everyCell),
    trace: time(
      runs.edits,
      () => ({ from: `app${sender++ % 100}`, to: `app${sender % 100}` }),
      ({ from, to }) => trace(known, { from: { kind: 'container', name: from }, to, protocol: 'tcp', port: 80 }),
    ),
    difference: time(
      runs.full,
      () => [fresh(), `${fresh()}disconnect app0 from net0\n`].map(worldOf) as [World, World],
      ([before, after]) => reachabilityDifference(before, after),
    ),
  };
}

type World = Parameters<typeof matrixOf>[0];

function everyCell(world: World): number {
  const { rows, columns, cell } = matrixOf(world);
  let observations = 0;
  for (const from of rows)
    for (const to of columns) {
      const { apart, namespace, self } = cell(from, to);
      observations += (apart?.length ?? 0) + (namespace?.length ?? 0) + (self?.length ?? 0);
    }
  if (observations === 0) throw new Error('There is nobody in the matrix.');
  return observations;
}

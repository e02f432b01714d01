/** How long it takes to answer who can talk to whom: the whole matrix, one trace, and what an edit changes. */
import { reachabilityDifference } from '../../language-server/analysis/reachability/difference.ts';
import { matrixOf } from '../../language-server/analysis/reachability/matrix.ts';
import { worldAt } from '../../language-server/analysis/timeline.ts';
import { createService } from '../../language-server/service.ts';
import { trace } from '../../language-server/simulation/tracer.ts';
import { type Distribution, time } from './distribution.ts';
import { generateLab } from './lab.ts';

interface Runs {
  /** Of what is about the whole lab. */
  readonly full: number;
  /** Of what is about one place in it. */
  readonly edits: number;
}

export interface ReachabilityMeasurement {
  readonly containers: number;
  readonly stages: Readonly<Record<string, Distribution>>;
}

/** Each on worlds of which nothing was ever asked. */
export function reachabilityStages(
  fresh: () => string,
  runs: Runs,
): Readonly<Record<'matrix' | 'trace' | 'difference', Distribution>> {
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

/** The same, beside all of the way from the text of the lab to its matrix. */
export function measureReachability(containers: number, runs: Runs): ReachabilityMeasurement {
  const { dnet } = generateLab(containers);
  let run = 0;
  const fresh = () => `${dnet}\n# run ${run++}\n`;
  const fromText = time(runs.full, fresh, (text) => everyCell(worldOf(text)));
  return { containers, stages: { 'from the text to the matrix': fromText, ...reachabilityStages(fresh, runs) } };
}

const worldOf = (text: string) => worldAt(createService().open('file:///benchmark.dnet', 1, text)[0]!.timeline);

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

/** Lines of a file as moments of its timeline. */
import type { Snapshot } from './snapshot.ts';

/** How many steps have happened when the statements up to a line have; networks come first wherever they stand. */
export function momentAtLine({ lab, lines, timeline, tree, uri }: Snapshot, line: number): number {
  const end = lines.offsetAt({ line: line + 1, character: 0 });
  const networks = timeline.steps.filter(({ command }) => command.kind === 'networkCreate').length;
  return lab.entries.reduce((moment, { source, index }, entry) => {
    const happened = source.uri === uri && (tree.starts[index] ?? 0) < end;
    return happened ? Math.max(moment, timeline.moments[entry] ?? 0) : moment;
  }, networks);
}

/** The last line of the file at which exactly that many steps have happened; undefined where there is none. */
export function lineOfMoment(snapshot: Snapshot, moment: number): number | undefined {
  const { lab, timeline, lines, tree, uri } = snapshot;
  const entry = timeline.moments.findLastIndex(
    (happened, index) => happened === moment && lab.entry(index).source.uri === uri,
  );
  if (entry < 0) return undefined;
  const { line } = lines.positionAt(tree.starts[lab.entry(entry).index]!);
  return momentAtLine(snapshot, line) === moment ? line : undefined;
}

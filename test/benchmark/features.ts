/** How long each feature takes to answer, in a document that the editor has open and whose diagnostics it shows. */
import { createService } from '../../language-server/service.ts';
import { atPositions, ofDocuments } from '../features/every-feature.ts';

export interface Answers {
  /** Milliseconds: the median, and the slowest one. */
  readonly median: number;
  readonly slowest: number;
}

/** Questions at so many places, spread evenly. */
const PLACES = 50;
/** Of those about the whole document, so many in a row. */
const REPEATED = 5;

/** `question` is asked once before: the first answer of a kind warms the compiler up, not the reader. */
function timed(questions: readonly (() => unknown)[]): Answers {
  questions[0]?.();
  const times = questions.map((question) => {
    const start = performance.now();
    question();
    return performance.now() - start;
  });
  times.sort((a, b) => a - b);
  return { median: times[times.length >> 1]!, slowest: times.at(-1)! };
}

export function measureFeatures(text: string): Readonly<Record<string, Answers>> {
  const uri = 'file:///benchmark.dnet';
  const snapshot = createService().open(uri, 1, text)[0]!;
  if (snapshot.findings.length < 0) throw new Error('Nothing was found.');
  const positions = Array.from({ length: PLACES }, (_, i) =>
    snapshot.lines.positionAt(Math.floor((text.length * (i + 0.5)) / PLACES)),
  );
  const answers: Record<string, Answers> = {};
  for (const [name, feature] of Object.entries(atPositions)) {
    answers[name] = timed(positions.map((position) => () => feature(snapshot, position)));
  }
  for (const [name, feature] of Object.entries(ofDocuments)) {
    answers[name] = timed(Array.from({ length: REPEATED }, () => () => feature(snapshot)));
  }
  return answers;
}

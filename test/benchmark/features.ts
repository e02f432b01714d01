/** How long each feature takes to answer, in a document that the editor has open and whose diagnostics it shows. */
import {
  type CallHierarchyData,
  incomingCalls,
  outgoingCalls,
  prepareCallHierarchy,
} from '../../language-server/features/call-hierarchy.ts';
import { createService, type Snapshot } from '../../language-server/service.ts';
import { resultsOf } from '../../language-server/steps.ts';
import type { Position } from '../../language-server/syntax/lines.ts';
import { atPositions, atWords, ofDocuments, ofWindows } from '../features/every-feature.ts';
import { type Distribution, distribution } from './distribution.ts';
import { generateLab } from './lab.ts';

export interface FeatureMeasurement {
  readonly containers: number;
  /** Milliseconds by feature. */
  readonly answers: Readonly<Record<string, Distribution & { readonly slowest: number }>>;
}

/** Questions about places are asked at so many, spread evenly over the text. */
const PLACES = 40;
/** Questions about the whole document are asked so often. */
const REPEATED = 10;

export function measureFeatures(containers: number): FeatureMeasurement {
  const { dnet } = generateLab(containers);
  const text = `${dnet}\n${expectations(containers)}`;
  const snapshot = createService().open('file:///benchmark.dnet', 1, text)[0]!;
  const { findings, lines } = snapshot;
  if (findings.some(({ code, severity }) => severity === 'error' && code !== 'expectation-failed'))
    throw new Error('The lab has mistakes.');
  const positions = Array.from({ length: PLACES }, (_, i) => wordNear(lines.text, (i + 0.5) / PLACES)).map((offset) =>
    lines.positionAt(offset),
  );
  const ofPlaces = { ...atPositions, ...atWords, ...ofWindows, 'incoming and outgoing calls': calls };
  const answers = [
    ...Object.entries(ofPlaces).map(
      ([name, ask]) => [name, timed(positions.map((position) => () => ask(snapshot, position)))] as const,
    ),
    ...Object.entries(ofDocuments).map(
      ([name, ask]) => [name, timed(Array.from({ length: REPEATED }, () => () => ask(snapshot)))] as const,
    ),
  ];
  return { containers, answers: Object.fromEntries(answers) };
}

/** One expectation for ten containers. */
function expectations(containers: number): string {
  const lines = Array.from({ length: Math.ceil(containers / 10) }, (_, i) => {
    const [from, to] = [(i * 10) % containers, (i * 10 + 20) % containers];
    return `expect app${from} can reach app${to} on 80/tcp\n`;
  });
  return lines.join('');
}

/** The start of the word that follows a share of the text. */
function wordNear(text: string, share: number): number {
  const start = Math.floor(text.length * share);
  return start + Math.max(0, text.slice(start, start + 100).search(/\b\w/));
}

/** Of the container around a place, or of the one before it. */
function calls(snapshot: Snapshot, position: Position): unknown {
  const { lines, tree, program } = snapshot;
  const index = program.declarations.findLastIndex(
    ({ kind }, i) => kind === 'container' && tree.starts[i]! <= lines.offsetAt(position),
  );
  const { line } = lines.positionAt(tree.starts[Math.max(0, index)]!);
  return prepareCallHierarchy(snapshot, { line, character: 'container '.length }).map(({ data }) => [
    resultsOf(incomingCalls(snapshot, data as CallHierarchyData)),
    resultsOf(outgoingCalls(snapshot, data as CallHierarchyData)),
  ]);
}

/** The first question is asked once before: its answer warms the compiler up, not the reader. */
function timed(questions: readonly (() => unknown)[]) {
  questions[0]!();
  const times = questions.map((question) => {
    const start = performance.now();
    question();
    return performance.now() - start;
  });
  return { ...distribution(times), slowest: Math.max(...times) };
}

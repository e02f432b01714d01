/** How long each stage takes, from text to diagnostics, and an edit in the middle; milliseconds. */
import { assembleLab } from '../../language-server/analysis/lab.ts';
import { simulate } from '../../language-server/analysis/timeline.ts';
import { bind } from '../../language-server/model/bind.ts';
import { createService } from '../../language-server/service.ts';
import { Lines } from '../../language-server/syntax/lines.ts';
import { parse } from '../../language-server/syntax/parser.ts';
import { type Distribution, distribution } from './distribution.ts';
import { generateLab } from './lab.ts';

export interface Measurement {
  readonly containers: number;
  readonly characters: number;
  readonly stages: Readonly<Record<string, Distribution>>;
}

/** Stages build on each other's results, but each is timed alone and from nothing. */
export function measure(containers: number, runs: { readonly full: number; readonly edits: number }): Measurement {
  const { dnet, json } = generateLab(containers);
  const uri = 'file:///benchmark.dnet';
  const noInclude = () => 'missing' as const;
  // A text that was never parsed before: nothing that an earlier run remembered can help.
  let run = 0;
  const fresh = () => `${dnet}\n# run ${run++}\n`;
  const source = (text: string) => ({ uri, lines: Lines.of(text), program: bind(parse(text)) });
  return {
    containers,
    characters: dnet.length,
    stages: {
      'JSON.parse': time(runs.full, () => json, JSON.parse),
      parse: time(runs.full, fresh, parse),
      bind: time(runs.full, () => parse(fresh()), bind),
      simulate: time(
        runs.full,
        () => assembleLab(source(fresh()), noInclude),
        (lab) => simulate(lab),
      ),
      diagnose: time(
        runs.full,
        () => {
          const snapshot = createService().open(uri, 1, fresh())[0]!;
          if (snapshot.timeline.steps.length === 0) throw new Error('Nothing was simulated.');
          return snapshot;
        },
        (snapshot) => snapshot.findings,
      ),
      'text → diagnostics': time(runs.full, fresh, (text) => {
        const service = createService();
        return service.diagnostics(service.open(uri, 1, text)[0]!);
      }),
      'edit → diagnostics': timeEdits(dnet, uri, runs.edits),
    },
  };
}

/** Changes the published port of the container in the middle, back and forth, in one long-lived service. */
function timeEdits(dnet: string, uri: string, runs: number): Distribution {
  const service = createService();
  service.diagnostics(service.open(uri, 0, dnet)[0]!);
  const middle = dnet.indexOf(':80/tcp', dnet.length >> 1);
  const start = Lines.of(dnet).positionAt(middle + 2);
  const range = { start, end: { line: start.line, character: start.character + 1 } };
  let version = 0;
  return time(
    runs,
    () => (version++ % 2 === 0 ? '1' : '0'),
    (text) => service.diagnostics(service.change(uri, version, [{ range, text }])[0]!),
  );
}

function time<T>(runs: number, prepare: () => T, work: (input: T) => unknown): Distribution {
  const warmUps = Math.min(3, runs);
  const times: number[] = [];
  for (let run = -warmUps; run < runs; run++) {
    const input = prepare();
    const start = performance.now();
    work(input);
    if (run >= 0) times.push(performance.now() - start);
  }
  return distribution(times);
}

/** How long each stage takes, from text to diagnostics, and an edit in the middle; milliseconds. */
import { assembleLab } from '../../language-server/analysis/lab.ts';
import { simulate } from '../../language-server/analysis/timeline.ts';
import { drawTopology } from '../../language-server/features/topology.ts';
import { bind } from '../../language-server/model/bind.ts';
import { createService } from '../../language-server/service.ts';
import { Lines } from '../../language-server/syntax/lines.ts';
import { parse } from '../../language-server/syntax/parser.ts';
import { patchBetween } from '../../language-server/topology/build.ts';
import { type Distribution, time } from './distribution.ts';
import { generateLab } from './lab.ts';
import { reachabilityStages } from './reachability-stages.ts';

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
      picture: time(
        runs.full,
        () => {
          const service = createService();
          const snapshot = service.open(uri, 1, fresh())[0]!;
          service.diagnostics(snapshot);
          return snapshot;
        },
        (snapshot) => drawTopology(snapshot).picture.graph,
      ),
      ...timeEdits(dnet, uri, runs.edits),
      ...timePatches(dnet, uri, runs.edits),
      ...reachabilityStages(fresh, runs),
    },
  };
}

/** A change back and forth: what stands behind `mark`, the first in the second half of the text. */
const EDITS = [
  { stage: 'edit → diagnostics', mark: ':80/tcp', offset: 2, length: 1, texts: ['1', '0'] },
  { stage: 'edit an alias', mark: 'alias service', offset: 13, length: 0, texts: ['x', ''] },
  { stage: 'edit a name', mark: 'container app', offset: 13, length: 0, texts: ['x', ''] },
  { stage: 'insert a container', mark: 'container app', offset: 0, length: 0, texts: ['container new\n', ''] },
] as const;

/** What is written in the place of what stands there, back and forth: a port, a line in front of all, a line in a statement. */
const PATCHES = [
  {
    stage: 'edit → patch of the picture',
    place: (dnet: string) => dnet.indexOf(':80/tcp', dnet.length >> 1),
    text: '0',
  },
  { stage: 'insert a line → patch of the picture', place: () => 0, text: '\n' },
  { stage: 'insert a line in a statement → patch', place: (dnet: string) => dnet.indexOf('{') + 1, text: '\n' },
] as const;

/** From a version whose diagnostics are told to the patch of the picture that is open. */
function timePatches(dnet: string, uri: string, runs: number): Readonly<Record<string, Distribution>> {
  const service = createService();
  let drawn = drawTopology(service.open(uri, 0, dnet)[0]!);
  let version = 0;
  const stages: Record<string, Distribution> = {};
  for (const { stage, place, text } of PATCHES) {
    const at = place(dnet);
    const write = (): Snapshot => {
      const isThere = version % 2 === 1;
      const range = service.snapshot(uri)!.lines.rangeOf(at, at + (isThere ? text.length : 0));
      return service.change(uri, ++version, [{ range, text: isThere ? '' : text }])[0]!;
    };
    const patch = (snapshot: Snapshot) => {
      const next = drawTopology(snapshot, undefined, drawn);
      const change = patchBetween(drawn.picture, next.picture);
      drawn = next;
      return change;
    };
    stages[stage] = time(
      runs,
      () => {
        const snapshot = write();
        service.diagnostics(snapshot);
        return snapshot;
      },
      patch,
    );
    if (version % 2 === 1) patch(write());
  }
  return stages;
}

type Service = ReturnType<typeof createService>;
type Snapshot = ReturnType<Service['open']>[number];

/** Questions about the middle of the text, each about a version that nothing was asked of before. */
const QUESTIONS: Readonly<Record<string, (service: Service, snapshot: Snapshot, line: number) => unknown>> = {
  hover: (service, snapshot, line) => service.hover(snapshot, { line: line - 4, character: 12 }),
  definition: (service, snapshot, line) => service.definition(snapshot, { line: line - 2, character: 12 }),
  completion: (service, snapshot, line) => service.completion(snapshot, { line: line - 2, character: 10 }),
};

/** Edits and questions in the middle, in one long-lived service. */
function timeEdits(dnet: string, uri: string, runs: number): Readonly<Record<string, Distribution>> {
  const service = createService();
  service.diagnostics(service.open(uri, 0, dnet)[0]!);
  let version = 0;
  const stages: Record<string, Distribution> = {};
  for (const { stage, mark, offset, length, texts } of EDITS) {
    const at = dnet.indexOf(mark, dnet.length >> 1) + offset;
    let turn = 0;
    let written: number = length;
    const change = (text: string) => {
      const range = Lines.of(service.snapshot(uri)!.text).rangeOf(at, at + written);
      written = text.length;
      return { range, text };
    };
    stages[stage] = time(
      runs,
      () => change(texts[turn++ % 2]!),
      (edit) => service.diagnostics(service.change(uri, version++, [edit])[0]!),
    );
    service.change(uri, version++, [change(dnet.slice(at, at + length))]);
  }
  stages['completion of a container'] = timeNames(service, uri, runs);
  const port = dnet.indexOf(':80/tcp', dnet.length >> 1) + 2;
  const { line } = Lines.of(dnet).positionAt(port);
  for (const [stage, ask] of Object.entries(QUESTIONS)) {
    stages[stage] = time(
      runs,
      () => {
        const range = service.snapshot(uri)!.lines.rangeOf(port, port + 1);
        const snapshot = service.change(uri, version, [{ range, text: version++ % 2 === 0 ? '1' : '0' }])[0]!;
        service.diagnostics(snapshot);
        return snapshot;
      },
      (snapshot) => ask(service, snapshot, line),
    );
  }
  return stages;
}

/** What is offered where every container may stand, behind `connect `: each time in a version of its own. */
function timeNames(service: Service, uri: string, runs: number): Distribution {
  const { text } = service.snapshot(uri)!;
  const at = text.indexOf('container app', text.length >> 1);
  const start = Lines.of(text).positionAt(at);
  const behind = { line: start.line, character: 'connect '.length };
  let written = '';
  const write = (statement: string) => {
    const end = { line: start.line + (written === '' ? 0 : 1), character: start.character };
    written = statement;
    return service.change(uri, 0, [{ range: { start, end }, text: statement }])[0]!;
  };
  const times = time(
    runs,
    () => {
      write('');
      const snapshot = write('connect \n');
      service.diagnostics(snapshot);
      return snapshot;
    },
    (snapshot) => {
      if (service.completion(snapshot, behind).items.length < 2) throw new Error('No container is offered.');
    },
  );
  write('');
  return times;
}

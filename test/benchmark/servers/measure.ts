/** One language server with one document: how long it takes to answer, and what it costs. */
import type { CompletionItem, CompletionList, Diagnostic, Hover } from 'vscode-languageserver/node';
import {
  type Cell,
  type Distribution,
  distribution,
  isMeasured,
  Patience,
  percentile,
  type Repetition,
  repeat,
} from '../distribution.ts';
import { generateTopology } from '../lab.ts';
import type { Plan } from '../plan.ts';
import type { RunningServer } from './running.ts';
import { Session } from './session.ts';
import type { Notation, Subject } from './subject.ts';

export type ServerLimits = Pick<Plan, 'repetition' | 'limit' | 'total'>;

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

export interface ServerMeasurement {
  readonly server: string;
  readonly version: string;
  readonly containers: number;
  readonly characters: number;
  /** From `didOpen` to the first diagnostics; milliseconds. */
  readonly open: Cell<number>;
  /** From `didChange` to the diagnostics that show the edit. */
  readonly edit: Cell<Distribution>;
  /** Of it, what the server waits for on purpose; milliseconds. */
  readonly ownDelay: number;
  /** Milliseconds of processor time that an edit costs the server. */
  readonly editCpu: Cell<number> | undefined;
  readonly hover: Cell<Distribution>;
  /** From a `didChange` with the first letter to the list. */
  readonly completion: Cell<Distribution>;
  /** Resident after all of this, in bytes. */
  readonly memory: number | undefined;
}

/** Another process each time: what the first has learned does not help the second. */
const OPENINGS = 3;
const WARM_UPS = 5;
/** Nobody types faster than this; what the server still does about an edit gets time, and counts as its cost. */
const BETWEEN_EDITS = 50;

/** Advice, which a lab without mistakes may get too, is no error. A client takes what has no severity for one. */
const isError = ({ severity }: Diagnostic): boolean => severity === undefined || severity === 1;

export async function measureServer(
  subject: Subject,
  containers: number,
  plan: ServerLimits,
): Promise<ServerMeasurement> {
  const text = subject.notation.write(generateTopology(containers));
  const about = { server: subject.name, version: subject.version, containers, characters: text.length };
  const ownDelay = subject.ownDelay?.milliseconds ?? 0;
  const opened: number[] = [];
  const patience = new Patience(plan);
  for (;;) {
    const server = subject.start(text);
    try {
      const session = await startSession(subject, server, text, plan.limit);
      const open = await patience.measure(() => session.open());
      if (!isMeasured(open)) {
        const nothing = { edit: open, editCpu: open, hover: open, completion: open } as const;
        return { ...about, open, ownDelay, ...nothing, memory: server.memory() };
      }
      const mistake = session.diagnostics.find(isError);
      if (mistake) throw new Error(`The lab for ${subject.name} is not free of mistakes: ${mistake.message}`);
      opened.push(open);
      if (opened.length < OPENINGS && open * OPENINGS < plan.repetition.budget) continue;
      const answers = await measureSession(subject, server, session, containers, plan.repetition, patience);
      return { ...about, open: percentile(opened, 0.5), ownDelay, ...answers, memory: server.memory() };
    } finally {
      await server.stop();
    }
  }
}

async function startSession(
  { notation, initializationOptions, settings = {} }: Subject,
  server: RunningServer,
  text: string,
  limit: number,
): Promise<Session> {
  const session = new Session(server, {
    folder: server.folder,
    processId: server.client,
    file: notation.file,
    languageId: notation.languageId,
    text,
    initializationOptions,
    settings,
    limit,
  });
  await session.initialize();
  return session;
}

async function measureSession(
  subject: Subject,
  server: RunningServer,
  session: Session,
  containers: number,
  repetition: Repetition,
  patience: Patience,
) {
  const { notation } = subject;
  const hover = await patience.measure(() => measureHover(notation, session, containers, repetition));
  const edits = await patience.measure(() => measureEdits(subject, server, session, containers, repetition));
  const completion = await patience.measure(() => measureCompletion(notation, session, containers, repetition));
  const { edit, cpu } = isMeasured(edits) ? edits : { edit: edits, cpu: edits };
  return { edit, editCpu: cpu, hover, completion };
}

async function measureEdits(
  { notation, mistake }: Subject,
  server: RunningServer,
  session: Session,
  containers: number,
  repetition: Repetition,
): Promise<{ readonly edit: Distribution; readonly cpu: number | undefined }> {
  const [right, wrong] = mistake(containers >> 1);
  const start = session.text.indexOf(right, startOf(notation, session, containers >> 1));
  const toggle = (run: number): Promise<number> => {
    const [from, to] = run % 2 === 0 ? [right, wrong] : [wrong, right];
    const shows = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(isError) === (run % 2 === 0);
    return session.edit({ start, length: from.length, by: to }, shows);
  };
  let edits = 0;
  const edit = async (): Promise<number> => {
    const time = await toggle(edits++);
    await sleep(BETWEEN_EDITS);
    return time;
  };
  await repeat({ runs: WARM_UPS, budget: repetition.budget / 10 }, edit);
  const cpu = server.cpuTime();
  const times = await repeat(repetition, edit);
  const spent = cpu === undefined ? undefined : server.cpuTime()! - cpu;
  return { edit: distribution(times), cpu: spent === undefined ? undefined : spent / times.length };
}

/** At another container each time, so that no answer is a remembered one. */
async function measureHover(
  notation: Notation,
  session: Session,
  containers: number,
  repetition: Repetition,
): Promise<Distribution> {
  const ask = async (run: number): Promise<number> => {
    const at = session.text.indexOf(notation.hover, startOf(notation, session, spread(run, containers))) + 1;
    const start = performance.now();
    const hover = await session.ask<Hover | null>('textDocument/hover', at);
    const time = performance.now() - start;
    if (hover === null) throw new Error(`${notation.file}: no hover at ${around(session.text, at)}`);
    return time;
  };
  await repeat({ runs: WARM_UPS, budget: repetition.budget / 10 }, ask);
  return distribution(await repeat(repetition, ask));
}

/** Types a letter into a new line of the container in the middle, asks, and takes it back. */
async function measureCompletion(
  notation: Notation,
  session: Session,
  containers: number,
  repetition: Repetition,
): Promise<Distribution> {
  const image = session.text.indexOf('nginx:1.27', startOf(notation, session, containers >> 1));
  const start = session.text.indexOf('\n', image);
  const typed = `\n${notation.property}`;
  const ask = async (): Promise<number> => {
    const before = performance.now();
    await session.type({ start, length: 0, by: typed });
    const list = await session.ask<CompletionList | CompletionItem[] | null>(
      'textDocument/completion',
      start + typed.length,
    );
    const time = performance.now() - before;
    const items = Array.isArray(list) ? list : (list?.items ?? []);
    if (items.length === 0) throw new Error(`${notation.file}: no completion at ${around(session.text, start)}`);
    await session.type({ start, length: typed.length, by: '' });
    await sleep(BETWEEN_EDITS);
    return time;
  };
  await repeat({ runs: WARM_UPS, budget: repetition.budget / 10 }, ask);
  return distribution(await repeat(repetition, ask));
}

const startOf = (notation: Notation, session: Session, container: number): number => {
  const start = session.text.indexOf(notation.container(`app${container}`));
  if (start < 0) throw new Error(`${notation.file} has no container app${container}.`);
  return start;
};

/** The containers in an order that jumps. */
const spread = (run: number, containers: number): number => (run * 37 + (containers >> 1)) % containers;

const around = (text: string, offset: number): string => JSON.stringify(text.slice(offset - 40, offset + 40));

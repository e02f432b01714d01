/**
 * One version of one document with everything that is known about it: immutable, and computed on demand once.
 * What an earlier version computed is used again as far as it still holds.
 */
import { chunksOf } from '../model/chunks.ts';
import type { Program } from '../model/program.ts';
import type { EngineVersion } from '../simulation/state.ts';
import { finished, type Work } from '../steps.ts';
import type { Lines } from '../syntax/lines.ts';
import type { SyntaxTree } from '../syntax/tree.ts';
import type { Finding } from './finding.ts';
import type { Severities } from './finding-choice.ts';
import { findingsInSteps } from './findings.ts';
import { type NetworkUse, networkUseOf, useIn } from './hygiene/network-use.ts';
import { assembleLab, type IncludeReader, type Lab, type Source } from './lab.ts';
import { type ExpectationOutcome, outcomesOf } from './outcomes.ts';
import { type FileProblems, problemsOfFile } from './own-problems.ts';
import { simulateInSteps, type Timeline } from './timeline.ts';

/** What a document is read in. */
export interface Environment {
  readonly include: IncludeReader;
  /** The version that every host's engine has, whatever the text says. */
  readonly engine?: EngineVersion;
  /** How the user wants to see findings, by their codes. */
  readonly severities?: Severities;
}

/**
 * Worked out once, when it is first asked for, from what the newest of the earlier versions that have come to it has
 * worked out. What such a version has begun and not finished is finished for that: a text that is edited while it is
 * analysed for the first time does not lose what has been done.
 */
class Stage<T> {
  #value: T | undefined;
  #before: Stage<T> | undefined;
  /** What is left to do, where somebody has begun in steps. */
  #work: Work<T> | undefined;

  constructor(before: Stage<T> | undefined, value?: T) {
    this.#value = value;
    if (before && value === undefined) this.#before = before.isDone || before.#work ? before : before.#before;
  }

  get isDone(): boolean {
    return this.#value !== undefined;
  }

  value(work: (earlier: T | undefined) => T): T {
    return this.#value ?? this.#done(work(this.#earlier));
  }

  /** Who asks for the value before all steps are done has the rest done at once. */
  finished(begin: (earlier: T | undefined) => Work<T>): T {
    return this.#value ?? finished(this.steps(begin));
  }

  *steps(begin: (earlier: T | undefined) => Work<T>): Work<T> {
    if (this.#before) yield* this.#before.#rest();
    while (this.#value === undefined) {
      this.#work ??= begin(this.#earlier);
      if (!this.#step(this.#work)) yield undefined;
    }
    return this.#value;
  }

  get #earlier(): T | undefined {
    return this.#before ? this.#before.#value : undefined;
  }

  /** For a later version: what goes wrong here need not go wrong there. */
  *#rest(): Work<void> {
    try {
      while (this.#work) if (!this.#step(this.#work)) yield undefined;
    } catch {
      // Then the later one begins from nothing.
    }
  }

  /** Whether it was the last one. */
  #step(work: Work<T>): boolean {
    try {
      const step = work.next();
      if (step.done) this.#done(step.value);
      return step.done === true;
    } catch (error) {
      this.#work = undefined;
      throw error;
    }
  }

  #done(value: T): T {
    this.#value = value;
    this.#before = undefined;
    this.#work = undefined;
    return value;
  }
}

interface Stages {
  readonly program: Stage<Program>;
  readonly lab: Stage<Lab>;
  readonly problems: Stage<FileProblems>;
  readonly timeline: Stage<Timeline>;
  readonly outcomes: Stage<readonly ExpectationOutcome[]>;
  readonly networkUse: Stage<NetworkUse>;
  readonly findings: Stage<readonly Finding[]>;
}

const stagesAfter = (before: Stages | undefined, program: Program | undefined): Stages => ({
  program: new Stage(before?.program, program),
  lab: new Stage<Lab>(undefined),
  problems: new Stage(before?.problems),
  timeline: new Stage(before?.timeline),
  outcomes: new Stage(before?.outcomes),
  networkUse: new Stage(before?.networkUse),
  findings: new Stage<readonly Finding[]>(undefined),
});

/** Finds out what a text means. `earlier`: what an earlier version of it means, where that is known. */
export type Reading = (earlier: Program | undefined) => Work<Program>;

const nothingToRead: Reading = () => {
  throw new Error('The text has been read already.');
};

export class Snapshot implements Source {
  readonly uri: string;
  readonly version: number;
  readonly lines: Lines;
  readonly #read: Reading;
  readonly #environment: Environment;
  readonly #stages: Stages;

  /** `program`: what the text means, or how to find it out. */
  constructor(
    uri: string,
    version: number,
    lines: Lines,
    program: Program | Reading,
    environment: Environment,
    previous?: Snapshot,
  ) {
    this.uri = uri;
    this.version = version;
    this.lines = lines;
    this.#environment = environment;
    const [known, read] = typeof program === 'function' ? [undefined, program] : [program, nothingToRead];
    this.#stages = stagesAfter(previous ? previous.#stages : undefined, known);
    this.#read = read;
  }

  /**
   * Everything that diagnostics need, in steps of at most a few milliseconds. Who asks for a part of it meanwhile has
   * that part done at once; what has been done is not done again.
   */
  *analysis(): Work<void> {
    yield* this.simulation();
    yield void this.problems;
    yield void this.outcomes;
    for (const chunk of this.program.chunks.list) yield void useIn(chunk);
    yield void this.networkUse;
    yield* this.#findingsInSteps();
  }

  /** What happens in the lab, in such steps. */
  *simulation(): Work<Timeline> {
    yield* this.reading();
    yield void this.lab;
    return yield* this.#timelineInSteps();
  }

  /** Reads the text. */
  reading(): Work<Program> {
    return this.#stages.program.steps(this.#read);
  }

  /** What the text means, as far as that has been found out; how to go on where it has not. */
  get known(): Program | Reading {
    return this.isRead ? this.program : () => this.reading();
  }

  /** Whether the text has been read to its end. */
  get isRead(): boolean {
    return this.#stages.program.isDone;
  }

  get program(): Program {
    return this.#stages.program.finished(this.#read);
  }

  get text(): string {
    return this.lines.text;
  }

  get tree(): SyntaxTree {
    return this.program.tree;
  }

  get lab(): Lab {
    return this.#stages.lab.value(() => assembleLab(this, this.#environment.include));
  }

  /** What is to be told of the declarations of the file by themselves. */
  get problems(): FileProblems {
    return this.#stages.problems.value((earlier) => problemsOfFile(this.program, earlier));
  }

  get timeline(): Timeline {
    return finished(this.#timelineInSteps());
  }

  #timelineInSteps(): Work<Timeline> {
    return this.#stages.timeline.steps((earlier) => simulateInSteps(this.lab, earlier, this.#environment.engine));
  }

  /** What came of every expectation, in order. */
  get outcomes(): readonly ExpectationOutcome[] {
    return this.#stages.outcomes.value((earlier) => outcomesOf(this.lab, this.timeline, earlier));
  }

  /** Who is ever on which network. */
  get networkUse(): NetworkUse {
    return this.#stages.networkUse.value((earlier) => {
      const { declarations } = this.lab;
      const { chunks } = this.program;
      return networkUseOf(
        chunks.declarations === declarations ? chunks : chunksOf(declarations, earlier?.chunks),
        earlier,
      );
    });
  }

  get findings(): readonly Finding[] {
    return finished(this.#findingsInSteps());
  }

  #findingsInSteps(): Work<readonly Finding[]> {
    return this.#stages.findings.steps(() => findingsInSteps(this, this.#environment.severities));
  }

  /** Whether a file that it includes is being read, so that what is said of it now would be wrong. */
  get awaitsFiles(): boolean {
    return this.lab.includeProblems.some(({ reason }) => reason === 'awaited');
  }

  /** Whether another file is part of this lab, or could become one that an `include` now misses. */
  dependsOn(uri: string): boolean {
    const { sources, includeProblems } = this.lab;
    return includeProblems.length > 0 || sources.some((source) => source.uri === uri);
  }
}

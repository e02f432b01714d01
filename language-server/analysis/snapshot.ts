/**
 * One version of one document with everything that is known about it: immutable, and computed on demand once.
 * What an earlier version computed is used again as far as it still holds.
 */
import { chunksOf } from '../model/chunks.ts';
import type { Program } from '../model/program.ts';
import type { EngineVersion } from '../simulation/state.ts';
import type { Lines } from '../syntax/lines.ts';
import type { SyntaxTree } from '../syntax/tree.ts';
import type { Finding } from './finding.ts';
import type { Severities } from './finding-choice.ts';
import { findFindings } from './findings.ts';
import { type NetworkUse, networkUseOf } from './hygiene/network-use.ts';
import { assembleLab, type IncludeReader, type Lab, type Source } from './lab.ts';
import { type ExpectationOutcome, outcomesOf } from './outcomes.ts';
import { type FileProblems, problemsOfFile } from './own-problems.ts';
import { simulate, type Timeline } from './timeline.ts';

/** What a document is read in. */
export interface Environment {
  readonly include: IncludeReader;
  /** The version that every host's engine has, whatever the text says. */
  readonly engine?: EngineVersion;
  /** How the user wants to see findings, by their codes. */
  readonly severities?: Severities;
}

/** Worked out once, when it is first asked for, from the newest value that an earlier version has worked out. */
class Stage<T> {
  #value: T | undefined;
  #earlier: T | undefined;

  constructor(before: Stage<T> | undefined) {
    this.#earlier = before && (before.#value ?? before.#earlier);
  }

  value(work: (earlier: T | undefined) => T): T {
    this.#value ??= work(this.#earlier);
    this.#earlier = undefined;
    return this.#value;
  }
}

interface Stages {
  readonly lab: Stage<Lab>;
  readonly problems: Stage<FileProblems>;
  readonly timeline: Stage<Timeline>;
  readonly outcomes: Stage<readonly ExpectationOutcome[]>;
  readonly networkUse: Stage<NetworkUse>;
  readonly findings: Stage<readonly Finding[]>;
}

const stagesAfter = (before: Stages | undefined): Stages => ({
  lab: new Stage<Lab>(undefined),
  problems: new Stage(before?.problems),
  timeline: new Stage(before?.timeline),
  outcomes: new Stage<readonly ExpectationOutcome[]>(undefined),
  networkUse: new Stage(before?.networkUse),
  findings: new Stage<readonly Finding[]>(undefined),
});

export class Snapshot implements Source {
  readonly uri: string;
  readonly version: number;
  readonly lines: Lines;
  readonly program: Program;
  readonly #environment: Environment;
  readonly #stages: Stages;

  constructor(
    uri: string,
    version: number,
    lines: Lines,
    program: Program,
    environment: Environment,
    previous?: Snapshot,
  ) {
    this.uri = uri;
    this.version = version;
    this.lines = lines;
    this.program = program;
    this.#environment = environment;
    this.#stages = stagesAfter(previous ? previous.#stages : undefined);
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
    return this.#stages.timeline.value((earlier) => simulate(this.lab, earlier, this.#environment.engine));
  }

  /** What came of every expectation, in order. */
  get outcomes(): readonly ExpectationOutcome[] {
    return this.#stages.outcomes.value(() => outcomesOf(this.lab, this.timeline));
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
    return this.#stages.findings.value(() => findFindings(this, this.#environment.severities));
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

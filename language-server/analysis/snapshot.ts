/**
 * One version of one document with everything that is known about it: immutable, and computed on demand once.
 * What an earlier version computed is used again as far as it still holds.
 */
import type { Program } from '../model/program.ts';
import type { EngineVersion } from '../simulation/state.ts';
import type { Lines } from '../syntax/lines.ts';
import type { SyntaxTree } from '../syntax/tree.ts';
import type { Finding } from './finding.ts';
import { findFindings } from './findings.ts';
import { assembleLab, type IncludeReader, type Lab, type Source } from './lab.ts';
import { membersOf } from './members.ts';
import { type ExpectationOutcome, outcomesOf } from './outcomes.ts';
import { simulate, type Timeline } from './timeline.ts';

/** What a document is read in. */
export interface Environment {
  readonly include: IncludeReader;
  /** The version that every host's engine has, whatever the text says. */
  readonly engine?: EngineVersion;
}

export class Snapshot implements Source {
  readonly uri: string;
  readonly version: number;
  readonly lines: Lines;
  readonly program: Program;
  readonly #environment: Environment;
  /** The newest timeline that an earlier version computed. */
  #reusable: Timeline | undefined;
  #lab: Lab | undefined;
  #timeline: Timeline | undefined;
  #outcomes: readonly ExpectationOutcome[] | undefined;
  #findings: readonly Finding[] | undefined;

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
    this.#reusable = previous && (previous.#timeline ?? previous.#reusable);
  }

  get text(): string {
    return this.lines.text;
  }

  get tree(): SyntaxTree {
    return this.program.tree;
  }

  get lab(): Lab {
    this.#lab ??= assembleLab(this, this.#environment.include);
    return this.#lab;
  }

  get timeline(): Timeline {
    if (!this.#timeline) {
      this.#timeline = simulate(this.lab, membersOf(this.lab), this.#reusable, this.#environment.engine);
      this.#reusable = undefined;
    }
    return this.#timeline;
  }

  /** What came of every expectation, in order. */
  get outcomes(): readonly ExpectationOutcome[] {
    this.#outcomes ??= outcomesOf(this.lab, this.timeline);
    return this.#outcomes;
  }

  get findings(): readonly Finding[] {
    this.#findings ??= findFindings(this);
    return this.#findings;
  }

  /** Whether another file is part of this lab, or could become one that an `include` now misses. */
  dependsOn(uri: string): boolean {
    const { sources, includeProblems } = this.lab;
    return includeProblems.length > 0 || sources.some((source) => source.uri === uri);
  }
}

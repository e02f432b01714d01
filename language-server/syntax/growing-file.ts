/** The tree of a file while its statements are added: those that are read, and those of an older tree that are used again. */
import type { Scanner } from './scanner.ts';
import type { SyntaxProblem, SyntaxTree, TopLevelStatement } from './tree.ts';

/** Statements of an older tree that may be used again. */
export interface ReusableStatements {
  readonly old: SyntaxTree;
  /** How many statements at the start of the file the edit cannot have changed, as far as that is known at once. */
  readonly head: number;
  /** How far the statements behind the edit have moved. */
  readonly delta: number;
  /** The old statement that reading at the scanner's position would give again. */
  at(scanner: Scanner, byIndentation: boolean): TopLevelStatement | undefined;
  /** The index from which on all old statements follow what {@link at} gave last; `undefined` when that is not known. */
  tail(byIndentation: boolean): number | undefined;
}

/** The tree of a file while its statements are added. */
export class GrowingFile {
  readonly #text: string;
  readonly #reusable: ReusableStatements | undefined;
  readonly #problems: readonly SyntaxProblem[];
  readonly #statements: TopLevelStatement[];
  readonly #starts: number[];
  #indentedFrom = -1;
  #unboundedFrom = -1;

  constructor(text: string, reusable: ReusableStatements | undefined, problems: readonly SyntaxProblem[]) {
    this.#text = text;
    this.#reusable = reusable;
    this.#problems = problems;
    this.#statements = reusable?.old.statements.slice(0, reusable.head) ?? [];
    this.#starts = reusable?.old.starts.slice(0, reusable.head) ?? [];
  }

  /** Where the last statement ends. */
  get end(): number {
    const last = this.#statements.length - 1;
    return last < 0 ? 0 : this.#starts[last]! + this.#statements[last]!.end;
  }

  indentedFromHere(): void {
    this.#indentedFrom = this.#statements.length;
  }

  add(start: number, statement: TopLevelStatement): void {
    if (this.#unboundedFrom < 0 && start + statement.reach > this.#text.length) {
      this.#unboundedFrom = this.#statements.length;
    }
    this.#statements.push(statement);
    this.#starts.push(start);
  }

  /** Adds all old statements from `from` on, each moved by what the edit inserted or removed. */
  addTail(from: number): void {
    const { old, delta } = this.#reusable!;
    if (this.#unboundedFrom < 0 && old.unboundedFrom >= from) {
      this.#unboundedFrom = this.#statements.length + old.unboundedFrom - from;
    }
    for (let i = from; i < old.statements.length; i++) {
      if (this.#unboundedFrom < 0) this.add(old.starts[i]! + delta, old.statements[i]!);
      else {
        this.#statements.push(old.statements[i]!);
        this.#starts.push(old.starts[i]! + delta);
      }
    }
  }

  tree(): SyntaxTree {
    const { length } = this.#statements;
    return {
      text: this.#text,
      statements: this.#statements,
      starts: this.#starts,
      problems: this.#problems,
      indentedFrom: this.#indentedFrom < 0 ? length : this.#indentedFrom,
      unboundedFrom: this.#unboundedFrom < 0 ? length : this.#unboundedFrom,
    };
  }
}

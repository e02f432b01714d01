/** Tree → program. What an edit left alone is taken from the program before it. */
import { t } from '../l10n.ts';
import { finished, type Work } from '../steps.ts';
import type { SyntaxTree } from '../syntax/tree.ts';
import { type Chunks, chunksOf } from './chunks.ts';
import { declarationOf } from './declaration.ts';
import type { Declaration, DeclaredSymbol, Program, SymbolKind } from './program.ts';
import { unknownReference } from './references.ts';
import { added, bringsTheSame, mapAgain, removed, type Splice, spliceOf } from './splice.ts';
import { collectAgain, collectSymbols, declareAlike, declaredName, mentioning, spokenOf } from './symbols.ts';

type ProgramProblem = Program['problems'][number];

/**
 * Binds a tree: one declaration for each statement of the file, names collected and looked up. With the program of an
 * earlier version of the text the result is the same, sooner. Never throws.
 */
export function bind(tree: SyntaxTree, previous?: Program): Program {
  if (!previous) return finished(bindInSteps(tree));
  const statements = spliceOf(previous.tree.statements, tree.statements);
  const declarations = mapAgain(statements, previous.declarations, declarationOf);
  const splice = { ...statements, before: previous.declarations, after: declarations };
  const chunks = chunksOf(declarations, previous.chunks);
  const hasIncludes = bringsTheSame(splice, isInclude) ? previous.hasIncludes : includes(declarations);
  if (hasIncludes !== previous.hasIncludes) return finished(boundAnew(tree, chunks, hasIncludes));
  const names = declaresTheSame(splice) ? noNames : namesIn(splice);
  const symbols = collectAgain(previous.symbols, splice, chunks, names);
  const program = new Bound(tree, chunks, hasIncludes, symbols, []);
  const { head, tail } = splice;
  const [endBefore, end] = [splice.before.length - tail, declarations.length - tail];
  const known = previous.problems.flatMap((problem) => {
    const { declaration } = problem;
    if (declaration < head) return [problem];
    return declaration < endBefore ? [] : [{ ...problem, declaration: declaration + end - endBefore }];
  });
  const renewed = new Set<number>(Array.from({ length: end - head }, (_, index) => head + index));
  if (names.size > 0) {
    // What is told of a name suggests others that are declared.
    for (const { declaration } of known) renewed.add(declaration);
    for (const index of mentioning(chunks, names)) renewed.add(index);
  }
  const problems = known.filter(({ declaration }) => !renewed.has(declaration));
  for (const index of renewed) noteProblems(program, index, problems);
  return program.with(problems.sort((a, b) => a.declaration - b.declaration));
}

/** As {@link bind} of a text that nothing is known of, a statement a step. */
export function* bindInSteps(tree: SyntaxTree): Work<Program> {
  const declarations: Declaration[] = [];
  for (const statement of tree.statements) yield void declarations.push(declarationOf(statement));
  const chunks = chunksOf(declarations);
  yield undefined;
  return yield* boundAnew(tree, chunks, includes(declarations));
}

function* boundAnew(tree: SyntaxTree, chunks: Chunks, hasIncludes: boolean): Work<Program> {
  const program = new Bound(tree, chunks, hasIncludes, collectSymbols(chunks), []);
  const problems: ProgramProblem[] = [];
  for (const index of chunks.declarations.keys()) yield void noteProblems(program, index, problems);
  return program.with(problems);
}

const noNames: ReadonlySet<string> = new Set();

/** The program with other names declared: for a look at what names would mean. */
export function withSymbols({ tree, chunks, hasIncludes }: Program, symbols: Program['symbols']): Program {
  return new Bound(tree, chunks, hasIncludes, symbols, []);
}

class Bound implements Program {
  readonly tree: SyntaxTree;
  readonly chunks: Chunks;
  readonly hasIncludes: boolean;
  readonly symbols: Program['symbols'];
  readonly problems: Program['problems'];
  readonly #indexes = new Map<SymbolKind, ReadonlyMap<string, number>>();

  constructor(
    tree: SyntaxTree,
    chunks: Chunks,
    hasIncludes: boolean,
    symbols: Program['symbols'],
    problems: Program['problems'],
  ) {
    this.tree = tree;
    this.chunks = chunks;
    this.hasIncludes = hasIncludes;
    this.symbols = symbols;
    this.problems = problems;
  }

  get declarations(): readonly Declaration[] {
    return this.chunks.declarations;
  }

  with(problems: Program['problems']): Program {
    return new Bound(this.tree, this.chunks, this.hasIncludes, this.symbols, problems);
  }

  indexOf({ kind, name }: DeclaredSymbol): number {
    let indexes = this.#indexes.get(kind);
    if (!indexes) {
      const found = new Map<string, number>();
      this.declarations.forEach((declaration, index) => {
        const declared = declaration.kind === kind ? declaration.name?.value : undefined;
        if (declared !== undefined && !found.has(declared)) found.set(declared, index);
      });
      indexes = found;
      this.#indexes.set(kind, indexes);
    }
    return indexes.get(name)!;
  }
}

const isInclude = ({ kind }: Declaration): readonly boolean[] => (kind === 'include' ? [true] : []);

const includes = (declarations: readonly Declaration[]): boolean => declarations.some((each) => isInclude(each)[0]);

/** True when the declarations that differ, one by one, declare the same names in the same places. */
function declaresTheSame({ before, after, head, tail }: Splice<Declaration>): boolean {
  if (before.length !== after.length) return false;
  for (let i = head; i < after.length - tail; i++) if (!declareAlike(before[i]!, after[i]!)) return false;
  return true;
}

/** The names that the declarations that differ declare or take away. */
function namesIn(splice: Splice<Declaration>): ReadonlySet<string> {
  const names = new Set<string>();
  for (const declaration of [...removed(splice), ...added(splice)]) {
    const name = spokenOf(declaration);
    if (name !== undefined) names.add(name);
  }
  return names;
}

/** Adds the findings about a declaration that need to know the others. */
function noteProblems(
  { declarations, chunks, symbols, hasIncludes }: Program,
  index: number,
  problems: ProgramProblem[],
) {
  const declaration = declarations[index]!;
  if (symbols.duplicates.has(index)) problems.push(duplicateName(declaration, index));
  // What an included file declares is not known here.
  if (hasIncludes) return;
  for (const reference of declaration.references) {
    const problem = unknownReference({ chunks, symbols }, reference);
    if (problem !== undefined) problems.push({ ...problem, declaration: index });
  }
}

/** What Docker says about a name that is taken already. */
const TAKEN = {
  host: (name: string) => t`Two hosts are named \`${name}\`. Give each a name of its own.`,
  network: (name: string) =>
    t`Docker: “network with name ${name} already exists”. Every network of a host has a name of its own.`,
  container: (name: string) =>
    t`Docker: “Conflict. The container name "/${name}" is already in use”. Give it another name, or \`remove ${name}\` before this line.`,
};

function duplicateName(declaration: Declaration, index: number): ProgramProblem {
  const { value, span } = declaredName(declaration)!;
  const message = TAKEN[declaration.kind as keyof typeof TAKEN](value);
  return { code: 'duplicate-name', severity: 'error', start: span.start, end: span.end, message, declaration: index };
}

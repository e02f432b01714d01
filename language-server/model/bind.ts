/** Tree → program. What an edit left alone is taken from the program before it. */
import { t } from '../l10n.ts';
import type { SyntaxTree } from '../syntax/tree.ts';
import { declarationOf } from './declaration.ts';
import type { Declaration, Program } from './program.ts';
import { unknownReference } from './references.ts';
import { bringsTheSame, mapAgain, type Splice, spliceOf } from './splice.ts';
import { collectSymbols, declareAlike, declaredName, type Symbols } from './symbols.ts';

type ProgramProblem = Program['problems'][number];

/**
 * Binds a tree: one declaration for each statement of the file, names collected and looked up. With the program of an
 * earlier version of the text the result is the same, sooner. Never throws.
 */
export function bind(tree: SyntaxTree, previous?: Program): Program {
  const statements = spliceOf(previous?.tree.statements ?? [], tree.statements);
  const declarations = mapAgain(statements, previous?.declarations ?? [], declarationOf);
  const splice = { ...statements, before: previous?.declarations ?? [], after: declarations };
  const hasIncludes =
    previous && bringsTheSame(splice, isInclude)
      ? previous.hasIncludes
      : declarations.some((each) => isInclude(each)[0]);
  if (previous && hasIncludes === previous.hasIncludes && declaresTheSame(splice)) {
    const { symbols } = previous;
    const [from, to] = [splice.head, declarations.length - splice.tail];
    const problems = [
      ...previous.problems.filter(({ declaration }) => declaration < from),
      ...crossProblems(declarations, symbols, hasIncludes, from, to),
      ...previous.problems.filter(({ declaration }) => declaration >= to),
    ];
    return { tree, declarations, hasIncludes, symbols, problems };
  }
  const symbols = collectSymbols(declarations);
  const problems = crossProblems(declarations, symbols, hasIncludes, 0, declarations.length);
  return { tree, declarations, hasIncludes, symbols, problems };
}

const isInclude = ({ kind }: Declaration): readonly boolean[] => (kind === 'include' ? [true] : []);

/** True when the declarations that differ, one by one, declare the same names in the same places. */
function declaresTheSame({ before, after, head, tail }: Splice<Declaration>): boolean {
  if (before.length !== after.length) return false;
  for (let i = head; i < after.length - tail; i++) if (!declareAlike(before[i]!, after[i]!)) return false;
  return true;
}

/** The findings about the declarations `from` … `to - 1` that need to know the others. */
function crossProblems(
  declarations: readonly Declaration[],
  symbols: Symbols,
  hasIncludes: boolean,
  from: number,
  to: number,
): ProgramProblem[] {
  const problems: ProgramProblem[] = [];
  for (let index = from; index < to; index++) {
    const declaration = declarations[index]!;
    if (symbols.duplicates.has(index)) problems.push(duplicateName(declaration, index));
    // What an included file declares is not known here.
    if (hasIncludes) continue;
    for (const reference of declaration.references) {
      const problem = unknownReference(symbols, reference);
      if (problem !== undefined) problems.push({ ...problem, declaration: index });
    }
  }
  return problems;
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

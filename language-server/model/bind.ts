/** Tree → program. What an edit left alone is taken from the program before it. */
import type { SyntaxTree } from '../syntax/tree.ts';
import { declarationOf } from './declaration.ts';
import type { Declaration, Program } from './program.ts';
import { unknownReference } from './references.ts';
import { collectSymbols, declareAlike, declaredName, type Symbols } from './symbols.ts';

type ProgramProblem = Program['problems'][number];

/**
 * Binds a tree: one declaration for each statement of the file, names collected and looked up. With the program of an
 * earlier version of the text the result is the same, sooner. Never throws.
 */
export function bind(tree: SyntaxTree, previous?: Program): Program {
  const kept = untouched(previous?.tree.statements ?? [], tree.statements);
  const declarations = [
    ...(previous?.declarations.slice(0, kept.head) ?? []),
    ...tree.statements.slice(kept.head, tree.statements.length - kept.tail).map(declarationOf),
    ...(previous?.declarations.slice(previous.declarations.length - kept.tail) ?? []),
  ];
  const from = kept.head;
  const to = declarations.length - kept.tail;
  if (previous !== undefined && declareTheSame(previous.declarations, declarations, from, to)) {
    const { symbols } = previous;
    const problems = [
      ...previous.problems.filter(({ declaration }) => declaration < from),
      ...crossProblems(declarations, symbols, from, to),
      ...previous.problems.filter(({ declaration }) => declaration >= to),
    ];
    return { tree, declarations, symbols, problems };
  }
  const symbols = collectSymbols(declarations);
  return { tree, declarations, symbols, problems: crossProblems(declarations, symbols, 0, declarations.length) };
}

/** How many elements at the start and at the end of two lists are the same objects. */
function untouched<T>(before: readonly T[], after: readonly T[]): { readonly head: number; readonly tail: number } {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return { head, tail };
}

/** True when the declarations `from` … `to - 1`, the only ones that differ, declare the same names in the same places. */
function declareTheSame(
  before: readonly Declaration[],
  after: readonly Declaration[],
  from: number,
  to: number,
): boolean {
  if (before.length !== after.length) return false;
  for (let i = from; i < to; i++) {
    const [old, now] = [before[i]!, after[i]!];
    if (!declareAlike(old, now) || (old.kind === 'include') !== (now.kind === 'include')) return false;
  }
  return true;
}

/** The findings about the declarations `from` … `to - 1` that need to know the others. */
function crossProblems(
  declarations: readonly Declaration[],
  symbols: Symbols,
  from: number,
  to: number,
): ProgramProblem[] {
  const problems: ProgramProblem[] = [];
  // What an included file declares is not known here.
  const closed = !declarations.some(({ kind }) => kind === 'include');
  for (let index = from; index < to; index++) {
    const declaration = declarations[index]!;
    if (symbols.duplicates.has(index)) problems.push(duplicateName(declaration, index));
    if (!closed) continue;
    for (const reference of declaration.references) {
      const problem = unknownReference(symbols, reference);
      if (problem !== undefined) problems.push({ ...problem, declaration: index });
    }
  }
  return problems;
}

/** What Docker says about a name that is taken already. */
const TAKEN = {
  host: (name: string) => `Two hosts are named \`${name}\`. Give each a name of its own.`,
  network: (name: string) =>
    `Docker: “network with name ${name} already exists”. Every network of a host has a name of its own.`,
  container: (name: string) =>
    `Docker: “Conflict. The container name "/${name}" is already in use”. Give it another name, or \`remove ${name}\` before this line.`,
};

function duplicateName(declaration: Declaration, index: number): ProgramProblem {
  const { value, span } = declaredName(declaration)!;
  const message = TAKEN[declaration.kind as keyof typeof TAKEN](value);
  return { code: 'duplicate-name', severity: 'error', start: span.start, end: span.end, message, declaration: index };
}

/** What is to be told of a declaration by itself, whatever else the lab has: worked out once, and kept with it. */
import { t, translatable } from '../l10n.ts';
import type { BindingProblem, Declaration, Program } from '../model/program.ts';
import { mapAgain, spliceOf } from '../model/splice.ts';
import type { Statement, SyntaxProblem } from '../syntax/tree.ts';

/** Spans count from the statement's start. */
export interface OwnProblems {
  readonly syntax: readonly BindingProblem[];
  readonly binding: readonly BindingProblem[];
  readonly notSimulated: readonly BindingProblem[];
}

/** Those of a whole file. */
export interface FileProblems {
  readonly declarations: readonly Declaration[];
  /** Parallel to the declarations. */
  readonly own: readonly OwnProblems[];
  /** The declarations that have some: index and problems. */
  readonly told: readonly (readonly [index: number, own: OwnProblems])[];
}

const none: OwnProblems = { syntax: [], binding: [], notSimulated: [] };

export function problemsOfFile({ declarations }: Program, previous?: FileProblems): FileProblems {
  const own = mapAgain(spliceOf(previous?.declarations ?? [], declarations), previous?.own ?? [], ownProblems);
  const told: [number, OwnProblems][] = [];
  for (let index = 0; index < own.length; index++) if (own[index] !== none) told.push([index, own[index]!]);
  return { declarations, own, told };
}

function ownProblems({ statement, problems }: Declaration): OwnProblems {
  const syntax = syntaxProblems(statement).map((problem) => ({ ...problem, severity: 'error' as const }));
  const notSimulated = withoutEffect(statement);
  return syntax.length + problems.length + notSimulated.length === 0
    ? none
    : { syntax, binding: problems, notSimulated };
}

/** The problems of a statement and of those in its block. */
export function syntaxProblems({ problems, block }: Statement): readonly SyntaxProblem[] {
  if (!block) return problems;
  const inner = block.statements.map(syntaxProblems).filter(({ length }) => length > 0);
  return inner.length === 0 ? problems : [...problems, ...inner.flat()];
}

/** What is not simulated about a property of a network; `driver`: of those of one driver alone. */
const NOT_SIMULATED: Readonly<Record<string, { readonly driver?: string; readonly message: string }>> = {
  mtu: {
    message: translatable(
      'Packets have no size in the simulation: the MTU is passed on to Docker, and changes no trace.',
    ),
  },
  mode: {
    driver: 'macvlan',
    message: translatable('The mode is passed on to Docker; the simulation treats all modes of macvlan alike.'),
  },
};

/** Properties that are understood but have no effect on the simulation yet. */
function withoutEffect({ keyword, block }: Statement): readonly BindingProblem[] {
  if (keyword.text !== 'network' || !block) return [];
  const driver = block.statements.find((each) => each.keyword.text === 'driver')?.arguments[0]?.text;
  return block.statements.flatMap(({ keyword: { text, start, end } }) => {
    const found = Object.hasOwn(NOT_SIMULATED, text) ? NOT_SIMULATED[text] : undefined;
    return !found || (found.driver && found.driver !== driver)
      ? []
      : [{ code: 'not-simulated', severity: 'information' as const, message: t(found.message), start, end }];
  });
}

/** Names in a program: where each is used, and whether it is declared at all. */
import { t } from '../l10n.ts';
import { nearest } from '../vocabulary/suggest.ts';
import type { BindingProblem, DeclaredSymbol, LocalReference, Program, SymbolKind } from './program.ts';
import { BUILT_IN_NETWORKS, findSymbol, namesOf, type Symbols } from './symbols.ts';

/** The symbol that a reference means; `undefined` for aliases, built-in networks, addresses and unknown names. */
export function resolveReference(symbols: Symbols, reference: LocalReference): DeclaredSymbol | undefined {
  if (reference.kind !== 'container') {
    return reference.kind === 'alias'
      ? findSymbol(symbols, 'container', reference.name)
      : findSymbol(symbols, reference.kind, reference.name);
  }
  const container = findSymbol(symbols, 'container', reference.name);
  if (container !== undefined || reference.binding === 'exact') return container;
  return findSymbol(symbols, 'host', reference.name);
}

/** The finding about a reference to nothing; `undefined` when the name is declared, built in or may be anything. */
export function unknownReference(
  program: Pick<Program, 'chunks' | 'symbols'>,
  reference: LocalReference,
): BindingProblem | undefined {
  const { kind, name, binding, span } = reference;
  if (reference.isDefinition || binding === 'free' || kind === 'alias') return undefined;
  if (kind === 'network' && BUILT_IN_NETWORKS.has(name)) return undefined;
  if (binding === 'sender' && (name === 'host' || name === 'outside')) return undefined;
  if (resolveReference(program.symbols, reference) !== undefined) return undefined;
  const near = nearestName(program, reference);
  const problem: BindingProblem = {
    code: `unknown-${kind}`,
    severity: 'warning',
    start: span.start,
    end: span.end,
    message: t`No ${t(kind)} is named \`${name}\`.${near === undefined ? '' : t` Did you mean \`${near}\`?`}`,
  };
  if (near === undefined) return problem;
  const fix = { title: t`Replace with \`${near}\``, edits: [{ start: span.start, end: span.end, newText: near }] };
  return { ...problem, fix };
}

/** What was looked for among the names of a program: a name that is missing is missed in many places. */
const nearestKnown = new WeakMap<Program['chunks'], Map<string, string | undefined>>();

function nearestName(program: Pick<Program, 'chunks'>, { kind, name, binding }: LocalReference): string | undefined {
  let known = nearestKnown.get(program.chunks);
  if (!known) {
    known = new Map();
    nearestKnown.set(program.chunks, known);
  }
  const key = `${kind} ${binding} ${name}`;
  if (known.has(key)) return known.get(key);
  const candidates = [...namesOf(program, kind as SymbolKind)];
  if (kind === 'network') candidates.push(...BUILT_IN_NETWORKS);
  if (binding === 'sender') candidates.push('host', 'outside', ...namesOf(program, 'host'));
  const near = nearest(name, candidates);
  known.set(key, near);
  return near;
}

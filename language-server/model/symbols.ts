/** The names that a program declares, and how a name in the text finds its declaration. */
import type { Declaration, DeclaredSymbol, Located, Program, SymbolKind } from './program.ts';

export type Symbols = Program['symbols'];

/** The networks that every engine has. `default` is another name for `bridge`. */
export const BUILT_IN_NETWORKS: ReadonlySet<string> = new Set(['bridge', 'host', 'none', 'default']);

/** Collects the names of all declarations; the first of several equal ones counts. */
export function collectSymbols(declarations: readonly Declaration[]): Symbols {
  const symbols = {
    host: new Map<string, DeclaredSymbol>(),
    network: new Map<string, DeclaredSymbol>(),
    container: new Map<string, DeclaredSymbol>(),
    duplicates: new Map<number, number>(),
  };
  /** Containers removed since they were declared: their names are free again. */
  const removed = new Set<string>();
  for (let index = 0; index < declarations.length; index++) {
    const declaration = declarations[index]!;
    if (declaration.kind === 'remove' && declaration.container !== undefined) removed.add(declaration.container.value);
    const name = declaredName(declaration);
    if (name === undefined) continue;
    const kind = declaration.kind as SymbolKind;
    const replicas = declaration.kind === 'container' ? declaration.replicas?.value : undefined;
    const known = symbols[kind].get(name.value);
    if (known === undefined) {
      const symbol = { kind, name: name.value, declaration: index, span: name.span };
      symbols[kind].set(name.value, replicas === undefined ? symbol : { ...symbol, replicas });
    } else if (
      hostOf(declaration) === hostOf(declarations[known.declaration]!) &&
      !(kind === 'container' && removed.delete(name.value))
    ) {
      symbols.duplicates.set(index, known.declaration);
    }
  }
  return symbols;
}

/** The name that a declaration gives to a host, a network or a container. */
export function declaredName(declaration: Declaration): Located<string> | undefined {
  switch (declaration.kind) {
    case 'host':
    case 'network':
    case 'container':
      return declaration.name;
    default:
      return undefined;
  }
}

function hostOf(declaration: Declaration): string | undefined {
  return declaration.kind === 'network' || declaration.kind === 'container' ? declaration.on?.value : undefined;
}

/** True when two declarations mean the same to {@link collectSymbols}. */
export function declareAlike(a: Declaration, b: Declaration): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'remove' && b.kind === 'remove') return a.container?.value === b.container?.value;
  if (hostOf(a) !== hostOf(b)) return false;
  const name = declaredName(a);
  const other = declaredName(b);
  if (name?.value !== other?.value || name?.span.start !== other?.span.start || name?.span.end !== other?.span.end) {
    return false;
  }
  return a.kind !== 'container' || b.kind !== 'container' || a.replicas?.value === b.replicas?.value;
}

/** What a name is declared as. The replicas `NAME-1` … `NAME-N` of a container are found as its NAME. */
export function findSymbol(symbols: Symbols, kind: SymbolKind, name: string): DeclaredSymbol | undefined {
  const exact = symbols[kind].get(name);
  if (exact !== undefined || kind !== 'container') return exact;
  const dash = name.lastIndexOf('-');
  const number = name.slice(dash + 1);
  if (dash < 1 || !/^[1-9]\d{0,8}$/.test(number)) return undefined;
  const family = symbols.container.get(name.slice(0, dash));
  return family?.replicas !== undefined && Number(number) <= family.replicas ? family : undefined;
}

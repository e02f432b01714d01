/** The names that a program declares, and how a name in the text finds its declaration. */
import type { Chunks } from './chunks.ts';
import { LayeredMap } from './layered-map.ts';
import type { Declaration, DeclaredSymbol, Located, Program, SymbolKind } from './program.ts';
import type { Splice } from './splice.ts';

export type Symbols = Program['symbols'];

/** The networks that every engine has. `default` is another name for `bridge`. */
export const BUILT_IN_NETWORKS: ReadonlySet<string> = new Set(['bridge', 'host', 'none', 'default']);

const kinds: readonly SymbolKind[] = ['host', 'network', 'container'];

/** Collects the names of all declarations; the first of several equal ones counts. */
export function collectSymbols({ declarations }: Chunks): Symbols {
  const found = collect(declarations, declarations.keys(), () => true);
  const [host, network, container] = kinds.map((kind) => new LayeredMap(found[kind]));
  return { host: host!, network: network!, container: container!, duplicates: found.duplicates };
}

/** The same after an edit of which only declarations that speak of these names take part. */
export function collectAgain(
  previous: Symbols,
  { before, after, head, tail }: Splice<Declaration>,
  chunks: Chunks,
  names: ReadonlySet<string>,
): Symbols {
  const moves = before.length !== after.length && previous.duplicates.size > 0;
  if (names.size === 0 && !moves) return previous;
  const found = collect(after, about(chunks, spoken, names), (name) => names.has(name));
  const endBefore = before.length - tail;
  for (const index of previous.duplicates) {
    const moved = index < head ? index : index < endBefore ? -1 : index + after.length - before.length;
    if (moved >= 0 && !names.has(declaredName(after[moved]!)!.value)) found.duplicates.add(moved);
  }
  const [host, network, container] = kinds.map((kind) =>
    previous[kind].with(new Map([...names].map((name) => [name, found[kind].get(name)]))),
  );
  return { host: host!, network: network!, container: container!, duplicates: found.duplicates };
}

/** The declarations of the chunks that have to do with one of the names, by their indexes. */
function* about(
  { list }: Chunks,
  namesIn: (declarations: readonly Declaration[]) => ReadonlySet<string>,
  names: ReadonlySet<string>,
): Iterable<number> {
  let start = 0;
  for (const chunk of list) {
    const own = chunk.get(namesIn);
    const end = start + chunk.declarations.length;
    if ([...names].some((name) => own.has(name))) for (let index = start; index < end; index++) yield index;
    start = end;
  }
}

/** The names that declarations declare or take away. */
const spoken = (declarations: readonly Declaration[]): ReadonlySet<string> =>
  new Set(declarations.flatMap((declaration) => spokenOf(declaration) ?? []));

/**
 * The names that are defined or used in declarations; a replica's also as the name of all of them, and those that a DNS
 * name such as `db.backend` may consist of.
 */
const mentioned = (declarations: readonly Declaration[]): ReadonlySet<string> => {
  const names = new Set<string>();
  const add = (name: string) => names.add(name).add(familyOf(name) ?? name);
  for (const { references } of declarations) {
    for (const { name, binding } of references) {
      add(name);
      if (binding !== 'free') continue;
      for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
        add(name.slice(0, dot));
        add(name.slice(dot + 1));
      }
    }
  }
  return names;
};

/** The declarations in which one of the names, or one of its replicas, may be defined or used. */
export const mentioning = (chunks: Chunks, names: ReadonlySet<string>): Iterable<number> =>
  about(chunks, mentioned, names);

/** Each name is a matter of its own: collects those that are meant. */
function collect(declarations: readonly Declaration[], indexes: Iterable<number>, isMeant: (name: string) => boolean) {
  const symbols = {
    host: new Map<string, DeclaredSymbol>(),
    network: new Map<string, DeclaredSymbol>(),
    container: new Map<string, DeclaredSymbol>(),
    duplicates: new Set<number>(),
  };
  /** Containers removed since they were declared: their names are free again. */
  const freed = new Set<string>();
  for (const index of indexes) {
    const declaration = declarations[index]!;
    const name = spokenOf(declaration);
    if (name === undefined || !isMeant(name)) continue;
    if (declaration.kind === 'remove') {
      freed.add(name);
      continue;
    }
    const kind = declaration.kind as SymbolKind;
    const known = symbols[kind].get(name);
    if (known === undefined) {
      symbols[kind].set(name, symbolOf(declaration, kind));
    } else if (hostOf(declaration) === known.on && !(kind === 'container' && freed.delete(name))) {
      symbols.duplicates.add(index);
    }
  }
  return symbols;
}

function symbolOf(declaration: Declaration, kind: SymbolKind): DeclaredSymbol {
  const { value: name, span } = declaredName(declaration)!;
  const replicas = declaration.kind === 'container' ? declaration.replicas?.value : undefined;
  return { kind, name, span, on: hostOf(declaration), replicas };
}

/** The names of a kind in the order of the text, each once. */
export function* namesOf({ chunks }: Pick<Program, 'chunks'>, kind: SymbolKind): Iterable<string> {
  const known = new Set<string>();
  for (const chunk of chunks.list) {
    for (const name of chunk.get(namesIn[kind])) {
      if (known.has(name)) continue;
      known.add(name);
      yield name;
    }
  }
}

const declaredIn =
  (kind: SymbolKind) =>
  (declarations: readonly Declaration[]): readonly string[] =>
    declarations.flatMap((declaration) => (declaration.kind === kind ? (declaration.name?.value ?? []) : []));

const namesIn = { host: declaredIn('host'), network: declaredIn('network'), container: declaredIn('container') };

/** The name that a declaration declares, or whose container it takes away. */
export function spokenOf(declaration: Declaration): string | undefined {
  return declaration.kind === 'remove' ? declaration.container?.value : declaredName(declaration)?.value;
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
  const all = familyOf(name);
  const family = all === undefined ? undefined : symbols.container.get(all);
  const number = Number(name.slice(name.lastIndexOf('-') + 1));
  return family?.replicas !== undefined && number <= family.replicas ? family : undefined;
}

/** `NAME` of `NAME-3`. */
function familyOf(name: string): string | undefined {
  const dash = name.lastIndexOf('-');
  return dash >= 1 && /^[1-9]\d{0,8}$/.test(name.slice(dash + 1)) ? name.slice(0, dash) : undefined;
}

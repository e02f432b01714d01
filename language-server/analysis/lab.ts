/**
 * A lab: the declarations of a file and of the files that it includes, in the order in which they count.
 */
import type { Declaration, DeclaredSymbol, IncludeDeclaration, Program, SymbolKind } from '../model/program.ts';
import type { Lines } from '../syntax/lines.ts';
import type { Span } from '../syntax/tree.ts';

/** One file as read. */
export interface Source {
  readonly uri: string;
  readonly lines: Lines;
  readonly program: Program;
}

/** A declaration and the file that it stands in. */
export interface Entry {
  readonly source: Source;
  /** Index into the source's declarations. */
  readonly index: number;
  readonly declaration: Declaration;
  /** The root's `include` that brought it in; absent for the root's own. */
  readonly via?: Entry;
}

/** Why an `include` brought nothing in. */
export interface IncludeProblem {
  readonly entry: Entry;
  readonly reason: IncludeFailure;
  /** The files of the circle, first and last the same; for a cycle alone. */
  readonly cycle?: readonly string[];
}

/** `awaited`: somebody reads the file, and tells when it is there. */
export type IncludeFailure = 'missing' | 'awaited' | 'outside' | 'cycle';

export interface Lab {
  readonly root: Source;
  /** Every file read, the root first, each once. */
  readonly sources: readonly Source[];
  /** In the order in which they count. */
  readonly declarations: readonly Declaration[];
  /** Parallel to the declarations. */
  readonly entries: readonly Entry[];
  /** One of the entries, without all the others. */
  entry(index: number): Entry;
  readonly includeProblems: readonly IncludeProblem[];
  /** The file that each `include` names, where there is one. */
  readonly included: ReadonlyMap<Declaration, Source>;
}

/** Finds the file that an `include` names: the file, or why there is none. */
export type IncludeReader = (from: Source, path: string) => Source | Exclude<IncludeFailure, 'cycle'>;

/** Puts a file together with what it includes. A file that is included a second time adds nothing. */
export function assembleLab(root: Source, read: IncludeReader): Lab {
  if (!root.program.hasIncludes) return new SingleFile(root);
  const entries: Entry[] = [];
  const includeProblems: IncludeProblem[] = [];
  const sources = new Map<string, Source>();
  const found = new Map<Declaration, Source>();

  const add = (source: Source, path: readonly Source[], via: Entry | undefined): void => {
    sources.set(source.uri, source);
    source.program.declarations.forEach((declaration, index) => {
      const entry = { source, index, declaration, ...(via && { via }) };
      entries.push(entry);
      if (declaration.kind === 'include' && declaration.path) include(entry, declaration.path.value, path);
    });
  };
  const include = (entry: Entry, target: string, path: readonly Source[]): void => {
    const included = read(entry.source, target);
    if (typeof included === 'string') {
      includeProblems.push({ entry, reason: included });
      return;
    }
    found.set(entry.declaration, included);
    const start = path.findIndex(({ uri }) => uri === included.uri);
    if (start >= 0) {
      const cycle = [...path.slice(start), included].map(({ uri }) => uri);
      includeProblems.push({ entry, reason: 'cycle', cycle });
    } else if (!sources.has(included.uri)) {
      add(included, [...path, included], entry.via ?? entry);
    }
  };

  add(root, [root], undefined);
  const declarations = entries.map(({ declaration }) => declaration);
  const entry = (index: number) => entries[index]!;
  return { root, sources: [...sources.values()], declarations, entries, entry, includeProblems, included: found };
}

/** A lab that includes nothing: its entries are made for who asks for them. */
class SingleFile implements Lab {
  readonly root: Source;
  readonly sources: readonly Source[];
  readonly includeProblems = [];
  readonly included = new Map();
  /** Of few of them anybody asks: an array with so many holes would be slower. */
  readonly #some = new Map<number, Entry>();
  #all: readonly Entry[] | undefined;

  constructor(root: Source) {
    this.root = root;
    this.sources = [root];
  }

  get declarations(): readonly Declaration[] {
    return this.root.program.declarations;
  }

  entry(index: number): Entry {
    let entry = this.#all?.[index] ?? this.#some.get(index);
    if (!entry) {
      entry = { source: this.root, index, declaration: this.declarations[index]! };
      this.#some.set(index, entry);
    }
    return entry;
  }

  get entries(): readonly Entry[] {
    this.#all ??= this.declarations.map(
      (declaration, index) => this.#some.get(index) ?? { source: this.root, index, declaration },
    );
    return this.#all;
  }
}

/** The declaration that a name means, in the first file that declares it. */
export function findSymbol(
  lab: Lab,
  kind: SymbolKind,
  name: string,
): { readonly source: Source; readonly symbol: DeclaredSymbol } | undefined {
  for (const source of lab.sources) {
    const symbol = source.program.symbols[kind].get(name);
    if (symbol) return { source, symbol };
  }
  return undefined;
}

const positions = new WeakMap<Lab, readonly number[]>();

/** The place among the lab's entries of a declaration of its root file; -1 where it has none. */
export function entryIndex(lab: Lab, declaration: number): number {
  if (lab.sources.length === 1) return declaration < lab.declarations.length ? declaration : -1;
  let known = positions.get(lab);
  if (!known) {
    const found: number[] = [];
    lab.entries.forEach(({ source, index }, entry) => {
      if (source === lab.root) found[index] = entry;
    });
    known = found;
    positions.set(lab, known);
  }
  return known[declaration] ?? -1;
}

/** A declaration's span as absolute offsets in its file. */
export function absolute(source: Source, declaration: number, span: Span): Span {
  const start = source.program.tree.starts[declaration] ?? 0;
  return { start: start + span.start, end: start + span.end };
}

/** The part of an `include` to point at. */
export function includeSpan(declaration: IncludeDeclaration): Span {
  return declaration.path?.span ?? declaration.statement.keyword;
}

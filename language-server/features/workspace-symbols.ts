/** Search by name over all files at hand: hosts, networks, containers and aliases. */
import { SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver-types';
import { absolute, type Source } from '../analysis/lab.ts';
import type { LocalReference } from '../model/program.ts';
import type { Steps } from '../steps.ts';
import { hasInOrder } from './letters.ts';

const KINDS: Readonly<Record<LocalReference['kind'], SymbolKind>> = {
  host: SymbolKind.Module,
  network: SymbolKind.Interface,
  container: SymbolKind.Class,
  alias: SymbolKind.Constant,
};

/** Answers are cut off here: nobody reads on, and the client asks again as the query grows. */
const MOST = 500;

/** What has the letters of the query in its name, in their order, as editors match. A file is a step. */
export function* workspaceSymbols(sources: Steps<Source>, query: string): Steps<WorkspaceSymbol> {
  const wanted = query.toLowerCase();
  let found = 0;
  for (const source of sources) {
    yield undefined;
    if (!source) continue;
    const { declarations } = source.program;
    for (let index = 0; index < declarations.length; index++) {
      const declaration = declarations[index]!;
      for (const { kind, name, span, isDefinition } of declaration.references) {
        if (!isDefinition || !hasInOrder(name.toLowerCase(), wanted)) continue;
        const { start, end } = absolute(source, index, span);
        const owner = kind === 'alias' ? ownerOf(declaration) : undefined;
        yield {
          name,
          kind: KINDS[kind],
          location: { uri: source.uri, range: source.lines.rangeOf(start, end) },
          ...(owner && { containerName: owner }),
        };
        if (++found === MOST) return;
      }
    }
  }
}

function ownerOf(declaration: object): string | undefined {
  const { name, container } = declaration as Record<'name' | 'container', { readonly value: string } | undefined>;
  return (name ?? container)?.value;
}

/** The outline: hosts, networks and containers with what they are on, then what happens and what is expected. */
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import type { Snapshot } from '../analysis/snapshot.ts';
import type { Declaration } from '../model/program.ts';
import type { Span } from '../syntax/tree.ts';
import { rangeOf } from './locate.ts';

const KINDS: Readonly<Record<Declaration['kind'], SymbolKind | undefined>> = {
  host: SymbolKind.Module,
  network: SymbolKind.Interface,
  container: SymbolKind.Class,
  connect: SymbolKind.Event,
  disconnect: SymbolKind.Event,
  start: SymbolKind.Event,
  stop: SymbolKind.Event,
  restart: SymbolKind.Event,
  remove: SymbolKind.Event,
  expect: SymbolKind.Boolean,
  include: SymbolKind.File,
  unknown: undefined,
};

export function documentSymbols(snapshot: Snapshot): DocumentSymbol[] {
  const { declarations, tree } = snapshot.program;
  return declarations.flatMap((declaration, index) => {
    const kind = KINDS[declaration.kind];
    const base = tree.starts[index]!;
    const { statement } = declaration;
    if (kind === undefined) return [];
    return [
      {
        ...outline(declaration),
        kind,
        range: rangeOf(snapshot, base, statement),
        selectionRange: rangeOf(snapshot, base, nameSpan(declaration)),
        ...(declaration.kind === 'container' && {
          children: declaration.networks.map(({ network, span }) => ({
            name: network.value,
            detail: 'network',
            kind: SymbolKind.Interface,
            range: rangeOf(snapshot, base, span),
            selectionRange: rangeOf(snapshot, base, network.span),
          })),
        }),
      },
    ];
  });
}

/** A name that is never empty, as the protocol demands, and what kind of thing it is. */
function outline({ kind, statement, ...declaration }: Declaration): { name: string; detail: string } {
  if ('name' in declaration) return { name: declaration.name?.value || '(no name)', detail: kind };
  const words = [statement.keyword, ...statement.arguments].map(({ text }) => text).join(' ');
  return { name: words.trim() || kind, detail: '' };
}

function nameSpan(declaration: Declaration): Span {
  return ('name' in declaration && declaration.name?.span) || declaration.statement.keyword;
}

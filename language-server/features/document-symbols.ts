/** The outline: hosts, networks and containers with what they are on, then what happens and what is expected. */

import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver-types';
import type { Snapshot } from '../analysis/snapshot.ts';
import { t } from '../l10n.ts';
import type { Declaration, Located } from '../model/program.ts';
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

/** What stands below a statement in the outline. */
interface Part {
  readonly name: Located<string>;
  readonly detail: string;
  readonly kind: SymbolKind;
  readonly span: Span;
}

interface Remembered {
  readonly line: number;
  readonly character: number;
  readonly symbol: DocumentSymbol | undefined;
}

/** What a statement was in the outline, and where: after an edit, most stand where they stood. */
const remembered = new WeakMap<Declaration, Remembered>();

export function documentSymbols(snapshot: Snapshot): DocumentSymbol[] {
  const { program, lines } = snapshot;
  const { declarations, tree } = program;
  const symbols: DocumentSymbol[] = [];
  for (let index = 0; index < declarations.length; index++) {
    const declaration = declarations[index]!;
    const base = tree.starts[index]!;
    const { line, character } = lines.positionAt(base);
    let known = remembered.get(declaration);
    if (known?.line !== line || known.character !== character) {
      known = { line, character, symbol: symbolOf(snapshot, declaration, base) };
      remembered.set(declaration, known);
    }
    if (known.symbol) symbols.push(known.symbol);
  }
  return symbols;
}

function symbolOf(snapshot: Snapshot, declaration: Declaration, base: number): DocumentSymbol | undefined {
  const kind = KINDS[declaration.kind];
  if (kind === undefined) return undefined;
  const { name, detail } = outline(declaration);
  const range = rangeOf(snapshot, base, declaration.statement);
  const selectionRange = rangeOf(snapshot, base, nameSpan(declaration));
  const parts = partsOf(declaration);
  if (parts.length === 0) return { name, detail, kind, range, selectionRange };
  const children = parts.map((part) => ({
    name: part.name.value || t('(no name)'),
    detail: part.detail,
    kind: part.kind,
    range: rangeOf(snapshot, base, part.span),
    selectionRange: rangeOf(snapshot, base, part.name.span),
  }));
  return { name, detail, kind, range, selectionRange, children };
}

/** The same for clients that know no hierarchy. */
export function flatSymbols(snapshot: Snapshot): SymbolInformation[] {
  const flatten = (symbol: DocumentSymbol, containerName?: string): SymbolInformation[] => [
    {
      name: symbol.name,
      kind: symbol.kind,
      location: { uri: snapshot.uri, range: symbol.range },
      ...(containerName && { containerName }),
    },
    ...(symbol.children ?? []).flatMap((child) => flatten(child, symbol.name)),
  ];
  return documentSymbols(snapshot).flatMap((symbol) => flatten(symbol));
}

/** A name that is never empty, as the protocol demands, and what there is to say about the thing in a few words. */
function outline(declaration: Declaration): { name: string; detail: string } {
  if ('name' in declaration) return { name: declaration.name?.value || t('(no name)'), detail: detailOf(declaration) };
  const { keyword, arguments: rest } = declaration.statement;
  const words = [keyword, ...rest].map(({ text }) => text).join(' ');
  return { name: words.trim() || declaration.kind, detail: '' };
}

function detailOf(declaration: Declaration): string {
  const words = (...parts: readonly (string | undefined | false)[]) => parts.filter(Boolean).join(' · ');
  switch (declaration.kind) {
    case 'host':
      return words(t('host'), declaration.engine && t`engine ${declaration.engine.value}`);
    case 'network':
      return words(
        t('network'),
        declaration.driver?.value !== 'bridge' && declaration.driver?.value,
        declaration.subnets.map(({ value }) => value).join(', '),
        declaration.internal?.value && t('internal'),
      );
    case 'container':
      return words(
        t('container'),
        declaration.image?.value,
        declaration.replicas && t`${declaration.replicas.value} replicas`,
      );
    default:
      return '';
  }
}

function partsOf(declaration: Declaration): readonly Part[] {
  if (declaration.kind === 'host') {
    return declaration.interfaces.map(({ name, addresses, span }) => ({
      name,
      detail: addresses.map(({ value }) => value).join(', '),
      kind: SymbolKind.Property,
      span,
    }));
  }
  if (declaration.kind !== 'container') return [];
  return [
    ...declaration.networks.map(({ network, span, ip, aliases }) => ({
      name: network,
      detail: [t('network'), ip?.value, ...aliases.map(({ value }) => value)].filter(Boolean).join(' · '),
      kind: SymbolKind.Interface,
      span,
    })),
    ...declaration.publish.map((port) => ({
      name: port,
      detail: t('published port'),
      kind: SymbolKind.Field,
      span: port.span,
    })),
  ];
}

function nameSpan(declaration: Declaration): Span {
  return ('name' in declaration && declaration.name?.span) || declaration.statement.keyword;
}

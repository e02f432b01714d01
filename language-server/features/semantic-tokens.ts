/**
 * Semantic tokens: what each word is, as the vocabulary says, and what each name means in this lab.
 *
 * The tokens of a statement count from its own start and are remembered with it, as trees are position-free: an edit
 * costs the statements that it touched. What a name means is looked up anew, as it depends on other statements.
 */
import type { Snapshot } from '../analysis/snapshot.ts';
import { matchArguments, type TokenPart } from '../model/arguments.ts';
import type { Declaration, LocalReference } from '../model/program.ts';
import { BUILT_IN_NETWORKS } from '../model/symbols.ts';
import type { Range } from '../syntax/lines.ts';
import { statementIndexAt } from '../syntax/locate.ts';
import { pieces } from '../syntax/pieces.ts';
import type { Span, Statement, Token } from '../syntax/tree.ts';
import type { Place } from '../vocabulary/entry.ts';
import { isRefusal, type ValueKindName, valueKinds } from '../vocabulary/values.ts';
import { entryFor } from '../vocabulary/vocabulary.ts';
import { meaningOf } from './symbol-at.ts';

/** Types and modifiers of the protocol's own, so that every theme has colours for them. */
export const tokenTypes = [
  'keyword',
  'property',
  'namespace',
  'interface',
  'class',
  'variable',
  'enumMember',
  'number',
  'string',
  'comment',
] as const;
export const tokenModifiers = ['declaration', 'defaultLibrary', 'deprecated'] as const;

type TokenType = (typeof tokenTypes)[number];
type TokenModifier = (typeof tokenModifiers)[number];

/** What a value of each kind is, unless it is a name with a meaning of its own. */
const TYPE_OF_KIND: Readonly<Record<ValueKindName, TokenType>> = {
  path: 'string',
  'new host': 'namespace',
  'new network': 'interface',
  'new container': 'class',
  host: 'namespace',
  network: 'interface',
  'network mode': 'interface',
  container: 'class',
  sender: 'class',
  target: 'variable',
  'dns name': 'variable',
  alias: 'variable',
  'host name': 'variable',
  interface: 'variable',
  image: 'string',
  'driver option': 'property',
  'driver option value': 'string',
  'driver mode': 'enumMember',
  boolean: 'enumMember',
  'engine version': 'enumMember',
  driver: 'enumMember',
  'swarm role': 'enumMember',
  mtu: 'number',
  'prefix length': 'number',
  replicas: 'number',
  priority: 'number',
  'fact value': 'variable',
  address: 'number',
  'IPv4 address': 'number',
  'IPv6 address': 'number',
  'gateway address': 'number',
  CIDR: 'number',
  'interface address': 'number',
  MAC: 'number',
  'port mapping': 'number',
  ports: 'number',
  listener: 'number',
  'probed port': 'number',
};

/** What a name is that means something declared. */
const TYPE_OF_SYMBOL = { host: 'namespace', network: 'interface', container: 'class' } as const;

/** Kinds in which an address may stand where a name could. */
const ADDRESS_OR_NAME: readonly ValueKindName[] = ['target', 'fact value'];

/** A token on one line, counted from the start of its statement. */
interface RelativeToken {
  readonly line: number;
  /** From the start of the statement on its first line, from the start of the line on the others. */
  readonly character: number;
  readonly length: number;
  readonly type: TokenType;
  readonly modifiers: number;
  /** A name of which only the whole lab knows what it is. */
  readonly name?: LocalReference;
}

/** In the protocol's encoding; those of the lines of a range, or of the whole document. */
export function semanticTokens(snapshot: Snapshot, range?: Range): number[] {
  const { lines, tree } = snapshot;
  const first = range?.start.line ?? 0;
  const last = range?.end.line ?? lines.count;
  const encoder = new Encoder(first, last);
  const from = range ? Math.max(0, statementIndexAt(tree, lines.offsetAt({ line: first, character: 0 }))) : 0;
  const end = range ? lines.offsetAt({ line: last + 1, character: 0 }) : tree.text.length;
  let gap = from === 0 ? 0 : tree.starts[from]!;
  for (let index = from; index < tree.statements.length && tree.starts[index]! <= end; index++) {
    const start = tree.starts[index]!;
    comments(snapshot, gap, start, (comment) => encoder.add(lines.positionAt(comment.start), 0, 0, comment));
    const origin = lines.positionAt(start);
    const { references } = snapshot.program.declarations[index]!;
    for (const token of relativeTokens(snapshot, index, references)) {
      const meant = token.name ? typeOfName(snapshot, token, token.name) : token;
      encoder.add(origin, token.line, token.character, { ...meant, length: token.length });
    }
    gap = start + tree.statements[index]!.end;
  }
  comments(snapshot, gap, end, (comment) => encoder.add(lines.positionAt(comment.start), 0, 0, comment));
  return encoder.data;
}

class Encoder {
  readonly data: number[] = [];
  readonly #first: number;
  readonly #last: number;
  #line = 0;
  #character = 0;

  constructor(first: number, last: number) {
    this.#first = first;
    this.#last = last;
  }

  add(
    origin: { readonly line: number; readonly character: number },
    lineOffset: number,
    characterOffset: number,
    { length, type, modifiers }: Pick<RelativeToken, 'length' | 'type' | 'modifiers'>,
  ): void {
    const line = origin.line + lineOffset;
    if (line < this.#first || line > this.#last) return;
    const character = lineOffset === 0 ? origin.character + characterOffset : characterOffset;
    const column = line === this.#line ? character - this.#character : character;
    this.data.push(line - this.#line, column, length, tokenTypes.indexOf(type), modifiers);
    this.#line = line;
    this.#character = character;
  }
}

/** The comments of a stretch of the text, line by line; it starts where a token could. */
function comments(
  { lines, text }: Snapshot,
  start: number,
  end: number,
  found: (comment: Span & Pick<RelativeToken, 'length' | 'type' | 'modifiers'>) => void,
): void {
  for (const piece of pieces(text, start, end)) {
    if (piece.kind !== 'comment') continue;
    for (let at = piece.start; at < piece.end; ) {
      const { line } = lines.positionAt(at);
      const lineEnd = lines.offsetAt({ line, character: Number.MAX_SAFE_INTEGER });
      const stop = Math.min(piece.end, lineEnd);
      if (stop > at) found({ start: at, end: stop, length: lines.lengthOf(at, stop), type: 'comment', modifiers: 0 });
      at = line + 1 < lines.count ? lines.offsetAt({ line: line + 1, character: 0 }) : piece.end;
    }
  }
}

const remembered = new WeakMap<Statement, readonly RelativeToken[]>();

function relativeTokens(
  snapshot: Snapshot,
  index: number,
  references: Declaration['references'],
): readonly RelativeToken[] {
  const statement = snapshot.tree.statements[index]!;
  let tokens = remembered.get(statement);
  if (!tokens) {
    tokens = tokensOf(snapshot, snapshot.tree.starts[index]!, statement, references);
    remembered.set(statement, tokens);
  }
  return tokens;
}

function tokensOf(
  snapshot: Snapshot,
  base: number,
  statement: Statement,
  references: Declaration['references'],
): readonly RelativeToken[] {
  const { lines } = snapshot;
  const origin = lines.positionAt(base);
  const found: RelativeToken[] = [];
  const names = new Map(references.map((reference) => [reference.span.start, reference]));
  const add = ({ start, end }: Span, type: TokenType, modifiers = 0, name?: LocalReference): void => {
    if (end <= start) return;
    const { line, character } = lines.positionAt(base + start);
    found.push({
      line: line - origin.line,
      character: line === origin.line ? character - origin.character : character,
      length: lines.lengthOf(base + start, base + end),
      type,
      modifiers,
      ...(name && { name }),
    });
  };

  const visit = ({ keyword, arguments: tokens, block, ...rest }: Statement, place: Place | undefined): void => {
    const entry = place && entryFor(place, keyword.text);
    if (entry) {
      add(keyword, place === 'file' ? 'keyword' : 'property', flags(entry.deprecated && 'deprecated'));
      const { parts } = matchArguments({ keyword, arguments: tokens, ...rest }, entry);
      tokens.forEach((token, i) => {
        const part = parts[i];
        if (part) argument(token, part);
      });
    }
    for (const child of block?.statements ?? []) visit(child, entry?.block);
  };

  const argument = (token: Token, part: TokenPart): void => {
    if (part.part === 'word') {
      if (token.text === part.word) add(token, 'keyword');
    } else if (part.part === 'choice') {
      const option = part.options.find(({ word }) => word === token.text);
      if (option) add(token, typeof option.value === 'string' ? 'property' : 'keyword');
    } else {
      value(token, part.kind);
    }
  };

  const value = (token: Token, kind: ValueKindName): void => {
    const quote = token.kind === 'string' ? 1 : 0;
    const joined = kind === 'network mode' && token.text.startsWith(JOINED) ? JOINED.length : 0;
    if (joined > 0) add({ start: token.start + quote, end: token.start + quote + joined }, 'keyword');
    const reference = names.get(token.start + quote + joined);
    if (reference && !isAddress(token.text)) {
      add(reference.span, TYPE_OF_KIND[kind], flags(reference.isDefinition && 'declaration'), reference);
    } else if (!joined) {
      add(token, ADDRESS_OR_NAME.includes(kind) && isAddress(token.text) ? 'number' : TYPE_OF_KIND[kind]);
    }
  };

  visit(statement, 'file');
  comments(snapshot, base, base + statement.end, ({ start, end, type }) =>
    add({ start: start - base, end: end - base }, type),
  );
  return found.sort((a, b) => a.line - b.line || a.character - b.character);
}

const JOINED = 'container:';

/** What could be one at a glance: reading what is none as one is slow. */
const LIKE_AN_ADDRESS = /^[\da-f]*[.:][\da-f.:-]*$/i;

function isAddress(text: string): boolean {
  if (!LIKE_AN_ADDRESS.test(text)) return false;
  return !isRefusal(valueKinds.address.read(text)) || !isRefusal(valueKinds.MAC.read(text));
}

/** A name by what it means: what is built in and what nobody declares look different from what is declared. */
function typeOfName(
  { lab }: Snapshot,
  { type, modifiers }: RelativeToken,
  name: LocalReference,
): Pick<RelativeToken, 'type' | 'modifiers'> {
  const meaning = name.isDefinition ? undefined : meaningOf(lab, lab.root, name);
  if (meaning?.kind === 'declared') return { type: TYPE_OF_SYMBOL[meaning.symbol.kind], modifiers };
  const isBuiltIn = name.kind === 'network' ? BUILT_IN_NETWORKS.has(name.name) : BUILT_IN_ACTORS.has(name.name);
  return isBuiltIn && !name.isDefinition
    ? { type: name.kind === 'network' ? type : 'namespace', modifiers: modifiers | flags('defaultLibrary') }
    : { type, modifiers };
}

/** Who sends and is sent to without being declared. */
const BUILT_IN_ACTORS: ReadonlySet<string> = new Set(['host', 'outside']);

function flags(...modifiers: readonly (TokenModifier | false | undefined)[]): number {
  return modifiers.reduce((bits, modifier) => (modifier ? bits | (1 << tokenModifiers.indexOf(modifier)) : bits), 0);
}

/** One statement of the file → one declaration, as the vocabulary says. Nothing outside the statement is looked at. */
import { t, translatable } from '../l10n.ts';
import type { Span, Statement, Token } from '../syntax/tree.ts';
import type { Entry, Place } from '../vocabulary/entry.ts';
import { isBesideTheNetwork, ourWordFor } from '../vocabulary/other-words.ts';
import { nearest } from '../vocabulary/suggest.ts';
import { valueKinds } from '../vocabulary/values.ts';
import { entryFor, keywords, placesOf, vocabulary } from '../vocabulary/vocabulary.ts';
import { type Captures, type Match, matchArguments } from './arguments.ts';
import type { BindingProblem, Declaration, LocalReference, Located } from './program.ts';

/** The fields of a block by name, as the entries' meanings say. */
type Fields = Record<string, unknown>;

const bound = new WeakMap<Statement, Declaration>();

/** The declaration of a statement of the file; the same object whenever it is asked again. */
export function declarationOf(statement: Statement): Declaration {
  const known = bound.get(statement);
  if (known !== undefined) return known;
  const declaration = bindStatement(statement);
  bound.set(statement, declaration);
  return declaration;
}

function bindStatement(statement: Statement): Declaration {
  const binder = new Binder();
  const entry = binder.entry(statement, 'file');
  if (entry === undefined) return { kind: 'unknown', ...binder.base(statement) };
  const { captures, complete, form } = binder.arguments(statement, entry);
  const fields = binder.block(statement, entry);
  const base = binder.base(statement);
  const kind = entry.name as Exclude<Declaration['kind'], 'unknown'>;
  switch (kind) {
    case 'connect': {
      const { container, network } = captures;
      const attachment = network && { network, span: spanOf(statement), ...fields };
      return { kind, ...base, container, attachment } as Declaration;
    }
    case 'expect':
      return { kind, ...base, expectation: complete ? expectation(form.name, captures) : undefined } as Declaration;
    default: {
      const declaration: Fields = { kind, ...base, ...unwritten(entry), ...captures, ...fields };
      return declaration as unknown as Declaration;
    }
  }
}

/** Names that a declaration always has, without a value. */
function unwritten(entry: Entry): Fields {
  const fields: Fields = {};
  for (const part of entry.forms[0]!.parts) if (part.part === 'value') fields[part.capture] = undefined;
  return fields;
}

function expectation(kind: string, captures: Captures): Fields {
  const { positive, ...rest } = captures;
  const targets = kind === 'resolve' ? { targets: [] } : {};
  const polarity = positive === undefined ? {} : { positive: (positive as Located<boolean>).value };
  return { kind, ...targets, ...rest, ...polarity };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** The list fields of each place: present, if empty, in every declaration. */
const EMPTY_LISTS = new Map(
  Object.entries(vocabulary).map(([place, entries]) => [
    place as Place,
    Object.fromEntries(
      entries.flatMap(({ meaning }) => (meaning && meaning.shape !== 'one' ? [[meaning.field, []] as const] : [])),
    ),
  ]),
);

class Binder {
  readonly problems: BindingProblem[] = [];
  readonly references: LocalReference[] = [];

  /** What every declaration has. Copies of lists have no more room than they need. */
  base(statement: Statement) {
    const { problems, references } = this;
    return { statement, problems: problems.length > 0 ? problems.slice() : NOTHING, references: references.slice() };
  }

  /**
   * The entry that a statement means. A keyword that is misspelt, or Compose's own, is reported and then read as what
   * was probably meant, so that the slip has no consequences elsewhere.
   */
  entry(statement: Statement, place: Place): Entry | undefined {
    const { keyword } = statement;
    const entry = entryFor(place, keyword.text);
    if (entry !== undefined || keyword.text === '') return entry;
    const code = place === 'file' ? 'unknown-statement' : 'unknown-property';
    const ours = ourWordFor(place, keyword.text);
    const isBeside = isBesideTheNetwork(place, keyword.text);
    const near = ours ?? (isBeside ? undefined : nearest(keyword.text, keywords(place)));
    if (near !== undefined) {
      this.problems.push({
        code,
        severity: 'error',
        start: keyword.start,
        end: keyword.end,
        message:
          ours === undefined
            ? t`\`${keyword.text}\` is not known here. Did you mean \`${near}\`?`
            : t`\`${keyword.text}\` is called \`${near}\` here.`,
        fix: { title: t`Replace with \`${near}\``, edits: [{ start: keyword.start, end: keyword.end, newText: near }] },
      });
      return entryFor(place, near);
    }
    this.problems.push({
      code,
      severity: 'error',
      start: keyword.start,
      end: keyword.end,
      message: isBeside
        ? t`\`${keyword.text}\` has no place in a lab: it changes nothing about who can talk to whom. Leave it out.`
        : notKnown(keyword, place),
    });
    return undefined;
  }

  arguments(statement: Statement, entry: Entry): Match {
    const match = matchArguments(statement, entry);
    for (const problem of match.problems) this.problems.push(problem);
    for (let i = 0; i < match.parts.length; i++) {
      const part = match.parts[i];
      if (part?.part === 'value') this.#refer(part.kind, statement.arguments[i]!);
    }
    return match;
  }

  #refer(kindName: keyof typeof valueKinds, token: Token): void {
    const { reference: kind, definition = false } = valueKinds[kindName];
    if (kind === undefined || token.text === '') return;
    const joined = kindName === 'network mode' && token.text.startsWith(JOINED);
    const name = joined ? token.text.slice(JOINED.length) : token.text;
    if (name === '') return;
    const quote = token.kind === 'string' ? 1 : 0;
    const start = token.start + quote + (joined ? JOINED.length : 0);
    this.references.push({
      kind: joined ? 'container' : kind,
      name,
      span: { start, end: token.end - quote },
      isDefinition: definition,
      binding: kindName === 'sender' ? 'sender' : kindName === 'target' || kind === 'alias' ? 'free' : 'exact',
    });
  }

  /** The fields that the statements of a block fill. */
  block(statement: Statement, entry: Entry): Fields {
    const { block } = statement;
    if (entry.block === undefined) {
      if (block !== undefined) {
        this.problems.push({
          code: 'unexpected-block',
          severity: 'error',
          start: block.start,
          end: block.end,
          message: t`\`${entry.name}\` has no block: nothing can be said about it in braces.`,
        });
      }
      return NO_FIELDS;
    }
    const fields: Fields = { ...EMPTY_LISTS.get(entry.block) };
    if (block === undefined) return fields;
    for (const child of block.statements) {
      const property = this.entry(child, entry.block);
      if (property === undefined) continue;
      if (!property.repeatable && fields[property.meaning!.field] !== undefined) {
        this.#givenTwice(property, block.statements, child);
      }
      this.#property(fields, child, property);
    }
    return fields;
  }

  #property(fields: Fields, statement: Statement, entry: Entry): void {
    const { captures, complete } = this.arguments(statement, entry);
    const inner = this.block(statement, entry);
    const { field, shape } = entry.meaning!;
    if (shape === 'one') {
      if (complete) fields[field] = captures.value;
      return;
    }
    const more =
      shape === 'list'
        ? ((captures.value as readonly unknown[] | undefined) ?? NOTHING)
        : complete
          ? [{ ...captures, span: spanOf(statement), ...inner }]
          : NOTHING;
    // The empty list is everybody's, and a list that grows takes room for many more: most blocks have but a few.
    const list = fields[field] as unknown[];
    if (list.length === 0) fields[field] = more;
    else if (list.length < FEW) fields[field] = list.concat(more);
    else for (const each of more) list.push(each);
  }

  #givenTwice(entry: Entry, statements: readonly Statement[], later: Statement): void {
    const { keyword } = later;
    const before = statements.slice(0, statements.indexOf(later));
    const earlier = before.findLast((statement) => statement.keyword.text === entry.name) ?? later;
    this.problems.push({
      code: 'duplicate-property',
      severity: 'warning',
      start: keyword.start,
      end: keyword.end,
      message: t`\`${entry.name}\` is given twice. The last one counts, as with a flag of the \`docker\` command.`,
      fix: {
        title: t`Remove the earlier \`${entry.name}\``,
        edits: [{ start: earlier.start, end: earlier.end, newText: '' }],
      },
    });
  }
}

const FEW = 4;
const NOTHING: readonly never[] = [];
const NO_FIELDS: Fields = {};

const JOINED = 'container:';

/** How a message calls a place. */
const PLACES: Readonly<Record<Place, string>> = {
  file: translatable('in the file itself'),
  host: translatable('in the block of a `host`'),
  interface: translatable("in the block of a host's `interface`"),
  network: translatable('in the block of a `network`'),
  container: translatable('in the block of a `container`'),
  attachment: translatable('in the block of `network` inside a `container`, or of `connect`'),
};

function notKnown(keyword: Token, place: Place): string {
  const elsewhere = placesOf(keyword.text);
  if (elsewhere.length > 0) {
    const where = elsewhere.map((other) => t(PLACES[other])).join(t(', or '));
    return t`\`${keyword.text}\` has no place ${t(PLACES[place])}. It belongs ${where}.`;
  }
  const known = [...keywords(place)].map((name) => `\`${name}\``).join(', ');
  return t`\`${keyword.text}\` means nothing ${t(PLACES[place])}. What can be written there: ${known}.`;
}

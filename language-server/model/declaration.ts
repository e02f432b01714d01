/** One statement of the file → one declaration, as the vocabulary says. Nothing outside the statement is looked at. */
import { t, translatable } from '../l10n.ts';
import type { Span, Statement, Token } from '../syntax/tree.ts';
import type { Entry, Part, Place } from '../vocabulary/entry.ts';
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
  const kind = entry.name as Exclude<Declaration['kind'], 'unknown'>;
  switch (kind) {
    case 'connect': {
      const { container, network } = captures;
      const attachment = filled(blankAttachment, { network }, statement);
      binder.block(statement, entry, attachment);
      return { kind, ...binder.base(statement), container, attachment: network && attachment } as Declaration;
    }
    case 'expect': {
      const said = complete ? expectation(form.name, captures) : undefined;
      return { kind, ...binder.base(statement), expectation: said } as Declaration;
    }
    default: {
      const declaration = filled(blankDeclaration(entry), captures);
      binder.block(statement, entry, declaration);
      return Object.assign(declaration, binder.base(statement)) as unknown as Declaration;
    }
  }
}

function expectation(kind: string, captures: Captures): Fields {
  const { positive, ...rest } = captures;
  const targets = kind === 'resolve' ? { targets: [] } : {};
  const polarity = positive === undefined ? {} : { positive: (positive as Located<boolean>).value };
  return { kind, ...targets, ...rest, ...polarity };
}

const NOTHING: readonly never[] = [];

/** Names that the parts of a statement give to its values. */
const capturesOf = (parts: readonly Part[]): readonly string[] =>
  parts.flatMap((part) =>
    part.part === 'optional' ? capturesOf(part.parts) : part.part === 'value' ? [part.capture] : [],
  );

/** The fields of a block before anything is read: copying them is quicker than adding one after another. */
const blankBlock = (place: Place | undefined): Fields =>
  Object.fromEntries(
    (place === undefined ? [] : vocabulary[place]).flatMap(({ meaning }) =>
      meaning ? [[meaning.field, meaning.shape === 'one' ? undefined : NOTHING] as const] : [],
    ),
  );

const unwritten = (entry: Entry): Fields =>
  Object.fromEntries(entry.forms.flatMap(({ parts }) => capturesOf(parts)).map((name) => [name, undefined]));

function remembered(make: (entry: Entry) => Fields): (entry: Entry) => Fields {
  const made = new Map<Entry, Fields>();
  return (entry) => {
    let known = made.get(entry);
    if (!known) {
      known = make(entry);
      made.set(entry, known);
    }
    return known;
  };
}

const blankDeclaration = remembered((entry) => ({
  kind: entry.name,
  statement: undefined,
  problems: NOTHING,
  references: NOTHING,
  ...unwritten(entry),
  ...blankBlock(entry.block),
}));

const blankRecord = remembered((entry) => ({ ...unwritten(entry), span: undefined, ...blankBlock(entry.block) }));

const blankAttachment: Fields = { network: undefined, span: undefined, ...blankBlock('attachment') };

/** A copy of blank fields with what was captured, and the place. */
function filled(blank: Fields, captures: Captures | Fields, span?: Span): Fields {
  const fields = { ...blank };
  for (const name in captures) fields[name] = captures[name];
  if (span) fields.span = span;
  return fields;
}

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
    const skipped = quote + (joined ? JOINED.length : 0);
    this.references.push({
      kind: joined ? 'container' : kind,
      name,
      span: skipped === 0 ? token : { start: token.start + skipped, end: token.end - quote },
      isDefinition: definition,
      binding: kindName === 'sender' ? 'sender' : kindName === 'target' || kind === 'alias' ? 'free' : 'exact',
    });
  }

  /** Fills the fields that the statements of a block are about. */
  block(statement: Statement, entry: Entry, fields: Fields): void {
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
      return;
    }
    if (block === undefined) return;
    for (const child of block.statements) {
      const property = this.entry(child, entry.block);
      if (property === undefined) continue;
      if (!property.repeatable && fields[property.meaning!.field] !== undefined) {
        this.#givenTwice(property, block.statements, child);
      }
      this.#property(fields, child, property);
    }
  }

  #property(fields: Fields, statement: Statement, entry: Entry): void {
    const { captures, complete } = this.arguments(statement, entry);
    const { field, shape } = entry.meaning!;
    if (shape === 'one') {
      if (complete) fields[field] = captures.value;
      this.block(statement, entry, {});
      return;
    }
    let more = NOTHING as readonly unknown[];
    if (shape === 'list') {
      more = (captures.value as readonly unknown[] | undefined) ?? NOTHING;
      this.block(statement, entry, {});
    } else {
      const record = filled(blankRecord(entry), captures, statement);
      this.block(statement, entry, record);
      if (complete) more = [record];
    }
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
  if (keyword.text === 'docker' || keyword.text === 'sudo')
    return t(
      'What a `docker` command does is written as a statement here. A quick fix converts commands that change something.',
    );
  const known = [...keywords(place)].map((name) => `\`${name}\``).join(', ');
  return t`\`${keyword.text}\` means nothing ${t(PLACES[place])}. What can be written there: ${known}.`;
}

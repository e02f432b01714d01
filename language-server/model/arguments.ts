/** A statement's arguments against its entry: which token is which part, the values, and what is wrong with them. */
import { t } from '../l10n.ts';
import type { Span, Statement, Token } from '../syntax/tree.ts';
import type { ChoicePart, Entry, Form, Part, ValuePart, WordPart } from '../vocabulary/entry.ts';
import { nearest } from '../vocabulary/suggest.ts';
import { isRefusal, type Value, valueKinds } from '../vocabulary/values.ts';
import { placesOf, usageOf } from '../vocabulary/vocabulary.ts';
import type { BindingProblem, Located } from './program.ts';

/** A part that stands for exactly one token. */
export type TokenPart = ValuePart | WordPart | ChoicePart;

/** The values of a statement by the name under which its entry keeps them; lists are arrays. */
export type Captures = Readonly<Record<string, Located<Value> | readonly Located<Value>[]>>;

export interface Match {
  readonly form: Form;
  readonly captures: Captures;
  /** Parallel to the statement's arguments; `undefined` for one too many. */
  readonly parts: readonly (TokenPart | undefined)[];
  /** Parts that could stand behind the last argument: first those that could come next. */
  readonly expected: readonly TokenPart[];
  /** True when everything that has to be said is said, and understood. */
  readonly complete: boolean;
  readonly problems: readonly BindingProblem[];
}

/** Reads the arguments of a statement as its entry says; with several forms, as the one that they fit best. */
export function matchArguments(statement: Statement, entry: Entry): Match {
  let best: Matcher | undefined;
  for (const form of entry.forms) {
    const matcher = new Matcher(statement, entry, form);
    matcher.run();
    if (best === undefined || matcher.score > best.score) best = matcher;
  }
  return best!;
}

const NOTHING: readonly never[] = [];

class Matcher implements Match {
  readonly form: Form;
  readonly captures: Record<string, Located<Value> | readonly Located<Value>[]> = {};
  readonly parts: (TokenPart | undefined)[];
  expected: readonly TokenPart[] = NOTHING;
  complete = true;
  problems: readonly BindingProblem[] = NOTHING;
  /** How many words of the form were found: exact ones count twice. */
  score = 0;
  readonly #statement: Statement;
  readonly #entry: Entry;
  #next = 0;
  #commas = 0;

  constructor(statement: Statement, entry: Entry, form: Form) {
    this.#statement = statement;
    this.#entry = entry;
    this.form = form;
    this.parts = new Array(statement.arguments.length).fill(undefined);
  }

  run(): void {
    this.#passEqualsSign();
    this.#match(this.form.parts);
    this.#leftOver();
  }

  /** `driver = bridge`, as other languages have it, means `driver bridge`. */
  #passEqualsSign(): void {
    const [first, second] = this.#statement.arguments;
    if (first?.kind !== 'word' || first.text !== '=' || !second) return;
    this.#next = 1;
    const value = second.kind === 'string' ? `"${second.text}"` : second.text;
    this.#report(
      'extra-argument',
      first,
      t`A value stands behind its word without \`=\`: \`${this.#entry.name} ${value}\`.`,
      {
        title: t`Remove \`${'='}\``,
        edits: [{ start: first.start, end: second.start, newText: '' }],
      },
    );
  }

  /** Matches parts in their order; false when the arguments ended too early. */
  #match(parts: readonly Part[]): boolean {
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!;
      const token = this.#statement.arguments[this.#next];
      if (part.part === 'optional') {
        if (token === undefined) {
          this.expected = [...this.expected, part.parts[0]];
        } else if (this.#isOptional(token, part.parts[0]) && !this.#match(part.parts)) {
          return false;
        }
      } else if (token === undefined) {
        this.expected = [part];
        if (part.part === 'value' && part.implied !== undefined) {
          this.captures[part.capture] = { value: part.implied, span: this.#statement.keyword };
          continue;
        }
        this.#missing(part);
        return false;
      } else if (part.part === 'value') {
        this.expected = NOTHING;
        this.#values(part);
      } else {
        this.expected = NOTHING;
        this.#word(part, token, parts.slice(i + 1));
      }
    }
    return true;
  }

  #isOptional(token: Token, first: WordPart): boolean {
    if (token.text === first.word) return true;
    const remaining = this.#statement.arguments.length - this.#next;
    return remaining > 1 && nearest(token.text, [first.word]) !== undefined;
  }

  /** One value, or all values of a list: those that commas join. */
  #values(part: ValuePart): void {
    let values: readonly Located<Value>[] = NOTHING;
    const { arguments: tokens, commas } = this.#statement;
    for (;;) {
      const located = this.#value(part, tokens[this.#next]!);
      if (located !== undefined) values = values.length === 0 ? [located] : values.concat(located);
      const following = tokens[this.#next];
      const comma = commas[this.#commas];
      if (!part.list || comma === undefined) break;
      if (following === undefined) {
        // The syntax tree says already that a value is missing here.
        this.#commas++;
        this.expected = [part];
        break;
      }
      if (comma.start > following.start) break;
      this.#commas++;
    }
    if (part.list) {
      this.captures[part.capture] = values;
    } else if (values[0] !== undefined) {
      this.captures[part.capture] = values[0];
    }
    if (values.length === 0) this.complete = false;
  }

  #value(part: ValuePart, token: Token): Located<Value> | undefined {
    this.parts[this.#next++] = part;
    const value = this.#read(part, token);
    return value === undefined ? undefined : { value, span: token };
  }

  #read(part: ValuePart, token: Token): Value | undefined {
    const kind = valueKinds[part.kind];
    const result = kind.read(token.text);
    if (!isRefusal(result)) return result;
    const suggestion = result.suggestion ?? nearest(token.text, kind.words?.map(({ word }) => word) ?? NOTHING);
    const question =
      suggestion === undefined || result.refused.includes(suggestion) ? '' : t` Did you mean \`${suggestion}\`?`;
    this.#report(
      kind.code,
      token,
      result.refused + question,
      suggestion === undefined ? undefined : replaceBy(token, suggestion),
    );
    return undefined;
  }

  /** A word that has to stand here, or one of several. */
  #word(part: WordPart | ChoicePart, token: Token, rest: readonly Part[]): void {
    const words = part.part === 'word' ? [part.word] : part.options.map(({ word }) => word);
    if (words.includes(token.text)) {
      this.score += 2;
      this.#take(part, token, token.text);
      return;
    }
    const near = nearest(token.text, words);
    if (near !== undefined) {
      this.score += 1;
      this.#report(
        'expected-word',
        token,
        t`\`${token.text}\` is not expected here. Did you mean \`${near}\`?`,
        replaceBy(token, near),
      );
      this.#take(part, token, near);
      return;
    }
    const wanted = wordsOf(part);
    const form = `\`${[this.#entry.name, ...this.form.parts.map(usageOf)].join(' ')}\``;
    const left = this.#statement.arguments.length - this.#next;
    const replaces = left > rest.filter(isRequired).length && !rest.some((later) => startsWith(later, token.text));
    // One missing word leaves the others without their places: to speak of each would hide the cause.
    const isFirst = this.complete;
    this.complete = false;
    if (replaces) this.parts[this.#next++] = part;
    if (!isFirst) return;
    const following = this.#statement.arguments[this.#next];
    const text = missingWords([part, ...rest], replaces ? following : token).join(' ');
    if (replaces) {
      const message = t`Expected ${wanted} instead of \`${token.text}\`. The form is ${form}.`;
      this.#report('expected-word', token, message, replaceBy(token, text));
    } else {
      const insert = { start: token.start, end: token.start, newText: `${text} ` };
      const fix = { title: t`Insert \`${text}\``, edits: [insert] };
      this.#report('expected-word', token, t`Expected ${wanted} before \`${token.text}\`. The form is ${form}.`, fix);
    }
  }

  #take(part: WordPart | ChoicePart, token: Token, text: string): void {
    this.parts[this.#next++] = part;
    if (part.part === 'word') return;
    const { value } = part.options.find(({ word }) => word === text)!;
    this.captures[part.capture] = { value, span: token };
  }

  #missing(part: TokenPart): void {
    this.complete = false;
    const { keyword, arguments: tokens, commas } = this.#statement;
    const last = tokens.at(-1) ?? keyword;
    // A comma that ends the statement is reported by the syntax tree.
    if (commas.length > this.#commas && commas.at(-1)!.start >= last.end) return;
    const span = { start: keyword.start, end: last.end };
    const written = [keyword.text, ...tokens.map(({ text }) => text)].join(' ');
    const example =
      this.#entry.example.split('\n').find((line) => line.includes(sampleWord(this.form))) ?? this.#entry.example;
    const needs =
      part.part === 'value' ? t`needs ${t(valueKinds[part.kind].title)}` : t`goes on with ${this.#wordsLike(part)}`;
    this.#report('missing-argument', span, t`\`${written}\` ${needs}, as in \`${example.replace(/ \{$/, '')}\`.`);
  }

  /** The words that may stand in the place of a part, in this form and in others that begin alike. */
  #wordsLike(part: WordPart | ChoicePart): string {
    const { parts } = this.form;
    const at = parts.indexOf(part);
    const alike = this.#entry.forms.flatMap((form) => {
      const other = form.parts[at];
      const begins = parts.slice(0, at).every((each, index) => isLike(each, form.parts[index]));
      return begins && (other?.part === 'word' || other?.part === 'choice') ? [wordsOf(other)] : [];
    });
    return at < 0 ? wordsOf(part) : [...new Set(alike)].join(' or ');
  }

  /** Arguments and commas that no part has taken. */
  #leftOver(): void {
    const { keyword, arguments: tokens, commas } = this.#statement;
    const extra = tokens[this.#next];
    if (extra !== undefined) {
      const before = tokens[this.#next - 1] ?? keyword;
      const previous = this.parts[this.#next - 1];
      const separator = commas.find(({ start }) => start >= before.end && start < extra.start);
      if (!this.complete) return;
      if (previous?.part === 'value' && previous.list) {
        const join = { start: before.end, end: before.end, newText: ',' };
        this.#report(
          'missing-comma',
          extra,
          t`Values of \`${keyword.text}\` are separated by commas: one is missing before \`${extra.text}\`.`,
          {
            title: t('Insert a comma'),
            edits: [join],
          },
        );
      } else if (separator !== undefined && isProperty(extra.text)) {
        this.#report('unexpected-comma', separator, t('A `;` stands between statements on one line, not a comma.'), {
          title: t`Replace with \`${';'}\``,
          edits: [{ ...separator, newText: ';' }],
        });
      } else if (this.#entry.repeatable && previous?.part === 'value' && commas.length > 0) {
        const span = { start: extra.start, end: tokens.at(-1)!.end };
        const again = commas.map(({ start }) => ({
          start,
          end: tokens.find((token) => token.start > start)?.start ?? start,
          newText: `; ${keyword.text} `,
        }));
        const fix = { title: t('Write a statement for each value'), edits: again };
        this.#report('extra-argument', span, t`\`${keyword.text}\` takes one value: write it once for each.`, fix);
      } else if (this.#entry.block && !this.#statement.block && placesOf(extra.text).includes(this.#entry.block)) {
        const span = { start: extra.start, end: tokens.at(-1)!.end };
        const written = [keyword, ...tokens.slice(0, this.#next)].map(({ text }) => text).join(' ');
        const inside = tokens.slice(this.#next).map(({ text }) => text);
        this.#report(
          'extra-argument',
          span,
          t`\`${extra.text}\` stands in a block: \`${`${written} { ${inside.join(' ')} }`}\`.`,
          {
            title: t('Put it into a block'),
            edits: [
              { start: span.start, end: span.start, newText: '{ ' },
              { start: span.end, end: span.end, newText: ' }' },
            ],
          },
        );
      } else {
        const span = { start: extra.start, end: tokens.at(-1)!.end };
        const remove = { start: before.end, end: span.end, newText: '' };
        const form = [this.#entry.name, ...this.form.parts.map(usageOf)].join(' ');
        this.#report('extra-argument', span, t`\`${extra.text}\` is one value too many: \`${form}\`.`, {
          title: t`Remove \`${extra.text}\``,
          edits: [remove],
        });
      }
      return;
    }
    const comma = commas[this.#commas];
    if (comma === undefined || comma.start >= (tokens.at(-1) ?? keyword).end) return;
    this.#report('unexpected-comma', comma, t`\`${keyword.text}\` takes no list: this comma is one too many.`, {
      title: t('Remove the comma'),
      edits: [{ ...comma, newText: '' }],
    });
  }

  #report(code: string, at: Span, message: string, fix?: NonNullable<BindingProblem['fix']>): void {
    const problem: BindingProblem = { code, severity: 'error', message, start: at.start, end: at.end };
    this.problems = [...this.problems, fix === undefined ? problem : { ...problem, fix }];
  }
}

/** Whether two parts take the same words, or both some value. */
const isLike = (a: Part, b: Part | undefined): boolean =>
  b !== undefined && (a.part === 'value' ? b.part === 'value' : usageOf(a) === usageOf(b));

/** True for what begins a statement in some block. */
function isProperty(word: string): boolean {
  return placesOf(word).some((place) => place !== 'file');
}

function replaceBy(token: Token, text: string): NonNullable<BindingProblem['fix']> {
  return { title: t`Replace with \`${text}\``, edits: [{ start: token.start, end: token.end, newText: text }] };
}

/** The words that have to come before a token, the first where there is a choice. */
function missingWords(parts: readonly Part[], before: Token | undefined): readonly string[] {
  const words: string[] = [];
  for (const part of parts) {
    if (words.length > 0 && (before === undefined || startsWith(part, before.text))) break;
    if (part.part === 'word') words.push(part.word);
    else if (part.part === 'choice') words.push(part.options[0]!.word);
    else break;
  }
  return words;
}

function isRequired(part: Part): boolean {
  return part.part !== 'optional' && !(part.part === 'value' && part.implied !== undefined);
}

function startsWith(part: Part, text: string): boolean {
  switch (part.part) {
    case 'word':
      return part.word === text;
    case 'choice':
      return part.options.some(({ word }) => word === text);
    case 'optional':
      return part.parts[0].word === text;
    case 'value':
      return false;
  }
}

function wordsOf(part: WordPart | ChoicePart): string {
  const words = part.part === 'word' ? [part.word] : part.options.map(({ word }) => word);
  return words.map((word) => `\`${word}\``).join(' or ');
}

/** A word by which a form is recognised in examples. */
function sampleWord(form: Form): string {
  for (const part of form.parts) if (part.part === 'word') return part.word;
  return '';
}

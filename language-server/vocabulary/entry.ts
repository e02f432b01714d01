/**
 * The shape of the vocabulary: what one statement or property is, as data. Validation, completion, hover, semantic
 * tokens, formatting, the language reference and the TextMate grammar read entries; none of them knows a keyword.
 */
import type { Value, ValueKindName } from './values.ts';

/** Where a statement can stand: in the file, or in the block of another statement. */
export type Place = 'file' | 'host' | 'interface' | 'network' | 'container' | 'attachment';

/** One value, or a list of them separated by commas. */
export interface ValuePart {
  readonly part: 'value';
  /** The name under which the value is kept, e.g. `subnet`. */
  readonly capture: string;
  readonly kind: ValueKindName;
  readonly list: boolean;
  /** What leaving the value out means: `internal` is `internal true`. */
  readonly implied?: Value;
}

/** A word that has to stand here, such as `to` in `connect web to backend`. */
export interface WordPart {
  readonly part: 'word';
  readonly word: string;
  readonly documentation: string;
}

/** One of several words, kept as a value. */
export interface ChoicePart {
  readonly part: 'choice';
  readonly capture: string;
  readonly options: readonly { readonly word: string; readonly documentation: string; readonly value: Value }[];
}

/** Parts that can be left out together; the first is a word, by which they are recognised. */
export interface OptionalPart {
  readonly part: 'optional';
  readonly parts: readonly [WordPart, ...Part[]];
}

export type Part = ValuePart | WordPart | ChoicePart | OptionalPart;

/** One way to write a statement's arguments. */
export interface Form {
  readonly name: string;
  readonly parts: readonly Part[];
}

/** What an entry's values become in the program. */
export interface Meaning {
  /** The field of the declaration (see `model/program.ts`). */
  readonly field: string;
  /**
   * `one` value; a `list` of values, to which every use adds; or `records`: an object of all captures, and of the
   * block's fields, for each use.
   */
  readonly shape: 'one' | 'list' | 'records';
}

/** One statement or property. */
export interface Entry {
  readonly name: string;
  readonly place: Place;
  /** Tried together; what is written decides which is meant. */
  readonly forms: readonly Form[];
  /** True when several of it may stand in one block. */
  readonly repeatable: boolean;
  /** Absent for statements of the file, which become declarations of their own. */
  readonly meaning?: Meaning;
  /** What holds without it, in words; absent where nothing is implied. */
  readonly default?: string;
  /** One sentence. */
  readonly summary: string;
  /** Markdown: what it means and what to know about it, for a reader who learns Docker. */
  readonly documentation: string;
  /** The command or flag it stands for; absent where Docker has none. */
  readonly docker?: string;
  /** The page of Docker's documentation about it. */
  readonly url?: string;
  /** The rule of the engine behind it, in one sentence. */
  readonly rule?: string;
  /** True where Docker's documentation advises against it. */
  readonly deprecated?: boolean;
  /** What completion inserts: an LSP snippet. */
  readonly snippet: string;
  /** A whole example line or block. */
  readonly example: string;
  /** What may stand in its block; absent when it has none. */
  readonly block?: Place;
}

export function value(capture: string, kind: ValueKindName): ValuePart {
  return { part: 'value', capture, kind, list: false };
}

export function list(capture: string, kind: ValueKindName): ValuePart {
  return { part: 'value', capture, kind, list: true };
}

/** A switch: `true` when nothing is said. */
export function flag(): ValuePart {
  return { part: 'value', capture: 'value', kind: 'boolean', list: false, implied: true };
}

export function word(name: string, documentation: string): WordPart {
  return { part: 'word', word: name, documentation };
}

export function optional(first: WordPart, ...rest: readonly Part[]): OptionalPart {
  return { part: 'optional', parts: [first, ...rest] };
}

/** A statement or property with one form. */
export function form(...parts: readonly Part[]): readonly Form[] {
  return [{ name: 'only', parts }];
}

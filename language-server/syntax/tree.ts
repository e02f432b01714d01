/**
 * The syntax tree of a `.dnet` file: one uniform statement shape, no keyword known.
 *
 * Trees are position-free: every offset inside a top-level statement counts from that statement's own start, so a
 * statement that an edit did not touch is reused as the same object, wherever it moved to. Only
 * {@link SyntaxTree.starts} knows absolute offsets. All offsets are UTF-16 code units.
 */

/** A half-open range of UTF-16 offsets, counted from the start of the enclosing top-level statement. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A word or a string as written. */
export interface Token extends Span {
  readonly kind: 'word' | 'string';
  /** The value: a string's text without quotes and with its escapes resolved. */
  readonly text: string;
}

export interface Block extends Span {
  /** False when the block was never closed and its end had to be guessed. */
  readonly closed: boolean;
  readonly statements: readonly Statement[];
}

export interface Statement extends Span {
  readonly keyword: Token;
  readonly arguments: readonly Token[];
  /** How the arguments are grouped by commas: `alias a, b` is two groups of one, `to a, b` splits after `a`. */
  readonly commas: readonly Span[];
  readonly block?: Block;
  /** Problems inside this statement; those of nested statements stand with the nested ones. */
  readonly problems: readonly SyntaxProblem[];
}

/**
 * A statement of the file itself, with what a later edit needs to know about how it was read. Without these facts a
 * statement could be reused although its own text stayed the same but what the parser looked at behind it did not.
 */
export interface TopLevelStatement extends Statement {
  /** The parser looked at the text before this offset, counted from the statement's start, and at nothing behind it. */
  readonly reach: number;
  /** True when reading by braces alone and reading by indentation can differ for this statement. */
  readonly indentationMatters: boolean;
}

/** A finding of the parser. `code` is stable and names a page of `docs/diagnostics/`. */
export interface SyntaxProblem extends Span {
  readonly code: SyntaxProblemCode;
  readonly message: string;
  /** A repair, as replacements in the same coordinates. */
  readonly fix?: { readonly title: string; readonly edits: readonly SpanEdit[] };
}

export interface SpanEdit extends Span {
  readonly newText: string;
}

export type SyntaxProblemCode =
  | 'block-not-closed'
  | 'block-without-statement'
  | 'brace-without-block'
  | 'second-block'
  | 'nested-too-deeply'
  | 'string-not-closed'
  | 'comment-not-closed'
  | 'unknown-escape'
  | 'stray-comma'
  | 'missing-argument-after-comma'
  | 'unexpected-character';

/** One immutable tree of one text. */
export interface SyntaxTree {
  readonly text: string;
  readonly statements: readonly TopLevelStatement[];
  /** Absolute start offset of each top-level statement; parallel to `statements`. */
  readonly starts: readonly number[];
  /** Problems outside every statement, with absolute offsets. */
  readonly problems: readonly SyntaxProblem[];
  /**
   * The index of the first statement that was read with an eye on the indentation, because braces alone never closed
   * it; `statements.length` when every block is closed.
   */
  readonly indentedFrom: number;
  /**
   * The index of the first statement for which the parser looked as far as the end of the text, as for a comment that
   * is never closed; `statements.length` when there is none. Every statement before it depends on the next two at most.
   */
  readonly unboundedFrom: number;
}

/** A replacement in the old text, absolute offsets; several are applied one after another. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

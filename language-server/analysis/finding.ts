/** What a finding is: one thing to tell about one place, whatever found it. */
import type { Span, SpanEdit } from '../syntax/tree.ts';

export type Severity = 'error' | 'warning' | 'information';

/** A place in a file; absolute UTF-16 offsets. */
export interface Place {
  readonly uri: string;
  readonly span: Span;
}

export interface RelatedPlace extends Place {
  readonly message: string;
}

/** A repair; its edits are in the file of the finding and do not overlap. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly SpanEdit[];
}

export interface Finding extends Place {
  /** Stable; names the page `docs/diagnostics/CODE.md`. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly related: readonly RelatedPlace[];
  /** May be computed when asked for: not to be touched on the way to a diagnostic. */
  readonly fixes: readonly Fix[];
}

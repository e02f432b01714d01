/** What a finding is: one thing to tell about one place, whatever found it. */
import type { Work } from '../steps.ts';
import type { Span, SpanEdit } from '../syntax/tree.ts';

/** A `hint` is shown in the text alone, in no list of problems. */
export type Severity = 'error' | 'warning' | 'information' | 'hint';

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
  /** Shown faded: what is there could be left out. */
  readonly unnecessary?: boolean;
  readonly related: readonly RelatedPlace[];
  /** Present where `fixes` are tried out when somebody asks for them: not to be touched on the way to a diagnostic. */
  readonly trials?: Trials;
  readonly fixes: readonly Fix[];
}

/** Repairs that are tried out on the simulation, which takes the longer the larger the lab is. */
export interface Trials {
  /** The likeliest first. */
  readonly candidates: () => readonly Fix[];
  /** Whether one of them helps. */
  readonly tryOut: (fix: Fix) => Work<boolean>;
}

/** The same with repairs that are looked for when somebody asks for them. */
export function withFixes(finding: Omit<Finding, 'fixes'>, fixes: () => readonly Fix[]): Finding {
  let known: readonly Fix[] | undefined;
  return {
    ...finding,
    get fixes() {
      known ??= fixes();
      return known;
    },
  };
}

/** A finding with some of its parts changed; its repairs stay uncomputed. */
export function changed(
  finding: Finding,
  parts: Partial<Omit<Finding, 'fixes'>>,
  fixes = () => finding.fixes,
): Finding {
  const { code, severity, message, uri, span, related, unnecessary, trials } = finding;
  const flags = { ...(unnecessary && { unnecessary }), ...(trials && { trials }) };
  const same = { code, severity, message, uri, span, related, ...flags };
  return withFixes({ ...same, ...parts }, fixes);
}

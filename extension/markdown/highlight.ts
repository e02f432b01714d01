/**
 * dnet as HTML for the preview of Markdown, by the TextMate grammar that colours it in the editor. That follows from the
 * vocabulary, and uses so little of what TextMate knows that JavaScript's regular expressions do: single matches, and
 * spans without spans inside.
 */
import grammar from '../syntaxes/dnet.tmLanguage.json';

interface Rule {
  readonly name?: string;
  readonly include?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly Rule[];
}

interface Matcher {
  readonly scope: string | undefined;
  readonly captures: Rule['captures'];
  readonly pattern: RegExp;
  /** Of a span: what may match inside, and before all its end. */
  readonly inside: readonly Matcher[] | undefined;
}

const repository: Readonly<Record<string, Rule>> = grammar.repository;

/** The rules with a pattern of their own, in the order in which they are tried. */
function matchers(rules: readonly Rule[]): readonly Matcher[] {
  return rules.flatMap((rule): readonly Matcher[] => {
    if (rule.include) return matchers([repository[rule.include.slice(1)] ?? {}]);
    const pattern = rule.match ?? rule.begin;
    if (pattern === undefined) return matchers(rule.patterns ?? []);
    const inside = rule.end && [matcher(rule.end, {}), ...matchers(rule.patterns ?? [])];
    return [{ ...matcher(pattern, rule), inside: inside || undefined }];
  });
}

function matcher(pattern: string, { name, captures }: Rule): Matcher {
  return { scope: name, captures, pattern: new RegExp(pattern, 'dg'), inside: undefined };
}

let outermost: readonly Matcher[] | undefined;

/** The classes for which VS Code's preview has colours, by the beginning of a scope. */
const CLASSES: readonly (readonly [scope: string, name: string])[] = [
  ['comment', 'hljs-comment'],
  ['keyword.operator', 'hljs-symbol'],
  ['keyword', 'hljs-keyword'],
  ['entity.name', 'hljs-title'],
  ['support.type', 'hljs-attr'],
  ['string', 'hljs-string'],
  ['constant.language', 'hljs-literal'],
  ['constant.numeric', 'hljs-number'],
  ['variable', 'hljs-variable'],
];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

/** The class that gives a scope its colour in the preview. */
export function classOf(scope: string | undefined): string | undefined {
  return CLASSES.find(([start]) => scope?.startsWith(start))?.[1];
}

function coloured(scope: string | undefined, text: string): string {
  const name = classOf(scope);
  return name && text !== '' ? `<span class="${name}">${escaped(text)}</span>` : escaped(text);
}

/** What matches first from `from` on; of several at one place, what is tried first. */
function firstMatch(candidates: readonly Matcher[], line: string, from: number) {
  let first: { readonly by: Matcher; readonly match: RegExpExecArray } | undefined;
  for (const by of candidates) {
    by.pattern.lastIndex = from;
    const match = by.pattern.exec(line);
    if (match && (!first || match.index < first.match.index)) first = { by, match };
  }
  return first;
}

/** A match in the colour of its rule, or else each captured part in its own. */
function colouredMatch({ scope, captures = {} }: Matcher, match: RegExpExecArray): string {
  if (scope) return coloured(scope, match[0]);
  let at = match.index;
  const parts = Object.entries(captures).map(([group, { name }]) => {
    const [start, end] = match.indices?.[Number(group)] ?? [at, at];
    const part = escaped(match.input.slice(at, start)) + coloured(name, match.input.slice(start, end));
    at = end;
    return part;
  });
  return parts.join('') + escaped(match.input.slice(at, match.index + match[0].length));
}

/** HTML of a text in dnet. Line by line, as TextMate's rules expect it. */
export function highlight(text: string): string {
  outermost ??= matchers(grammar.patterns);
  const outside = outermost;
  let span: Matcher | undefined;
  const htmlOf = (line: string): string => {
    let html = '';
    let at = 0;
    for (;;) {
      const first = firstMatch(span?.inside ?? outside, line, at);
      html += coloured(span?.scope, line.slice(at, first?.match.index));
      if (!first) return html;
      const { by, match } = first;
      html += span ? coloured(span.scope, match[0]) : colouredMatch(by, match);
      at = match.index + match[0].length;
      if (by.inside) span = by;
      else if (by === span?.inside?.[0]) span = undefined;
    }
  };
  return text.split('\n').map(htmlOf).join('\n');
}

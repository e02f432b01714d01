/**
 * `# dnet-ignore CODE, …`: findings that the text says to ignore. At the end of a line it is about that line, in a
 * comment on a line of its own about the next one as well.
 */
import { t } from '../l10n.ts';
import type { Lines } from '../syntax/lines.ts';
import { pieces } from '../syntax/pieces.ts';
import type { Span } from '../syntax/tree.ts';
import { nearest } from '../vocabulary/suggest.ts';
import type { Finding, Fix } from './finding.ts';
import { findingCodes } from './finding-codes.ts';

export const DIRECTIVE = 'dnet-ignore';

export interface Directive {
  readonly line: number;
  /** The comment that it stands in. */
  readonly comment: Span;
  /** Whether the comment has its line for itself. */
  readonly isAlone: boolean;
  /** From its first letter to the end of its last code. */
  readonly span: Span;
  readonly codes: readonly (Span & { readonly code: string })[];
}

const isCode: ReadonlySet<string> = new Set(findingCodes);

/** Without those that a comment says to ignore, and with what is told of comments that say so in vain. */
export function withoutIgnored(findings: readonly Finding[], uri: string, lines: Lines): readonly Finding[] {
  if (!lines.text.includes(DIRECTIVE)) return findings;
  const directives = [...directivesIn(lines)];
  if (directives.length === 0) return findings;
  const byLine = new Map<number, { readonly code: string }[]>();
  for (const { line, isAlone, codes } of directives)
    for (const about of isAlone ? [line, line + 1] : [line])
      byLine.set(about, [...(byLine.get(about) ?? []), ...codes]);
  const used = new Set<object>();
  const told = findings.filter(({ code, uri: of, span }) => {
    if (of !== uri) return true;
    const ignoring = byLine.get(lines.positionAt(span.start).line)?.filter((each) => each.code === code) ?? [];
    for (const each of ignoring) used.add(each);
    return ignoring.length === 0;
  });
  const vain = directives.flatMap((directive) =>
    directive.codes.filter((each) => !used.has(each)).map((each) => vainly(uri, lines, directive, each)),
  );
  return vain.length === 0 ? told : [...told, ...vain].sort((a, b) => a.span.start - b.span.start);
}

/** Those of a text, from the start to the end. */
export function* directivesIn(lines: Lines): Generator<Directive> {
  const { text } = lines;
  for (let at = text.indexOf(DIRECTIVE); at >= 0; at = text.indexOf(DIRECTIVE, at + 1)) {
    const directive = directiveAt(lines, at);
    if (directive) yield directive;
  }
}

function directiveAt(lines: Lines, start: number): Directive | undefined {
  const { line } = lines.positionAt(start);
  const from = lines.offsetAt({ line, character: 0 });
  const to = from + lines.lineText(line).length;
  let isAlone = true;
  for (const piece of pieces(lines.text, from, to)) {
    if (piece.kind !== 'comment') isAlone = false;
    else if (piece.start < start && start < piece.end) {
      if (lines.text.startsWith('/*', piece.start)) return undefined;
      const comment = { start: piece.start, end: Math.min(piece.end, to) };
      const codes = codesBehind(lines.text.slice(0, comment.end), start);
      return codes && { line, comment, isAlone, span: { start, end: codes.at(-1)?.end ?? start }, codes };
    }
  }
  return undefined;
}

/** The list goes on behind commas, and behind blanks as long as it is codes that follow: a reason may stand there. */
function codesBehind(text: string, start: number): Directive['codes'] | undefined {
  if (/[\w-]/.test(text[start - 1] ?? '')) return undefined;
  const codes: (Span & { readonly code: string })[] = [];
  const word = /([ \t]+|[ \t]*,[ \t]*)([a-z][a-z0-9-]*)(?![\w-])/y;
  word.lastIndex = start + DIRECTIVE.length;
  for (let found = word.exec(text); found; found = word.exec(text)) {
    const [whole, separator, code = ''] = found;
    const end = found.index + whole.length;
    if (codes.length > 0 && !separator!.includes(',') && !isCode.has(code)) break;
    codes.push({ code, start: end - code.length, end });
  }
  return codes;
}

function vainly(
  uri: string,
  lines: Lines,
  directive: Directive,
  { code, start, end }: Directive['codes'][number],
): Finding {
  const near = isCode.has(code) ? undefined : nearest(code, findingCodes);
  const replacing: readonly Fix[] =
    near === undefined ? [] : [{ title: t`Replace with \`${near}\``, edits: [{ start, end, newText: near }] }];
  return {
    code: 'unused-ignore',
    severity: 'hint',
    message: isCode.has(code)
      ? t`There is no \`${code}\` here that could be ignored.`
      : t`No finding has the code \`${code}\`.${near === undefined ? '' : t` Did you mean \`${near}\`?`}`,
    unnecessary: true,
    uri,
    span: { start, end },
    related: [],
    fixes: [
      ...replacing,
      { title: t`Remove \`${code}\``, edits: [{ ...removal(lines, directive, code), newText: '' }] },
    ],
  };
}

/** What goes with a code: its comma, or with the last one all that was said of ignoring. */
function removal(lines: Lines, { line, comment, isAlone, span, codes }: Directive, code: string): Span {
  const index = codes.findIndex((each) => each.code === code);
  const { start, end } = codes[index]!;
  if (index > 0) return { start: codes[index - 1]!.end, end };
  if (codes.length > 1) return { start, end: codes[1]!.start };
  const { text } = lines;
  const said = text.slice(comment.start, span.start).replace(/^(?:#+|\/\/)/, '');
  const isAll = said.trim() === '' && text.slice(span.end, comment.end).trim() === '';
  const from = isAll ? comment.start : span.start;
  const lineStart = lines.offsetAt({ line, character: 0 });
  if (isAll && isAlone) return { start: lineStart, end: lines.offsetAt({ line: line + 1, character: 0 }) };
  return { start: lineStart + text.slice(lineStart, from).trimEnd().length, end: isAll ? comment.end : span.end };
}

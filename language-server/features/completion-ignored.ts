/** Completion in a comment: `dnet-ignore`, and behind it the codes of findings, those that are told there first. */
import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver-types';
import { findingCodes } from '../analysis/finding-codes.ts';
import { DIRECTIVE } from '../analysis/ignored.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { t } from '../l10n.ts';
import type { Position } from '../syntax/lines.ts';

/** A comment from its mark to the word that is being written. */
const COMMENT = /(?:^|[\s{};,])(?:#|\/\/)(.*?)([\w-]*)$/;

/** Of a place in a comment. */
export function ignoredCompletion(snapshot: Snapshot, { line, character }: Position): CompletionItem[] {
  const { lines } = snapshot;
  const text = lines.lineText(line);
  const cursor = lines.offsetAt({ line, character }) - lines.offsetAt({ line, character: 0 });
  const [whole, before, typed] = COMMENT.exec(text.slice(0, cursor)) ?? [];
  if (whole === undefined || before === undefined || typed === undefined) return [];
  const said = new RegExp(`(?:^|[^\\w-])${DIRECTIVE}[ \\t]+([a-z0-9-]+[ \\t,]+)*$`).exec(before)?.[0];
  const isAlone = text.slice(0, cursor - whole.length).trim() === '';
  const choices =
    said !== undefined
      ? codes(snapshot, isAlone ? [line, line + 1] : [line]).filter(
          ({ label }) => !said.split(/[ \t,]+/).includes(label),
        )
      : before.trim() === '' && typed !== '' && DIRECTIVE.startsWith(typed)
        ? [{ label: DIRECTIVE, detail: t('Hides findings on this line') }]
        : [];
  const end = cursor + /^[\w-]*/.exec(text.slice(cursor))![0].length;
  const start = lines.offsetAt({ line, character: 0 });
  const range = lines.rangeOf(start + cursor - typed.length, start + end);
  return choices.map(({ label, detail }, index) => ({
    label,
    kind: said === undefined ? CompletionItemKind.Keyword : CompletionItemKind.EnumMember,
    sortText: String(index).padStart(4, '0'),
    ...(detail !== undefined && { detail }),
    textEdit: { range, newText: label },
  }));
}

interface Choice {
  readonly label: string;
  readonly detail?: string;
}

function codes({ findings, lines, uri }: Snapshot, about: readonly number[]): readonly Choice[] {
  const told = new Map<string, Choice>();
  for (const { code, message, span, uri: of } of findings)
    if (of === uri && code !== 'unused-ignore' && about.includes(lines.positionAt(span.start).line))
      told.set(code, { label: code, detail: message });
  return [...told.values(), ...findingCodes.filter((code) => !told.has(code)).map((label) => ({ label }))];
}

/** The quick fix for a `docker …` command line that stands in a lab: the statements that say the same. */

import { type CodeAction, CodeActionKind } from 'vscode-languageserver-types';
import type { Snapshot } from '../analysis/snapshot.ts';
import { convertDockerCommands } from '../formats/docker-import.ts';
import { t } from '../l10n.ts';
import type { Range } from '../syntax/lines.ts';
import { diagnostic } from './diagnostics.ts';
import { textEdits } from './text-edits.ts';

const COMMAND_LINE = /^\s*(\$\s+)?(sudo\s+)?docker\s/;
const GOES_ON = /\\\s*$/;

/** One action for each command line that the range touches; a backslash at the end of a line continues it. */
export function dockerConversions(snapshot: Snapshot, range: Range): CodeAction[] {
  const { lines, uri, findings } = snapshot;
  const actions: CodeAction[] = [];
  let first = range.start.line;
  while (first > 0 && GOES_ON.test(lines.lineText(first - 1))) first--;
  for (let line = first; line <= range.end.line && line < lines.count; line++) {
    const start = line;
    while (line + 1 < lines.count && GOES_ON.test(lines.lineText(line))) line++;
    if (!COMMAND_LINE.test(lines.lineText(start))) continue;
    const place = { start: { line: start, character: 0 }, end: lines.endOf(line) };
    const [from, to] = [lines.offsetAt(place.start), lines.offsetAt(place.end)];
    const converted = convertDockerCommands(lines.text.slice(from, to));
    if (!converted) continue;
    actions.push({
      title: t('Convert to a dnet statement'),
      kind: CodeActionKind.QuickFix,
      isPreferred: true,
      diagnostics: findings
        .filter(({ span }) => from <= span.start && span.end <= to)
        .map((finding) => diagnostic(snapshot, finding)),
      edit: {
        changes: {
          [uri]: textEdits(snapshot, [{ start: from, end: to, newText: indentedAs(lines.text, converted.text) }]),
        },
      },
    });
  }
  return actions;
}

/** With the tabs of a text that is indented by tabs. */
function indentedAs(text: string, converted: string): string {
  const lines = converted.trimEnd();
  return /^\t/m.test(text) ? lines.replace(/^(?: {2})+/gm, (indent) => '\t'.repeat(indent.length / 2)) : lines;
}

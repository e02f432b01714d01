/** Observations as edits of the document: what a packet came to, what a container reaches. */

import { type CodeAction, CodeActionKind, type TextEdit } from 'vscode-languageserver-types';
import { lineOfMoment } from '../analysis/moment.ts';
import { type Pin, type PinnedPacket, pinContainer, pinPacket } from '../analysis/pin.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { t } from '../l10n.ts';
import type { Position, Range } from '../syntax/lines.ts';
import { statementIndexAt } from '../syntax/locate.ts';
import type { Pinnable } from '../topology/answers.ts';
import { textEdits } from './text-edits.ts';

/** `position`: somewhere in the statement behind which the expectation is to stand; without it the end of the file. */
export function pin(
  snapshot: Snapshot,
  packet: PinnedPacket,
  position?: Position,
): { readonly text: string; readonly edit: TextEdit; readonly stands: boolean } | undefined {
  const found = pinPacket(snapshot, packet, position?.line);
  return found && { ...found, edit: textEdit(snapshot, found) };
}

/** @param step how many steps have happened; undefined where no line of the file stands at that moment */
export function pinAtStep(snapshot: Snapshot, packet: PinnedPacket, step?: number): ReturnType<typeof pin> {
  if (step === undefined || step >= snapshot.timeline.steps.length) return pin(snapshot, packet);
  const line = lineOfMoment(snapshot, step);
  return line === undefined ? undefined : pin(snapshot, packet, { line, character: 0 });
}

/** The offer to write down what a packet came to. */
export function pinnable(snapshot: Snapshot, packet: PinnedPacket, step?: number): Pinnable | undefined {
  const found = pinAtStep(snapshot, packet, step);
  if (!found) return undefined;
  const { from, to, port } = packet;
  const on = port && { on: `${port.port}/${port.protocol}` };
  return { text: found.text, from, to, ...on, stands: found.stands };
}

/** For the container whose name is selected. */
export function pinActions(snapshot: Snapshot, range: Range): CodeAction[] {
  const { lines, program, tree, uri } = snapshot;
  const offset = lines.offsetAt(range.start);
  const index = statementIndexAt(tree, offset);
  const declaration = program.declarations[index];
  if (declaration?.kind !== 'container' || !declaration.name) return [];
  const { span, value } = declaration.name;
  if (offset > tree.starts[index]! + span.end) return [];
  const found = pinContainer(snapshot, value);
  if (!found) return [];
  return [
    {
      title: t`Pin what \`${value}\` reaches: write it down as expectations`,
      kind: CodeActionKind.Refactor,
      edit: { changes: { [uri]: [textEdit(snapshot, found)] } },
    },
  ];
}

function textEdit(snapshot: Snapshot, { edit }: Pin): TextEdit {
  return textEdits(snapshot, [edit])[0]!;
}

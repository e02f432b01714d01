import * as vscode from 'vscode';
import type { PinExpectationRequest } from '../../language-server/protocol.ts';
import { t } from '../l10n.ts';
import type { LanguageServer } from '../language-server.ts';

export const PIN_COMMAND = 'dnet.pinExpectation';

type Packet = Omit<PinExpectationRequest['params'], 'textDocument'>;

/** Writes what a trace has shown down as an expectation, and shows the line. */
export async function pinExpectation(server: LanguageServer, uri: string, packet: Packet): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  const { version } = document;
  const method: PinExpectationRequest['method'] = 'dnet/pinExpectation';
  const params: PinExpectationRequest['params'] = { ...packet, textDocument: { uri } };
  const found = await server.sendRequest<PinExpectationRequest['result']>(method, params);
  // Made for a text that is there no more, the edit would hit something else.
  if (document.version !== version) return;
  if (!found) {
    void vscode.window.showInformationMessage(
      t('{0} is reached in part, or does not run: neither “can” nor “cannot” holds.', packet.to),
    );
    return;
  }
  const { start, end } = found.edit.range;
  if (!found.stands) {
    const edit = new vscode.WorkspaceEdit();
    const range = new vscode.Range(start.line, start.character, end.line, end.character);
    edit.replace(document.uri, range, found.edit.newText);
    if (!(await vscode.workspace.applyEdit(edit))) return;
  }
  const offset = document.offsetAt(new vscode.Position(start.line, start.character));
  const at = found.stands ? document.getText().lastIndexOf(found.text) : document.getText().indexOf(found.text, offset);
  const written = new vscode.Range(document.positionAt(at), document.positionAt(at + found.text.length));
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const editor =
    shown ??
    (await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One, preserveFocus: true }));
  editor.revealRange(written, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

import * as vscode from 'vscode';
import type {
  SourceRange,
  TopologyEditRequest,
  TopologyGesture,
  TopologyOrigin,
  TopologyRangeRequest,
} from '../../language-server/protocol.ts';
import { t } from '../l10n.ts';
import type { LanguageServer } from '../language-server.ts';
import type { FollowedLab } from '../topology/followed-lab.ts';

const NOT_EDITABLE = () => t('The file cannot be edited.');

/** Where the name stands that a statement declares. */
async function nameOf(document: vscode.TextDocument, { start }: SourceRange): Promise<vscode.Position | undefined> {
  const symbols = await vscode.commands.executeCommand<readonly vscode.DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    document.uri,
  );
  const at = new vscode.Position(start.line, start.character);
  return symbols?.find(({ range }) => range.start.isEqual(at))?.selectionRange.start;
}

/** Turns what is done to the topology into edits of the followed lab, which the editor can undo. */
export class Gestures {
  readonly #server: LanguageServer;
  readonly #lab: FollowedLab;

  constructor(server: LanguageServer, lab: FollowedLab) {
    this.#server = server;
    this.#lab = lab;
  }

  /** Undefined where it is done, else why not. */
  async make(gesture: TopologyGesture): Promise<string | undefined> {
    const { document } = this.#lab;
    if (!document) return t('No lab is open.');
    const { version } = document;
    const method: TopologyEditRequest['method'] = 'dnet/topology/edit';
    const params: TopologyEditRequest['params'] = {
      textDocument: { uri: document.uri.toString() },
      gesture,
    };
    const answer = await this.#server.sendRequest<TopologyEditRequest['result']>(method, params);
    // Made for a text that is there no more, the edits would hit something else.
    if (!answer || document.version !== version) return t('The text has changed meanwhile: try again.');
    if ('refused' in answer) return answer.refused;
    const edit = new vscode.WorkspaceEdit();
    for (const { range, newText } of answer.edits) {
      const { start, end } = range;
      edit.replace(document.uri, new vscode.Range(start.line, start.character, end.line, end.character), newText);
    }
    return (await vscode.workspace.applyEdit(edit)) ? undefined : NOT_EDITABLE();
  }

  /** A new name for what a statement declares, wherever it is named. Undefined where it is done, else why not. */
  async rename(origin: TopologyOrigin, name: string): Promise<string | undefined> {
    const { document } = this.#lab;
    if (!document) return t('No lab is open.');
    const method: TopologyRangeRequest['method'] = 'dnet/topology/rangeOf';
    const params: TopologyRangeRequest['params'] = { textDocument: { uri: document.uri.toString() }, origin };
    const statement = await this.#server.sendRequest<TopologyRangeRequest['result']>(method, params);
    const place = statement && (await nameOf(document, statement));
    if (!place) return t('The text has changed meanwhile: try again.');
    try {
      const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit | undefined>(
        'vscode.executeDocumentRenameProvider',
        document.uri,
        place,
        name,
      );
      return edit && (await vscode.workspace.applyEdit(edit)) ? undefined : NOT_EDITABLE();
    } catch (reason) {
      return reason instanceof Error ? reason.message : String(reason);
    }
  }
}

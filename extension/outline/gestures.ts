import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { TopologyEditRequest, TopologyGesture } from '../../language-server/protocol.ts';
import type { FollowedLab } from '../topology/followed-lab.ts';

/** Turns what is done to the topology into edits of the followed lab, which the editor can undo. */
export class Gestures {
  readonly #client: BaseLanguageClient;
  readonly #lab: FollowedLab;

  constructor(client: BaseLanguageClient, lab: FollowedLab) {
    this.#client = client;
    this.#lab = lab;
  }

  async make(gesture: TopologyGesture): Promise<void> {
    const { document } = this.#lab;
    if (!document) return;
    const { version } = document;
    const method: TopologyEditRequest['method'] = 'dnet/topology/edit';
    const params: TopologyEditRequest['params'] = {
      textDocument: { uri: this.#client.code2ProtocolConverter.asUri(document.uri) },
      gesture,
    };
    const answer = await this.#client.sendRequest<TopologyEditRequest['result']>(method, params);
    // Made for a text that is there no more, the edits would hit something else.
    if (!answer || document.version !== version) return;
    if ('refused' in answer) {
      void vscode.window.showWarningMessage(answer.refused);
      return;
    }
    const edit = new vscode.WorkspaceEdit();
    for (const { range, newText } of answer.edits) {
      const { start, end } = range;
      edit.replace(document.uri, new vscode.Range(start.line, start.character, end.line, end.character), newText);
    }
    await vscode.workspace.applyEdit(edit);
  }
}

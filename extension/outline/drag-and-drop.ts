import * as vscode from 'vscode';
import { finishGesture } from '../editing/begun-gestures.ts';
import type { Gestures } from '../editing/gestures.ts';
import { networkOf, type OutlineItem } from './outline.ts';

const MIME_TYPE = 'application/vnd.code.tree.dnet.outline';

/** A container that is dropped on a network, or on something that is on it, joins that network. */
export class OutlineDragAndDrop implements vscode.TreeDragAndDropController<OutlineItem> {
  readonly dragMimeTypes = [MIME_TYPE];
  readonly dropMimeTypes = [MIME_TYPE];
  readonly #gestures: Gestures;

  constructor(gestures: Gestures) {
    this.#gestures = gestures;
  }

  handleDrag(items: readonly OutlineItem[], data: vscode.DataTransfer): void {
    const names = items.filter(({ node }) => node.kind === 'container').map(({ node }) => node.label);
    if (names.length > 0) data.set(MIME_TYPE, new vscode.DataTransferItem(names));
  }

  async handleDrop(target: OutlineItem | undefined, data: vscode.DataTransfer): Promise<void> {
    const containers: unknown = data.get(MIME_TYPE)?.value;
    const network = target && networkOf(target);
    if (network === undefined || !Array.isArray(containers)) return;
    const networks = [{ label: network, details: [] }];
    for (const container of containers) await finishGesture(this.#gestures, { kind: 'attach', container, networks });
  }
}

import * as vscode from 'vscode';
import { t } from '../l10n.ts';
import { LabPanel } from '../lab-panel.ts';
import type { TopologyFeed } from './feed.ts';
import type { FollowedLab } from './followed-lab.ts';
import { type TopologyServices, TopologyWebview } from './topology-webview.ts';

/** The topology in an editor group. */
export class TopologyPanel implements vscode.Disposable {
  readonly #lab: FollowedLab;
  readonly #panel: LabPanel;

  constructor(extensionUri: vscode.Uri, feed: TopologyFeed, services: TopologyServices, lab: FollowedLab) {
    this.#lab = lab;
    this.#panel = new LabPanel(extensionUri, lab, {
      viewType: 'dnet.topologyPanel',
      title: (name) => (name === undefined ? t('Topology') : t('Topology of {0}', name)),
      fill: (panel) => {
        const topology = new TopologyWebview(panel.webview, extensionUri, feed, services, () => panel.reveal());
        panel.onDidChangeViewState(() => topology.setVisible(panel.visible));
        return topology;
      },
    });
  }

  open(uri?: vscode.Uri): Promise<void> {
    return this.#panel.open(uri, { viewColumn: vscode.ViewColumn.Active });
  }

  openToSide(uri?: vscode.Uri): Promise<void> {
    return this.#panel.open(uri, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  }

  /** Beside the lab that was opened first, if the user likes it so and the last session left none. */
  async openUnasked(): Promise<void> {
    const wanted = vscode.workspace.getConfiguration('dnet.topology').get<boolean>('openAutomatically');
    if (wanted && this.#lab.document && !this.#panel.isOpen) await this.openToSide();
  }

  dispose(): void {
    this.#panel.dispose();
  }
}

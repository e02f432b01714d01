import * as vscode from 'vscode';
import { basename, type TopologyFeed } from './feed.ts';
import type { FollowedLab } from './followed-lab.ts';
import { type TopologyServices, TopologyWebview } from './topology-webview.ts';

const VIEW_TYPE = 'dnet.topologyPanel';

/** A panel of the last session has its tab before it is deserialized; VS Code puts a prefix before its type. */
function isRestored(): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(VIEW_TYPE));
}

/** The topology in an editor group: one panel, which follows the lab edited last, as a preview of Markdown does. */
export class TopologyPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #feed: TopologyFeed;
  readonly #services: TopologyServices;
  readonly #lab: FollowedLab;
  readonly #subscriptions: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;

  constructor(extensionUri: vscode.Uri, feed: TopologyFeed, services: TopologyServices, lab: FollowedLab) {
    this.#extensionUri = extensionUri;
    this.#feed = feed;
    this.#services = services;
    this.#lab = lab;
    this.#subscriptions = vscode.Disposable.from(
      lab.onDidChange(() => this.#updateTitle()),
      vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this),
    );
  }

  open(uri?: vscode.Uri): Promise<void> {
    return this.#open(uri, { viewColumn: vscode.ViewColumn.Active });
  }

  openToSide(uri?: vscode.Uri): Promise<void> {
    return this.#open(uri, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  }

  /** Beside the lab that was opened first, if the user likes it so and the last session left none. */
  async openUnasked(): Promise<void> {
    const wanted = vscode.workspace.getConfiguration('dnet.topology').get<boolean>('openAutomatically');
    if (wanted && this.#lab.document && !this.#panel && !isRestored()) await this.openToSide();
  }

  /** After the window was reloaded; `state` is what the page left, and names the lab it showed. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const uri = (state as { picture?: { uri?: unknown } } | undefined)?.picture?.uri;
    if (!this.#lab.document && typeof uri === 'string') {
      // The lab may have been deleted meanwhile: then the panel waits for another.
      await this.#lab.open(vscode.Uri.parse(uri)).catch(() => undefined);
    }
    this.#adopt(panel);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #open(
    uri: vscode.Uri | undefined,
    where: { readonly viewColumn: vscode.ViewColumn; readonly preserveFocus?: boolean },
  ): Promise<void> {
    if (uri) await this.#lab.open(uri);
    if (this.#panel) this.#panel.reveal(this.#panel.viewColumn, where.preserveFocus);
    else this.#adopt(vscode.window.createWebviewPanel(VIEW_TYPE, '', where));
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    this.#updateTitle();
    const icon = (theme: string) => vscode.Uri.joinPath(this.#extensionUri, 'media', `file-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const topology = new TopologyWebview(panel.webview, this.#extensionUri, this.#feed, this.#services, () =>
      panel.reveal(),
    );
    panel.onDidChangeViewState(() => topology.setVisible(panel.visible));
    panel.onDidDispose(() => {
      topology.dispose();
      if (this.#panel === panel) this.#panel = undefined;
    });
  }

  #updateTitle(): void {
    if (!this.#panel) return;
    const { document } = this.#lab;
    this.#panel.title = document ? vscode.l10n.t('Topology of {0}', basename(document.uri)) : vscode.l10n.t('Topology');
  }
}

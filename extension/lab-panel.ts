import * as vscode from 'vscode';
import { basename } from './topology/feed.ts';
import type { FollowedLab } from './topology/followed-lab.ts';

interface Kind {
  readonly viewType: string;
  /** Of its tab; without a name where no lab is followed. */
  readonly title: (lab: string | undefined) => string;
  /** Fills a panel, until the result is disposed of. */
  readonly fill: (panel: vscode.WebviewPanel) => vscode.Disposable;
}

/** A page in an editor group: one panel, which follows the lab edited last, as a preview of Markdown does. */
export class LabPanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #lab: FollowedLab;
  readonly #kind: Kind;
  readonly #subscriptions: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;

  constructor(extensionUri: vscode.Uri, lab: FollowedLab, kind: Kind) {
    this.#extensionUri = extensionUri;
    this.#lab = lab;
    this.#kind = kind;
    this.#subscriptions = vscode.Disposable.from(
      lab.onDidChange(() => this.#updateTitle()),
      vscode.window.registerWebviewPanelSerializer(kind.viewType, this),
    );
  }

  /** Whether there is one, or the last session has left one that is not deserialized yet. */
  get isOpen(): boolean {
    return this.#panel !== undefined || this.#isRestored();
  }

  get webview(): vscode.Webview | undefined {
    return this.#panel?.webview;
  }

  /** On a lab that is named, or the one that is followed. An open panel stays in its group. */
  async open(
    uri: vscode.Uri | undefined,
    where: { readonly viewColumn: vscode.ViewColumn; readonly preserveFocus?: boolean },
  ): Promise<void> {
    if (uri) await this.#lab.open(uri);
    if (this.#panel) this.#panel.reveal(this.#panel.viewColumn, where.preserveFocus);
    else this.#adopt(vscode.window.createWebviewPanel(this.#kind.viewType, '', where));
  }

  /** After the window was reloaded; `state` is what the page left, and may name the lab it showed. */
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

  #adopt(panel: vscode.WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    this.#updateTitle();
    const icon = (theme: string) => vscode.Uri.joinPath(this.#extensionUri, 'media', `file-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const content = this.#kind.fill(panel);
    panel.onDidDispose(() => {
      content.dispose();
      if (this.#panel === panel) this.#panel = undefined;
    });
  }

  /** Its tab is there before it is deserialized; VS Code puts a prefix before its type. */
  #isRestored(): boolean {
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    return tabs.some(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(this.#kind.viewType),
    );
  }

  #updateTitle(): void {
    if (!this.#panel) return;
    const { document } = this.#lab;
    this.#panel.title = this.#kind.title(document && basename(document.uri));
  }
}

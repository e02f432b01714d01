import * as vscode from 'vscode';
import type { TopologyFeed } from './feed.ts';
import { type TopologyServices, TopologyWebview } from './topology-webview.ts';

const VIEW_ID = 'dnet.topology';

/** The topology in the sidebar. */
export class TopologyView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #feed: TopologyFeed;
  readonly #services: TopologyServices;
  readonly #registration: vscode.Disposable;

  constructor(extensionUri: vscode.Uri, feed: TopologyFeed, services: TopologyServices) {
    this.#extensionUri = extensionUri;
    this.#feed = feed;
    this.#services = services;
    this.#registration = vscode.window.registerWebviewViewProvider(VIEW_ID, this);
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const topology = new TopologyWebview(view.webview, this.#extensionUri, this.#feed, this.#services, () =>
      view.show(),
    );
    view.onDidChangeVisibility(() => topology.setVisible(view.visible));
    view.onDidDispose(() => topology.dispose());
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

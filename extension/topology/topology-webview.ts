import * as vscode from 'vscode';
import type { FromWebview, ToWebview } from '../../language-server/protocol.ts';
import { WHAT_IF_COMMAND } from '../reachability/compare.ts';
import type { TopologyFeed } from './feed.ts';
import { isFromWebview } from './messages.ts';
import { pageOf, pageOptions } from './page.ts';

/**
 * The topology in a webview, be it in the sidebar or in an editor group. VS Code drops the page of a webview that is
 * hidden and loads it anew when it is shown: the page then says `ready` again and gets the picture of that moment.
 */
export class TopologyWebview implements vscode.Disposable {
  readonly #feed: TopologyFeed;
  readonly #viewer: (message: ToWebview) => void;
  readonly #listener: vscode.Disposable;
  #attachment: vscode.Disposable | undefined;

  constructor(webview: vscode.Webview, extensionUri: vscode.Uri, feed: TopologyFeed) {
    this.#feed = feed;
    this.#viewer = (message) => void webview.postMessage(message);
    this.#listener = webview.onDidReceiveMessage((message) => this.#receive(message));
    webview.options = pageOptions(extensionUri);
    webview.html = pageOf(webview, extensionUri);
  }

  /** To be called when the webview is shown or hidden. */
  setVisible(visible: boolean): void {
    if (!visible) this.#detach();
  }

  dispose(): void {
    this.#detach();
    this.#listener.dispose();
  }

  #detach(): void {
    this.#attachment?.dispose();
    this.#attachment = undefined;
  }

  async #answer({ id, uri, kind, question }: Extract<FromWebview, { type: 'ask' }>): Promise<void> {
    this.#viewer({ type: 'answer', id, answer: await this.#feed.ask(uri, kind, question) });
  }

  #receive(message: unknown): void {
    if (!isFromWebview(message)) return;
    switch (message.type) {
      case 'ready':
        this.#detach();
        this.#attachment = this.#feed.attach(this.#viewer);
        break;
      case 'resync':
        this.#feed.resync(this.#viewer);
        break;
      case 'reveal':
        this.#feed.reveal(message.uri, message.range);
        break;
      case 'ask':
        this.#answer(message);
        break;
      case 'step':
        this.#feed.setStep(message.uri, message.step ?? undefined);
        break;
      case 'pin':
        this.#feed.pin(message);
        break;
      case 'whatIf':
        void vscode.commands.executeCommand(WHAT_IF_COMMAND, message.uri, message.hypothesis);
        break;
      case 'highlight':
        this.#feed.highlight(message.uri, message.range ?? undefined);
        break;
    }
  }
}

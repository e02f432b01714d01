import * as vscode from 'vscode';
import type { BegunGesture, FromWebview, ToWebview } from '../../language-server/protocol.ts';
import { WHAT_IF_COMMAND } from '../reachability/compare.ts';
import type { TopologyFeed } from './feed.ts';
import { isFromWebview } from './messages.ts';
import { pageOf, pageOptions } from './page.ts';
import { savePicture } from './save-picture.ts';

/** What a page may have done besides being shown pictures. */
export interface TopologyServices {
  /** Writes down what is done to the lab that is drawn. Answers what to say of it; undefined where it was given up. */
  edit(gesture: BegunGesture): Promise<string | undefined>;
}

/**
 * The topology in a webview, be it in the sidebar or in an editor group. VS Code drops the page of a webview that is
 * hidden and loads it anew when it is shown: the page then says `ready` again and gets the picture of that moment.
 */
export class TopologyWebview implements vscode.Disposable {
  readonly #feed: TopologyFeed;
  readonly #services: TopologyServices;
  readonly #viewer: (message: ToWebview) => void;
  readonly #listener: vscode.Disposable;
  #attachment: vscode.Disposable | undefined;

  constructor(webview: vscode.Webview, extensionUri: vscode.Uri, feed: TopologyFeed, services: TopologyServices) {
    this.#feed = feed;
    this.#services = services;
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

  /** A picture of another document is out of date, and what is done to it means nothing. */
  async #edit({ id, uri, gesture }: Extract<FromWebview, { type: 'edit' }>): Promise<void> {
    const said = this.#feed.isAbout(uri) ? await this.#services.edit(gesture) : undefined;
    this.#viewer({ type: 'answer', id, answer: said ?? null });
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
      case 'edit':
        this.#edit(message);
        break;
      case 'save':
        if (this.#feed.isAbout(message.uri))
          void savePicture(vscode.Uri.parse(message.uri), message.format, message.content);
        break;
      case 'places':
        this.#feed.setPlaces(message.uri, message.places, this.#viewer);
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

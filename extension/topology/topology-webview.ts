import * as vscode from 'vscode';
import type {
  BegunGesture,
  FromWebview,
  PictureColours,
  PictureFormat,
  ToWebview,
} from '../../language-server/protocol.ts';
import { EXPORT_COMMAND } from '../export/export-topology.ts';
import type { PicturePage, PicturePages } from '../export/pages.ts';
import { t } from '../l10n.ts';
import { WHAT_IF_COMMAND } from '../reachability/compare.ts';
import type { TopologyFeed } from './feed.ts';
import { isFromWebview } from './messages.ts';
import { loadPage } from './page.ts';

/** What a page may have done besides being shown pictures. */
export interface TopologyServices {
  /** Writes down what is done to the lab that is drawn. Answers what to say of it; undefined where it was given up. */
  edit(gesture: BegunGesture): Promise<string | undefined>;
  /** Where it is found by who wants a file of its picture. */
  readonly pages: PicturePages;
}

/**
 * The topology in a webview, be it in the sidebar or in an editor group. VS Code drops the page of a webview that is
 * hidden and loads it anew when it is shown: the page then says `ready` again and gets the picture of that moment.
 */
export class TopologyWebview implements PicturePage, vscode.Disposable {
  readonly #feed: TopologyFeed;
  readonly #services: TopologyServices;
  readonly #viewer: (message: ToWebview) => void;
  readonly #listener: vscode.Disposable;
  #attachment: vscode.Disposable | undefined;
  #uri: string | undefined;
  /** Files that the page is making, by their numbers. */
  readonly #drawing = new Map<number, (content: string | undefined) => void>();
  #drawings = 0;

  /** @param focus gives the page the focus */
  constructor(
    webview: vscode.Webview,
    extensionUri: vscode.Uri,
    feed: TopologyFeed,
    services: TopologyServices,
    readonly focus: () => void,
  ) {
    this.#feed = feed;
    this.#services = services;
    this.#viewer = (message) => {
      void webview.postMessage(message);
      if (message.type === 'show') this.#drew(message.state.uri);
      if (message.type === 'empty') this.#drew(undefined);
    };
    this.#listener = loadPage(webview, extensionUri, 'topology', (message) => this.#receive(message));
  }

  /** To be called when the webview is shown or hidden. */
  setVisible(visible: boolean): void {
    if (!visible) this.#detach();
  }

  dispose(): void {
    this.#detach();
    this.#listener.dispose();
  }

  get uri(): string | undefined {
    return this.#uri;
  }

  draw(format: PictureFormat, colours: PictureColours): Promise<string | undefined> {
    const id = this.#drawings++;
    return new Promise((resolve) => {
      this.#drawing.set(id, resolve);
      this.#viewer({ type: 'draw', id, format, colours });
    });
  }

  copy(): void {
    this.#viewer({ type: 'copy' });
  }

  #drew(uri: string | undefined): void {
    this.#uri = uri;
    this.#services.pages.used(this);
  }

  #detach(): void {
    this.#attachment?.dispose();
    this.#attachment = undefined;
    this.#uri = undefined;
    this.#services.pages.remove(this);
    for (const resolve of this.#drawing.values()) resolve(undefined);
    this.#drawing.clear();
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
        this.#feed.reveal(message.uri, message.origin);
        break;
      case 'ask':
        this.#answer(message);
        break;
      case 'edit':
        this.#edit(message);
        break;
      case 'export':
        this.#services.pages.used(this);
        if (this.#feed.isAbout(message.uri)) void vscode.commands.executeCommand(EXPORT_COMMAND);
        break;
      case 'drawn':
        this.#drawing.get(message.id)?.(message.content ?? undefined);
        this.#drawing.delete(message.id);
        break;
      case 'copied':
        tellCopied(message.problem);
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
    }
  }
}

function tellCopied(problem: string | undefined): void {
  if (problem !== undefined) void vscode.window.showWarningMessage(t('The picture cannot be copied: {0}', problem));
  else vscode.window.setStatusBarMessage(t('The picture is in the clipboard.'), 5000);
}

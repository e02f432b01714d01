import * as vscode from 'vscode';
import type { PictureColours, PictureFormat } from '../../language-server/protocol.ts';

/** A page on the screen that has a picture of the topology. */
export interface PicturePage {
  /** The document that is drawn; undefined while there is none. */
  readonly uri: string | undefined;
  /** A file of the picture: text, of a PNG base64; undefined where there is no picture. */
  draw(format: PictureFormat, colours: PictureColours): Promise<string | undefined>;
  /** Gives it the focus, which it gets some time later. */
  focus(): void;
  /** Puts the picture into the clipboard, once the page has the focus: no other may. */
  copy(): void;
}

/** How long a page may take until it has drawn a lab, in ms: it has to be loaded, and the server may be starting. */
const PATIENCE = 20_000;

/** The pages that files can be made of. */
export class PicturePages implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** The one used last is the last one. */
  #pages: readonly PicturePage[] = [];

  /** A page has drawn something, or the reader has done something in it. */
  used(page: PicturePage): void {
    this.#pages = [...this.#pages.filter((each) => each !== page), page];
    this.#changed.fire();
  }

  remove(page: PicturePage): void {
    this.#pages = this.#pages.filter((each) => each !== page);
  }

  /** The page used last that has a picture of a document. */
  showing(uri: string): PicturePage | undefined {
    return this.#pages.findLast((page) => page.uri === uri);
  }

  /** The same, once there is one; undefined where none comes. */
  async awaited(uri: string): Promise<PicturePage | undefined> {
    const page = this.showing(uri);
    if (page) return page;
    return new Promise((resolve) => {
      const end = (result: PicturePage | undefined) => {
        clearTimeout(timer);
        subscription.dispose();
        resolve(result);
      };
      const timer = setTimeout(() => end(undefined), PATIENCE);
      const subscription = this.#changed.event(() => {
        const shown = this.showing(uri);
        if (shown) end(shown);
      });
    });
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

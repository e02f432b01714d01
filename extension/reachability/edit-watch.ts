/**
 * When to ask what edits change about who can talk to whom, and whether the answer is still about the text: one question
 * after each pause in typing, none about a text that has changed meanwhile. Knows nothing of VS Code.
 */

/** So long nobody types, in milliseconds; more where the last answer took long. */
const IDLE = 600;
const PATIENCE = 4;

export interface Compared {
  /** `cuts web → db on 5432/tcp`; null where there is nothing to tell. */
  readonly summary: string | null;
  readonly markdown: string;
}

export interface Document {
  readonly version: number;
  readonly isClosed: boolean;
  getText(): string;
}

export interface EditWatchOwner<D extends Document> {
  readonly isWatched: (document: D) => boolean;
  /** The text that edits are compared with; undefined where there is none yet. */
  readonly baselineText: (document: D) => Promise<string | undefined>;
  /** Null where nobody answers. */
  readonly compare: (document: D, before: string, signal: AbortSignal) => Promise<Compared | null>;
  readonly show: (document: D, line: number, summary: string, markdown: string) => void;
  readonly clear: (document: D) => void;
  /** Of a comparison that nobody has given up. */
  readonly failed: (error: unknown) => void;
}

export class EditWatch<D extends Document> {
  readonly #owner: EditWatchOwner<D>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = new AbortController();
  /** How long the last answer took, in milliseconds. */
  #took = 0;

  constructor(owner: EditWatchOwner<D>) {
    this.#owner = owner;
  }

  /** @param line the last one that was edited */
  edited(document: D, line: number): void {
    this.stop();
    // What was said of an earlier text is out of date at once.
    this.#owner.clear(document);
    if (!this.#owner.isWatched(document)) return;
    this.#timer = setTimeout(() => this.#tell(document, line), Math.max(IDLE, this.#took * PATIENCE));
  }

  /** Gives up what is being asked. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#asking.abort();
  }

  async #tell(document: D, line: number): Promise<void> {
    const { version } = document;
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const before = document.isClosed ? undefined : await this.#owner.baselineText(document);
      if (before === undefined || asking.signal.aborted || before === document.getText()) return;
      const start = Date.now();
      const compared = await this.#owner.compare(document, before, asking.signal);
      this.#took = Date.now() - start;
      if (!compared?.summary || asking.signal.aborted || document.version !== version) return;
      this.#owner.show(document, line, compared.summary, compared.markdown);
    } catch (error) {
      if (!asking.signal.aborted) this.#owner.failed(error);
    }
  }
}

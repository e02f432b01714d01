/** One document open in one language server, as an editor has it: what is sent, and how long the answers take. */
import type { Diagnostic, InitializeResult, Position, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import { within } from '../distribution.ts';
import type { RunningServer } from './running.ts';

const FULL_SYNC = 1;

/** What VS Code says of itself, as far as these servers ask for it. Diagnostics are pushed, not pulled. */
const CAPABILITIES = {
  workspace: { configuration: true, workspaceFolders: true, didChangeConfiguration: { dynamicRegistration: true } },
  textDocument: {
    synchronization: { dynamicRegistration: true },
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    completion: {
      completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'] },
      contextSupport: true,
    },
  },
};

export interface SessionOptions {
  /** The folder that is open, and in it the file's path. */
  readonly folder: string;
  readonly file: string;
  readonly languageId: string;
  readonly text: string;
  readonly initializationOptions: object | undefined;
  /** What the user has set, by section. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The process of the client, where it has one. */
  readonly processId: number | null;
  /** The longest time that an answer may take, in milliseconds. */
  readonly limit: number;
}

/** A stretch of the text to be replaced. */
export interface Replacement {
  readonly start: number;
  readonly length: number;
  readonly by: string;
}

export class Session {
  readonly #server: RunningServer;
  readonly #options: SessionOptions;
  readonly #uri: string;
  #document: TextDocument;
  #sync = FULL_SYNC;
  #awaited: { readonly is: (diagnostics: readonly Diagnostic[]) => boolean; readonly resolve: () => void } | undefined;
  #diagnostics: readonly Diagnostic[] = [];

  constructor(server: RunningServer, options: SessionOptions) {
    this.#server = server;
    this.#options = options;
    this.#uri = URI.file(`${options.folder}/${options.file}`).toString();
    this.#document = TextDocument.create(this.#uri, options.languageId, 1, options.text);
    const { connection } = server;
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) =>
      this.#receive(params),
    );
    connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) =>
      items.map(({ section }) => options.settings[section ?? ''] ?? null),
    );
    connection.onRequest('workspace/workspaceFolders', () => this.#folders);
    // Registrations, progress: an editor agrees to all of them.
    connection.onRequest(() => null);
    connection.listen();
  }

  get text(): string {
    return this.#document.getText();
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics;
  }

  async initialize(): Promise<void> {
    const { connection } = this.#server;
    const { folder, initializationOptions, settings, processId } = this.#options;
    const { capabilities } = await this.#answer<InitializeResult>('initialize', {
      processId,
      rootUri: URI.file(folder).toString(),
      workspaceFolders: this.#folders,
      capabilities: CAPABILITIES,
      ...(initializationOptions && { initializationOptions }),
    });
    const { textDocumentSync: sync } = capabilities;
    this.#sync = (typeof sync === 'object' ? sync.change : sync) ?? FULL_SYNC;
    await connection.sendNotification('initialized', {});
    await connection.sendNotification('workspace/didChangeConfiguration', { settings });
  }

  /** Answers how long the first diagnostics took, in milliseconds. */
  async open(): Promise<number> {
    const { uri, languageId, version } = this.#document;
    return this.#untilDiagnostics(() => true, 'textDocument/didOpen', {
      textDocument: { uri, languageId, version, text: this.text },
    });
  }

  /** Answers how long it took until diagnostics came of which `is` is true. */
  async edit(replacement: Replacement, is: (diagnostics: readonly Diagnostic[]) => boolean): Promise<number> {
    return this.#untilDiagnostics(is, 'textDocument/didChange', this.#change(replacement));
  }

  /** Sends an edit whose diagnostics are not waited for. */
  async type(replacement: Replacement): Promise<void> {
    await this.#server.connection.sendNotification('textDocument/didChange', this.#change(replacement));
  }

  /** An answer about a place in the text. */
  ask<R>(method: string, offset: number): Promise<R> {
    return this.#answer<R>(method, { textDocument: { uri: this.#uri }, position: this.#positionAt(offset) });
  }

  #positionAt(offset: number): Position {
    return this.#document.positionAt(offset);
  }

  get #folders() {
    return [{ uri: URI.file(this.#options.folder).toString(), name: 'benchmark' }];
  }

  #change({ start, length, by }: Replacement): object {
    const range = { start: this.#positionAt(start), end: this.#positionAt(start + length) };
    this.#document = TextDocument.update(this.#document, [{ range, text: by }], this.#document.version + 1);
    return {
      textDocument: { uri: this.#uri, version: this.#document.version },
      contentChanges: [this.#sync === FULL_SYNC ? { text: this.text } : { range, text: by }],
    };
  }

  #answer<R>(method: string, params: object): Promise<R> {
    return within(this.#options.limit, this.#server.connection.sendRequest<R>(method, params));
  }

  async #untilDiagnostics(
    is: (diagnostics: readonly Diagnostic[]) => boolean,
    method: string,
    params: object,
  ): Promise<number> {
    const arrival = new Promise<number>((resolve) => {
      this.#awaited = { is, resolve: () => resolve(performance.now()) };
    });
    const start = performance.now();
    await this.#server.connection.sendNotification(method, params);
    return (await within(this.#options.limit, arrival)) - start;
  }

  #receive({ uri, diagnostics }: PublishDiagnosticsParams): void {
    if (uri !== this.#uri) return;
    this.#diagnostics = diagnostics;
    if (!this.#awaited?.is(diagnostics)) return;
    this.#awaited.resolve();
    this.#awaited = undefined;
  }
}

import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';

export type ServerState = 'starting' | 'running' | 'stopped';

type Listening = ReturnType<BaseLanguageClient['onRequest']>;

/**
 * The language server, as the rest of the extension speaks to it. The language client is nine tenths of the
 * extension's code, so it is loaded once the extension is active; what is asked meanwhile waits.
 */
export class LanguageServer implements vscode.Disposable {
  readonly #client: Promise<BaseLanguageClient>;
  readonly #preparations: ((client: BaseLanguageClient) => void)[] = [];
  readonly #changed = new vscode.EventEmitter<ServerState>();
  readonly onDidChangeState = this.#changed.event;
  #loaded: BaseLanguageClient | undefined;
  #disposed = false;
  #state: ServerState = 'starting';

  /** @param load makes a client that is not started yet */
  constructor(load: () => Promise<BaseLanguageClient>) {
    this.#client = afterActivation().then(load);
    // The client itself tells the user when it cannot start; the status item keeps showing it.
    this.#start().catch((error) => {
      if (this.#loaded) return;
      this.#become('stopped');
      void vscode.window.showErrorMessage(String(error));
    });
  }

  get state(): ServerState {
    return this.#state;
  }

  async sendRequest<Result>(method: string, params: object, token?: vscode.CancellationToken): Promise<Result> {
    const client = await this.#client;
    // A token that is undefined would be sent as another parameter.
    return token ? client.sendRequest<Result>(method, params, token) : client.sendRequest<Result>(method, params);
  }

  async sendNotification(method: string, params: object): Promise<void> {
    const client = await this.#client;
    return client.sendNotification(method, params);
  }

  onRequest<Params>(method: string, answer: (params: Params) => Promise<unknown>): vscode.Disposable {
    return this.#prepare((client) => client.onRequest(method, answer));
  }

  onNotification<Params>(method: string, listener: (params: Params) => void): vscode.Disposable {
    return this.#prepare((client) => client.onNotification(method, listener));
  }

  async restart(): Promise<void> {
    const client = await this.#client;
    if (client.needsStop()) await client.stop();
    await client.start();
  }

  async showLog(): Promise<void> {
    (await this.#client).outputChannel.show();
  }

  warn(message: string): void {
    this.#client.then(
      (client) => client.warn(message),
      () => undefined,
    );
  }

  dispose(): void {
    this.#disposed = true;
    this.#changed.dispose();
    void this.#loaded?.dispose();
  }

  async #start(): Promise<void> {
    const client = await this.#client;
    this.#loaded = client;
    if (this.#disposed) return client.dispose();
    for (const prepare of this.#preparations) prepare(client);
    client.onDidChangeState(() => this.#become(stateOf(client)));
    await client.start();
  }

  /** Before the client starts, so that nothing that the server says is missed. */
  #prepare(listen: (client: BaseLanguageClient) => Listening): vscode.Disposable {
    let listening: Listening | undefined;
    const prepare = (client: BaseLanguageClient) => {
      listening = listen(client);
    };
    if (this.#loaded) prepare(this.#loaded);
    else this.#preparations.push(prepare);
    return new vscode.Disposable(() => listening?.dispose());
  }

  #become(state: ServerState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#changed.fire(state);
  }
}

/** Enums of the language client are values, which would load it. */
function stateOf(client: BaseLanguageClient): ServerState {
  if (client.isRunning()) return 'running';
  return client.needsStop() ? 'starting' : 'stopped';
}

/** Once VS Code has been told that the extension is active. */
const afterActivation = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

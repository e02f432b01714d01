/**
 * The client's settings at hand. Clients that can be asked are asked, at the start and whenever they say that
 * something has changed; others send the settings themselves.
 */
import type { ClientCapabilities, Connection } from 'vscode-languageserver';
import { DidChangeConfigurationNotification } from './lsp.ts';
import { defaultSettings, readSettings, type Settings } from './settings.ts';

const SECTION = 'dnet';

/** How long answers wait for settings that were asked for. Milliseconds. */
const PATIENCE = 3000;

export class Configuration {
  readonly #connection: Connection;
  readonly #wait: (milliseconds: number) => Promise<void>;
  readonly #listeners: (() => void)[] = [];
  #settings: Settings = defaultSettings;
  #capabilities: ClientCapabilities['workspace'];
  /** Ends when the settings asked for last are there. */
  #ready: Promise<void> = Promise.resolve();

  constructor(connection: Connection, wait: (milliseconds: number) => Promise<void>) {
    this.#connection = connection;
    this.#wait = wait;
    connection.onDidChangeConfiguration(({ settings }) => {
      if (this.#capabilities?.configuration) this.#ask();
      else this.#take((settings as { [SECTION]?: unknown } | null)?.[SECTION]);
    });
  }

  /** The settings as far as they are known. */
  get settings(): Settings {
    return this.#settings;
  }

  /** The settings, once those that were asked for have come, or have not come for long. */
  async current(): Promise<Settings> {
    await this.#ready;
    return this.#settings;
  }

  /** Called after each change of the settings. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  initialize(capabilities: ClientCapabilities | undefined): void {
    this.#capabilities = capabilities?.workspace;
  }

  initialized(): void {
    if (this.#capabilities?.didChangeConfiguration?.dynamicRegistration) {
      const { type } = DidChangeConfigurationNotification;
      this.#connection.client
        .register(type, { section: SECTION })
        .catch((error) => this.#connection.console.warn(`${type.method}: ${error}`));
    }
    if (this.#capabilities?.configuration) this.#ask();
  }

  #ask(): void {
    const asked = this.#connection.workspace.getConfiguration(SECTION).then(
      (sent) => this.#take(sent),
      (error) => this.#connection.console.error(`workspace/configuration: ${error}`),
    );
    this.#ready = Promise.race([asked, this.#wait(PATIENCE)]);
  }

  #take(sent: unknown): void {
    const before = JSON.stringify(this.#settings);
    this.#settings = readSettings(sent);
    if (JSON.stringify(this.#settings) !== before) for (const listener of this.#listeners) listener();
  }
}

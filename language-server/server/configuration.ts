/**
 * The client's settings at hand. Clients that can be asked are asked, at the start and whenever they say that
 * something has changed; others send the settings themselves.
 */
import { type ClientCapabilities, type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';
import { defaultSettings, readSettings, type Settings } from './settings.ts';

const SECTION = 'dnet';

export class Configuration {
  readonly #connection: Connection;
  readonly #listeners: (() => void)[] = [];
  #settings: Settings = defaultSettings;
  #capabilities: ClientCapabilities['workspace'];
  /** Ends when the settings asked for last are there. */
  #ready: Promise<void> = Promise.resolve();

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.onDidChangeConfiguration(({ settings }) => {
      if (this.#capabilities?.configuration) this.#ask();
      else this.#take((settings as { [SECTION]?: unknown } | null)?.[SECTION]);
    });
  }

  /** The settings as far as they are known. */
  get settings(): Settings {
    return this.#settings;
  }

  /** The settings, once those that were asked for have come. */
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
    this.#ready = this.#connection.workspace.getConfiguration(SECTION).then(
      (sent) => this.#take(sent),
      (error) => this.#connection.console.error(`workspace/configuration: ${error}`),
    );
  }

  #take(sent: unknown): void {
    const before = JSON.stringify(this.#settings);
    this.#settings = readSettings(sent);
    if (JSON.stringify(this.#settings) !== before) for (const listener of this.#listeners) listener();
  }
}

/** Pushes diagnostics to the client, and only when they differ from what the client has. */
import type { Connection, Diagnostic } from 'vscode-languageserver';
import { URI } from 'vscode-uri';

export class DiagnosticsPublisher {
  readonly #connection: Connection;
  /** By URIs as we spell them: the client may spell that of an open document in another way. */
  readonly #published = new Map<string, string>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** `version`: absent for files that are not open. */
  publish(uri: string, diagnostics: Diagnostic[], version?: number): void {
    const text = JSON.stringify(diagnostics);
    const key = URI.parse(uri).toString();
    const known = this.#published.get(key);
    if (known === text) return;
    // Of a file that is not open, nothing is said where there is nothing to say.
    if (known === undefined && version === undefined && diagnostics.length === 0) return;
    this.#published.set(key, text);
    void this.#connection.sendDiagnostics({ uri, diagnostics, ...(version !== undefined && { version }) });
  }

  /** Takes back what was published about a file. */
  clear(uri: string): void {
    if (!this.#published.delete(URI.parse(uri).toString())) return;
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** Takes back what was published about all other files. */
  clearAllBut(stays: (uri: string) => boolean): void {
    for (const uri of this.#published.keys()) if (!stays(uri)) this.clear(uri);
  }
}

/** Pushes a document's diagnostics to the client, and only when they differ from what the client has. */
import type { Connection } from 'vscode-languageserver';
import { diagnostics } from '../features/diagnostics.ts';
import type { Snapshot } from '../service.ts';

export class DiagnosticsPublisher {
  /** The folder of the documentation pages, as a URI; without it diagnostics carry no link. */
  documentation: string | undefined;
  readonly #connection: Connection;
  readonly #published = new Map<string, string>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  publish(snapshot: Snapshot): void {
    const list = diagnostics(snapshot, this.documentation);
    const text = JSON.stringify(list);
    if (this.#published.get(snapshot.uri) === text) return;
    this.#published.set(snapshot.uri, text);
    void this.#connection.sendDiagnostics({ uri: snapshot.uri, version: snapshot.version, diagnostics: list });
  }

  /** A closed document has no diagnostics. */
  clear(uri: string): void {
    if (!this.#published.delete(uri)) return;
    void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
  }
}

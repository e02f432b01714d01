/**
 * The files of the workspace: read by the server itself where it can, and through the client where they are on a file
 * system that only the client knows, as in VS Code for the Web.
 */
import type { Connection } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { awaited } from '../included-files.ts';
import type { FolderEntry, ReadFileRequest, ReadFolderRequest } from '../protocol.ts';
import type { ClientFeatures } from './client-features.ts';

/** A client that has not answered by then does not know the file. Milliseconds. */
const PATIENCE = 5000;

export interface FileReading {
  readonly readFile: (uri: string, roots: readonly string[]) => string | undefined;
  readonly readFolder?: (uri: string, roots: readonly string[]) => readonly FolderEntry[] | undefined;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export class FileAccess {
  readonly #connection: Connection;
  readonly #own: FileReading;
  readonly #client: () => ClientFeatures;
  /** What the client answered last. */
  readonly #texts = new Map<string, string | undefined>();
  readonly #asked = new Set<string>();
  /** Takes the files of which something else has come than was known. */
  arrived: (uri: string) => void = () => {};

  constructor(connection: Connection, own: FileReading, client: () => ClientFeatures) {
    this.#connection = connection;
    this.#own = own;
    this.#client = client;
  }

  /** The text of a file below one of the roots. What the client reads may be older, and is asked for again. */
  readFile(uri: string, roots: readonly string[]): string | typeof awaited | undefined {
    if (!this.#isTheClients(uri)) return this.#own.readFile(uri, roots);
    void this.#ask(uri);
    return this.#texts.has(uri) ? this.#texts.get(uri) : awaited;
  }

  /** What is in a folder that is one of the roots or below; nothing where that cannot be said. */
  async readFolder(uri: string, roots: readonly string[]): Promise<readonly FolderEntry[]> {
    if (!this.#isTheClients(uri)) return this.#own.readFolder?.(uri, roots) ?? [];
    const answer = await this.#request<ReadFolderRequest>('dnet/readFolder', uri);
    return Array.isArray(answer?.entries) ? answer.entries : [];
  }

  #isTheClients(uri: string): boolean {
    return this.#client().readsFiles && URI.parse(uri).scheme !== 'file';
  }

  async #ask(uri: string): Promise<void> {
    if (this.#asked.has(uri)) return;
    this.#asked.add(uri);
    const answer = await this.#request<ReadFileRequest>('dnet/readFile', uri);
    this.#asked.delete(uri);
    const text = typeof answer?.text === 'string' ? answer.text : undefined;
    if (this.#texts.has(uri) && this.#texts.get(uri) === text) return;
    this.#texts.set(uri, text);
    this.arrived(uri);
  }

  async #request<R extends { readonly method: string; readonly result: object | null }>(
    method: R['method'],
    uri: string,
  ): Promise<R['result'] | undefined> {
    const answer = this.#connection.sendRequest<R['result']>(method, { uri }).catch(() => undefined);
    return Promise.race([answer, this.#own.wait(PATIENCE).then(() => undefined)]);
  }
}

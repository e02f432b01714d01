/** A language client for tests: speaks the protocol to a server, and waits for what it expects, never for time. */
import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type LogMessageParams,
  MessageType,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { type Platform, startServer } from '../../language-server/server.ts';

export class Client {
  readonly connection: ProtocolConnection;
  readonly published: PublishDiagnosticsParams[] = [];
  /** Errors and warnings. */
  readonly logged: string[] = [];
  #waiting: { uri: string; version: number; resolve: (diagnostics: Diagnostic[]) => void }[] = [];

  constructor(connection: ProtocolConnection) {
    this.connection = connection;
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      this.#waiting = this.#waiting.filter((one) => {
        if (one.uri !== params.uri || (params.version ?? 0) < one.version) return true;
        one.resolve(params.diagnostics);
        return false;
      });
    });
    connection.onNotification('window/logMessage', ({ type, message }: LogMessageParams) => {
      if (type <= MessageType.Warning) this.logged.push(message);
    });
    for (const method of ['client/registerCapability', 'workspace/diagnostic/refresh']) {
      connection.onRequest(method, () => null);
    }
    connection.listen();
  }

  async initialize(params: object = {}): Promise<InitializeResult> {
    const result = await this.connection.sendRequest<InitializeResult>('initialize', {
      processId: null,
      rootUri: null,
      capabilities: {},
      ...params,
    });
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  open(uri: string, text: string, version = 1): Promise<void> {
    return this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'dnet', version, text },
    });
  }

  change(uri: string, version: number, ...contentChanges: { range?: Range; text: string }[]): Promise<void> {
    return this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  /** The first diagnostics of that version or a later one, whether they have come already or not. */
  diagnostics(uri: string, version = 1): Promise<Diagnostic[]> {
    const known = this.published.findLast((params) => params.uri === uri && (params.version ?? 0) >= version);
    if (known) return Promise.resolve(known.diagnostics);
    return new Promise((resolve) => this.#waiting.push({ uri, version, resolve }));
  }

  /** A request about a document, at a position where one is given. Answered after everything sent before it. */
  request<R>(method: string, uri: string, position?: Position, more: object = {}): Promise<R> {
    return this.connection.sendRequest<R>(method, { textDocument: { uri }, ...(position && { position }), ...more });
  }

  dispose(): void {
    this.connection.dispose();
  }
}

/** A client joined to a server in the same process. */
export function connectInMemory(platform: Partial<Platform> = {}): Client {
  const [up, down] = [new PassThrough(), new PassThrough()];
  startServer(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), {
    readFile: () => undefined,
    later: setImmediate,
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    ...platform,
  });
  return new Client(createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up)));
}

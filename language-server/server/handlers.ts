/** Handlers that never throw: a mistake of ours, or of the client's, is logged, and the server goes on. */
import type { CancellationToken, Connection, Position } from 'vscode-languageserver';
import type { Service, Snapshot } from '../service.ts';
import type { Work } from '../steps.ts';
import { finish, type Later, type LongHandler, longWork, pause } from './long-work.ts';
import { ResponseError } from './lsp.ts';

export interface HasDocument {
  readonly textDocument: { readonly uri: string };
}

export interface HasPosition extends HasDocument {
  readonly position: Position;
}

/** Makes a handler of a question about a document, which answers null where the question makes no sense. */
export type About = <P extends HasDocument, R>(
  method: string,
  handler: (snapshot: Snapshot, params: P, token: CancellationToken) => R,
) => (params: P, token: CancellationToken) => R | null;

export type Handlers = ReturnType<typeof createHandlers>;

export function createHandlers(connection: Connection, service: Service, later: Later) {
  const report = (method: string, error: unknown): void => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    connection.console.error(`${method}: ${text}`);
  };
  /** The answer of `ask`, be it there now or later; null where it fails. */
  const safely = <R>(method: string, ask: () => R): R | null => {
    const failed = (error: unknown) => {
      // Made to be read by the user, or by the client.
      if (error instanceof ResponseError) throw error;
      report(method, error);
      return null;
    };
    try {
      const answer = ask();
      return answer instanceof Promise ? (answer.catch(failed) as R) : answer;
    } catch (error) {
      return failed(error);
    }
  };
  /** Writes into the client's trace, where it wants one, how long an answer took. */
  const timed = <R>(method: string, ask: () => R): R => {
    const start = Date.now();
    const told = () => connection.tracer.log(`${method}: ${Date.now() - start} ms`);
    const answer = ask();
    if (answer instanceof Promise) void answer.then(told, told);
    else told();
    return answer;
  };
  const answer =
    <P, R>(method: string, handler: (params: P, token: CancellationToken) => R) =>
    (params: P, token: CancellationToken): R | null =>
      safely(method, () => timed(method, () => handler(params, token)));

  /** The newest version of an open document, once it has been analysed in slices; undefined where it is not open. */
  const analysed = async (uri: string, token: CancellationToken): Promise<Snapshot | undefined> => {
    // A newer text, or the word that nobody waits any more, may be there already.
    await pause(later, token);
    for (;;) {
      const snapshot = service.snapshot(uri);
      if (!snapshot) return undefined;
      await finish(snapshot.analysis(), later, token);
      if (service.snapshot(uri) === snapshot) return snapshot;
    }
  };

  const about: About = (method, handler) =>
    answer(method, (params, token) => {
      const snapshot = service.snapshot(params.textDocument.uri);
      return snapshot ? handler(snapshot, params, token) : null;
    });

  /** As `about`, of a document that has been analysed: in slices, so that nobody else waits for it. */
  const aboutAnalysed = <P extends HasDocument, R>(method: string, handler: (snapshot: Snapshot, params: P) => R) =>
    answer(method, async (params: P, token): Promise<R | null> => {
      const snapshot = await analysed(params.textDocument.uri, token);
      return snapshot ? handler(snapshot, params) : null;
    });

  return {
    /** For work in steps that nobody waits for. */
    guardedWork: <P>(method: string, work: (params: P) => Work<void>) =>
      function* (params: P): Work<void> {
        try {
          yield* work(params);
        } catch (error) {
          report(method, error);
        }
      },

    /** For notifications. */
    guarded:
      <P>(method: string, handler: (params: P) => void) =>
      (params: P): void => {
        try {
          timed(method, () => handler(params));
        } catch (error) {
          report(method, error);
        }
      },

    /** For requests; null where the question makes no sense. */
    answer,

    /** For requests that are worked on in steps, between which others have their turn. */
    inSteps: <P, R>(method: string, work: (params: P) => Work<R>) =>
      answer(method, (params: P, token) => finish(work(params), later, token)),

    about,

    analysed,

    aboutAnalysed,

    /** For what the client is asked and need not be able to do: a refusal is logged. */
    asked(method: string, answer: Promise<unknown>): void {
      answer.catch((error) => connection.console.warn(`${method}: ${error}`));
    },

    /** Takes requests that are worked on in slices. `title` says to the user what is being done. */
    long<P extends object>(method: string, title: () => string, work: LongHandler<P>): void {
      connection.onRequest(method, answer(method, longWork(connection, later, title, work)));
    },
  };
}

/**
 * Requests that take long: they are worked on in slices, between which other messages have their turn, end early when
 * nobody waits for the answer any more, tell how far they are, and send what they have found as they find it.
 */
import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { Steps, Work } from '../steps.ts';
import { LSPErrorCodes, ProgressType, ResponseError } from './lsp.ts';

/** How long other messages wait, unless a single step takes longer. Milliseconds. */
export const SLICE = 5;

/** Runs once the messages that have arrived had their chance. */
export type Later = (work: () => void) => void;

export interface Clock {
  readonly later: Later;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** The steps' results, with pauses. Ends with an error when the token says so. */
export async function* inSlices<T>(
  steps: Steps<T>,
  later: Later,
  token: CancellationToken,
  paused: () => void = () => {},
): AsyncGenerator<T> {
  let until = Date.now() + SLICE;
  for (const found of steps) {
    if (found !== undefined) yield found;
    if (Date.now() < until) continue;
    paused();
    await pause(later, token);
    until = Date.now() + SLICE;
  }
}

/** The result of work, with pauses. Ends with an error when the token says so. */
export async function finish<T>(work: Work<T>, later: Later, token: CancellationToken): Promise<T> {
  let until = Date.now() + SLICE;
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (Date.now() < until) continue;
    await pause(later, token);
    until = Date.now() + SLICE;
  }
}

/** Lets other messages have their turn. */
export async function pause(later: Later, token: CancellationToken): Promise<void> {
  await new Promise<void>(later);
  if (token.isCancellationRequested) throw cancelled();
}

export function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'Nobody waits for the answer any more.');
}

export function contentModified(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed meanwhile.');
}

/** What a client may add to the parameters of a long request. */
export interface LongRequest {
  readonly workDoneToken?: string | number;
  readonly partialResultToken?: string | number;
}

export interface LongWork {
  readonly token: CancellationToken;
  readonly slices: <T>(steps: Steps<T>) => AsyncIterable<T>;
  /** The result of work, in slices. */
  readonly finish: <T>(work: Work<T>) => Promise<T>;
  /** Lets other messages have their turn. */
  readonly pause: () => Promise<void>;
  /** Sends a part of the result; undefined where the client wants the whole at once. */
  readonly send: ((part: unknown) => void) | undefined;
  /** Tells the user how far it is. */
  readonly report: (message: string) => void;
  /** Tells that nothing is being done any more, although the answer may still be outstanding. */
  readonly rest: () => void;
}

export type LongHandler<P> = (params: P, work: LongWork) => Promise<object | null>;

/** Makes a handler of a function that takes its time. `title` says to the user what is being done. */
export function longWork<P extends object>(
  connection: Connection,
  later: Later,
  title: () => string,
  work: LongHandler<P>,
): (params: P & LongRequest, token: CancellationToken) => Promise<object | null> {
  return async (params, token) => {
    const { workDoneToken, partialResultToken } = params;
    const progress = connection.window.attachWorkDoneProgress(workDoneToken);
    progress.begin(title());
    let isDone = false;
    const rest = (): void => {
      if (!isDone) progress.done();
      isDone = true;
    };
    try {
      return await work(params, {
        token,
        slices: (steps) => inSlices(steps, later, token),
        finish: (unfinished) => finish(unfinished, later, token),
        pause: () => pause(later, token),
        send:
          partialResultToken === undefined
            ? undefined
            : (part) => void connection.sendProgress(PARTIAL, partialResultToken, part),
        report: (message) => progress.report(message),
        rest,
      });
    } finally {
      rest();
    }
  };
}

const PARTIAL = new ProgressType<unknown>();

/** How many results of a list are sent at once. */
const CHUNK = 50;

/** A list as the answer: all of it, or what has not been sent in parts. */
export async function listed<T>({ slices, send }: LongWork, steps: Steps<T>): Promise<T[]> {
  let found: T[] = [];
  for await (const each of slices(steps)) {
    found.push(each);
    if (!send || found.length < CHUNK) continue;
    send(found);
    found = [];
  }
  if (!send) return found;
  if (found.length > 0) send(found);
  return [];
}

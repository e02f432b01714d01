/** Semantic tokens as changes of what the client has: of each document, what was sent last is kept. */
import type { SemanticTokens, SemanticTokensDelta, SemanticTokensOptions } from 'vscode-languageserver';
import { tokenModifiers, tokenTypes } from '../features/semantic-tokens.ts';

export const semanticTokensProvider: SemanticTokensOptions = {
  legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
  full: { delta: true },
  range: true,
};

interface Sent {
  readonly resultId: string;
  readonly data: readonly number[];
}

export class SentTokens {
  readonly #sent = new Map<string, Sent>();
  #results = 0;

  whole(uri: string, data: number[]): SemanticTokens {
    const resultId = String(++this.#results);
    this.#sent.set(uri, { resultId, data });
    return { resultId, data };
  }

  /** The whole again where the client has something else than what was sent last. */
  changes(uri: string, previousResultId: string, data: number[]): SemanticTokens | SemanticTokensDelta {
    const before = this.#sent.get(uri);
    const whole = this.whole(uri, data);
    if (before?.resultId !== previousResultId) return whole;
    return { resultId: whole.resultId!, edits: difference(before.data, data) };
  }

  forget(uri: string): void {
    this.#sent.delete(uri);
  }
}

/** One edit: what is between the common start and the common end of both. */
function difference(before: readonly number[], after: number[]): SemanticTokensDelta['edits'] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const deleteCount = before.length - tail - start;
  const data = after.slice(start, after.length - tail);
  return deleteCount === 0 && data.length === 0 ? [] : [{ start, deleteCount, data }];
}

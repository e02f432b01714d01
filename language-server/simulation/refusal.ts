import type { EngineError, Host } from './state.ts';

/**
 * Thrown where a command is refused, and caught where it is executed. Not an Error: a refusal is an answer, and its
 * place in the program is of no interest.
 */
export class Refusal {
  readonly error: EngineError;
  /** The host as the refused command leaves it, where it changed something before it failed. */
  readonly host?: Host;

  constructor(error: EngineError, host?: Host) {
    this.error = error;
    if (host) this.host = host;
  }
}

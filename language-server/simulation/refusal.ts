import { engineError, type MessageCode } from './messages.ts';
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

/**
 * Refuses a command in the words of the host's engine.
 * @param value the part of the command that is refused, for the reader's eye
 * @throws Refusal always
 */
export function refuse(
  { engine }: Host,
  code: MessageCode,
  values: Readonly<Record<string, string>> = {},
  value?: string,
): never {
  throw new Refusal(engineError(engine, code, values, value));
}

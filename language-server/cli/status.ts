/** What a command answers to the shell, and where it writes to. */

/** All is well. */
export const OK = 0;
/** A lab has errors. */
export const FOUND_ERRORS = 1;
/** The command line is wrong, or a file cannot be read. */
export const WRONG_USAGE = 2;

export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether the reader sees colours. */
  readonly color: boolean;
}

/** `dnet`: the command line. */
import { run } from './cli/run.ts';

const { LC_ALL, LC_MESSAGES, LANG, NO_COLOR } = process.env;

const output = {
  out: (text: string) => process.stdout.write(text),
  err: (text: string) => process.stderr.write(text),
  color: process.stdout.isTTY === true && NO_COLOR === undefined,
};

// As POSIX orders them; an empty one counts as none.
process.exitCode = run(process.argv.slice(2), output, LC_ALL || LC_MESSAGES || LANG);

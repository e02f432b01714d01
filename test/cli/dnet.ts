/** The command line in tests: files in a folder of their own, and what a command writes and answers. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { run, runCommand } from '../../language-server/cli/run.ts';

export const folder = mkdtempSync(join(inject('temporaryFolder'), 'cli-'));

export function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export const dnet = (...args: string[]) => execute(args, false);

/** In the language that is spoken already. */
export const spoken = (...args: string[]) => execute(args, false, runCommand);

export function execute(args: readonly string[], color: boolean, command: typeof runCommand = run) {
  let out = '';
  let err = '';
  const status = command(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    color,
  });
  return { status, out, err };
}

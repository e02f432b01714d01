/** `dnet import`: a shell script of `docker` commands as a lab. */

import { readInput } from '../files.node.ts';
import { importDocker, type ScriptRemark } from '../formats/docker-import.ts';
import { t, translatable } from '../l10n.ts';
import { OK, type Output } from './status.ts';

/** The lab goes to standard output; what is lost on the way, by line of the script, to standard error. */
export function importScript(path: string, output: Output): number {
  const { text, remarks } = importDocker(readInput(path).text);
  output.out(text);
  tellRemarks(path, remarks, output);
  return OK;
}

const HEADINGS: Readonly<Record<ScriptRemark['kind'], string>> = {
  unread: translatable('left out'),
  refused: translatable('refused by the docker client'),
  note: translatable('note'),
};

/** `lab.sh:3: note: …`, lines counted from one. */
export function tellRemarks(path: string, remarks: readonly ScriptRemark[], output: Output): void {
  for (const { line, kind, message } of remarks) output.err(`${path}:${line + 1}: ${t(HEADINGS[kind])}: ${message}\n`);
}

/** The `docker` command lines of a shell script, each read as the client of an engine version reads it. */
import { t } from '../l10n.ts';
import type { EngineVersion } from '../simulation/state.ts';
import { type DockerCommand, readDockerCommand } from './docker-commands.ts';
import { readShellScript, type ShellCommand } from './shell-script.ts';

export interface DockerLine {
  /** Zero-based line of the script. */
  readonly line: number;
  /** As written, words joined by blanks. */
  readonly text: string;
  readonly when: ShellCommand['when'];
  readonly read: DockerCommand;
}

export interface DockerLines {
  readonly lines: readonly DockerLine[];
  /** Lines that nobody here can run, with the reason. */
  readonly unread: readonly { readonly line: number; readonly reason: string }[];
  /** `set -e`: the script ends at the first command that fails and is not asked about by `&&` or `||`. */
  readonly stopsAtFailure: boolean;
}

/** Reads a script. Other programs' lines, and what only a real shell can run, are left out and told. */
export function readDockerLines(text: string, client: EngineVersion): DockerLines {
  const script = readShellScript(text);
  const lines: DockerLine[] = [];
  const unread: { line: number; reason: string }[] = [...script.unread];
  let stopsAtFailure = /^#!\S*sh .*-\w*e/.test(text);
  for (const { words, line, when } of script.commands) {
    const [program, ...rest] = words[0] === 'sudo' ? words.slice(1) : words;
    if (program === 'docker') lines.push({ line, when, text: words.join(' '), read: readDockerCommand(rest, client) });
    else if (program === 'set') stopsAtFailure ||= rest.some((option) => /^-\w*e/.test(option));
    else if (program !== 'true' && program !== ':') {
      unread.push({ line, reason: t`\`${program}\` is not a docker command.` });
    }
  }
  return { lines, unread: unread.sort((a, b) => a.line - b.line), stopsAtFailure };
}

/** A shell script of `docker` commands → engine commands, and the `.dnet` file that says the same. */
import type { EngineCommand } from '../simulation/command.ts';
import { newestEngine } from '../simulation/engine-versions.ts';
import type { EngineVersion } from '../simulation/state.ts';
import { dnetSource } from './dnet-source.ts';
import { readDockerLines } from './docker-lines.ts';

export interface ScriptCommand {
  readonly command: EngineCommand;
  /** Zero-based line of the script. */
  readonly line: number;
}

export interface ScriptRemark {
  /** Zero-based line of the script. */
  readonly line: number;
  /** `unread`: the line was left out; `refused`: the docker client refuses it; `note`: something in it has no effect. */
  readonly kind: 'unread' | 'refused' | 'note';
  readonly message: string;
}

export interface DockerScript {
  readonly commands: readonly ScriptCommand[];
  readonly remarks: readonly ScriptRemark[];
}

/** Reads what a script tells the engine, every command of it whatever came of the one before. */
export function readDockerScript(text: string, client: EngineVersion = newestEngine): DockerScript {
  const { lines, unread } = readDockerLines(text, client);
  const commands: ScriptCommand[] = [];
  const remarks: ScriptRemark[] = unread.map(({ line, reason }) => ({ line, kind: 'unread', message: reason }));
  for (const { line, read } of lines) {
    if (read.kind === 'error') remarks.push({ line, kind: 'refused', message: read.error.message });
    if (read.kind === 'command') commands.push({ command: read.command, line });
    if (read.kind === 'command' || read.kind === 'none') {
      for (const message of read.notes) remarks.push({ line, kind: 'note', message });
    }
  }
  return { commands, remarks: inOrder(remarks) };
}

export interface ImportedLab {
  readonly text: string;
  readonly remarks: readonly ScriptRemark[];
}

/** The `.dnet` file that says what a script does, with remarks by line of the script. */
export function importDocker(text: string): ImportedLab {
  const { commands, remarks } = readDockerScript(text);
  const source = dnetSource(commands.map(({ command }) => command));
  const notes = source.notes.map(
    ({ command, message }): ScriptRemark => ({ line: commands[command]!.line, kind: 'note', message }),
  );
  return { text: source.text, remarks: inOrder([...remarks, ...notes]) };
}

/** What was copied from a terminal or a manual, as statements; undefined where nothing in it is a docker command. */
export function convertDockerCommands(text: string): ImportedLab | undefined {
  const withoutPrompt = text.replace(/^[ \t]*\$[ \t]+/gm, '');
  const converted = importDocker(withoutPrompt);
  return converted.text === '' ? undefined : converted;
}

function inOrder(remarks: readonly ScriptRemark[]): readonly ScriptRemark[] {
  return [...remarks].sort((a, b) => a.line - b.line);
}

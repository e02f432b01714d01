/**
 * A shell script of `docker` commands, run on a simulated engine command by command: also what no `.dnet` statement
 * stands for, such as `pause`, `rename` and `network rm`.
 */

import { wellKnownImage } from '../analysis/images.ts';
import { servedPorts } from '../analysis/listeners.ts';
import { translatable } from '../l10n.ts';
import type { EngineCommand } from '../simulation/command.ts';
import { execute } from '../simulation/engine.ts';
import type { EngineError, EngineVersion, World } from '../simulation/state.ts';
import { createWorld } from '../simulation/world.ts';
import type { ScriptRemark } from './docker-import.ts';
import { type DockerLine, readDockerLines } from './docker-lines.ts';
import { answerQuery } from './docker-queries.ts';

export interface ScriptFailure {
  /** Zero-based line of the script. */
  readonly line: number;
  /** As written, words joined by blanks. */
  readonly text: string;
  readonly error: EngineError;
}

export interface ScriptRun {
  /** The world after the last command that ran. */
  readonly world: World;
  readonly host: string;
  readonly failures: readonly ScriptFailure[];
  readonly remarks: readonly ScriptRemark[];
}

const HOST = 'host';

/**
 * Runs a script on a host with the given engine and its client. As in a shell, `&&` and `||` ask how the command
 * before them ended, and after `set -e` a failure ends the script. A container listens on its image's ports and those
 * that it publishes or exposes.
 */
export function runDockerScript(text: string, engine: EngineVersion): ScriptRun {
  const { lines, unread, stopsAtFailure } = readDockerLines(text, engine);
  const failures: ScriptFailure[] = [];
  const remarks: ScriptRemark[] = unread.map(({ line, reason }) => ({ line, kind: 'unread', message: reason }));
  let world = createWorld({ hosts: [{ name: HOST, engine }], images: imagesOf(lines) });
  let succeeded = true;
  for (const [index, { when, line, text: written, read }] of lines.entries()) {
    if (when !== 'always' && (when === 'success') !== succeeded) continue;
    const ran = runLine(world, read);
    world = ran.world;
    succeeded = ran.error === undefined && !ran.failed;
    if (ran.error) failures.push({ line, text: written, error: ran.error });
    for (const message of ran.notes) remarks.push({ line, kind: 'note', message });
    const asked = lines[index + 1]?.when ?? 'always';
    if (!succeeded && stopsAtFailure && asked === 'always') break;
  }
  return { world, host: HOST, failures, remarks: remarks.sort((a, b) => a.line - b.line) };
}

interface RanLine {
  readonly world: World;
  readonly error?: EngineError;
  /** A question that was answered with a failure, which changes nothing and is not reported. */
  readonly failed?: boolean;
  readonly notes: readonly string[];
}

function runLine(world: World, read: DockerLine['read']): RanLine {
  switch (read.kind) {
    case 'error': {
      const explanation = translatable('The docker client refuses the command line and asks the engine nothing.');
      return { world, notes: [], error: { code: 'client', message: read.error.message, explanation } };
    }
    case 'none':
      return { world, notes: read.notes };
    case 'query':
      return { world, notes: [], failed: answerQuery(world.hosts.get(HOST)!, read.query).exitCode !== 0 };
    case 'command': {
      const { world: after, error, notes } = execute(world, HOST, listening(read.command));
      return { world: after, notes: [...read.notes, ...notes.map(({ message }) => message)], ...(error && { error }) };
    }
  }
}

function listening(command: EngineCommand): EngineCommand {
  if (command.kind !== 'containerRun' && command.kind !== 'containerCreate') return command;
  return { ...command, listens: servedPorts(command.image, command.publish, command.expose) };
}

function imagesOf(lines: readonly DockerLine[]) {
  return lines.flatMap(({ read }) => {
    const name = read.kind === 'command' && 'image' in read.command ? read.command.image : undefined;
    const image = name === undefined ? undefined : wellKnownImage(name);
    return image && name !== undefined ? [{ ...image, name }] : [];
  });
}

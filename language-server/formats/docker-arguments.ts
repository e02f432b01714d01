/**
 * Reads one `docker` command line into its command, flags and arguments, as the client's own parser (pflag) does:
 * long and short flags, `--flag=value`, `-p8080:80`, clusters (`-dit`), `--` as the end of flags.
 */
import type { EngineVersion } from '../simulation/state.ts';
import {
  type CommandSyntax,
  commandSynonyms,
  commandSyntax,
  type Flag,
  globalFlags,
  otherCommands,
} from './docker-flags.ts';

/** Why the client refuses a command line before it asks the engine, as it prints it. */
export interface ClientError {
  readonly exitCode: number;
  readonly stderr: string;
  /** The message alone, without usage. */
  readonly message: string;
}

export interface Arguments {
  readonly syntax: CommandSyntax;
  readonly positional: readonly string[];
  /** Flags in the order in which they were given; a switch has `true` or `false` as its value. */
  readonly flags: readonly { readonly name: string; readonly value: string }[];
}

export type ReadArguments =
  | { readonly kind: 'arguments'; readonly arguments: Arguments }
  /** A command that no network notices: `docker pull`. */
  | { readonly kind: 'other'; readonly path: string }
  | { readonly kind: 'error'; readonly error: ClientError };

class FlagError extends Error {}

/** The last value given for a flag that may be given once; absent when not given. */
export function lastValue(args: Arguments, name: string): string | undefined {
  return args.flags.findLast((flag) => flag.name === name)?.value;
}

/** Every value given for a flag that may be repeated. */
export function allValues(args: Arguments, name: string): readonly string[] {
  return args.flags.filter((flag) => flag.name === name).map((flag) => flag.value);
}

/** True when a switch was given and not given as `--flag=false`. */
export function isSet(args: Arguments, name: string): boolean {
  return lastValue(args, name) === 'true';
}

/** How a wrong flag reads: exit status 125, with the usage that the client's version prints below it. */
export function flagError(message: string, syntax: CommandSyntax, client: EngineVersion): ClientError {
  const path = `docker ${syntax.path}`;
  const stderr =
    client === '20.10'
      ? `${message}\nSee '${path} --help'.`
      : `${message}\n\nUsage:  ${path} ${syntax.usage}\n\nRun '${path} --help' for more information`;
  return { exitCode: 125, stderr, message };
}

/** How a wrong number of arguments reads (docker/cli cli/required.go): exit status 1. */
function arityError(given: number, syntax: CommandSyntax, client: EngineVersion): ClientError | undefined {
  const { minArguments: min, maxArguments: max } = syntax;
  if (given >= min && given <= max) return undefined;
  const path = `docker ${syntax.path}`;
  const plural = (count: number) => (count === 1 ? 'argument' : 'arguments');
  const old = client === '20.10';
  const wanted =
    max === 0
      ? 'accepts no arguments'
      : max === min
        ? `requires ${old ? 'exactly ' : ''}${min} ${plural(min)}`
        : max === Number.POSITIVE_INFINITY
          ? `requires at least ${min} ${plural(min)}`
          : `requires at least ${min} and at most ${max} ${plural(max)}`;
  const message = old ? `"${path}" ${wanted}.` : `docker: '${path}' ${wanted}`;
  const usage = `Usage:  ${path} ${syntax.usage}`;
  const stderr = old
    ? `${message}\nSee '${path} --help'.\n\n${usage}\n\n${syntax.summary}`
    : `${message}\n\n${usage}\n\nRun '${path} --help' for more information`;
  return { exitCode: 1, stderr, message };
}

interface FlagsAndRest {
  readonly flags: readonly { readonly name: string; readonly value: string }[];
  readonly positional: readonly string[];
}

/** strconv.ParseBool, which pflag uses for `--flag=value` of a switch. */
const booleans: ReadonlyMap<string, string> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((word) => [word, 'true'] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((word) => [word, 'false'] as const),
]);

function readFlags(
  words: readonly string[],
  table: ReadonlyMap<string, Flag>,
  interspersed: boolean,
  client: EngineVersion,
): FlagsAndRest {
  const flags: { name: string; value: string }[] = [];
  const positional: string[] = [];
  let at = 0;

  const look = (spelling: string, unknown: string): Flag => {
    const flag = table.get(spelling);
    if (!flag || (flag.clients && !flag.clients.includes(client))) throw new FlagError(unknown);
    return flag;
  };
  const setSwitch = (flag: Flag, value: string, shown: string) => {
    const read = booleans.get(value);
    if (read === undefined)
      throw new FlagError(
        `invalid argument "${value}" for "${shown}" flag: strconv.ParseBool: parsing "${value}": invalid syntax`,
      );
    flags.push({ name: flag.name, value: read });
  };

  while (at < words.length) {
    const word = words[at++] as string;
    if (word === '--') {
      positional.push(...words.slice(at));
      break;
    }
    if (word === '-' || !word.startsWith('-')) {
      positional.push(word);
      if (!interspersed) {
        positional.push(...words.slice(at));
        break;
      }
      continue;
    }
    if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const spelling = word.slice(2, equals < 0 ? undefined : equals);
      const flag =
        spelling.length > 1 ? look(spelling, `unknown flag: --${spelling}`) : look('', `bad flag syntax: ${word}`);
      if (equals >= 0) {
        const value = word.slice(equals + 1);
        if (flag.takesValue) flags.push({ name: flag.name, value });
        else setSwitch(flag, value, `--${flag.name}`);
      } else if (!flag.takesValue) flags.push({ name: flag.name, value: 'true' });
      else if (at < words.length) flags.push({ name: flag.name, value: words[at++] as string });
      else throw new FlagError(`flag needs an argument: --${spelling}`);
      continue;
    }
    const cluster = word.slice(1);
    for (let i = 0; i < cluster.length; i++) {
      const letter = cluster[i] as string;
      const flag = look(letter, `unknown shorthand flag: '${letter}' in -${cluster}`);
      const rest = cluster.slice(i + 1);
      if (!flag.takesValue) {
        if (rest.startsWith('=')) {
          setSwitch(flag, rest.slice(1), `-${letter}, --${flag.name}`);
          break;
        }
        flags.push({ name: flag.name, value: 'true' });
        continue;
      }
      if (rest) flags.push({ name: flag.name, value: rest.startsWith('=') ? rest.slice(1) : rest });
      else if (at < words.length) flags.push({ name: flag.name, value: words[at++] as string });
      else throw new FlagError(`flag needs an argument: '${letter}' in -${cluster}`);
      break;
    }
  }
  return { flags, positional };
}

function unknownCommand(words: readonly string[], client: EngineVersion): ClientError {
  const name = words[0] ?? '';
  const message =
    client === '20.10' ? `docker: '${name}' is not a docker command.` : `docker: unknown command: docker ${name}`;
  const hint = client === '20.10' ? "\nSee 'docker --help'" : "\n\nRun 'docker --help' for more information";
  return { exitCode: 1, stderr: message + hint, message };
}

/**
 * Reads the words after `docker`. Never throws: what the client refuses comes back as its error.
 * @param client whose flags and texts apply; the client is taken to be of its engine's version.
 */
export function readArguments(words: readonly string[], client: EngineVersion): ReadArguments {
  let global: FlagsAndRest;
  try {
    global = readFlags(words, globalFlags, false, client);
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    const message = error.message;
    const hint =
      client === '20.10'
        ? "See 'docker --help'."
        : "Usage:  docker [OPTIONS] COMMAND [ARG...]\n\nRun 'docker --help' for more information";
    return {
      kind: 'error',
      error: { exitCode: 125, stderr: `${message}\n${client === '20.10' ? '' : '\n'}${hint}`, message },
    };
  }
  const [first = '', second = ''] = global.positional;
  const two = `${first} ${second}`;
  const path = commandSynonyms.get(two) ?? (commandSyntax.has(two) ? two : first);
  const syntax = commandSyntax.get(path);
  if (!syntax)
    return otherCommands.has(first)
      ? { kind: 'other', path: first }
      : { kind: 'error', error: unknownCommand(global.positional, client) };
  const length = path === first ? 1 : 2;
  try {
    const { flags, positional } = readFlags(global.positional.slice(length), syntax.flags, syntax.interspersed, client);
    const error = arityError(positional.length, syntax, client);
    return error ? { kind: 'error', error } : { kind: 'arguments', arguments: { syntax, positional, flags } };
  } catch (error) {
    if (!(error instanceof FlagError)) throw error;
    return { kind: 'error', error: flagError(error.message, syntax, client) };
  }
}

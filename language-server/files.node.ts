/** Files on disk as text: for the command line and for `include`. What cannot be read or written is told in one sentence. */

import { type Dirent, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { URI } from 'vscode-uri';
import { t, translatable } from './l10n.ts';
import type { FolderEntry } from './protocol/files.ts';

/** A lab is text that somebody wrote; what is larger than this was not meant. Bytes. */
const LARGEST_FILE = 16 * 1024 * 1024;

/** What the user has to repair before there is anything to say about a lab. */
export class InputError extends Error {}

export interface Input {
  /** As the user wrote it, for messages. */
  readonly path: string;
  readonly uri: string;
  readonly text: string;
}

/** The path that stands for standard input. */
export const STANDARD_INPUT = '-';

/** Throws {@link InputError} for what is missing, not a file, too large, or not UTF-8 text. */
export function readInput(path: string): Input {
  return {
    path: path === STANDARD_INPUT ? t('standard input') : path,
    uri: URI.file(resolve(path)).toString(),
    text: decode(path, readBytes(path)),
  };
}

/** Throws {@link InputError} where the file cannot be written. */
export function writeOutput(path: string, text: string): void {
  if (path === STANDARD_INPUT) throw new InputError(t('What comes by standard input cannot be changed in its place.'));
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new InputError(`${path}: ${reasonOf(error)}`);
  }
}

/** Reads included files, links followed, below the folders in `roots` (URIs); undefined for everything else. */
export function readIncluded(uri: string, roots: readonly string[]): string | undefined {
  const real = realBelow(uri, roots);
  if (real === undefined) return undefined;
  try {
    return decode(real, readBytes(real));
  } catch {
    return undefined;
  }
}

/** What is in a folder that lies below one of `roots` or is one, links followed; undefined for everything else. */
export function readFolder(uri: string, roots: readonly string[]): readonly FolderEntry[] | undefined {
  const real = realBelow(uri, roots);
  return real === undefined
    ? undefined
    : entriesOf(real).flatMap((entry) =>
        entry.isDirectory() || entry.isFile() ? [{ name: entry.name, isFolder: entry.isDirectory() }] : [],
      );
}

/** Where a path leads in the end; undefined outside of the folders in `roots`. */
function realBelow(uri: string, roots: readonly string[]): string | undefined {
  const [path] = pathsOf([uri]);
  if (path === undefined) return undefined;
  try {
    const real = realpathSync(path);
    const folders = pathsOf(roots).map((root) => realpathSync(root));
    return folders.some((folder) => `${real}${sep}`.startsWith(folder.endsWith(sep) ? folder : folder + sep))
      ? real
      : undefined;
  } catch {
    return undefined;
  }
}

/** The `.dnet` files below `roots` (URIs), folder by folder. Links, hidden folders and installed packages are passed over. */
export function* findLabs(roots: readonly string[]): Iterable<readonly string[]> {
  const open = pathsOf(roots);
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const found: string[] = [];
    for (const entry of entriesOf(folder)) {
      if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules') {
        open.push(join(folder, entry.name));
      } else if (entry.isFile() && entry.name.endsWith('.dnet')) {
        found.push(URI.file(join(folder, entry.name)).toString());
      }
    }
    yield found;
  }
}

/** Of files alone: what a virtual file system has, or a text that was never saved, has no path on this machine. */
function pathsOf(uris: readonly string[]): string[] {
  return uris.map((each) => URI.parse(each)).flatMap((uri) => (uri.scheme === 'file' ? [uri.fsPath] : []));
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** `include` stays below the folder of the file and the folder that the command was typed in. */
export function rootsFor(paths: readonly string[]): readonly string[] {
  return [process.cwd(), ...paths.map((path) => dirname(resolve(path)))].map((path) => URI.file(path).toString());
}

/** It can be read only once. */
let standardInput: Uint8Array | undefined;

function readBytes(path: string): Uint8Array {
  try {
    if (path === STANDARD_INPUT) {
      standardInput ??= readFileSync(0);
      return standardInput;
    }
    const { size } = statSync(path);
    if (size > LARGEST_FILE) throw new InputError(t`${path} is ${megabytes(size)} MB large; at most 16 MB are read.`);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${path}: ${reasonOf(error)}`);
  }
}

function decode(path: string, bytes: Uint8Array): string {
  if (bytes.includes(0)) throw new InputError(t`${path} is a binary file, not a lab.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(t`${path} is not UTF-8 text. Save it as UTF-8 and try again.`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: translatable('there is no such file.'),
  EISDIR: translatable('this is a folder, not a file.'),
  EACCES: translatable('you have no permission for that.'),
  EROFS: translatable('it cannot be written: the file system is read-only.'),
};

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = REASONS[code ?? ''];
  return reason === undefined ? message : t(reason);
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / (1024 * 1024));
}

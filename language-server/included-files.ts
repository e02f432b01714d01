/** Files that are included and that nobody has opened, as last read from the disk. */
import type { Source } from './analysis/lab.ts';
import { bind } from './model/bind.ts';
import type { Lines } from './syntax/lines.ts';
import { parse } from './syntax/parser.ts';

/** Stands for the text of a file that somebody else is asked for: the answer comes as a change of the file. */
export const awaited = Symbol('awaited');

/** Reads a file below one of the roots; undefined where it cannot be read. */
export type FileReader = (uri: string, roots: readonly string[]) => string | typeof awaited | undefined;

export class IncludedFiles {
  readonly #read: FileReader;
  readonly #isWatched: (uri: string) => boolean;
  readonly #linesOf: (text: string) => Lines;
  readonly #sources = new Map<string, Source>();
  /** Those that need not be read again, because the client tells when they change. */
  readonly #current = new Set<string>();

  constructor(read: FileReader, isWatched: (uri: string) => boolean, linesOf: (text: string) => Lines) {
    this.#read = read;
    this.#isWatched = isWatched;
    this.#linesOf = linesOf;
  }

  /** Undefined where it cannot be read below one of the roots. The same object while the text is the same. */
  source(uri: string, roots: readonly string[]): Source | 'awaited' | undefined {
    const known = this.#sources.get(uri);
    if (known && this.#current.has(uri)) return known;
    const text = this.#read(uri, roots);
    if (text === undefined) return undefined;
    if (text === awaited) return 'awaited';
    if (this.#isWatched(uri)) this.#current.add(uri);
    if (text === known?.lines.text) return known;
    const source = { uri, lines: this.#linesOf(text), program: bind(parse(text), known?.program) };
    this.#sources.set(uri, source);
    return source;
  }

  /** Reads a file again when it is asked for next. */
  changed(uri: string): void {
    this.#current.delete(uri);
  }

  /** Reads all of them again when they are asked for next: folders may come and go as a whole, and nobody tells. */
  allChanged(): void {
    this.#current.clear();
  }
}

/**
 * The labs of the workspace that nobody has opened. They are looked for and read one by one when somebody asks, and
 * what has been read is kept until the client tells that it has changed.
 */
import type { Lab } from './analysis/lab.ts';
import type { Snapshot } from './analysis/snapshot.ts';
import type { Steps } from './steps.ts';

/** How many labs are looked at; a folder with more of them was not meant as one workspace. */
export const MOST_LABS = 2000;

/** How many folders are looked through for them. */
const MOST_FOLDERS = 50_000;

export interface WorkspaceFiles {
  /** The URIs of the labs, folder by folder. */
  readonly find: () => Iterable<readonly string[]>;
  readonly read: (uri: string) => string | undefined;
  /** Whether somebody tells of changes on the disk; otherwise everything is read again at every question. */
  readonly isWatched: () => boolean;
  readonly snapshot: (uri: string, text: string) => Snapshot;
  /** The same text with its includes read again. */
  readonly renewed: (snapshot: Snapshot) => Snapshot;
}

/** What happened to a file on the disk. */
export interface FileChange {
  readonly uri: string;
  readonly kind: 'created' | 'changed' | 'deleted';
}

interface Known {
  readonly snapshot: Snapshot;
  /** What its includes brought in. */
  readonly lab: Lab;
  /** The state of all files in which its includes were read. */
  readonly state: number;
}

export class Workspace {
  readonly #files: WorkspaceFiles;
  readonly #known = new Map<string, Known>();
  #uris: Set<string> | undefined;
  #isCut = false;
  /** Counts up whenever a file may be another one than before. */
  #state = 0;

  constructor(files: WorkspaceFiles) {
    this.#files = files;
  }

  /** Whether the workspace has more labs than are looked at. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** The labs, without those that `isOpen`. */
  *labs(isOpen: (uri: string) => boolean): Steps<Snapshot> {
    for (const uri of this.#found()) yield uri === undefined || isOpen(uri) ? undefined : this.lab(uri);
  }

  /** Whether a file is one of them, as far as they have been looked for. */
  has(uri: string): boolean {
    return this.#uris?.has(uri) ?? false;
  }

  /** Whether one of those that have been read includes a file, or misses one. */
  includes(uri: string): boolean {
    for (const { snapshot } of this.#known.values()) {
      if (snapshot.program.hasIncludes && snapshot.uri !== uri && snapshot.dependsOn(uri)) return true;
    }
    return false;
  }

  /** One of them as it is on the disk; undefined where it cannot be read. The same object while nothing has changed. */
  lab(uri: string): Snapshot | undefined {
    const known = this.#known.get(uri);
    if (known?.state === this.#state && this.#files.isWatched()) return known.snapshot;
    const text = known && this.#files.isWatched() ? known.snapshot.text : this.#files.read(uri);
    if (text === undefined) {
      this.#known.delete(uri);
      return undefined;
    }
    const snapshot = known?.snapshot.text === text ? this.#upToDate(known) : this.#files.snapshot(uri, text);
    this.#known.set(uri, { snapshot, lab: snapshot.lab, state: this.#state });
    return snapshot;
  }

  /** Takes note that a document has been opened, edited or closed. */
  documentChanged(uri: string): void {
    this.#state++;
    this.#known.delete(uri);
  }

  filesChanged(changes: readonly FileChange[]): void {
    this.#state++;
    for (const { uri, kind } of changes) {
      this.#known.delete(uri);
      if (kind === 'created') this.#uris?.add(uri);
      if (kind === 'deleted') this.#uris?.delete(uri);
    }
  }

  /** Looks for the labs again when somebody asks next, because folders have come, gone or moved. */
  foldersChanged(): void {
    this.#state++;
    this.#uris = undefined;
    this.#known.clear();
  }

  *#found(): Steps<string> {
    if (this.#uris && this.#files.isWatched()) {
      yield* this.#uris;
      return;
    }
    const before = this.#state;
    const found = new Set<string>();
    let folders = 0;
    this.#isCut = false;
    for (const uris of this.#files.find()) {
      yield undefined;
      for (const uri of uris) {
        if (found.size < MOST_LABS) found.add(uri);
        else this.#isCut = true;
      }
      if (++folders === MOST_FOLDERS) this.#isCut = true;
      if (this.#isCut) break;
    }
    // What has happened meanwhile may not be in there.
    if (this.#state === before) this.#uris = found;
    yield* found;
  }

  /** The lab itself as long as it includes what it did before. */
  #upToDate({ snapshot, lab: before }: Known): Snapshot {
    if (!snapshot.program.hasIncludes) return snapshot;
    const renewed = this.#files.renewed(snapshot);
    const now = renewed.lab;
    const isSame =
      before.sources.length === now.sources.length &&
      before.includeProblems.length === now.includeProblems.length &&
      now.sources.every((source, index) => index === 0 || source === before.sources[index]);
    return isSame ? snapshot : renewed;
  }
}

/** What a language server is measured by: its notation, and a mistake that it finds. Of no process: it runs in pages, too. */
import { composeFile, labText, likec4Model, type Topology } from '../notations.ts';
import type { RunningServer } from './running.ts';

export interface Subject {
  readonly name: string;
  readonly version: string;
  /** @param text what the file holds that is going to be opened */
  start(text: string): RunningServer;
  readonly notation: Notation;
  readonly initializationOptions?: object;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A mistake that the server finds: a word of the container with this number, and what is typed instead. */
  readonly mistake: (container: number) => readonly [right: string, wrong: string];
  /** The timer that the server waits for before it looks at an edit, in milliseconds, and where its source says so. */
  readonly ownDelay?: { readonly milliseconds: number; readonly source: string };
}

export interface Notation {
  readonly file: string;
  readonly languageId: string;
  readonly write: (topology: Topology) => string;
  /** How the statement of a container begins. */
  readonly container: (name: string) => string;
  /** A word in it that a hover tells something about. */
  readonly hover: string;
  /** The beginning of another property, typed into a new line after the image. */
  readonly property: string;
}

export const DNET: Notation = {
  file: 'lab.dnet',
  languageId: 'dnet',
  write: labText,
  container: (name) => `container ${name} {`,
  hover: 'image',
  property: '  a',
};

export const COMPOSE: Notation = {
  file: 'compose.yaml',
  languageId: 'yaml',
  write: composeFile,
  container: (name) => `  ${name}:`,
  hover: 'image',
  property: '    e',
};

export const LIKEC4: Notation = {
  file: 'model.c4',
  languageId: 'likec4',
  write: likec4Model,
  container: (name) => `  ${name} = container `,
  hover: 'app',
  property: '    d',
};

/** A word that dnet does not know. */
export const DNET_MISTAKE = (): readonly [string, string] => ['image', 'imagx'];
